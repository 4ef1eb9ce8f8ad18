// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.messageslot.Errno;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Call;
import org.messageslot.calls.Result;
import org.messageslot.calls.SlotCommands;

/**
 * A descriptor of a slot, and what a check may ask of it.
 *
 * <p>What is not the point of a check is judged mildly, so that one mistake costs once: any result of 0 or more counts as
 * success, and a message counts as read if it arrived and nothing else did. Not thread-safe.
 */
public final class OpenFile {

    /** The longest message, in bytes. */
    public static final int LONGEST = 128;

    private final Trial trial;
    private final Subject subject;
    private final int fd;

    OpenFile(Trial trial, Subject subject, int fd) {
        this.trial = trial;
        this.subject = subject;
        this.fd = fd;
    }

    /** {@return the descriptor's number} */
    public int fd() {
        return fd;
    }

    // ---- the calls, whatever comes of them ----

    /** {@return what selecting a channel returns} */
    public Result trySelect(long id) {
        return subject.call(new Call.Ioctl(fd, SlotCommands.CHANNEL, id));
    }

    /** {@return what a command returns} */
    public Result tryCommand(long command, long argument) {
        return subject.call(new Call.Ioctl(fd, command, argument));
    }

    /** {@return what a write returns} */
    public Result tryWrite(Buffer buffer) {
        return subject.call(new Call.Write(fd, buffer));
    }

    /** {@return what a read returns} */
    public Result tryRead(Buffer buffer) {
        return subject.call(new Call.Read(fd, buffer));
    }

    /** Close the descriptor. */
    public void close() {
        subject.call(new Call.Close(fd));
    }

    /** {@return another descriptor of the same open file} */
    public OpenFile dup() {
        Result result = subject.call(new Call.Dup(fd));
        return new OpenFile(trial, subject, (int) result.value());
    }

    // ---- what must succeed ----

    /** Select a channel, which must succeed. */
    public OpenFile select(long id) {
        Result result = trySelect(id);
        if (result.isFailure()) {
            throw new Mismatch("Channel " + id + " cannot be selected.", "0", "-1 " + Errno.of(result.errno()));
        }
        return this;
    }

    /** Write a message, which must succeed. */
    public OpenFile write(byte[] message) {
        Result result = tryWrite(Buffer.of(message));
        if (result.isFailure()) {
            throw new Mismatch(
                    "A message of " + bytes(message.length) + " cannot be written.",
                    Integer.toString(message.length),
                    "-1 " + Errno.of(result.errno()));
        }
        return this;
    }

    /** Read, which must give this message. */
    public OpenFile expect(byte[] message) {
        return expect(message, "The read does not return the message that was written.");
    }

    /**
     * Read, which must give this message.
     *
     * @param message the message
     * @param sentence what is wrong if it does not
     * @return this file
     */
    public OpenFile expect(byte[] message, String sentence) {
        Buffer buffer = Buffer.room(LONGEST);
        demand(message, tryRead(buffer), sentence);
        return this;
    }

    /**
     * Judge what a read returned.
     *
     * @param message the message that it should have returned
     * @param result what it returned
     * @param sentence what is wrong if it is something else
     */
    public static void demand(byte[] message, Result result, String sentence) {
        if (result.isFailure()) {
            throw new Mismatch(sentence, wanted(message), "-1 " + Errno.of(result.errno()));
        }
        byte[] memory = result.bytes();
        boolean arrived =
                memory.length >= message.length && Arrays.equals(message, 0, message.length, memory, 0, message.length);
        if (arrived && (result.value() == message.length || untouchedFrom(memory, message.length))) {
            return;
        }
        throw new Mismatch(sentence, wanted(message), got(message, result));
    }

    /**
     * Judge what a read returned, whatever more it returned than it should.
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

    /** Read, which must say that there is no message. */
    public OpenFile expectEmpty() {
        return refuse(tryRead(Buffer.room(LONGEST)), "A read of a channel without a message", Errno.EWOULDBLOCK);
    }

    /**
     * Read, which must fail as where there is nothing to read: with which error is no matter where a check is not about that,
     * but no buffer is too small or bad for nothing.
     *
     * @param what what is read, as the beginning of a sentence
     * @return this file
     */
    public OpenFile expectNothing(String what) {
        Result result = tryRead(Buffer.room(LONGEST));
        if (!result.isFailure()) {
            throw new Mismatch(what + " succeeds.", "-1 and an error", got(new byte[0], result));
        }
        if (accepted(result.errno(), new Errno[] {Errno.ENOSPC, Errno.EFAULT})) {
            throw new Mismatch(
                    what + " fails as if there were a message.",
                    "-1 and another error",
                    "-1 " + Errno.of(result.errno()));
        }
        return this;
    }

    /** Write, which must fail with one of these errors; with any if none is named. */
    public OpenFile refuseWrite(Buffer buffer, String what, Errno... errors) {
        return refuse(tryWrite(buffer), what, errors);
    }

    /** Read, which must fail with one of these errors; with any if none is named. */
    public OpenFile refuseRead(Buffer buffer, String what, Errno... errors) {
        return refuse(tryRead(buffer), what, errors);
    }

    /** Give a command, which must fail with EINVAL. */
    public OpenFile refuseCommand(long command, long argument, String what) {
        return refuse(tryCommand(command, argument), what, Errno.EINVAL);
    }

    private OpenFile refuse(Result result, String what, Errno... errors) {
        demandFailure(result, what, errors);
        return this;
    }

    /**
     * Judge what a call returned that should have failed.
     *
     * @param result what it returned
     * @param what what was tried, as the beginning of a sentence: {@code "A write of 129 bytes"}
     * @param errors the errors that are right; any is if none is named
     */
    public static void demandFailure(Result result, String what, Errno... errors) {
        if (result.isFailure() && accepted(result.errno(), errors)) {
            return;
        }
        String wanted = errors.length == 0
                ? "-1 and an error, EFAULT (14) for example"
                : "-1 " + Arrays.stream(errors).map(Errno::toString).collect(Collectors.joining(" or "));
        String got = result.isFailure() ? "-1 " + Errno.of(result.errno()) : Long.toString(result.value());
        String sentence = what + (result.isFailure() ? " fails with another error than it should." : " succeeds.");
        throw new Mismatch(sentence, wanted, got);
    }

    private static boolean accepted(int number, Errno[] errors) {
        return errors.length == 0 || List.of(errors).stream().anyMatch(errno -> errno.number() == number);
    }

    private static String bytes(int count) {
        return count == 1 ? "1 byte" : count + " bytes";
    }
}
