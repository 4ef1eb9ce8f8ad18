// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.messageslot.Errno;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Close;
import org.messageslot.calls.Dup;
import org.messageslot.calls.Ioctl;
import org.messageslot.calls.Mmap;
import org.messageslot.calls.Poll;
import org.messageslot.calls.Read;
import org.messageslot.calls.Result;
import org.messageslot.calls.SlotCommands;
import org.messageslot.calls.Write;
import org.messageslot.grading.Symptom;
import org.messageslot.grading.Symptom.SymptomKind;
import org.messageslot.grading.trial.Count;
import org.messageslot.grading.trial.Mismatch;
import org.messageslot.grading.trial.Prerequisite;
import org.messageslot.grading.trial.Subject;

/**
 * A descriptor of a slot, and what a check may ask of it.
 *
 * <p>{@link #select}, {@link #write} and {@link #expect(byte[])} are what a check needs: where one fails, the check is not
 * judged. What takes a sentence is what a check asks: where that fails, the check fails, with that sentence. What is not the
 * point of a check is judged mildly, so that one mistake costs once: any result of 0 or more counts as success, and a message
 * counts as read if it arrived and nothing else did. Not thread-safe.
 */
public final class OpenFile {

    /** The longest message, in bytes. */
    public static final int LONGEST = 128;

    /** A buffer that is not the usual one: for a message that fills that. */
    private static final int MORE_THAN_LONGEST = 256;

    private static final int SHORTEST_PLAIN = 5;
    private static final int LONGEST_PLAIN = 60;
    private static final long LARGEST_PLAIN_ID = 0xFFFF;

    private final SlotTrial trial;
    private final SlotProcess subject;
    private final String path;
    private final int fd;
    private long channel;

    OpenFile(SlotTrial trial, SlotProcess subject, String path, int fd) {
        this.trial = trial;
        this.subject = subject;
        this.path = path;
        this.fd = fd;
    }

    /** {@return the same open file, by a descriptor of another process or by another descriptor} */
    OpenFile of(SlotProcess other, int number) {
        OpenFile same = new OpenFile(trial, other, path, number);
        same.channel = channel;
        return same;
    }

    /** {@return the descriptor's number} */
    public int fd() {
        return fd;
    }

    // ---- the calls, whatever comes of them ----

    /** {@return what selecting a channel returns} */
    public Result trySelect(long id) {
        return subject.call(new Ioctl(fd, SlotCommands.CHANNEL, id));
    }

    /** {@return what a command returns} */
    public Result tryCommand(long command, long argument) {
        return subject.call(new Ioctl(fd, command, argument));
    }

    /** {@return what a write returns} */
    public Result tryWrite(Buffer buffer) {
        return subject.call(new Write(fd, buffer));
    }

    /** {@return what a read returns} */
    public Result tryRead(Buffer buffer) {
        return subject.call(new Read(fd, buffer));
    }

    /** {@return what poll returns} */
    public Result tryPoll(int events, int milliseconds) {
        return subject.call(new Poll(fd, events, milliseconds));
    }

    /** {@return what mapping some of it returns} */
    public Result tryMap(int length, int protection, long offset) {
        return subject.call(new Mmap(fd, length, protection, offset));
    }

    /** Begins a read that has room for any message. */
    public Subject.Waiting beginRead() {
        return subject.begin(new Read(fd, Buffer.room(LONGEST)));
    }

    /** Begins a write. */
    public Subject.Waiting beginWrite(byte[] message) {
        return subject.begin(new Write(fd, Buffer.of(message)));
    }

    /** Begins to wait for an event, as long as it takes. */
    public Subject.Waiting beginPoll(int event) {
        return subject.begin(new Poll(fd, event, -1));
    }

    /** Closes the descriptor. */
    public void close() {
        trial.uses(Prerequisite.CLOSE);
        subject.call(new Close(fd));
    }

    /** {@return another descriptor of the same open file} */
    public OpenFile dup() {
        return of(subject, (int) subject.call(new Dup(fd)).value());
    }

    // ---- what a check needs ----

    /** Selects a channel, or else the check cannot be judged. */
    public OpenFile select(long id) {
        noteSelect(id);
        Result result = trial.need(() -> trySelect(id));
        if (result.isFailure()) {
            throw trial.hindrance("Channel " + id + " cannot be selected.", "0", "-1 " + Errno.of(result.errno()));
        }
        return this;
    }

    private void noteSelect(long id) {
        if (channel != 0 && channel != id) {
            trial.uses(SlotPrerequisites.SELECT_AGAIN);
        }
        if (id > LARGEST_PLAIN_ID) {
            trial.uses(SlotPrerequisites.LARGE_ID);
        }
        channel = id;
    }

    /** Writes a message, or else the check cannot be judged. */
    public OpenFile write(byte[] message) {
        noteWrite(message);
        Result result = trial.need(() -> tryWrite(Buffer.of(message)));
        if (result.isFailure()) {
            throw trial.hindrance(
                    "A message of " + Count.bytes(message.length) + " cannot be written.",
                    Integer.toString(message.length),
                    "-1 " + Errno.of(result.errno()));
        }
        return this;
    }

    private void noteWrite(byte[] message) {
        if (message.length < SHORTEST_PLAIN) {
            trial.uses(SlotPrerequisites.SHORT_MESSAGE);
        } else if (message.length > LONGEST_PLAIN) {
            trial.uses(SlotPrerequisites.LONG_MESSAGE);
        }
        if (!trial.isFirstWrite(path, channel)) {
            trial.uses(SlotPrerequisites.OVERWRITE);
        }
    }

    /**
     * Reads twice, which must give this message, or else the check cannot be judged. What a check reads after that can only have
     * changed by what the check did in between, and not by reading.
     */
    public OpenFile expect(byte[] message) {
        need(message);
        trial.uses(SlotPrerequisites.READ_AGAIN);
        return need(message);
    }

    /** Reads once, which must give this message, or else the check cannot be judged. */
    public OpenFile need(byte[] message) {
        try {
            return trial.need(() -> expect(message, "The read does not return the message that was written."));
        } catch (Mismatch e) {
            throw trial.hindrance(e.sentence(), e.wanted(), e.got());
        }
    }

    /**
     * Reads a channel without a message, which has to be refused, or else the check cannot be judged.
     *
     * @param what what is read, as the beginning of a sentence
     */
    public void needNothing(String what) {
        needRefused(SlotPrerequisites.EMPTY_CHANNEL, () -> tryRead(Buffer.room(LONGEST)), what);
    }

    /** Makes a call that has to be refused, or else the check cannot be judged: that is another check's question. */
    public void needRefused(Prerequisite step, Supplier<Result> call, String what) {
        Result result = trial.need(call, step);
        if (!result.isFailure()) {
            trial.uses(step);
            throw trial.hindrance(what + " succeeds.", "-1 and an error", Long.toString(result.value()));
        }
    }

    // ---- what a check asks ----

    /**
     * Selects a channel, which must succeed.
     *
     * @param id its id
     * @param sentence what is wrong if it does not
     * @return this file
     */
    public OpenFile demandSelect(long id, String sentence) {
        noteSelect(id);
        Result result = trySelect(id);
        if (result.isFailure()) {
            throw new Mismatch(
                    Symptom.of(SymptomKind.REFUSED, "ioctl"), sentence, "0", "-1 " + Errno.of(result.errno()));
        }
        return this;
    }

    /**
     * Writes a message, which must succeed.
     *
     * @param message the message
     * @param sentence what is wrong if it does not
     * @return this file
     */
    public OpenFile demandWrite(byte[] message, String sentence) {
        noteWrite(message);
        Result result = tryWrite(Buffer.of(message));
        if (result.isFailure()) {
            throw new Mismatch(
                    Symptom.of(SymptomKind.REFUSED, "write"),
                    sentence,
                    Integer.toString(message.length),
                    "-1 " + Errno.of(result.errno()));
        }
        return this;
    }

    /**
     * Reads, which must give this message. Where a message fills the usual buffer, a larger one will do: whether a buffer of
     * exactly the message's length is enough is another check's question.
     *
     * @param message the message
     * @param sentence what is wrong if it does not
     * @return this file
     */
    public OpenFile expect(byte[] message, String sentence) {
        Result result = tryRead(Buffer.room(LONGEST));
        if (result.isFailure() && message.length == LONGEST) {
            trial.uses(SlotPrerequisites.FULL_BUFFER);
            Result again = tryRead(Buffer.room(MORE_THAN_LONGEST));
            result = again.isFailure() ? result : again;
        }
        demand(message, result, sentence);
        return this;
    }

    /**
     * Judges what a read returned.
     *
     * @param message the message that it should have returned
     * @param result what it returned
     * @param sentence what is wrong if it is something else
     */
    public static void demand(byte[] message, Result result, String sentence) {
        if (result.isFailure()) {
            throw new Mismatch(
                    Symptom.of(SymptomKind.LOST), sentence, wanted(message), "-1 " + Errno.of(result.errno()));
        }
        byte[] memory = result.bytes();
        boolean arrived =
                memory.length >= message.length && Arrays.equals(message, 0, message.length, memory, 0, message.length);
        if (arrived && (result.value() == message.length || untouchedFrom(memory, message.length))) {
            return;
        }
        throw new Mismatch(Symptom.of(SymptomKind.WRONG_MESSAGE), sentence, wanted(message), got(message, result));
    }

    /**
     * Judges what a read returned, whatever more it returned than it should.
     *
     * @param message the message with which its result should have begun
     * @param result what it returned
     * @param sentence what is wrong if it is something else
     */
    public static void demandBeginning(byte[] message, Result result, String sentence) {
        byte[] beginning = Arrays.copyOf(result.bytes(), message.length);
        demand(message, new Result(result.isFailure() ? -1 : message.length, result.errno(), beginning), sentence);
    }

    private static String wanted(byte[] message) {
        return message.length + ", buf: " + Buffer.quoted(message);
    }

    private static String got(byte[] message, Result result) {
        byte[] memory = result.bytes();
        int claimed = (int) Math.max(0, Math.min(result.value(), memory.length));
        int written = memory.length;
        while (written > claimed && memory[written - 1] == Buffer.FILL) {
            written--;
        }
        byte[] shown = Arrays.copyOf(memory, written);
        String text = result.value() + ", buf: " + Buffer.quoted(shown);
        int at = Arrays.mismatch(message, shown);
        return at > 30 ? text + " (the first difference is at byte " + at + ")" : text;
    }

    /** {@return whether a buffer is as the read found it from a position on} */
    public static boolean untouchedFrom(byte[] memory, int from) {
        for (int i = from; i < memory.length; i++) {
            if (memory[i] != Buffer.FILL) {
                return false;
            }
        }
        return true;
    }

    // ---- what must fail ----

    /**
     * Reads, which must fail as where there is nothing to read: with which error is no matter where a check is not about that,
     * but no buffer is too small or bad for nothing.
     *
     * @param what what is read, as the beginning of a sentence
     * @return this file
     */
    public OpenFile expectNothing(String what) {
        Result result = tryRead(Buffer.room(LONGEST));
        if (!result.isFailure()) {
            throw new Mismatch(
                    Symptom.of(SymptomKind.INVENTED), what + " succeeds.", "-1 and an error", got(new byte[0], result));
        }
        if (accepted(result.errno(), new Errno[] {Errno.ENOSPC, Errno.EFAULT})) {
            throw new Mismatch(
                    Symptom.of(SymptomKind.INVENTED),
                    what + " fails as if there were a message.",
                    "-1 and another error",
                    "-1 " + Errno.of(result.errno()));
        }
        return this;
    }

    /** Writes, which must fail with one of these errors; with any if none is named. */
    public OpenFile refuseWrite(Buffer buffer, String what, Errno... errors) {
        return refuse("write", tryWrite(buffer), what, errors);
    }

    /** Reads, which must fail with one of these errors; with any if none is named. */
    public OpenFile refuseRead(Buffer buffer, String what, Errno... errors) {
        return refuse("read", tryRead(buffer), what, errors);
    }

    /** Gives a command, which must fail with EINVAL. */
    public OpenFile refuseCommand(long command, long argument, String what) {
        return refuse("ioctl", tryCommand(command, argument), what, Errno.EINVAL);
    }

    private OpenFile refuse(String call, Result result, String what, Errno... errors) {
        demandFailure(call, result, what, errors);
        return this;
    }

    /**
     * Judges what a call returned that should have failed.
     *
     * @param call the call's name
     * @param result what it returned
     * @param what what was tried, as the beginning of a sentence: {@code "A write of 129 bytes"}
     * @param errors the errors that are right; any is if none is named
     */
    public static void demandFailure(String call, Result result, String what, Errno... errors) {
        if (result.isFailure() && accepted(result.errno(), errors)) {
            return;
        }
        String wanted = errors.length == 0
                ? "-1 and an error"
                : "-1 " + Arrays.stream(errors).map(Errno::toString).collect(Collectors.joining(" or "));
        String got = result.isFailure() ? "-1 " + Errno.of(result.errno()) : Long.toString(result.value());
        String sentence = what + (result.isFailure() ? " fails with another error than it should." : " succeeds.");
        Symptom symptom = result.isFailure()
                ? Symptom.wrongError(
                        call, errors[0].name(), Errno.of(result.errno()).name())
                : Symptom.of(SymptomKind.ACCEPTED, call);
        throw new Mismatch(symptom, sentence, wanted, got);
    }

    private static boolean accepted(int number, Errno[] errors) {
        return errors.length == 0 || List.of(errors).stream().anyMatch(errno -> errno.number() == number);
    }
}
