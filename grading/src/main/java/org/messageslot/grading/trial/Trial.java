// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.ReflectionSupport;
import org.messageslot.Errno;
import org.messageslot.ErrnoException;
import org.messageslot.calls.DirectedCalls;
import org.messageslot.calls.Poll;
import org.messageslot.grading.Symptom;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.assignment.Edition;
import org.messageslot.grading.assignment.OtherBuilds;
import org.messageslot.grading.replay.Act;
import org.messageslot.grading.replay.Journal;
import org.messageslot.grading.submission.Role;
import org.messageslot.grading.trial.GuestStock.GuestKind;
import org.messageslot.guest.Guest;
import org.messageslot.guest.GuestFailureException;
import org.messageslot.guest.GuestProgram;
import org.messageslot.guest.KernelLog;
import org.messageslot.guest.ProcessEndedException;
import org.messageslot.guest.ProgramResult;

/**
 * Gives a check what it works with: a fresh kernel, usually with the module loaded, in which it makes nodes and processes.
 *
 * <p>Names, contents and process numbers differ from seed to seed, so that a module gains nothing by knowing them. An assignment
 * extends it by what its own checks say often: a check takes the trial of whatever class its parameter has, which needs a public
 * constructor that takes a {@link Setting}. Not thread-safe.
 */
public class Trial {

    private static final String[] NAMES = {
        "bash", "cat", "python3", "a.out", "perl", "dd", "tee", "nano", "sender", "reader", "test", "make", "busybox"
    };

    /** Milliseconds in which a call that waits has long begun to. */
    private static final int MOMENT = 200;

    /** A line of ours in the kernel's log. */
    public static final String FLUSHING = "agent: the log is read now";

    private final Exam exam;
    private final Check check;
    private final SplittableRandom random;
    private final Journal journal;
    private @Nullable DeviceNodes nodes;
    private @Nullable ProgramRuns runs;
    private final List<DirectedCalls> processes = new ArrayList<>();
    private final List<DirectedCalls> bystanders = new ArrayList<>();
    private @Nullable Venue venue;
    private @Nullable Guest guest;
    private @Nullable Ledger ledger;
    private @Nullable String parameters;
    private @Nullable Subject idler;
    private String remark = "";
    private final List<List<Long>> counters = new ArrayList<>();
    private long unreadLog;
    private boolean loaded;
    private boolean prepared;
    private final Set<Prerequisite> steps = new LinkedHashSet<>();

    /**
     * Says of which submission a trial is, and for which check.
     *
     * @param exam the submission before the checks
     * @param check the check
     */
    public record Setting(Exam exam, Check check) {}

    /**
     * Begins a trial; for subclasses.
     *
     * @param setting where it takes place
     */
    public Trial(Setting setting) {
        this.exam = setting.exam();
        this.check = setting.check();
        this.journal = exam.journal();
        this.random = new SplittableRandom(
                exam.seed() * 0x9E3779B97F4A7C15L + check.value().hashCode());
    }

    /** Makes the trial that a check's parameter asks for. */
    static Trial of(Class<?> type, Setting setting) {
        return (Trial) ReflectionSupport.newInstance(type, setting);
    }

    // ---- its beginning and its end, for those who run it ----

    /** Gets a kernel, and loads the module into it if the check wants that. */
    void open() throws UngradableException, ErrnoException {
        if (kind() == GuestKind.NONE) {
            return;
        }
        Optional<Venue> model = exam.model();
        venue = model.isPresent() ? model.get() : inGuest();
        if (random.nextBoolean()) {
            String name = processName();
            bystanders.add(venue().newProcess(name, 0)); // only so that process numbers differ
            journal.begin(new Act.Start("p0", name, 0));
        }
        if (prepared) {
            beginLoading().ended("0");
            loaded = true;
            noteCounters();
        } else if (check.load()) {
            load();
        }
    }

    private Venue inGuest() throws UngradableException, ErrnoException {
        journal.begin(exam.stock().machine(kind()));
        Optional<Guest> ready = check.load() ? exam.freshlyLoaded(kind()) : Optional.empty();
        Guest fresh = ready.isPresent() ? ready.get() : exam.guest(kind(), check.firstLoad());
        fresh.setPatience(() -> exam.patience(journal.pending()));
        guest = fresh;
        unreadLog = firstRecord();
        prepared = ready.isPresent();
        if (kind() == GuestKind.LEDGER) {
            ledger = new Ledger(fresh, journal);
            if (!prepared) {
                ledger.watch(exam.candidate().moduleName());
            }
        }
        return new GuestVenue(fresh, candidate());
    }

    Venue venue() {
        return Objects.requireNonNull(venue, "The trial was not opened.");
    }

    /** Ends the guest; or leaves it as it was, if other checks use it after this one. */
    void leave() throws IOException {
        if (guest == null) {
            return;
        }
        try {
            if (exam.isWarm(kind()) && guest.failure().isEmpty()) {
                cleanUp(guest);
            }
        } catch (ErrnoException | GuestFailureException e) {
            journal.note("/* the guest could not be cleaned up */");
        } finally {
            exam.giveBack(guest, kind());
        }
    }

    private void cleanUp(Guest left) throws ErrnoException {
        processes.forEach(DirectedCalls::close);
        bystanders.forEach(DirectedCalls::close);
        for (String path : nodes().paths()) {
            left.remove(path);
        }
        if (loaded) {
            left.unloadModule(candidate().moduleName());
        }
    }

    /** {@return the number of the first record of the guest's log that is not of what was before} */
    long firstRecord() {
        return exam.firstRecord(guest(), kind());
    }

    /** {@return what kind of guest it has: what the check asks for, with a Java where its programs need one} */
    GuestKind kind() {
        boolean usesPrograms = check.programs().length > 0;
        return check.guest() == GuestKind.PLAIN && usesPrograms && candidate().needsJava()
                ? GuestKind.JAVA
                : check.guest();
    }

    /** Has the check's processes close their files. */
    void closeFiles() {
        journal.begin(new Act.CloseFiles());
        for (DirectedCalls process : processes) {
            need(
                    () -> {
                        process.closeFiles();
                        return true;
                    },
                    Prerequisite.CLOSE);
        }
    }

    /** Ends the check's processes, so that their files are closed. */
    public void endProcesses() {
        journal.begin(new Act.ExitAll());
        processes.forEach(DirectedCalls::close);
    }

    boolean isLoaded() {
        return loaded;
    }

    Optional<Guest> guestIfAny() {
        return Optional.ofNullable(guest);
    }

    Journal journal() {
        return journal;
    }

    private Journal.JournalEntry beginLoading() {
        return journal.begin(
                new Act.Load(parameters()), "insmod(\"" + candidate().moduleName() + ".ko\")");
    }

    private String parameters() {
        return parameters == null
                ? candidate().parameters(edition().assignment().parameters(edition()))
                : parameters;
    }

    int subjects() {
        return processes.size();
    }

    // ---- what a check may ask for ----

    /** {@return the kernel; for what nothing below serves, so that the check cannot run on a model} */
    public Guest guest() {
        if (exam.model().isPresent()) {
            throw new OnlyInGuest("it looks into the kernel, or runs a program there");
        }
        return Objects.requireNonNull(guest, "The trial was not opened.");
    }

    /** {@return what memory the module holds; for checks whose guest has the ledger} */
    public Ledger ledger() {
        return Objects.requireNonNull(ledger, "This check's guest has no ledger.");
    }

    /** {@return what other builds of the module are made with than the one that is loaded in the trial's kernel} */
    public OtherBuilds otherBuilds() {
        return exam.otherBuilds().orElseThrow(() -> new OnlyInGuest("it builds the module in another way"));
    }

    /** {@return what is judged} */
    public Candidate candidate() {
        return exam.candidate();
    }

    /** {@return by which edition} */
    public Edition edition() {
        return exam.edition();
    }

    /** {@return whether what a check found is worth seconds to be told in fewer calls} */
    public boolean shortens() {
        return exam.shortens();
    }

    /** {@return the source of all that varies} */
    public SplittableRandom random() {
        return random;
    }

    /** {@return the major number that the module is reached by: the edition's, or another one that it registered} */
    public int major() {
        return exam.loading().major().orElse(edition().major());
    }

    /** {@return the major number that the module registered; empty if none} */
    public Optional<Integer> registeredMajor() {
        return exam.loading().major();
    }

    /** Loads the module, or else the check cannot be judged. */
    public void load() {
        asNeed(this::demandLoad, Prerequisite.RELOAD);
    }

    /**
     * Loads the module with parameters of a check's own, or else the check cannot be judged.
     *
     * @param more what follows the usual parameters, {@code "queue=3"} for example
     */
    public void load(String more) {
        parameters = (parameters() + " " + more).strip();
        load();
    }

    /** Loads the module, which must succeed. */
    public void demandLoad() {
        tryLoad().ifPresent(errno -> {
            throw new Mismatch(Symptom.step("load"), "The module does not load.", "insmod succeeds", "-1 " + errno);
        });
    }

    /** {@return why the module cannot be loaded; empty if it was} */
    public Optional<Errno> tryLoad() {
        Journal.JournalEntry entry = beginLoading();
        try {
            venue().load(parameters());
            entry.ended("0");
            loaded = true;
            return Optional.empty();
        } catch (ErrnoException e) {
            entry.ended("-1 " + e.errno());
            return Optional.of(e.errno());
        } finally {
            noteCounters();
        }
    }

    /** At once, for what the module prints may push out of the log where its counters are. */
    private void noteCounters() {
        if (exam.counters().isEmpty() || living().isEmpty()) {
            return;
        }
        try {
            KernelLog log = guest().kernelLog(unreadLog);
            counters.addAll(Counters.pagesIn(log));
            unreadLog = log.next();
        } catch (ErrnoException | GuestFailureException e) {
            // Then what it counts is lost; the next request says what became of the guest.
        }
    }

    private Optional<Guest> living() {
        return Optional.ofNullable(guest).filter(one -> one.failure().isEmpty());
    }

    /** Adds what the module counted, if it counts and its kernel lives. */
    void addCounters() {
        if (exam.counters().isEmpty() || living().isEmpty()) {
            return;
        }
        try {
            exam.counters().get().add(guest(), counters, ledger != null && ledger.letsFail());
        } catch (IOException e) {
            // The guest has gone, and what it counted with it.
        }
    }

    /** Unloads the module, or else the check cannot be judged. */
    public void unload() {
        asNeed(this::demandUnload, Prerequisite.UNLOAD);
    }

    /** Unloads the module, which must succeed. */
    public void demandUnload() {
        tryUnload().ifPresent(errno -> {
            throw new Mismatch(
                    "The module cannot be unloaded though no file is open.", "rmmod succeeds", "-1 " + errno);
        });
    }

    /** {@return why the module cannot be unloaded; empty if it was} */
    public Optional<Errno> tryUnload() {
        String module = candidate().moduleName();
        Journal.JournalEntry entry = journal.begin(new Act.Unload(module), "rmmod(\"" + module + "\")");
        try {
            venue().unload();
            entry.ended("0");
            loaded = false;
            return Optional.empty();
        } catch (ErrnoException e) {
            entry.ended("-1 " + e.errno());
            return Optional.of(e.errno());
        }
    }

    /**
     * Gets the path of a device, and makes its node if there is none yet.
     *
     * @param minor the device's minor number
     * @return the path of a node that anybody may read and write
     */
    public String node(int minor) {
        return nodes().of(minor);
    }

    /**
     * Makes another node.
     *
     * @param minor the device's minor number
     * @param permissions its permissions, 0 to 0777
     * @return its path
     */
    public String newNode(int minor, int permissions) {
        return nodes().another(minor, permissions);
    }

    /**
     * Makes nodes of many devices at once.
     *
     * @param minors their minor numbers
     */
    public void makeNodes(List<Integer> minors) {
        nodes().ofMany(minors);
    }

    /**
     * Makes nodes of names that are known; they are not noted.
     *
     * @param made the nodes
     */
    public void makeNodesOf(List<Guest.GuestNode> made) {
        nodes().make(made);
    }

    private DeviceNodes nodes() {
        DeviceNodes known = nodes == null ? new DeviceNodes(this) : nodes;
        nodes = known;
        return known;
    }

    /**
     * Has the kernel look over what it allocated. By itself it finds a byte past the end, or a write after the free, when
     * the memory is freed or allocated again: what nobody frees would pass.
     */
    public void checkHeap() {
        Journal.JournalEntry entry = journal.begin(new Act.CheckHeap());
        try {
            venue().checkHeap();
            entry.ended("0");
        } catch (ErrnoException e) {
            throw new IllegalStateException("The guest cannot check its heap: " + e.getMessage(), e);
        }
    }

    /**
     * Starts a process.
     *
     * @return the process
     */
    public Subject process() {
        return process(0);
    }

    /**
     * Starts a process of some user.
     *
     * @param user the user's and the group's number, 0 for root
     * @return the process
     */
    public Subject process(int user) {
        try {
            String name = processName();
            journal.begin(new Act.Start(nextSubject(), name, user));
            return subject(venue().newProcess(name, user));
        } catch (ErrnoException e) {
            throw new IllegalStateException("The guest makes no process: " + e.getMessage(), e);
        }
    }

    /** Lets some time pass in the guest: enough for a call that another process has begun to come so far that it waits. */
    public void pause() {
        if (idler == null) {
            idler = process();
        }
        idler.call(new Poll(-1, 0, MOMENT));
    }

    Subject subject(DirectedCalls calls) {
        processes.add(calls);
        if (processes.size() > 1) {
            uses(Prerequisite.SECOND_PROCESS);
        }
        return newSubject(new Subject.Seat(this, calls, processes.size()));
    }

    /**
     * Makes what a check directs a process by; an assignment may have a class of its own for that.
     *
     * @param seat the process
     * @return what directs it
     */
    protected Subject newSubject(Subject.Seat seat) {
        return new Subject(seat);
    }

    /** {@return what recordings will call the process that is started next} */
    String nextSubject() {
        return "p" + (processes.size() + 1);
    }

    /** {@return the name of some usual program, as processes have it} */
    public String processName() {
        return NAMES[random.nextInt(NAMES.length)];
    }

    /** {@return a minor number that no module has a reason to treat in another way than others, 1 to 100} */
    public int minor() {
        return random.nextInt(1, 101);
    }

    // ---- what it needs and does not ask about ----

    /**
     * Notes that the check takes a step that it does not ask about.
     *
     * @param step the step
     */
    public void uses(Prerequisite step) {
        steps.add(step);
    }

    /**
     * Makes a call that the check needs and does not ask about: if it takes the kernel, the check cannot be judged. In a guest that
     * looks for memory errors or counts allocations, whatever takes the kernel is what the check looks for.
     *
     * @param call makes it
     * @param besides what else the check needs by that
     * @param <T> what the call returns
     * @return what the call returned
     */
    public <T> T need(Supplier<T> call, Prerequisite... besides) {
        try {
            return call.get();
        } catch (GuestFailureException | ProcessEndedException e) {
            if (check.guest() == GuestKind.POISON || check.guest() == GuestKind.LEDGER) {
                throw e;
            }
            steps.addAll(List.of(besides));
            throw new Hindrance(stepIds(), e);
        }
    }

    private List<String> stepIds() {
        Set<Prerequisite> taken = steps.isEmpty() ? Set.of(Prerequisite.PLAIN) : steps;
        List<String> order = List.copyOf(edition().assignment().catalogue().steps());
        return taken.stream()
                .map(Prerequisite::id)
                .sorted(Comparator.comparingInt(order::indexOf))
                .toList();
    }

    private void asNeed(Runnable demanded, Prerequisite step) {
        try {
            need(
                    () -> {
                        demanded.run();
                        return true;
                    },
                    step);
        } catch (Mismatch e) {
            uses(step);
            throw hindrance(e.sentence(), e.wanted(), e.got());
        }
    }

    /**
     * Says that something failed which the check needs, but does not ask about.
     *
     * @param sentence what went wrong
     * @param wanted what should have come
     * @param got what came instead
     * @return what is to be thrown; it names all steps that were taken so far, for any of them may be to blame
     */
    public Hindrance hindrance(String sentence, String wanted, String got) {
        return new Hindrance(stepIds(), sentence, wanted, got);
    }

    /**
     * Has the kernel finish the last line of its log: one that ends without a newline is kept back until the next begins.
     */
    public void flushLog() {
        try {
            guest().putFile("/dev/kmsg", 0600, (FLUSHING + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (ErrnoException e) {
            throw new IllegalStateException("The guest's log cannot be written to: " + e.getMessage(), e);
        }
    }

    /**
     * Notes something that is no call, as a comment in C.
     *
     * @param text what was done
     */
    public void note(String text) {
        journal.note("/* " + text + " */");
    }

    /**
     * Says what the check could not look at, though nothing went wrong; reports say it, too.
     *
     * @param sentence one whole sentence
     */
    public void remark(String sentence) {
        remark = sentence;
    }

    /** {@return what the check could not look at; empty if nothing} */
    String remark() {
        return remark;
    }

    /** Leaves the calls so far out of the report, because a shorter story will be told. */
    public void forgetCalls() {
        journal.forgetCalls();
    }

    /**
     * Runs one of the submission's programs to its end.
     *
     * @param role one of the programs of the assignment
     * @param user as whom
     * @param arguments its arguments
     * @param shown the arguments as they are noted
     * @return how it ended
     */
    public ProgramResult run(Role role, int user, List<String> arguments, String shown) {
        return runs().ofRole(role, user, arguments, shown);
    }

    /**
     * Runs a program in the guest to its end.
     *
     * @param line the command line, as it is noted
     * @param program the program
     * @return how it ended
     */
    public ProgramResult run(String line, GuestProgram program) {
        return runs().of(line, program);
    }

    private ProgramRuns runs() {
        ProgramRuns known = runs == null ? new ProgramRuns(this) : runs;
        runs = known;
        return known;
    }

    /** {@return whether the submission's programs were in the guest before the trial began} */
    boolean hasPrograms() {
        return prepared && check.guest() == GuestKind.PLAIN;
    }
}
