// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.desk;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.messageslot.Errno;
import org.messageslot.ErrnoException;
import org.messageslot.MessageReader;
import org.messageslot.MessageSender;
import org.messageslot.MessageSlot;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.OpenFlags;
import org.messageslot.calls.Read;
import org.messageslot.calls.Result;
import org.messageslot.calls.SlotCommands;
import org.messageslot.calls.SystemCalls;
import org.messageslot.calls.TracedCalls;
import org.messageslot.guest.Guest;
import org.messageslot.guest.Oops;
import org.messageslot.guest.Oops.CodePlace;
import org.messageslot.lab.kernel.GuestKernel;
import org.messageslot.lab.kernel.Kernel;
import org.messageslot.lab.kernel.KernelChoice;
import org.messageslot.lab.kernel.OptionalSteps;
import org.messageslot.lab.terminal.Kit;
import org.messageslot.lab.terminal.Screen;

/**
 * The desk at which a walkthrough is taken: a kernel, processes of it, and a record of every system call that was made.
 *
 * <p>Its methods are imported by the scripts, so they are short words. It belongs to one jshell session; thread-safe.
 */
public final class Desk {

    private static @Nullable Kernel kernel;

    /** A process beside the student's, for looking at slots without being seen in the record. */
    private static @Nullable SystemCalls observer;

    private static final CallRecord RECORD = new CallRecord();

    /** The open files of the student's process. */
    private static OpenFiles files = new OpenFiles();

    /** Drivers with a mistake that the student is to prove, by their numbers. */
    private static final Map<Integer, Suspect> SUSPECTS = new HashMap<>();

    /** Messages that were put into slots without the student knowing them, by their places. */
    private static final Map<String, String> SECRETS = new HashMap<>();

    /** The nodes that were made, by path. */
    private static final Map<String, DeviceNode> NODES = new HashMap<>();

    /** Guests that a walkthrough started beside its kernel. */
    private static final List<Guest> GUESTS = new ArrayList<>();

    /** Modules that a walkthrough is writing. */
    private static final List<Workplace> WORKPLACES = new ArrayList<>();

    /** The folder of the modules that are wrong on purpose. */
    private static final String MODULES = "labs/modules";

    private static final Random RANDOM = new Random();

    private static int guestsBefore;

    private Desk() {}

    /**
     * Tells how a program ended, and what it wrote.
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
     * Starts the session's kernel, or returns the one that was started.
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
        return new TracedCalls(kernel.process(), RECORD.listener(files));
    }

    /**
     * Starts another process of the same kernel; it has no open files.
     *
     * @return its system calls, which are recorded, too
     * @throws ErrnoException if no process can be made
     */
    public static synchronized SystemCalls process() throws ErrnoException {
        SystemCalls another = isForkable() ? observer().fork() : observer();
        return new TracedCalls(another, RECORD.listener(new OpenFiles()));
    }

    /**
     * Makes a device node for a slot, readable and writable by all.
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
     * Makes a device node for a slot.
     *
     * @param path where
     * @param major the driver's number
     * @param minor the slot's number
     * @param mode its permission bits
     * @throws Exception if the kernel does not let us
     */
    public static synchronized void mknod(String path, int major, int minor, int mode) throws Exception {
        started().nodes().make(path, major, minor, mode);
        NODES.put(path, new DeviceNode(major, minor, mode));
    }

    /**
     * Runs one of the two programs in a process of its own, and waits for its end.
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
     * Starts a guest of its own with one of the modules of {@code labs/modules/}, which are wrong on purpose. It has the
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
     * Starts a guest of its own with a module that has the optional steps 9 to 11. It has the node {@code /dev/slot0}, and ends
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
     * Begins a module of your own, from the skeleton. A student's stays when the session ends; that of a check does not.
     *
     * @param solved how many steps are solved already, 0 to 8
     * @return where it is written
     * @throws IOException if it cannot be written
     */
    public static synchronized Workplace skeleton(int solved) throws IOException {
        return kept(Workplace.fresh(solved));
    }

    /** Ends a module's folder with the session. */
    static synchronized Workplace kept(Workplace workplace) {
        WORKPLACES.add(workplace);
        return workplace;
    }

    /**
     * Finds a channel of {@code /dev/slot0} that was never written. On a new kernel, that is the first one looked at.
     *
     * @param from where to begin to look, 1 or more
     * @return its id
     * @throws ErrnoException if the slot cannot be looked at
     */
    public static long unused(long from) throws ErrnoException {
        try (MessageSlot slot = MessageSlot.open(observer(), "/dev/slot0", OpenFlags.O_RDONLY)) {
            for (long channel = from; ; channel++) {
                slot.select(channel);
                Result result = observer().run(new Read(slot.fd(), Buffer.room(MessageSlot.LONGEST_MESSAGE)));
                if (result.errno() == Errno.EWOULDBLOCK.number()) {
                    return channel;
                }
            }
        }
    }

    /**
     * Puts a message into a slot that the student does not know, by a process of another. It can be known by reading it only.
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
     * Loads a driver that has a mistake, in a guest of its own with the nodes {@code /dev/slot0} to {@code /dev/slot3}. Its
     * source is {@code labs/challenges/suspect_N.c}.
     *
     * @param number the driver's number
     * @return a process in that guest; its calls are written down
     * @throws Exception if there can be no guest
     */
    public static synchronized SystemCalls suspect(int number) throws Exception {
        Suspect fresh = Suspect.start(number, RECORD.listener(new OpenFiles()));
        Suspect old = SUSPECTS.put(number, fresh);
        if (old != null) {
            old.close();
        }
        return fresh.process();
    }

    /**
     * Judges the calls that were made to a suspect since it was loaded: the same calls are made to it and to a right driver.
     *
     * @param number the driver's number
     * @return the call that proves the mistake, and what a right driver returns; or why there is no proof
     * @throws Exception if the calls cannot be made again
     */
    public static synchronized String proof(int number) throws Exception {
        Suspect suspect = SUSPECTS.get(number);
        return suspect == null ? "no proof: suspect " + number + " was not loaded." : suspect.proof();
    }

    /** {@return a channel in words, which tell it from all others} */
    static String place(String path, long channel) {
        return "channel " + channel + " of " + path;
    }

    /**
     * Finds the line of C in which a module of {@code labs/modules/} crashed.
     *
     * @param oops the crash
     * @return the line, as it stands in the source; empty if it is not known
     * @throws IOException if the source cannot be read
     */
    public static String sourceLine(Oops oops) throws IOException {
        Optional<CodePlace> place = oops.place().filter(at -> at.module().isPresent());
        return place.isEmpty() ? "" : GuestKernel.sourceLine(MODULES, place.get());
    }

    // --- For the runner -----------------------------------------------------------------------------------------

    /** Begins an exercise: what was done before it does not count. */
    static synchronized void begin() {
        guestsBefore = GUESTS.size();
        RECORD.begin();
    }

    /** Ends the kernel. */
    static synchronized void close() {
        if (kernel != null) {
            kernel.close();
        }
        for (Guest guest : GUESTS) {
            end(guest);
        }
        GUESTS.clear();
        Schedules.close();
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
        begin();
    }

    private static void end(AutoCloseable ending) {
        try {
            ending.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
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

    /** {@return the calls that were made} */
    static CallRecord record() {
        return RECORD;
    }

    /** {@return the calls that the runner has not shown yet, a line each} */
    public static String newCalls() {
        return RECORD.newCalls();
    }

    /** {@return the guests that were started since the exercise began} */
    static synchronized List<Guest> guestsOfExercise() {
        return List.copyOf(GUESTS.subList(Math.min(guestsBefore, GUESTS.size()), GUESTS.size()));
    }

    /** {@return the node that was made at a path; {@code null} if none was} */
    static synchronized @Nullable DeviceNode node(String path) {
        return NODES.get(path);
    }

    /** {@return the message that was hidden in a place; {@code null} if none was} */
    static synchronized @Nullable String secret(String place) {
        return SECRETS.get(place);
    }

    /** {@return a process whose calls are not written down} */
    static synchronized SystemCalls observer() {
        if (observer == null) {
            throw new IllegalStateException("There is no kernel yet: call calls() first.");
        }
        return observer;
    }
}
