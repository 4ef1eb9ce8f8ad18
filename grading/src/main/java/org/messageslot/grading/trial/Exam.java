// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.messageslot.ErrnoException;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.edition.Edition;
import org.messageslot.guest.Guest;
import org.messageslot.guest.GuestFailureException;

/**
 * One submission before the checks: what is judged, by which edition, in which guests.
 *
 * <p>Thread-safe.
 */
public final class Exam {

    private static final Map<String, Exam> RUNNING = new ConcurrentHashMap<>();
    private static final Pattern DEVICE = Pattern.compile(" *(\\d+) .*");

    private final Candidate candidate;
    private final Edition edition;
    private final GuestStock stock;
    private final long seed;
    private final Loading loading;
    private final Map<String, Finding> findings = new ConcurrentHashMap<>();

    private Exam(Candidate candidate, Edition edition, GuestStock stock, long seed, Loading loading) {
        this.candidate = candidate;
        this.edition = edition;
        this.stock = stock;
        this.seed = seed;
        this.loading = loading;
    }

    /**
     * What came of loading the module once.
     *
     * @param loaded whether it loaded
     * @param major the major number that it registered; empty if none
     * @param sentence what went wrong, empty if nothing did
     */
    public record Loading(boolean loaded, Optional<Integer> major, String sentence) {}

    /**
     * What running one check came to.
     *
     * @param body the check itself
     * @param unloading what happened when the module was unloaded after it, if that was worse
     */
    public record Finding(org.messageslot.grading.Outcome body, Optional<org.messageslot.grading.Outcome> unloading) {}

    /**
     * Prepare: load the module once, to see by which major number it can be reached.
     *
     * @param candidate what is judged
     * @param edition by which edition
     * @param stock in which guests
     * @param seed what names, order and contents vary by
     * @return the exam
     * @throws UngradableException if there are no guests
     */
    public static Exam of(Candidate candidate, Edition edition, GuestStock stock, long seed)
            throws UngradableException {
        Loading loading = candidate.module().isPresent()
                ? load(candidate, edition, stock)
                : new Loading(false, Optional.empty(), "The module did not build.");
        return new Exam(candidate, edition, stock, seed, loading);
    }

    private static Loading load(Candidate candidate, Edition edition, GuestStock stock) throws UngradableException {
        try (Guest guest = stock.fresh(GuestStock.Kind.PLAIN)) {
            Set<Integer> before = majors(guest);
            guest.loadModule(
                    candidate.module().orElseThrow(), candidate.parameters(edition.major(), edition.censorEvery()));
            Set<Integer> after = majors(guest);
            after.removeAll(before);
            Optional<Integer> major = after.contains(edition.major())
                    ? Optional.of(edition.major())
                    : after.stream().findFirst();
            return new Loading(true, major, "");
        } catch (ErrnoException e) {
            return new Loading(false, Optional.empty(), "The module does not load: " + e.errno() + ".");
        } catch (GuestFailureException e) {
            return new Loading(
                    false,
                    Optional.empty(),
                    "Loading the module fails: " + e.failure().summary() + ".");
        } catch (java.io.IOException e) {
            throw new UngradableException("A guest cannot be ended: " + e.getMessage(), e);
        }
    }

    private static Set<Integer> majors(Guest guest) throws ErrnoException {
        Set<Integer> majors = new TreeSet<>();
        String text = guest.getText("/proc/devices");
        for (String line :
                text.substring(0, Math.max(0, text.indexOf("Block"))).lines().toList()) {
            Matcher device = DEVICE.matcher(line);
            if (device.matches()) {
                majors.add(Integer.valueOf(device.group(1)));
            }
        }
        return majors;
    }

    /** {@return what is judged} */
    public Candidate candidate() {
        return candidate;
    }

    /** {@return by which edition} */
    public Edition edition() {
        return edition;
    }

    /** {@return in which guests} */
    public GuestStock stock() {
        return stock;
    }

    /** {@return what names, order and contents vary by} */
    public long seed() {
        return seed;
    }

    /** {@return what came of loading the module} */
    public Loading loading() {
        return loading;
    }

    /** {@return what the checks that were run so far came to, by id} */
    public Map<String, Finding> findings() {
        return findings;
    }

    // ---- how a check that JUnit runs finds its exam ----

    /** Name this exam, so that checks find it; forget it with {@link #unname}. */
    String named() {
        String name = Integer.toHexString(System.identityHashCode(this)) + "-" + RUNNING.size();
        RUNNING.put(name, this);
        return name;
    }

    static void unname(String name) {
        RUNNING.remove(name);
    }

    static Exam named(String name) {
        Exam exam = RUNNING.get(name);
        if (exam == null) {
            throw new IllegalStateException("There is no exam " + name + ".");
        }
        return exam;
    }
}
