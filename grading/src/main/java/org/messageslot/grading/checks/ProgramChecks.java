// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.checks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.messageslot.ErrnoException;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Result;
import org.messageslot.grading.edition.Edition;
import org.messageslot.grading.submission.Part;
import org.messageslot.grading.submission.Role;
import org.messageslot.grading.trial.Check;
import org.messageslot.grading.trial.GuestStock;
import org.messageslot.grading.trial.Mismatch;
import org.messageslot.grading.trial.Need;
import org.messageslot.grading.trial.OpenFile;
import org.messageslot.grading.trial.Trial;
import org.messageslot.guest.ProgramResult;

/** message_sender and message_reader: R-S1 to R-S3, R-P1 to R-P3. They are run on the submission's own module. */
final class ProgramChecks {

    private static final long LARGEST = 0xFFFF_FFFFL;
    private static final int STUDENT = 1000;

    // ---- message_sender ----

    @Check(
            value = "sender-sends",
            needs = {Need.MODULE, Need.SENDER})
    void sends(Trial trial) throws ErrnoException {
        int minor = trial.minor();
        long id = trial.id();
        byte[] message = trial.message();
        demandExit(0, sender(trial, trial.node(minor), Long.toString(id), message), "A message was sent.");
        Result result = trial.open(minor).select(id).tryRead(Buffer.room(OpenFile.LONGEST));
        // How much is sent is asked elsewhere.
        OpenFile.demandBeginning(message, result, "What message_sender was told to send is not on the channel.");
    }

    @Check(
            value = "sender-sends-no-nul",
            needs = {Need.MODULE, Need.SENDER})
    void sendsNoNul(Trial trial) throws ErrnoException {
        int minor = trial.minor();
        long id = trial.id();
        for (int length : new int[] {1, 20, 128}) {
            byte[] message = trial.message(length);
            sender(trial, trial.node(minor), Long.toString(id), message);
            trial.open(minor)
                    .select(id)
                    .expect(message, "The message on the channel is not the argument's " + length + " bytes.");
        }
    }

    @Check(
            value = "sender-large-id",
            needs = {Need.MODULE, Need.SENDER})
    void sendsToLargeId(Trial trial) throws ErrnoException {
        int minor = trial.minor();
        for (long id : new long[] {LARGEST, 3_000_000_000L}) {
            byte[] message = trial.message();
            demandExit(0, sender(trial, trial.node(minor), Long.toString(id), message), "A message was sent.");
            Result result = trial.open(minor).select(id).tryRead(Buffer.room(OpenFile.LONGEST));
            OpenFile.demandBeginning(message, result, "The message did not arrive on channel " + id + ".");
        }
    }

    @Check(
            value = "sender-write-only-node",
            needs = {Need.MODULE, Need.SENDER})
    void sendsToWriteOnlyNode(Trial trial) throws ErrnoException {
        int minor = trial.minor();
        long id = trial.id();
        byte[] message = trial.message();
        String node = trial.newNode(minor, 0222);
        ProgramResult result = sender(trial, STUDENT, node, Long.toString(id), message);
        demandExit(0, result, "A message was sent to a file that may be written, but not read.");
        Result sent = trial.open(minor).select(id).tryRead(Buffer.room(OpenFile.LONGEST));
        OpenFile.demandBeginning(
                message, sent, "What message_sender sent to a file that may be written did not arrive.");
    }

    @Check(value = "sender-too-few-arguments", needs = Need.SENDER, load = false)
    void senderTooFew(Trial trial) throws ErrnoException {
        List<String> all = arguments(trial, "/dev/null", "1", "hello");
        for (int count = 0; count < all.size(); count++) {
            ProgramResult result = run(trial, Role.SENDER, 0, all.subList(0, count));
            demandExit(1, result, "message_sender was given " + count + " arguments, too few.");
        }
    }

    @Check(
            value = "sender-too-many-arguments",
            needs = {Need.MODULE, Need.SENDER})
    void senderTooMany(Trial trial) throws ErrnoException {
        List<String> all = new ArrayList<>(arguments(trial, trial.node(trial.minor()), "1", "hello"));
        all.add("world");
        demandExit(1, run(trial, Role.SENDER, 0, all), "message_sender was given an argument too many.");
    }

    @Check(value = "sender-no-such-file", needs = Need.SENDER, load = false)
    void senderNoSuchFile(Trial trial) throws ErrnoException {
        demandComplaint(sender(trial, "/dev/nothing", "1", trial.message()), "The file does not exist.");
    }

    @Check(
            value = "sender-channel-0",
            needs = {Need.MODULE, Need.SENDER})
    void senderChannel0(Trial trial) throws ErrnoException {
        demandComplaint(sender(trial, trial.node(trial.minor()), "0", trial.message()), "The ioctl fails.");
        // Of /dev/null the ioctl fails, and the write would not.
        demandComplaint(
                sender(trial, "/dev/null", "5", trial.message()), "The file is no slot, so that the ioctl fails.");
    }

    @Check(
            value = "sender-message-too-long",
            needs = {Need.MODULE, Need.SENDER})
    void senderMessageTooLong(Trial trial) throws ErrnoException {
        ProgramResult result = sender(trial, trial.node(trial.minor()), "5", trial.message(129));
        demandComplaint(result, "The message has 129 bytes, so that the write fails.");
    }

    @Check(value = "sender-compiles-cleanly", needs = Need.SENDER, guest = GuestStock.Kind.NONE, load = false)
    void senderCompilesCleanly(Trial trial) {
        compilesCleanly(trial, Role.SENDER);
    }

    // ---- message_reader ----

    @Check(
            value = "reader-prints-message",
            needs = {Need.MODULE, Need.READER})
    void prints(Trial trial) throws ErrnoException {
        int minor = trial.minor();
        long id = trial.id();
        for (int length : new int[] {40, 1, 128}) {
            byte[] message = trial.message(length);
            trial.open(minor).select(id).write(message);
            demandPrints(message, reader(trial, trial.node(minor), id));
        }
    }

    @Check(
            value = "reader-binary-message",
            needs = {Need.MODULE, Need.READER})
    void printsBinary(Trial trial) throws ErrnoException {
        int minor = trial.minor();
        long id = trial.id();
        byte[] message = trial.message(60);
        System.arraycopy(new byte[] {0, '%', 's', '%', 'n', '\n', (byte) 0xff, (byte) 0x80, 0, 0}, 0, message, 20, 10);
        message[59] = 0;
        trial.open(minor).select(id).write(message);
        demandPrints(message, reader(trial, trial.node(minor), id));
    }

    @Check(
            value = "reader-large-id",
            needs = {Need.MODULE, Need.READER})
    void readsLargeId(Trial trial) throws ErrnoException {
        int minor = trial.minor();
        for (long id : new long[] {LARGEST, 3_000_000_000L}) {
            byte[] message = trial.message();
            trial.open(minor).select(id).write(message);
            demandPrints(message, reader(trial, trial.node(minor), id));
        }
    }

    @Check(
            value = "reader-read-only-node",
            needs = {Need.MODULE, Need.READER})
    void readsReadOnlyNode(Trial trial) throws ErrnoException {
        int minor = trial.minor();
        long id = trial.id();
        byte[] message = trial.message();
        trial.open(minor).select(id).write(message);
        String node = trial.newNode(minor, 0444);
        demandPrints(message, run(trial, Role.READER, STUDENT, List.of(node, Long.toString(id))));
    }

    @Check(value = "reader-too-few-arguments", needs = Need.READER, load = false)
    void readerTooFew(Trial trial) throws ErrnoException {
        for (List<String> arguments : List.of(List.<String>of(), List.of("/dev/null"))) {
            ProgramResult result = run(trial, Role.READER, 0, arguments);
            demandExit(1, result, "message_reader was given " + arguments.size() + " arguments, too few.");
        }
    }

    @Check(
            value = "reader-too-many-arguments",
            needs = {Need.MODULE, Need.READER})
    void readerTooMany(Trial trial) throws ErrnoException {
        int minor = trial.minor();
        long id = trial.id();
        trial.open(minor).select(id).write(trial.message());
        ProgramResult result = run(trial, Role.READER, 0, List.of(trial.node(minor), Long.toString(id), "again"));
        demandExit(1, result, "message_reader was given an argument too many.");
    }

    @Check(value = "reader-no-such-file", needs = Need.READER, load = false)
    void readerNoSuchFile(Trial trial) throws ErrnoException {
        demandComplaint(reader(trial, "/dev/nothing", 1), "The file does not exist.");
    }

    @Check(
            value = "reader-channel-0",
            needs = {Need.MODULE, Need.READER})
    void readerChannel0(Trial trial) throws ErrnoException {
        demandComplaint(reader(trial, trial.node(trial.minor()), 0), "The ioctl fails.");
        // Of /dev/zero the ioctl fails, and the read would not.
        demandComplaint(reader(trial, "/dev/zero", 5), "The file is no slot, so that the ioctl fails.");
    }

    @Check(
            value = "reader-empty-channel",
            needs = {Need.MODULE, Need.READER})
    void readerEmptyChannel(Trial trial) throws ErrnoException {
        demandComplaint(
                reader(trial, trial.node(trial.minor()), trial.id()),
                "The channel has no message, so that the read fails.");
    }

    @Check(value = "reader-compiles-cleanly", needs = Need.READER, guest = GuestStock.Kind.NONE, load = false)
    void readerCompilesCleanly(Trial trial) {
        compilesCleanly(trial, Role.READER);
    }

    // ---- running them ----

    static ProgramResult sender(Trial trial, String file, String id, byte[] message) throws ErrnoException {
        return sender(trial, 0, file, id, message);
    }

    private static ProgramResult sender(Trial trial, int user, String file, String id, byte[] message)
            throws ErrnoException {
        return run(trial, Role.SENDER, user, arguments(trial, file, id, new String(message, UTF_8)));
    }

    private static ProgramResult reader(Trial trial, String file, long id) throws ErrnoException {
        return run(trial, Role.READER, 0, List.of(file, Long.toString(id)));
    }

    /** The sender's arguments in the edition's order; without censorship unless a check says otherwise. */
    private static List<String> arguments(Trial trial, String file, String id, String message) {
        return trial.edition().senderArguments().stream()
                .map(argument -> argument == Edition.SenderArgument.FILE
                        ? file
                        : argument == Edition.SenderArgument.CHANNEL
                                ? id
                                : argument == Edition.SenderArgument.CENSOR ? "0" : message)
                .toList();
    }

    static ProgramResult run(Trial trial, Role role, int user, List<String> arguments) throws ErrnoException {
        StringBuilder words = new StringBuilder();
        arguments.forEach(argument -> words.append(' ').append(shown(argument)));
        return trial.run(role, user, arguments, words.toString());
    }

    private static String shown(String argument) {
        return argument.matches("[\\w./-]+") ? argument : "'" + argument + "'";
    }

    // ---- judging them ----

    static void demandExit(int wanted, ProgramResult result, String sentence) {
        if (result.timedOut()) {
            throw new Mismatch(sentence, "exit code " + wanted, "no end within 10 seconds");
        }
        if (result.exitCode().orElse(-1) != wanted) {
            throw new Mismatch(sentence, "exit code " + wanted, ending(result));
        }
    }

    private static String ending(ProgramResult result) {
        String words = result.errorText().strip();
        String end = result.exitCode().isPresent()
                ? "exit code " + result.exitCode().getAsInt()
                : "ended by signal " + result.signal().orElse(0);
        return words.isEmpty() ? end : end + ", stderr: " + Buffer.quoted(words.getBytes(UTF_8));
    }

    /** A step failed: exit code 1, and a word about it on stderr. */
    private static void demandComplaint(ProgramResult result, String sentence) {
        demandExit(1, result, sentence);
        if (result.error().length == 0) {
            throw new Mismatch(sentence, "a message on stderr, by perror for example", "nothing on stderr");
        }
    }

    private static void demandPrints(byte[] message, ProgramResult result) {
        String sentence = "message_reader was run on a channel with a message of " + message.length + " bytes.";
        demandExit(0, result, sentence);
        if (!Arrays.equals(message, result.output())) {
            throw new Mismatch(
                    sentence,
                    "on stdout " + message.length + " bytes: " + Buffer.quoted(message),
                    "on stdout " + result.output().length + " bytes: " + Buffer.quoted(result.output()));
        }
    }

    private static void compilesCleanly(Trial trial, Role role) {
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
