// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.checks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.messageslot.ErrnoException;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.OpenFlags;
import org.messageslot.calls.Result;
import org.messageslot.grading.slot.OpenFile;
import org.messageslot.grading.slot.SlotArtifacts;
import org.messageslot.grading.slot.SlotEdition;
import org.messageslot.grading.slot.SlotPrerequisites;
import org.messageslot.grading.slot.SlotTrial;
import org.messageslot.grading.submission.Part;
import org.messageslot.grading.submission.Role;
import org.messageslot.grading.trial.Check;
import org.messageslot.grading.trial.Count;
import org.messageslot.grading.trial.GuestStock.GuestKind;
import org.messageslot.grading.trial.Mismatch;
import org.messageslot.guest.ProgramResult;

/** message_sender and message_reader: R-S1 to R-S3, R-P1 to R-P3. They are run on the submission's own module. */
final class ProgramChecks {

    private static final String NO_FILE = "/dev/nothing";
    private static final long LARGEST = 0xFFFF_FFFFL;

    /** Where one size of ids, and of messages, ends and the next begins. */
    private static final long[] IDS = {1, 9, 1 << 16, 1 << 24, 1L << 31};

    private static final int[] LENGTHS = {13, 20, 64, 100, 128};

    private static final String SENDER_WAS_RUN = "message_sender, told to send a message,";

    // ---- message_sender ----

    @Check(value = "sender-sends", programs = SlotArtifacts.SENDER_ID)
    void sends(SlotTrial trial) throws ErrnoException {
        int minor = trial.minor();
        long id = trial.id();
        byte[] message = trial.message();
        demandSuccess(
                trial,
                minor,
                OpenFlags.O_WRONLY,
                sender(trial, trial.node(minor), Long.toString(id), message),
                SENDER_WAS_RUN);
        demandSent(trial, minor, id, message);
    }

    /** The beginning is enough: how much is sent is asked elsewhere. */
    private static void demandSent(SlotTrial trial, int minor, long id, byte[] message) {
        OpenFile file = trial.at(minor, id);
        Result first = file.tryRead(Buffer.room(OpenFile.LONGEST));
        Result result = first.isFailure() ? file.tryRead(Buffer.room(2 * OpenFile.LONGEST)) : first;
        OpenFile.demandBeginning(message, result, "What message_sender was told to send is not on channel " + id + ".");
    }

    @Check(value = "sender-sends-no-nul", programs = SlotArtifacts.SENDER_ID)
    void sendsNoNul(SlotTrial trial) throws ErrnoException {
        int minor = trial.minor();
        long id = trial.id();
        for (int length : new int[] {20, 50}) {
            sendsExactly(trial, minor, id++, trial.message(length));
        }
    }

    private static void sendsExactly(SlotTrial trial, int minor, long id, byte[] message) throws ErrnoException {
        ProgramResult result = sender(trial, trial.node(minor), Long.toString(id), message);
        demandSuccess(
                trial,
                minor,
                OpenFlags.O_WRONLY,
                result,
                "message_sender, told to send " + Count.bytes(message.length) + ",");
        trial.at(minor, id)
                .expect(
                        message,
                        "The message on the channel is not the argument's " + Count.bytes(message.length) + ".");
    }

    @Check(value = "sender-any-length", programs = SlotArtifacts.SENDER_ID)
    void sendsAnyLength(SlotTrial trial) throws ErrnoException {
        int minor = trial.minor();
        long id = trial.id();
        for (int length : new int[] {1, OpenFile.LONGEST}) {
            byte[] message = trial.message(length);
            trial.at(minor, id + 1).write(message).expect(message);
            sendsExactly(trial, minor, id, message);
            id += 2;
        }
        for (ChannelMessage pair :
                pairs(trial, List.of("", "%s%n%d%%", " 'a' \"b\" \\n\t ", "\u00e9\u05d0\u05d1\u20ac"))) {
            trial.at(minor + 1, pair.id()).write(pair.message()).expect(pair.message());
            sendsExactly(trial, minor, pair.id(), pair.message());
        }
    }

    @Check(value = "sender-large-id", programs = SlotArtifacts.SENDER_ID)
    void sendsToLargeId(SlotTrial trial) throws ErrnoException {
        int minor = trial.minor();
        for (long id : new long[] {LARGEST, 3_000_000_000L}) {
            byte[] message = trial.message();
            trial.at(minor + 1, id).write(message).expect(message);
            demandSuccess(
                    trial,
                    minor,
                    OpenFlags.O_WRONLY,
                    sender(trial, trial.node(minor), Long.toString(id), message),
                    SENDER_WAS_RUN);
            demandSent(trial, minor, id, message);
        }
    }

    @Check(value = "sender-too-few-arguments", module = false, programs = SlotArtifacts.SENDER_ID, load = false)
    void senderTooFew(SlotTrial trial) throws ErrnoException {
        List<String> all = arguments(trial, "/dev/null", "1", "hello");
        for (int count = 0; count < all.size(); count++) {
            ProgramResult result = run(trial, SlotArtifacts.SENDER, 0, all.subList(0, count));
            demandExit(1, result, "message_sender, given " + Count.of(count, "argument") + ", too few,");
        }
    }

    @Check(value = "sender-too-many-arguments", programs = SlotArtifacts.SENDER_ID)
    void senderTooMany(SlotTrial trial) throws ErrnoException {
        List<String> all = new ArrayList<>(arguments(trial, trial.node(trial.minor()), "1", "hello"));
        all.add("world");
        demandExit(1, run(trial, SlotArtifacts.SENDER, 0, all), "message_sender, given an argument too many,");
    }

    @Check(value = "sender-no-such-file", module = false, programs = SlotArtifacts.SENDER_ID, load = false)
    void senderNoSuchFile(SlotTrial trial) throws ErrnoException {
        demandComplaint(
                sender(trial, NO_FILE, "1", trial.message()), "message_sender, given a file that does not exist,");
        demandNoFile(trial, "message_sender");
    }

    @Check(value = "sender-ioctl-fails", module = false, programs = SlotArtifacts.SENDER_ID, load = false)
    void senderIoctlFails(SlotTrial trial) throws ErrnoException {
        // Of /dev/null the ioctl fails, and the write would not.
        demandComplaint(
                sender(trial, "/dev/null", "5", trial.message()),
                "message_sender, given a file that is no slot, so that its ioctl fails,");
    }

    @Check(value = "sender-message-too-long", programs = SlotArtifacts.SENDER_ID)
    void senderMessageTooLong(SlotTrial trial) throws ErrnoException {
        int minor = trial.minor();
        OpenFile file = trial.at(minor, 6);
        for (int length : new int[] {129, 5000}) {
            byte[] message = trial.message(length);
            file.needRefused(
                    SlotPrerequisites.WRONG_LENGTH,
                    () -> file.tryWrite(Buffer.of(message)),
                    "A write of " + Count.bytes(length));
            demandComplaint(
                    sender(trial, trial.node(minor), "5", message),
                    "message_sender, given a message of " + Count.bytes(length) + ", so that its write fails,");
        }
    }

    @Check(
            value = "sender-compiles-cleanly",
            module = false,
            programs = SlotArtifacts.SENDER_ID,
            guest = GuestKind.NONE,
            load = false)
    void senderCompilesCleanly(SlotTrial trial) {
        compilesCleanly(trial, SlotArtifacts.SENDER);
    }

    // ---- message_reader ----

    @Check(value = "reader-prints-message", programs = SlotArtifacts.READER_ID)
    void prints(SlotTrial trial) throws ErrnoException {
        int minor = trial.minor();
        long id = trial.id();
        for (int length : new int[] {40, 9}) {
            printsAt(trial, minor, id++, trial.message(length));
        }
    }

    private static void printsAt(SlotTrial trial, int minor, long id, byte[] message) throws ErrnoException {
        // That the message is kept is tried in another slot: a read may have taken it away.
        trial.at(minor + 1, id).write(message).need(message);
        trial.at(minor, id).write(message);
        demandPrints(trial, minor, message, reader(trial, trial.node(minor), id));
    }

    @Check(value = "reader-any-length", programs = SlotArtifacts.READER_ID)
    void printsAnyLength(SlotTrial trial) throws ErrnoException {
        int minor = trial.minor();
        long id = trial.id();
        printsAt(trial, minor, id, trial.message(1));
        printsAt(trial, minor, id + 1, trial.message(OpenFile.LONGEST));
        for (ChannelMessage pair : pairs(trial, List.of("", "%s%n%d%%", " \n \r\t\n", "\u00e9\u05d0\u05d1\u20ac"))) {
            printsAt(trial, minor, pair.id(), pair.message());
        }
    }

    /** A channel and a message to try together. */
    private record ChannelMessage(long id, String text) {
        byte[] message() {
            return text.getBytes(UTF_8);
        }
    }

    /**
     * Four sizes of ids, four of messages and four kinds of bytes: of no two of the three is a pair left out. What is extreme in one
     * of them alone is another check's question.
     */
    private static List<ChannelMessage> pairs(SlotTrial trial, List<String> endings) {
        List<ChannelMessage> pairs = new ArrayList<>();
        for (int i = 0; i < endings.size(); i++) {
            for (int j = 0; j < endings.size(); j++) {
                long step = (IDS[i + 1] - IDS[i]) / endings.size();
                long id = IDS[i] + j * step + trial.random().nextLong(step);
                String ending = endings.get((i + j) % endings.size());
                int length = trial.random().nextInt(LENGTHS[j], LENGTHS[j + 1]) - ending.getBytes(UTF_8).length;
                pairs.add(new ChannelMessage(id, new String(trial.message(length), UTF_8) + ending));
            }
        }
        return pairs;
    }

    @Check(value = "reader-binary-message", programs = SlotArtifacts.READER_ID)
    void printsBinary(SlotTrial trial) throws ErrnoException {
        byte[] message = trial.message(60);
        System.arraycopy(new byte[] {0, '%', 's', '%', 'n', '\n', (byte) 0xff, (byte) 0x80, 0, 0}, 0, message, 20, 10);
        message[59] = 0;
        printsAt(trial, trial.minor(), trial.id(), message);
    }

    @Check(value = "reader-large-id", programs = SlotArtifacts.READER_ID)
    void readsLargeId(SlotTrial trial) throws ErrnoException {
        int minor = trial.minor();
        for (long id : new long[] {LARGEST, 3_000_000_000L}) {
            printsAt(trial, minor, id, trial.message());
        }
    }

    @Check(value = "reader-too-few-arguments", module = false, programs = SlotArtifacts.READER_ID, load = false)
    void readerTooFew(SlotTrial trial) throws ErrnoException {
        for (List<String> arguments : List.of(List.<String>of(), List.of("/dev/null"))) {
            ProgramResult result = run(trial, SlotArtifacts.READER, 0, arguments);
            demandExit(1, result, "message_reader, given " + Count.of(arguments.size(), "argument") + ", too few,");
        }
    }

    @Check(value = "reader-too-many-arguments", programs = SlotArtifacts.READER_ID)
    void readerTooMany(SlotTrial trial) throws ErrnoException {
        int minor = trial.minor();
        long id = trial.id();
        trial.at(minor, id).write(trial.message());
        ProgramResult result =
                run(trial, SlotArtifacts.READER, 0, List.of(trial.node(minor), Long.toString(id), "again"));
        demandExit(1, result, "message_reader, given an argument too many,");
    }

    @Check(value = "reader-no-such-file", module = false, programs = SlotArtifacts.READER_ID, load = false)
    void readerNoSuchFile(SlotTrial trial) throws ErrnoException {
        demandComplaint(reader(trial, NO_FILE, 1), "message_reader, given a file that does not exist,");
        demandNoFile(trial, "message_reader");
    }

    @Check(value = "reader-ioctl-fails", module = false, programs = SlotArtifacts.READER_ID, load = false)
    void readerIoctlFails(SlotTrial trial) throws ErrnoException {
        // Of /dev/zero the ioctl fails, and the read would not.
        demandComplaint(
                reader(trial, "/dev/zero", 5),
                "message_reader, given a file that is no slot, so that its ioctl fails,");
    }

    @Check(value = "reader-empty-channel", programs = SlotArtifacts.READER_ID)
    void readerEmptyChannel(SlotTrial trial) throws ErrnoException {
        int minor = trial.minor();
        long id = trial.id();
        trial.at(minor, id + 1).needNothing("A read of a channel without a message");
        demandComplaint(
                reader(trial, trial.node(minor), id),
                "message_reader, given a channel without a message, so that its read fails,");
    }

    @Check(
            value = "reader-compiles-cleanly",
            module = false,
            programs = SlotArtifacts.READER_ID,
            guest = GuestKind.NONE,
            load = false)
    void readerCompilesCleanly(SlotTrial trial) {
        compilesCleanly(trial, SlotArtifacts.READER);
    }

    // ---- running them ----

    private static ProgramResult sender(SlotTrial trial, String file, String id, byte[] message) throws ErrnoException {
        return run(trial, SlotArtifacts.SENDER, 0, arguments(trial, file, id, new String(message, UTF_8)));
    }

    private static ProgramResult reader(SlotTrial trial, String file, long id) throws ErrnoException {
        return run(trial, SlotArtifacts.READER, 0, List.of(file, Long.toString(id)));
    }

    /** The sender's arguments in the edition's order; without censorship unless a check says otherwise. */
    private static List<String> arguments(SlotTrial trial, String file, String id, String message) {
        return trial.slot().senderArguments().stream()
                .map(argument -> argument == SlotEdition.SenderArgument.FILE
                        ? file
                        : argument == SlotEdition.SenderArgument.CHANNEL
                                ? id
                                : argument == SlotEdition.SenderArgument.CENSOR ? "0" : message)
                .toList();
    }

    static ProgramResult run(SlotTrial trial, Role role, int user, List<String> arguments) throws ErrnoException {
        StringBuilder words = new StringBuilder();
        arguments.forEach(argument -> words.append(' ').append(shown(argument)));
        return trial.run(role, user, arguments, words.toString());
    }

    private static String shown(String argument) {
        return argument.matches("[\\w./-]+") ? argument : "'" + argument + "'";
    }

    // ---- judging them ----

    /** Demands an exit code of a program; {@code which} begins a sentence: which one it was, and what it was given. */
    static void demandExit(int wanted, ProgramResult result, String which) {
        if (result.timedOut()) {
            throw new Mismatch(which + " does not end.", "exit code " + wanted, "no end within 10 seconds");
        }
        if (result.exitCode().isEmpty()) {
            throw new Mismatch(which + " is ended by a signal.", "exit code " + wanted, ending(result));
        }
        if (result.exitCode().getAsInt() != wanted) {
            String sentence = which + (wanted == 0 ? " fails." : " does not exit with " + wanted + ".");
            throw new Mismatch(sentence, "exit code " + wanted, ending(result));
        }
    }

    /**
     * Demands of a program that was run on a slot that it succeeds. It may have opened the slot for what it does only: whether
     * a module lets it is another check's question.
     *
     * @param way for what it must open the slot: {@link OpenFlags#O_WRONLY} or {@link OpenFlags#O_RDONLY}
     */
    static void demandSuccess(SlotTrial trial, int minor, int way, ProgramResult result, String which) {
        if (result.exitCode().orElse(-1) > 0) {
            trial.uses(SlotPrerequisites.ONE_WAY_FILE);
            trial.process().open(trial.node(minor), way);
        }
        demandExit(0, result, which);
    }

    private static String ending(ProgramResult result) {
        String words = result.errorText().strip();
        String end = result.exitCode().isPresent()
                ? "exit code " + result.exitCode().getAsInt()
                : "ended by signal " + result.signal().orElse(0);
        return words.isEmpty() ? end : end + ", stderr: " + Buffer.quoted(words.getBytes(UTF_8));
    }

    private static void demandNoFile(SlotTrial trial, String which) {
        try {
            trial.guest().getText(NO_FILE);
        } catch (ErrnoException e) {
            return;
        }
        throw new Mismatch(
                which + ", given a file that does not exist, makes it.",
                "open fails, and there is still no such file",
                "an ordinary file of that name");
    }

    /** A step failed: exit code 1, and a word about it on stderr. */
    private static void demandComplaint(ProgramResult result, String which) {
        demandExit(1, result, which);
        if (result.error().length == 0) {
            throw new Mismatch(
                    which + " prints no error.", "a message on stderr, by perror for example", "nothing on stderr");
        }
    }

    private static void demandPrints(SlotTrial trial, int minor, byte[] message, ProgramResult result) {
        String which = "message_reader, run on a channel with a message of " + Count.bytes(message.length) + ",";
        demandSuccess(trial, minor, OpenFlags.O_RDONLY, result, which);
        if (!Arrays.equals(message, result.output())) {
            throw new Mismatch(
                    which + " prints something else.",
                    "on stdout " + Count.bytes(message.length) + ": " + Buffer.quoted(message),
                    "on stdout " + Count.bytes(result.output().length) + ": " + Buffer.quoted(result.output()));
        }
    }

    private static void compilesCleanly(SlotTrial trial, Role role) {
        Role own = trial.candidate().program(role).orElseThrow().role();
        Part part = trial.candidate().parts().get(own);
        if (part != null && part.warnings() > 0) {
            throw new Mismatch(
                    "The compiler warns of " + own.fileName() + ".",
                    "no warning",
                    part.words().strip());
        }
    }
}
