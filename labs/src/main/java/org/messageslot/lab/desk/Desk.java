// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.desk;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.messageslot.Errno;
import org.messageslot.ErrnoException;
import org.messageslot.MessageReader;
import org.messageslot.MessageSender;
import org.messageslot.MessageSlot;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Call;
import org.messageslot.calls.OpenFlags;
import org.messageslot.calls.Result;
import org.messageslot.calls.SlotCommands;
import org.messageslot.calls.SystemCalls;
import org.messageslot.calls.TracedCalls;
import org.messageslot.guest.Guest;
import org.messageslot.guest.GuestFailure;
import org.messageslot.guest.KernelSeries;
import org.messageslot.guest.Oops;
import org.messageslot.lab.kernel.GuestKernel;
import org.messageslot.lab.kernel.Kernel;
import org.messageslot.lab.kernel.KernelChoice;
import org.messageslot.lab.kernel.OptionalSteps;
import org.messageslot.lab.measure.Figures;
import org.messageslot.lab.measure.Probe;
import org.messageslot.lab.measure.Unit;
import org.messageslot.lab.setup.GuestSetup;
import org.messageslot.lab.terminal.Kit;
import org.messageslot.lab.terminal.Screen;

/**
 * The objects of a walkthrough: a kernel, a process of it, and a record of every system call that was made.
 *
 * <p>Its methods are imported by the scripts, so they are short words. It belongs to one jshell session; thread-safe.
 */
public final class Desk {

    private static @Nullable Kernel kernel;

    /** A process beside the student's, for looking at slots without being seen in the record. */
    private static @Nullable SystemCalls observer;

    private static final List<Made> RECORD = new ArrayList<>();

    /** The open files of the student's process. */
    private static OpenFiles files = new OpenFiles();

    /** Drivers with a mistake that the student is to prove, by their numbers. */
    private static final Map<Integer, Suspect> SUSPECTS = new HashMap<>();

    /** Messages that were put into slots without the student knowing them, by their places. */
    private static final Map<String, String> SECRETS = new HashMap<>();

    /** The minor numbers of the nodes that were made, by path. */
    private static final Map<String, Integer> NODES = new HashMap<>();

    /** Guests that a walkthrough started beside its kernel. */
    private static final List<Guest> GUESTS = new ArrayList<>();

    /** Modules that a walkthrough is writing. */
    private static final List<Workplace> WORKPLACES = new ArrayList<>();

    /** The folder of the modules that are wrong on purpose. */
    private static final String MODULES = "labs/modules";

    /** The first of the channels that no lab uses. */
    private static final long FREE_CHANNELS = 1_000_000;

    private static final Random RANDOM = new Random();

    private static int guestsBefore;

    /** Up to where {@link #newCalls()} has told the record. */
    private static int told;

    private static int exerciseBegan;
    private static int attemptBegan;
    private static int lookedAtFrom;

    private Desk() {}

    /** Writes down the calls of a process. */
    private record Ear(OpenFiles files) implements TracedCalls.Listener {

        @Override
        public void heard(Call call, Result result) {
            record(files, call, result);
        }

        @Override
        public Ear ofChild() {
            return new Ear(files.ofChild());
        }
    }

    /**
     * A system call that was made.
     *
     * @param call the call
     * @param result what it returned
     * @param stored the message that it stored, and where, as far as that is known
     */
    public record Made(Call call, Result result, Optional<OpenFiles.Stored> stored) {

        /** {@return call and result, as a trace shows them} */
        @Override
        public String toString() {
            boolean read = call instanceof Call.IntoBuffer && !result.isFailure();
            String message = read ? "  " + Buffer.quoted(Arrays.copyOf(result.bytes(), (int) result.value())) : "";
            return call + " = " + result + message;
        }
    }

    /**
     * What a program did.
     *
     * @param exitCode its exit code
     * @param output what it wrote to standard output
     * @param complaint what it wrote to standard error, without the line's end
     */
    public record Exit(int exitCode, String output, String complaint) {

        /** {@return the exit code and what was written} */
        @Override
        public String toString() {
            return "exit code " + exitCode + (output.isEmpty() ? "" : ", output \"" + output + "\"")
                    + (complaint.isEmpty() ? "" : ", complaint \"" + complaint + "\"");
        }
    }

    // --- For the scripts ----------------------------------------------------------------------------------------

    /**
     * Start the session's kernel, or return the one that was started.
     *
     * @return the system calls of the student's process
     * @throws Exception if the kernel asked for is not to be had
     */
    public static synchronized SystemCalls calls() throws Exception {
        if (kernel == null) {
            KernelChoice target =
                    KernelChoice.of(System.getProperty(KernelChoice.PROPERTY, KernelChoice.MODEL.toString()));
            kernel = Kernel.start(target, Screen.standard());
            observer = isForkable() ? kernel.process().fork() : kernel.process();
        }
        return new TracedCalls(kernel.process(), new Ear(files));
    }

    /**
     * Start another process of the same kernel; it has no open files.
     *
     * @return its system calls, which are recorded, too
     * @throws ErrnoException if no process can be made
     */
    public static synchronized SystemCalls process() throws ErrnoException {
        SystemCalls another = isForkable() ? observer().fork() : observer();
        return new TracedCalls(another, new Ear(new OpenFiles()));
    }

    /**
     * Make a device node for a slot, readable and writable by all.
     *
     * @param path where
     * @param major the driver's number
     * @param minor the slot's number
     * @throws Exception if the kernel does not let us
     */
    public static synchronized void mknod(String path, int major, int minor) throws Exception {
        mknod(path, major, minor, 0666);
    }

    /**
     * Make a device node for a slot.
     *
     * @param path where
     * @param major the driver's number
     * @param minor the slot's number
     * @param mode its permission bits
     * @throws Exception if the kernel does not let us
     */
    public static synchronized void mknod(String path, int major, int minor, int mode) throws Exception {
        started().nodes().make(path, major, minor, mode);
        NODES.put(path, minor);
    }

    /**
     * Run one of the two programs in a process of its own, and wait for its end.
     *
     * @param name {@code message_sender} or {@code message_reader}
     * @param arguments its arguments
     * @return what it did
     * @throws ErrnoException if no process can be made
     */
    public static Exit program(String name, String... arguments) throws ErrnoException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream output = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream complaint = new PrintStream(err, true, StandardCharsets.UTF_8);
        SystemCalls itsOwn = process();
        byte[] message =
                arguments.length == 0 ? new byte[0] : arguments[arguments.length - 1].getBytes(StandardCharsets.UTF_8);
        int exitCode = switch (name) {
            case "message_sender" -> MessageSender.run(itsOwn, complaint, message, arguments);
            case "message_reader" -> MessageReader.run(itsOwn, output, complaint, arguments);
            default -> throw new IllegalArgumentException("The programs are message_sender and message_reader.");
        };
        if (isForkable()) {
            itsOwn.close();
        }
        return new Exit(
                exitCode,
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8).stripTrailing());
    }

    /**
     * Start a guest of its own with one of the modules of {@code labs/modules/}, which are wrong on purpose. It has the
     * node {@code /dev/slot0}, and ends with the session, or when its kernel crashes.
     *
     * @param module the module's name
     * @param parameters what it is loaded with, as for {@code insmod}; may be empty
     * @return the guest
     * @throws Exception if there can be no guest, or the module cannot be loaded
     */
    public static synchronized Guest guestWith(String module, String parameters) throws Exception {
        return withNode(GuestKernel.startWith(Kit.home().resolve(MODULES), module, parameters, Screen.standard()));
    }

    /**
     * Start a guest of its own with a module that has the optional steps 9 to 11. It has the node {@code /dev/slot0}, and ends
     * with the session.
     *
     * @param parameters what it is loaded with: {@code wait=1}, {@code queue=N}, or nothing
     * @return the guest
     * @throws Exception if there can be no guest, or the module cannot be loaded
     */
    public static synchronized Guest guestWithOptionalSteps(String parameters) throws Exception {
        return withNode(OptionalSteps.guest(parameters));
    }

    private static Guest withNode(Guest guest) throws ErrnoException {
        GUESTS.add(guest);
        guest.makeNode("/dev/slot0", 0666, SlotCommands.MAJOR, 0);
        return guest;
    }

    /**
     * Count what the calls of a slot cost, and those of other ways to pass a message, in a guest of its own.
     *
     * @return how many instructions each took
     * @throws Exception if there can be no guest
     */
    public static synchronized Figures costs() throws Exception {
        return counted("kernel", (probe, progress) -> {
            List<Figures> parts = new ArrayList<>();
            for (String bytes : List.of("1", "16", "128")) {
                progress.accept("counting the instructions of calls with " + bytes + " of 1, 16 and 128 bytes");
                parts.add(probe.measure(Unit.INSTRUCTIONS, "calls", bytes));
            }
            return Figures.together(parts);
        });
    }

    /**
     * Count what the calls cost in a slot that has many channels with random ids, in a guest of its own.
     *
     * @param module the folder of the module
     * @param channels how many channels, several numbers that grow
     * @return how many instructions each took
     * @throws Exception if there can be no guest
     */
    public static synchronized Figures costsAmong(String module, int... channels) throws Exception {
        String[] numbers = Arrays.stream(channels).mapToObj(String::valueOf).toArray(String[]::new);
        return counted(module, (probe, progress) -> {
            progress.accept("counting the instructions of calls among " + String.join(", ", numbers) + " channels");
            return probe.measure(Unit.INSTRUCTIONS, "channels", numbers);
        });
    }

    /** Something that is counted in a guest, and tells what it is at. */
    private interface Counting {
        Figures by(Probe probe, Consumer<String> progress) throws IOException;
    }

    private static Figures counted(String module, Counting counting) {
        Path sources = Kit.home().resolve(module);
        return GuestSetup.explained(() -> Screen.standard().working("preparing the guest", progress -> {
            KernelSeries series = GuestSetup.options().series();
            try (Probe probe = Probe.guest(GuestKernel.counting(series), Kit.home(), sources, progress)) {
                return counting.by(probe, progress);
            }
        }));
    }

    /**
     * Begin a module of your own, from the skeleton. A student's stays when the session ends; that of a check does not.
     *
     * @param solved how many steps are solved already, 0 to 8
     * @return where it is written
     * @throws IOException if it cannot be written
     */
    public static synchronized Workplace skeleton(int solved) throws IOException {
        Workplace workplace = Workplace.fresh(solved);
        WORKPLACES.add(workplace);
        return workplace;
    }

    /**
     * Want a guest to have crashed since the exercise began.
     *
     * @param where what the crash's title and place must contain: a function, an address
     * @return nothing, or what became of the guests
     */
    public static synchronized String wantCrash(String where) {
        List<String> crashes = GUESTS.subList(Math.min(guestsBefore, GUESTS.size()), GUESTS.size()).stream()
                .flatMap(guest -> guest.failure().stream())
                .map(GuestFailure::summary)
                .toList();
        if (crashes.stream().anyMatch(summary -> summary.contains(where))) {
            return "";
        }
        return "Wanted is a crash with '" + where + "' in its summary; "
                + (crashes.isEmpty() ? "no guest has crashed." : "so far: " + String.join("; ", crashes) + ".");
    }

    /**
     * Find a channel of {@code /dev/slot0} that was never written. On a new kernel, that is the first one looked at.
     *
     * @param from where to begin to look, 1 or more
     * @return its id
     * @throws ErrnoException if the slot cannot be looked at
     */
    public static long unused(long from) throws ErrnoException {
        try (MessageSlot slot = MessageSlot.open(observer(), "/dev/slot0", OpenFlags.O_RDONLY)) {
            for (long channel = from; ; channel++) {
                slot.select(channel);
                Result result = observer().run(new Call.Read(slot.fd(), Buffer.room(MessageSlot.LONGEST_MESSAGE)));
                if (result.errno() == Errno.EWOULDBLOCK.number()) {
                    return channel;
                }
            }
        }
    }

    /**
     * Put a message into a slot that the student does not know, by a process of another. It can be known by reading it only.
     *
     * @param path the slot's node
     * @param channel the channel
     * @throws ErrnoException if it cannot be written
     */
    public static synchronized void hide(String path, long channel) throws ErrnoException {
        String secret = "secret " + (100_000 + RANDOM.nextInt(900_000));
        try (MessageSlot slot = MessageSlot.open(observer(), path)) {
            slot.select(channel);
            slot.write(secret);
        }
        SECRETS.put(place(path, channel), secret);
    }

    /**
     * Load a driver that has a mistake, in a guest of its own with the nodes {@code /dev/slot0} to {@code /dev/slot3}. Its
     * source is {@code labs/challenges/suspect_N.c}.
     *
     * @param number the driver's number
     * @return a process in that guest; its calls are written down
     * @throws Exception if there can be no guest
     */
    public static synchronized SystemCalls suspect(int number) throws Exception {
        Suspect fresh = Suspect.start(number, new Ear(new OpenFiles()));
        Suspect old = SUSPECTS.put(number, fresh);
        if (old != null) {
            old.close();
        }
        return fresh.process();
    }

    /**
     * Judge the calls that were made to a suspect since it was loaded: the same calls are made to it and to a right driver.
     *
     * @param number the driver's number
     * @return the call that proves the mistake, and what a right driver returns; or why there is no proof
     * @throws Exception if the calls cannot be made again
     */
    public static synchronized String proof(int number) throws Exception {
        Suspect suspect = SUSPECTS.get(number);
        return suspect == null ? "no proof: suspect " + number + " was not loaded." : suspect.proof();
    }

    // --- For checks of exercises --------------------------------------------------------------------------------

    /**
     * Want something.
     *
     * @param met whether it is so
     * @param otherwise what to say if not
     * @return nothing, or what to say
     */
    public static String want(boolean met, String otherwise) {
        return met ? "" : otherwise;
    }

    /**
     * Want a message to be in a slot.
     *
     * @param path the slot's node
     * @param channel the channel
     * @param message the message, as text
     * @return nothing, or what is there instead
     */
    public static String wantMessage(String path, long channel, String message) {
        String place = place(path, channel);
        String wanted = "; wanted is " + shown(message) + ".";
        if (!wasWritten(message)) {
            return "No write of " + shown(message) + " has succeeded since the exercise began." + insteadOf(message);
        }
        try (MessageSlot slot = MessageSlot.open(observer(), path, OpenFlags.O_RDONLY)) {
            slot.select(channel);
            String text = slot.readText();
            return want(
                    text.equals(message),
                    "The message on " + place + " is " + shown(text) + wanted + insteadOf(message));
        } catch (ErrnoException e) {
            boolean empty = e.errno().equals(Errno.EWOULDBLOCK);
            String found = empty ? "There is no message on " + place : "Reading " + place + " fails: " + e.errno();
            return found + wanted + insteadOf(message);
        }
    }

    /** Bytes that are no letters must be seen, and texts that begin alike be told apart. */
    private static String shown(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        String quoted = Buffer.quoted(bytes);
        return quoted.endsWith("...") ? quoted + " (" + bytes.length + " bytes)" : quoted;
    }

    /** Tells where the message went instead; or, if it went nowhere, which one was stored last. */
    private static synchronized String insteadOf(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        List<OpenFiles.Stored> stored =
                made("write").stream().flatMap(made -> made.stored().stream()).toList();
        Optional<OpenFiles.Stored> same =
                stored.stream().filter(one -> one.holds(bytes)).reduce((a, b) -> b);
        if (same.isPresent()) {
            return " You wrote it to " + same.get().place() + ".";
        }
        return stored.isEmpty() ? "" : told(stored.get(stored.size() - 1));
    }

    private static String told(OpenFiles.Stored last) {
        return " The last write stored " + Buffer.quoted(last.message()) + " on " + last.place() + ".";
    }

    /** On a kernel that outlives the session, a message alone proves nothing: it may be from an earlier time. */
    private static synchronized boolean wasWritten(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        return made("write").stream()
                .filter(made -> !made.result().isFailure())
                .map(made -> ((Call.Write) made.call()).buffer().bytes())
                .anyMatch(written -> Arrays.equals(written, bytes));
    }

    /**
     * Want a channel never to have been written.
     *
     * @param path the slot's node
     * @param channel the channel
     * @return nothing, or what is there
     */
    public static String wantNoMessage(String path, long channel) {
        try (MessageSlot slot = MessageSlot.open(observer(), path, OpenFlags.O_RDONLY)) {
            slot.select(channel);
            return "Channel " + channel + " of " + path + " should have no message, but holds " + shown(slot.readText())
                    + ".";
        } catch (ErrnoException e) {
            boolean empty = e.errno().equals(Errno.EWOULDBLOCK);
            return empty ? "" : "Reading channel " + channel + " of " + path + " fails: " + e.errno();
        }
    }

    /**
     * Want a message that was hidden to be in another place.
     *
     * @param from the channel of {@code path} on which it was hidden
     * @param path the slot's node
     * @param channel where it must be
     * @return nothing, or what is there instead
     */
    public static synchronized String wantHidden(long from, String path, long channel) {
        String secret = SECRETS.get(place(path, from));
        return secret == null ? "Nothing was hidden on " + place(path, from) + "." : wantMessage(path, channel, secret);
    }

    private static String place(String path, long channel) {
        return "channel " + channel + " of " + path;
    }

    /** Reads a channel. */
    public interface Reading {

        /**
         * Read.
         *
         * @param channel the channel of {@code /dev/slot0}
         * @return what was read
         * @throws Exception if it fails
         */
        String read(long channel) throws Exception;
    }

    /**
     * Want a method of the student's to return the message of a channel: a new message, which cannot be guessed.
     *
     * @param reading the method
     * @return nothing, or what it returns instead
     * @throws Exception if it fails
     */
    public static synchronized String wantReads(Reading reading) throws Exception {
        long channel = unused(FREE_CHANNELS);
        hide("/dev/slot0", channel);
        String secret = String.valueOf(SECRETS.get(place("/dev/slot0", channel)));
        String read = reading.read(channel);
        return want(
                secret.equals(read),
                "Of a channel with the message " + shown(secret) + " it returns "
                        + (read == null ? "null" : shown(read)) + ".");
    }

    /**
     * Want the mistake of a suspect to be proved.
     *
     * @param number the driver's number
     * @return nothing, or why there is no proof
     * @throws Exception if the calls cannot be made again
     */
    public static String wantProof(int number) throws Exception {
        String proof = proof(number);
        return proof.startsWith("proved") ? "" : proof.substring(0, 1).toUpperCase(Locale.ROOT) + proof.substring(1);
    }

    /** Something that a thread does with a text. */
    public interface Writing {

        /**
         * Write.
         *
         * @param text what to write
         * @throws Exception if it fails
         */
        void write(String text) throws Exception;
    }

    /**
     * Write {@code BBBB} and {@code AAAA} in turns in one thread, and read in another one until it is done.
     *
     * @param writing how to write
     * @param reading how to read; what is read is whole if all its letters are the same
     * @return how many of the texts that were read are torn
     */
    public static Torn torn(Writing writing, Callable<String> reading) {
        return unchecked(() -> Torn.by(writing, reading));
    }

    /**
     * Write a text, and read after it.
     *
     * @param writing how to write
     * @param text what to write
     * @param reading how to read
     * @return what was read
     */
    public static String readAfter(Writing writing, String text, Callable<String> reading) {
        return unchecked(() -> {
            writing.write(text);
            return reading.call();
        });
    }

    /**
     * Find out whether a write pauses: in a thread that is interrupted, a pause ends at once, and says so.
     *
     * @param writing how to write
     * @return whether it sleeps, or waits for something else
     */
    public static boolean pauses(Writing writing) {
        return unchecked(() -> {
            FutureTask<Boolean> task = new FutureTask<>(() -> {
                Thread.currentThread().interrupt();
                try {
                    writing.write("BBBB");
                    return !Thread.currentThread().isInterrupted();
                } catch (InterruptedException e) {
                    return true;
                }
            });
            new Thread(task, "interrupted").start();
            return task.get();
        });
    }

    private static <T> T unchecked(Callable<T> work) {
        try {
            return work.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Find the line of C in which a module of {@code labs/modules/} crashed.
     *
     * @param oops the crash
     * @return the line, as it stands in the source; empty if it is not known
     * @throws IOException if the source cannot be read
     */
    public static String sourceLine(Oops oops) throws IOException {
        Optional<Oops.Place> place = oops.place().filter(at -> at.module().isPresent());
        return place.isEmpty() ? "" : GuestKernel.sourceLine(MODULES, place.get());
    }

    /**
     * Want a node to have been made for a slot.
     *
     * @param path the node's path
     * @param minor the slot's number
     * @return nothing, or what became of it
     */
    public static synchronized String wantMinor(String path, int minor) {
        Integer made = NODES.get(path);
        if (made == null) {
            return path + " was not made by mknod.";
        }
        return want(made == minor, path + " is a node of slot " + made + "; wanted is slot " + minor + ".");
    }

    /**
     * Want a call to have failed in a certain way.
     *
     * @param kind the name of the call, {@code read} for example
     * @param errno the error's name
     * @return nothing, or what became of such calls
     */
    public static synchronized String wantFailure(String kind, String errno) {
        List<Made> made = made(kind);
        if (made.stream().anyMatch(m -> failedWith(m, errno))) {
            return "";
        }
        String seen = made.isEmpty()
                ? "none was made"
                : made.stream().map(m -> m.result().toString()).distinct().collect(Collectors.joining(", "));
        return "Wanted is a " + kind + " that fails with " + errno + "; the results so far: " + seen + ".";
    }

    private static boolean failedWith(Made made, String errno) {
        return made.result().isFailure()
                && Errno.of(made.result().errno()).name().equals(errno);
    }

    /**
     * Tell whether something fails with a certain error.
     *
     * @param errno the error's name
     * @param action what to do
     * @return whether it throws that error
     * @throws Exception if it throws anything else
     */
    public static boolean fails(String errno, Callable<?> action) throws Exception {
        try {
            action.call();
            return false;
        } catch (ErrnoException e) {
            return e.errno().name().equals(errno);
        }
    }

    /**
     * Count calls since the exercise began.
     *
     * @param kind the name of the call
     * @return how many were made, failed ones included
     */
    public static synchronized int count(String kind) {
        return made(kind).size();
    }

    /**
     * List the names of all calls since the exercise began, in their order.
     *
     * @return the names, {@code "open ioctl write"} for example
     */
    public static synchronized String sequence() {
        return RECORD.subList(Math.min(lookedAtFrom, RECORD.size()), RECORD.size()).stream()
                .map(made -> made.call().name())
                .collect(Collectors.joining(" "));
    }

    /**
     * List calls since the exercise began.
     *
     * @param kind the name of the call
     * @return those that were made, failed ones included
     */
    public static synchronized List<Made> made(String kind) {
        return RECORD.subList(Math.min(lookedAtFrom, RECORD.size()), RECORD.size()).stream()
                .filter(made -> made.call().name().equals(kind))
                .toList();
    }

    // --- For the runner -----------------------------------------------------------------------------------------

    /** {@return the calls that were made since this was last asked, a line each} */
    public static synchronized String newCalls() {
        String text =
                RECORD.subList(told, RECORD.size()).stream().map(Made::toString).collect(Collectors.joining("\n"));
        told = RECORD.size();
        return text;
    }

    /** Begin an exercise: what was done before it does not count. */
    public static synchronized void begin() {
        exerciseBegan = RECORD.size();
        guestsBefore = GUESTS.size();
        attemptBegan = exerciseBegan;
        lookedAtFrom = exerciseBegan;
    }

    /** Let checks see what was done since the exercise began. */
    public static synchronized void lookAtAll() {
        lookedAtFrom = exerciseBegan;
    }

    /** Let checks see what was done since the last attempt. */
    public static synchronized void lookAtLastAttempt() {
        lookedAtFrom = attemptBegan;
    }

    /** End an attempt at an exercise. */
    public static synchronized void endAttempt() {
        attemptBegan = RECORD.size();
        lookedAtFrom = exerciseBegan;
    }

    /**
     * Prepare for Java that ran in an earlier session and runs again.
     *
     * @param keeping whether a module that the student is writing stays as it is; else it begins anew
     */
    public static synchronized void replay(boolean keeping) {
        Workplace.replay(keeping);
    }

    /** End what {@link #replay} began. */
    public static synchronized void replayed() {
        Workplace.replayed();
    }

    /** Say what answers the calls. */
    public static synchronized String description() {
        return started().description();
    }

    /** End the kernel. */
    public static synchronized void close() {
        if (kernel != null) {
            kernel.close();
        }
        for (Guest guest : GUESTS) {
            end(guest);
        }
        GUESTS.clear();
        for (Workplace workplace : WORKPLACES) {
            end(workplace);
        }
        WORKPLACES.clear();
        SUSPECTS.values().forEach(Desk::end);
        SUSPECTS.clear();
        SECRETS.clear();
        files = new OpenFiles();
        kernel = null;
        observer = null;
        RECORD.clear();
        NODES.clear();
        told = 0;
        begin();
    }

    private static void end(AutoCloseable ending) {
        unchecked(() -> {
            ending.close();
            return true;
        });
    }

    private static synchronized void record(OpenFiles files, Call call, Result result) {
        Optional<OpenFiles.Stored> stored = Optional.ofNullable(files.follow(call, result))
                .map(place ->
                        new OpenFiles.Stored(place, ((Call.Write) call).buffer().bytes()));
        RECORD.add(new Made(call, result, stored));
    }

    /** This machine's kernel can be asked by this one process only: Java cannot fork. */
    private static boolean isForkable() {
        return started().target() != KernelChoice.HERE;
    }

    private static synchronized Kernel started() {
        if (kernel == null) {
            throw new IllegalStateException("There is no kernel yet: call calls() first.");
        }
        return kernel;
    }

    private static SystemCalls observer() {
        if (observer == null) {
            throw new IllegalStateException("There is no kernel yet: call calls() first.");
        }
        return observer;
    }
}
