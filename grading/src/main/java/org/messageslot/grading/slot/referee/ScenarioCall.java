// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.referee;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Call;
import org.messageslot.calls.Close;
import org.messageslot.calls.Ioctl;
import org.messageslot.calls.Open;
import org.messageslot.calls.OpenFlags;
import org.messageslot.calls.Read;
import org.messageslot.calls.SlotCommands;
import org.messageslot.calls.Write;

/**
 * One call of a scenario.
 *
 * @param verb what is called
 * @param file which of the scenario's files, 0 to 3
 * @param channel the channel that is selected; 0 for other calls
 * @param letter the letter that the message consists of; a blank for other calls
 * @param length how many bytes are written, or read at most; 0 for other calls
 */
public record ScenarioCall(Verb verb, int file, int channel, char letter, int length) {

    private static final Pattern FORM = Pattern.compile(
            "(open|close) ([0-3])|select ([0-3]) (\\d{1,9})|write ([0-3]) ([a-z]) (\\d{1,3})|read ([0-3]) (\\d{1,3})");

    /** The calls that a scenario can make. */
    public enum Verb {
        /** The device is opened. */
        OPEN,
        /** A file is closed. */
        CLOSE,
        /** A channel is selected, by ioctl. */
        SELECT,
        /** A message is written. */
        WRITE,
        /** A message is read. */
        READ
    }

    /**
     * Reads a call.
     *
     * @param text {@code "write 0 a 90"} for example
     * @return the call
     * @throws IllegalArgumentException if it is none
     */
    static ScenarioCall of(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("No call of a scenario: " + text);
        }
        if (form.group(1) != null) {
            Verb verb = form.group(1).equals("open") ? Verb.OPEN : Verb.CLOSE;
            return new ScenarioCall(verb, number(form, 2), 0, ' ', 0);
        }
        if (form.group(3) != null) {
            return new ScenarioCall(Verb.SELECT, number(form, 3), number(form, 4), ' ', 0);
        }
        if (form.group(5) != null) {
            return new ScenarioCall(
                    Verb.WRITE, number(form, 5), 0, form.group(6).charAt(0), number(form, 7));
        }
        return new ScenarioCall(Verb.READ, number(form, 8), 0, ' ', number(form, 9));
    }

    private static int number(Matcher form, int group) {
        return Integer.parseInt(form.group(group));
    }

    /** {@return the call as the guest's program reads it} */
    String line() {
        return switch (verb) {
            case OPEN -> "open " + file;
            case CLOSE -> "close " + file;
            case SELECT -> "select " + file + " " + channel;
            case WRITE -> "write " + file + " " + letter + " " + length;
            case READ -> "read " + file + " " + length;
        };
    }

    /**
     * Makes the call that the model answers.
     *
     * @param fd the descriptor of its file
     */
    Call onModel(int fd) {
        return switch (verb) {
            case OPEN -> new Open("/dev/slot0", OpenFlags.O_RDWR);
            case CLOSE -> new Close(fd);
            case SELECT -> new Ioctl(fd, SlotCommands.CHANNEL, channel);
            case WRITE -> new Write(fd, Buffer.of(String.valueOf(letter).repeat(length)));
            case READ -> new Read(fd, Buffer.room(length));
        };
    }

    /** {@return the call as a person reads it} */
    @Override
    public String toString() {
        return switch (verb) {
            case OPEN -> "f" + file + " = open(slot)";
            case CLOSE -> "close(f" + file + ")";
            case SELECT -> "ioctl(f" + file + ", channel " + channel + ")";
            case WRITE -> "write(f" + file + ", " + length + " x '" + letter + "')";
            case READ -> "read(f" + file + ", " + length + ")";
        };
    }
}
