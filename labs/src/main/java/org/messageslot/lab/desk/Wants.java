// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.desk;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.messageslot.Errno;
import org.messageslot.ErrnoException;
import org.messageslot.MessageSlot;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.OpenFlags;
import org.messageslot.calls.Write;
import org.messageslot.guest.GuestFailure;

/**
 * The questions of exercises: whether something is so, and what is there instead. Scripts import its methods, so they are short
 * words. It looks at what happened at the {@link Desk}; thread-safe.
 */
public final class Wants {

    /** The first of the channels that no lab uses. */
    private static final long FREE_CHANNELS = 1_000_000;

    private Wants() {}

    /**
     * Wants something.
     *
     * @param met whether it is so
     * @param otherwise what to say if not
     * @return nothing, or what to say
     */
    public static String want(boolean met, String otherwise) {
        return met ? "" : otherwise;
    }

    /**
     * Wants a message to be in a slot.
     *
     * @param path the slot's node
     * @param channel the channel
     * @param message the message, as text
     * @return nothing, or what is there instead
     */
    public static String wantMessage(String path, long channel, String message) {
        String place = Desk.place(path, channel);
        String wanted = "; wanted is " + shown(message) + ".";
        if (!wasWritten(message)) {
            return "No write of " + shown(message) + " has succeeded since the exercise began." + insteadOf(message);
        }
        try (MessageSlot slot = MessageSlot.open(Desk.observer(), path, OpenFlags.O_RDONLY)) {
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
        return shown(message.getBytes(StandardCharsets.UTF_8));
    }

    private static String shown(byte[] bytes) {
        String quoted = Buffer.quoted(bytes);
        return quoted.endsWith("...") ? quoted + " (" + bytes.length + " bytes)" : quoted;
    }

    /** Tells where the message went instead; or, if it went nowhere, which one was stored last. */
    private static String insteadOf(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        List<OpenFiles.StoredMessage> stored =
                made("write").stream().flatMap(made -> made.stored().stream()).toList();
        Optional<OpenFiles.StoredMessage> same =
                stored.stream().filter(one -> one.holds(bytes)).reduce((a, b) -> b);
        if (same.isPresent()) {
            return " You wrote it to " + same.get().place() + ".";
        }
        return stored.isEmpty() ? "" : told(stored.get(stored.size() - 1));
    }

    private static String told(OpenFiles.StoredMessage last) {
        return " The last write stored " + shown(last.message()) + " on " + last.place() + ".";
    }

    /** On a kernel that outlives the session, a message alone proves nothing: it may be from an earlier time. */
    private static boolean wasWritten(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        return made("write").stream()
                .filter(made -> !made.result().isFailure())
                .map(made -> ((Write) made.call()).buffer().bytes())
                .anyMatch(written -> Arrays.equals(written, bytes));
    }

    /**
     * Wants a message that was hidden to be in another place.
     *
     * @param from the channel of {@code path} on which it was hidden
     * @param path the slot's node
     * @param channel where it must be
     * @return nothing, or what is there instead
     */
    public static String wantHidden(long from, String path, long channel) {
        String secret = Desk.secret(Desk.place(path, from));
        return secret == null
                ? "Nothing was hidden on " + Desk.place(path, from) + "."
                : wantMessage(path, channel, secret);
    }

    /** Reads a channel. */
    public interface Reading {

        /**
         * Reads.
         *
         * @param channel the channel of {@code /dev/slot0}
         * @return what was read
         * @throws Exception if it fails
         */
        String read(long channel) throws Exception;
    }

    /**
     * Wants a method of the student's to return the message of a channel: a new message, which cannot be guessed.
     *
     * @param reading the method
     * @return nothing, or what it returns instead
     * @throws Exception if it fails
     */
    public static String wantReads(Reading reading) throws Exception {
        long channel = Desk.unused(FREE_CHANNELS);
        Desk.hide("/dev/slot0", channel);
        String secret = String.valueOf(Desk.secret(Desk.place("/dev/slot0", channel)));
        String read = reading.read(channel);
        return want(
                secret.equals(read),
                "Of a channel with the message " + shown(secret) + " it returns "
                        + (read == null ? "null" : shown(read)) + ".");
    }

    /**
     * Wants the mistake of a suspect to be proved.
     *
     * @param number the driver's number
     * @return nothing, or why there is no proof
     * @throws Exception if the calls cannot be made again
     */
    public static String wantProof(int number) throws Exception {
        String proof = Desk.proof(number);
        return proof.startsWith("proved") ? "" : proof.substring(0, 1).toUpperCase(Locale.ROOT) + proof.substring(1);
    }

    /**
     * Wants a guest to have crashed since the exercise began.
     *
     * @param where what the crash's title and place must contain: a function, an address
     * @return nothing, or what became of the guests
     */
    public static String wantCrash(String where) {
        List<String> crashes = Desk.guestsOfExercise().stream()
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
     * Wants a node to have been made for a slot.
     *
     * @param path the node's path
     * @param major the driver's number
     * @param minor the slot's number
     * @return nothing, or what became of it
     */
    public static String wantNode(String path, int major, int minor) {
        DeviceNode made = Desk.node(path);
        if (made == null) {
            return path + " was not made by mknod.";
        }
        boolean met = made.major() == major && made.minor() == minor;
        return want(met, path + " has the numbers " + made.numbers() + "; wanted are " + major + ", " + minor + ".");
    }

    /**
     * Wants a node to have been made with certain permissions.
     *
     * @param path the node's path
     * @param mode the permission bits
     * @return nothing, or what they are
     */
    public static String wantMode(String path, int mode) {
        DeviceNode made = Desk.node(path);
        if (made == null) {
            return path + " was not made by mknod.";
        }
        return want(
                made.mode() == mode,
                path + " has the mode " + made.permissions() + String.format("; wanted is %04o.", mode));
    }

    /**
     * Wants a call to have failed in a certain way.
     *
     * @param kind the name of the call, {@code read} for example
     * @param errno the error's name
     * @return nothing, or what became of such calls
     */
    public static String wantFailure(String kind, String errno) {
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
     * Tells whether something fails with a certain error.
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
     * Counts calls since the exercise began.
     *
     * @param kind the name of the call
     * @return how many were made, failed ones included
     */
    public static int count(String kind) {
        return made(kind).size();
    }

    /**
     * Lists the names of all calls since the exercise began, in their order.
     *
     * @return the names, {@code "open ioctl write"} for example
     */
    public static String sequence() {
        return Desk.record().lookedAt().stream().map(made -> made.call().name()).collect(Collectors.joining(" "));
    }

    /**
     * Lists calls since the exercise began.
     *
     * @param kind the name of the call
     * @return those that were made, failed ones included
     */
    public static List<Made> made(String kind) {
        return Desk.record().lookedAt().stream()
                .filter(made -> made.call().name().equals(kind))
                .toList();
    }
}
