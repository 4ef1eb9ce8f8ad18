// SPDX-License-Identifier: Apache-2.0
package org.messageslot;

import java.io.PrintStream;
import org.messageslot.calls.NativeCalls;
import org.messageslot.calls.OpenFlags;
import org.messageslot.calls.SystemCalls;

/**
 * The program {@code message_sender FILE CHANNEL MESSAGE}: leave a message in a slot (R-S1, R-S2).
 *
 * <p>Where the edition censors, it is {@code message_sender FILE CHANNEL 0|1 MESSAGE}.
 */
public final class MessageSender {

    private static final String USAGE = "usage: message_sender FILE CHANNEL [0|1] MESSAGE";

    private MessageSender() {}

    /**
     * Runs the program on this machine's kernel, and exit with its code.
     *
     * @param arguments the file, the channel and the message
     */
    public static void main(String[] arguments) {
        byte[] message = arguments.length == 0 ? new byte[0] : ArgumentBytes.of(arguments[arguments.length - 1]);
        System.exit(run(new NativeCalls(), System.err, message, arguments));
    }

    /**
     * Runs the program: open, select, write, close.
     *
     * @param calls the kernel to ask
     * @param err where a failure is explained, in one line
     * @param message the message's bytes, which the last argument need not express
     * @param arguments the file, the channel and the message
     * @return the exit code: 0, or 1 if anything failed
     */
    public static int run(SystemCalls calls, PrintStream err, byte[] message, String... arguments) {
        if (arguments.length != 3 && arguments.length != 4) {
            err.println(USAGE);
            return 1;
        }
        try {
            send(calls, message, arguments);
            return 0;
        } catch (ErrnoException | IllegalArgumentException e) {
            err.println("message_sender: " + e.getMessage());
            return 1;
        }
    }

    private static void send(SystemCalls calls, byte[] message, String[] arguments) throws ErrnoException {
        long channel = ChannelId.parse(arguments[1]);
        try (MessageSlot slot = MessageSlot.open(calls, arguments[0], OpenFlags.O_WRONLY)) {
            if (arguments.length == 4) {
                slot.censor(flag(arguments[2]));
            }
            slot.select(channel);
            slot.write(message);
        }
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "0" -> false;
            case "1" -> true;
            default -> throw new IllegalArgumentException("'" + text + "' is neither 0 nor 1");
        };
    }
}
