// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.messageslot.ErrnoException;
import org.messageslot.guest.Guest;

/**
 * What memory the module holds, to the byte, and the means to let it have none: the guest's own ledger module.
 *
 * <p>Not thread-safe.
 */
public final class Ledger {

    private static final String FILE = "/proc/ledger";

    private final Guest guest;
    private final Trace trace;

    Ledger(Guest guest, Trace trace) {
        this.guest = guest;
        this.trace = trace;
    }

    /**
     * Memory that was allocated at one place and not yet freed.
     *
     * @param objects how many allocations
     * @param bytes how many bytes were asked for
     * @param direct whether the module itself called the allocator; else the kernel did, on its behalf
     * @param function the module's function, {@code "device_write [message_slot]"}
     */
    public record Site(long objects, long bytes, boolean direct, String function) {
        @Override
        public String toString() {
            return bytes + " bytes in " + objects + (objects == 1 ? " object" : " objects") + " from " + function;
        }
    }

    /**
     * What the module holds.
     *
     * @param objects how many allocations are not freed
     * @param bytes how many bytes they have
     * @param asked how many allocations there were since {@link #failNth}
     * @param failed how many of them failed
     * @param sites where they were made
     */
    public record Balance(long objects, long bytes, long asked, long failed, List<Site> sites) {
        public Balance {
            sites = List.copyOf(sites);
        }

        /** {@return how many bytes the module itself allocated, without what the kernel did on its behalf} */
        public long ownBytes() {
            return sites.stream().filter(Site::direct).mapToLong(Site::bytes).sum();
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

    /** Start over, for a module of this name. */
    void watch(String module) {
        obey("watch " + module);
    }

    /**
     * Let the n-th allocation from now fail, once.
     *
     * @param n which, from 1; 0 for none
     */
    public void failNth(int n) {
        obey("fail " + n);
        trace.add(
                n == 0
                        ? "/* from here on allocations succeed */"
                        : "/* the module's allocation number " + n + " from here on fails */");
    }

    /**
     * Register a major number for somebody else.
     *
     * @param major which; 0 to give it back
     */
    public void take(int major) {
        obey("take " + major);
        trace.add(
                major == 0
                        ? "/* the major number is free again */"
                        : "/* another driver registers major " + major + " */");
    }

    /** Leave free memory filled with bytes that are not zero. */
    public void dirty() {
        obey("dirty");
    }

    private void obey(String command) {
        try {
            guest.putFile(FILE, 0600, command.getBytes(UTF_8));
        } catch (ErrnoException e) {
            throw new IllegalStateException("The ledger does not obey '" + command + "': " + e.getMessage(), e);
        }
    }

    /**
     * Ask what the module holds, when everything that is to be freed after a grace period is.
     *
     * @return what it holds
     */
    public Balance balance() {
        try {
            return parse(guest.getText(FILE));
        } catch (ErrnoException e) {
            throw new IllegalStateException("The ledger cannot be read: " + e.getMessage(), e);
        }
    }

    private static Balance parse(String text) {
        long[] live = new long[2];
        long[] asked = new long[2];
        List<Site> sites = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String[] words = line.split(" ", 5);
            switch (words[0]) {
                case "live" -> live = new long[] {Long.parseLong(words[1]), Long.parseLong(words[2])};
                case "asked" -> asked = new long[] {Long.parseLong(words[1]), Long.parseLong(words[2])};
                case "site" ->
                    sites.add(new Site(
                            Long.parseLong(words[1]), Long.parseLong(words[2]), words[3].equals("itself"), words[4]));
                // More than there was room for: what there is shows the leak.
                case "lost" -> {}
                default -> throw new IllegalStateException("The ledger says '" + line + "'.");
            }
        }
        return new Balance(live[0], live[1], asked[0], asked[1], sites);
    }
}
