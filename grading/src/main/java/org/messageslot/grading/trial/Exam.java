// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Status;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.assignment.Edition;
import org.messageslot.grading.assignment.OtherBuilds;
import org.messageslot.grading.replay.Journal;
import org.messageslot.grading.trial.GuestStock.GuestKind;
import org.messageslot.guest.Guest;
import org.messageslot.guest.Taint;

/**
 * One submission before the checks: what is judged, by which edition, in which guests.
 *
 * <p>The module is loaded once in each kind of guest that many checks use, and a snapshot taken of that: each check begins in a kernel that has just loaded it and
 * has done nothing else. Thread-safe. To be closed, for the snapshot is gone then.
 */
public final class Exam implements AutoCloseable {

    /** So many acts are kept of each trial, to be looked into if it goes wrong. */
    private static final int NOTED = 1000;

    /** What a call may take of a kind of which one never returned: the next is waited for no longer than it needs to tell. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    private static final Pattern CALL = Pattern.compile("(\\w+)\\(");

    private static final Map<String, Exam> RUNNING = new ConcurrentHashMap<>();

    private final Candidate candidate;
    private final Edition edition;
    private final @Nullable GuestStock stock;
    private final long seed;
    private final LoadedSnapshot loaded;
    private final @Nullable WarmGuests warm;
    private final @Nullable Venue model;
    private volatile Semaphore guests = new Semaphore(Integer.MAX_VALUE);
    private final Map<GuestKind, LoadedSnapshot> others = new EnumMap<>(GuestKind.class);
    private final Map<GuestKind, GuestStock.Ready> ready = new EnumMap<>(GuestKind.class);
    private volatile boolean shortens = true;
    private volatile boolean keepsLogs;
    private volatile @Nullable Counters counters;
    private volatile @Nullable Journal journal;
    private final @Nullable OtherBuilds builds;
    private final Map<String, CheckResult> findings = new ConcurrentHashMap<>();
    private final Map<String, List<String>> scripts = new ConcurrentHashMap<>();
    private final Set<String> hung = ConcurrentHashMap.newKeySet();
    private final Set<String> doubts = ConcurrentHashMap.newKeySet();
    private final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
    private volatile boolean brokenOff;

    private Exam(
            Candidate candidate,
            Edition edition,
            @Nullable GuestStock stock,
            long seed,
            LoadedSnapshot loaded,
            @Nullable WarmGuests warm,
            @Nullable Venue model) {
        this.candidate = candidate;
        this.edition = edition;
        this.stock = stock;
        this.seed = seed;
        this.loaded = loaded;
        this.warm = warm;
        this.model = model;
        this.builds = stock == null
                ? null
                : candidate
                        .origin()
                        .map(origin -> new OtherBuilds(
                                origin.submission(), origin.builder(), () -> stock.fresh(GuestKind.PLAIN)))
                        .orElse(null);
    }

    /**
     * Tells what came of loading the module once.
     *
     * @param loaded whether it loaded
     * @param major the major number that it registered; empty if none
     * @param taint what the kernel remembered of it
     * @param sentence what went wrong, empty if nothing did
     */
    public record Loading(boolean loaded, Optional<Integer> major, Taint taint, String sentence) {}

    /**
     * Tells what running one check came to.
     *
     * @param body the check itself
     * @param unloading what unloading the module after it came to; empty if that was not tried
     */
    public record CheckResult(Outcome body, Optional<Outcome> unloading) {}

    /**
     * Prepares: loads the module once, to see by which major number it can be reached.
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
        LoadedSnapshot loaded = LoadedSnapshot.of(candidate, edition, stock, GuestKind.PLAIN);
        return new Exam(candidate, edition, stock, seed, loaded, null, null);
    }

    /**
     * Prepares for practice: checks under plain conditions use the same few guests, in which each loads the module anew.
     *
     * @param candidate what is judged
     * @param edition by which edition
     * @param stock in which guests, for other checks
     * @param warm in which guests, for those
     * @param seed what names, order and contents vary by
     * @return the exam; it leaves the guests to their owner
     * @throws UngradableException if there are no guests
     */
    public static Exam inWarmGuests(Candidate candidate, Edition edition, GuestStock stock, WarmGuests warm, long seed)
            throws UngradableException {
        return new Exam(candidate, edition, stock, seed, LoadedSnapshot.tried(candidate, edition, warm), warm, null);
    }

    /**
     * Prepares one check on a model: nothing is built, and no guest is needed.
     *
     * @param model in place of a kernel with the module; it is used by one trial
     * @param edition by which edition
     * @param seed what names, order and contents vary by
     * @return the exam
     */
    static Exam onModel(Venue model, Edition edition, long seed) {
        return new Exam(
                        Candidate.nothing(edition.assignment().artifacts()),
                        edition,
                        null,
                        seed,
                        LoadedSnapshot.ofModel(edition),
                        null,
                        model)
                .withoutShortening();
    }

    /** {@return the model that stands for a kernel with the module; empty if there are guests} */
    Optional<Venue> model() {
        return Optional.ofNullable(model);
    }

    /**
     * Does without shortening the random calls that a check found: that takes seconds, and is for people to read.
     *
     * @return this exam
     */
    public Exam withoutShortening() {
        shortens = false;
        return this;
    }

    /**
     * Keeps what is done; for an examination of one check, which is done as it is, not shortened.
     *
     * @param whole where it is noted
     * @return this exam
     */
    public Exam recordedIn(Journal whole) {
        journal = whole;
        shortens = false;
        return this;
    }

    /**
     * Shares guests with other exams.
     *
     * @param others how many checks may run at a time, of all exams that share them
     * @return this exam
     */
    public Exam sharing(Semaphore others) {
        guests = others;
        return this;
    }

    /** {@return what other builds of the module are made with; empty if it is a model} */
    public Optional<OtherBuilds> otherBuilds() {
        return Optional.ofNullable(builds);
    }

    /** {@return how many checks may run at a time; each takes a permit while it runs} */
    Semaphore guests() {
        return guests;
    }

    /**
     * Keeps what the kernel logged of checks that pass, too.
     *
     * @return this exam
     */
    public Exam withLogs() {
        keepsLogs = true;
        return this;
    }

    /**
     * Has what the module counts added up; it is to be one that counts.
     *
     * @param sums where to
     * @return this exam
     */
    public Exam counting(Counters sums) {
        counters = sums;
        return this;
    }

    /** {@return where what the module counts is added up; empty if it does not count} */
    Optional<Counters> counters() {
        return Optional.ofNullable(counters);
    }

    /** {@return whether what the kernel logged is kept of every check} */
    boolean keepsLogs() {
        return keepsLogs;
    }

    /** {@return where a trial notes what it does} */
    Journal journal() {
        Journal known = journal;
        if (known == null) {
            return Journal.ofFirst(NOTED);
        }
        known.forgetCalls(); // of another trial
        return known;
    }

    /** {@return whether what is done is kept} */
    boolean isRecorded() {
        return journal != null;
    }

    /** {@return whether random calls that a check found are to be shortened} */
    boolean shortens() {
        return shortens;
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
        return Objects.requireNonNull(stock, "A model has no guests.");
    }

    /**
     * Notes that a call never returned.
     *
     * @param call the call as the trace shows it
     */
    void noteHang(String call) {
        kind(call).ifPresent(hung::add);
    }

    /**
     * Tells how long a call is waited for. A submission in which a call hangs would otherwise take the whole deadline from each
     * check that makes such a call.
     *
     * @param call the call as the trace shows it; empty for what the grader does itself
     * @return how long the guest may run for it
     */
    Duration patience(String call) {
        return kind(call).filter(hung::contains).isPresent() ? SHORT : GuestStock.DEADLINE;
    }

    /** {@return which system call, or command, it is} */
    private static Optional<String> kind(String call) {
        Matcher name = CALL.matcher(call);
        return name.find() ? Optional.of(name.group(1)) : Optional.empty();
    }

    /**
     * Gets a guest that has just loaded the module.
     *
     * @param kind what kind of guest
     * @return the guest; empty if there are no such snapshots, or the module does not load
     */
    Optional<Guest> freshlyLoaded(GuestKind kind) throws UngradableException {
        if (!kind.servesMany()) {
            return Optional.empty(); // Each check loads the module itself.
        }
        return kind == GuestKind.PLAIN ? loaded.fresh() : snapshot(kind).fresh();
    }

    /** {@return a guest without the module; to be given back} */
    Guest guest(GuestKind kind, boolean firstLoad) throws UngradableException {
        if (isWarm(kind)) {
            return Objects.requireNonNull(warm).take();
        }
        return firstLoad || !kind.servesMany()
                ? stock().fresh(kind)
                : ready(kind).next();
    }

    private GuestStock.Ready ready(GuestKind kind) throws UngradableException {
        synchronized (ready) {
            GuestStock.Ready guests = ready.get(kind);
            if (guests == null) {
                guests = stock().ready(kind);
                ready.put(kind, guests);
            }
            return guests;
        }
    }

    /** Takes a guest back that a check got. */
    void giveBack(Guest guest, GuestKind kind) throws IOException {
        if (isWarm(kind)) {
            Objects.requireNonNull(warm).giveBack(guest);
        } else {
            guest.close();
        }
    }

    /** {@return whether guests of a kind are used again, so that a check is to leave nothing behind} */
    boolean isWarm(GuestKind kind) {
        return warm != null && kind == GuestKind.PLAIN;
    }

    /** {@return the number of the first record of a guest's log that is not of what was before the check} */
    long firstRecord(Guest guest, GuestKind kind) {
        return isWarm(kind) ? Objects.requireNonNull(warm).firstRecord(guest) : stock().firstRecord(kind);
    }

    /** A snapshot is made by the first check that needs it; others of its like wait. */
    private LoadedSnapshot snapshot(GuestKind kind) throws UngradableException {
        synchronized (others) {
            LoadedSnapshot snapshot = others.get(kind);
            if (snapshot == null) {
                snapshot = LoadedSnapshot.of(candidate, edition, stock(), kind);
                others.put(kind, snapshot);
            }
            return snapshot;
        }
    }

    /** Deletes the snapshots. Checks that run meanwhile cannot be judged. */
    @Override
    public void close() {
        loaded.close();
        synchronized (others) {
            others.values().forEach(LoadedSnapshot::close);
        }
        synchronized (ready) {
            ready.values().forEach(GuestStock.Ready::close);
        }
    }

    /** {@return what names, order and contents vary by} */
    public long seed() {
        return seed;
    }

    /** {@return what came of loading the module} */
    public Loading loading() {
        return loaded.loading();
    }

    /** Leaves all checks that have not begun: nobody waits for them any more. */
    void breakOff() {
        brokenOff = true;
    }

    /** {@return whether nobody waits for checks any more} */
    boolean isBrokenOff() {
        return brokenOff;
    }

    /** {@return the checks that ended because their guest failed, and not the grader or this machine for all that is known} */
    Set<String> doubts() {
        return doubts;
    }

    /** {@return what went wrong in the grader's own code, in the order in which it did} */
    public Queue<Throwable> faults() {
        return faults;
    }

    /** {@return what the checks that were run so far came to, by id} */
    public Map<String, CheckResult> findings() {
        return findings;
    }

    /** {@return the first acts of each check that did not pass, by its id, as a script has them} */
    public Map<String, List<String>> scripts() {
        return scripts;
    }

    /** {@return whether what happens when a check's module is unloaded counts: not if plain unloading is known to go wrong} */
    boolean unloadingCounts() {
        return CheckMethods.of(edition.assignment())
                .plainUnloading()
                .map(findings::get)
                .filter(plain -> plain.body().status() != Status.PASSED)
                .isEmpty();
    }

    // ---- how a check that JUnit runs finds its exam ----

    /** Names this exam, so that checks find it; forget it with {@link #unname}. */
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
