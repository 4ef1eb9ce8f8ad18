// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.messageslot.ErrnoException;
import org.messageslot.grading.Symptom;
import org.messageslot.grading.Symptom.SymptomKind;
import org.messageslot.grading.replay.Journal;
import org.messageslot.guest.Guest;

/**
 * Counts the memory that the module holds, to the byte, and can let it have none: the guest's own ledger module.
 *
 * <p>Not thread-safe.
 */
public final class Ledger {

    private static final String FIRST_FILE = "/proc/ledger";

    /** What its file is called while a module is watched, which no module can know. */
    private static final String NAME = secretName();

    private static final String FAILURES = secretName();

    private static final Pattern SITE = Pattern.compile("site (\\d{1,18}) (\\d{1,18}) (itself|kernel) (.+)");
    private static final Pattern SUM = Pattern.compile("(live|asked|lost|intact)((?: \\d{1,18}){1,2})");

    private final Guest guest;
    private final Journal journal;
    private boolean letsFail;

    Ledger(Guest guest, Journal journal) {
        this.guest = guest;
        this.journal = journal;
    }

    /**
     * Memory that was allocated at one place and not yet freed.
     *
     * @param objects how many allocations
     * @param bytes how many bytes were asked for
     * @param direct whether the module itself called the allocator; else the kernel did, on its behalf
     * @param function the module's function, {@code "device_write [device]"}
     */
    public record AllocationSite(long objects, long bytes, boolean direct, String function) {
        @Override
        public String toString() {
            return bytes + " bytes in " + objects + (objects == 1 ? " object" : " objects") + " from " + function;
        }
    }

    /**
     * Counts what the module holds.
     *
     * @param objects how many allocations are not freed
     * @param bytes how many bytes they have
     * @param asked how many allocations there were since {@link #failNth}
     * @param failed how many of them failed
     * @param sites where they were made
     */
    public record Balance(long objects, long bytes, long asked, long failed, List<AllocationSite> sites) {
        public Balance {
            sites = List.copyOf(sites);
        }

        /** {@return how many bytes the module itself allocated, without what the kernel did on its behalf} */
        public long ownBytes() {
            return sites.stream()
                    .filter(AllocationSite::direct)
                    .mapToLong(AllocationSite::bytes)
                    .sum();
        }

        /**
         * Says what is left: where most of it was allocated.
         *
         * @return a leak at that place, or nowhere if the place is not known
         */
        public Symptom leak() {
            return sites.stream()
                    .max(Comparator.comparingLong(AllocationSite::bytes))
                    .map(site -> Symptom.leak(site.function()))
                    .orElse(Symptom.of(SymptomKind.LEAK));
        }

        /** {@return what is held more than before, by place} */
        public Balance since(Balance before) {
            List<AllocationSite> more = new ArrayList<>();
            for (AllocationSite site : sites) {
                long known = before.sites.stream()
                        .filter(one -> one.function().equals(site.function()) && one.direct() == site.direct())
                        .mapToLong(AllocationSite::bytes)
                        .sum();
                if (site.bytes() > known) {
                    more.add(new AllocationSite(site.objects(), site.bytes() - known, site.direct(), site.function()));
                }
            }
            return new Balance(objects - before.objects, bytes - before.bytes, asked, failed, more);
        }

        /** {@return the bytes and where they come from, the largest share first} */
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%d bytes", bytes));
            sites.stream()
                    .sorted((a, b) -> Long.compare(b.bytes(), a.bytes()))
                    .limit(3)
                    .forEach(site -> text.append("; ").append(site));
            return text.toString();
        }
    }

    private static String secretName() {
        return "l" + Long.toHexString(new SecureRandom().nextLong() >>> 1);
    }

    /** Starts over, for a module of this name, out of its reach; before it is loaded. */
    void watch(String module) {
        write(FIRST_FILE, "name " + NAME);
        obey("only");
        obey("watch " + module);
    }

    /**
     * Lets the n-th allocation from now fail, once.
     *
     * @param n which, from 1; 0 for none
     */
    public void failNth(int n) {
        letsFail |= n > 0;
        obey("fail " + n);
        journal.note(
                n == 0
                        ? "/* from here on allocations succeed */"
                        : "/* the module's allocation number " + n + " from here on fails */");
    }

    /**
     * Makes a file by which a process lets its own calls fail, so that thousands can be tried in one go. To be asked for once.
     *
     * @return its path: a number n that is written there lets the n-th allocation from then on fail, once; 0 none. {@link
     *     Balance#failed} counts them all
     */
    public String failures() {
        letsFail = true;
        obey("failures " + FAILURES);
        return "/proc/" + FAILURES;
    }

    /** {@return whether it ever let an allocation fail, or let others do so} */
    boolean letsFail() {
        return letsFail;
    }

    /**
     * Registers a major number for somebody else.
     *
     * @param major which; 0 to give it back
     */
    public void take(int major) {
        obey("take " + major);
        journal.note(
                major == 0
                        ? "/* the major number is free again */"
                        : "/* another driver registers major " + major + " */");
    }

    /** Leaves free memory filled with bytes that are not zero, in a guest in which no module is watched. */
    void dirty() {
        write(FIRST_FILE, "dirty");
    }

    private void obey(String command) {
        write("/proc/" + NAME, command);
    }

    private void write(String file, String command) {
        try {
            guest.putFile(file, 0600, command.getBytes(UTF_8));
        } catch (ErrnoException e) {
            throw new IllegalStateException(
                    "The guest's ledger of allocations refuses the command '" + command + "': " + e.getMessage(), e);
        }
    }

    /**
     * Asks what the module holds, when everything that is to be freed after a grace period is.
     *
     * @return what it holds
     */
    public Balance balance() {
        try {
            return parse(guest.getText("/proc/" + NAME));
        } catch (ErrnoException e) {
            throw new IllegalStateException("The ledger cannot be read: " + e.getMessage(), e);
        }
    }

    /** The ledger is in the module's kernel, so what it says is parsed as if the module had said it. */
    private static Balance parse(String text) {
        Map<String, long[]> sums = new HashMap<>();
        List<AllocationSite> sites = new ArrayList<>();
        for (String line : text.lines().toList()) {
            Matcher site = SITE.matcher(line);
            Matcher sum = SUM.matcher(line);
            if (site.matches()) {
                sites.add(new AllocationSite(
                        Long.parseLong(site.group(1)),
                        Long.parseLong(site.group(2)),
                        site.group(3).equals("itself"),
                        site.group(4)));
            } else if (!sum.matches() || sums.put(sum.group(1), numbers(sum.group(2))) != null) {
                throw tampered("it says '" + line + "'");
            }
        }
        if (!sums.keySet().equals(Set.of("live", "asked", "lost", "intact"))) {
            throw tampered("it says nothing of " + Set.of("live", "asked", "lost", "intact"));
        }
        return balance(sums, sites);
    }

    private static Balance balance(Map<String, long[]> sums, List<AllocationSite> sites) {
        long[] live = Objects.requireNonNull(sums.get("live"));
        long[] asked = Objects.requireNonNull(sums.get("asked"));
        boolean intact = Objects.requireNonNull(sums.get("intact"))[0] == 1;
        long known = sites.stream().mapToLong(AllocationSite::bytes).sum();
        if (!intact) {
            throw tampered("what it listens by was taken away");
        }
        if (known != live[1]) {
            throw tampered("its sums and its entries differ, " + live[1] + " bytes and " + known);
        }
        return new Balance(live[0], live[1], asked[0], asked[1], sites);
    }

    private static long[] numbers(String words) {
        long[] numbers = Stream.of(words.strip().split(" ", -1))
                .mapToLong(Long::parseLong)
                .toArray();
        return numbers.length == 1 ? new long[] {numbers[0], 0} : numbers;
    }

    private static Mismatch tampered(String how) {
        return new Mismatch(Tampering.LEDGER, "a kernel that the module leaves as it is", how);
    }
}
