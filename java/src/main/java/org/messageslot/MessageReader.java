// SPDX-License-Identifier: Apache-2.0
package org.messageslot;

import java.io.PrintStream;
import org.messageslot.calls.NativeCalls;
import org.messageslot.calls.OpenFlags;
import org.messageslot.calls.SystemCalls;

/** The program {@code message_reader FILE CHANNEL}: print the message of a channel and nothing else (R-P1, R-P2). */
public final class MessageReader {

    private static final String USAGE = "usage: message_reader FILE CHANNEL";

    private MessageReader() {}

    /**
     * Runs the program on this machine's kernel, and exit with its code.
     *
     * @param arguments the file and the channel
     */
    public static void main(String[] arguments) {
        System.exit(run(new NativeCalls(), System.out, System.err, arguments));
    }

    /**
     * Runs the program: open, select, read, close, print.
     *
     * @param calls the kernel to ask
     * @param out where the message goes, byte for byte and without a newline
     * @param err where a failure is explained, in one line
     * @param arguments the file and the channel
     * @return the exit code: 0, or 1 if anything failed
     */
    public static int run(SystemCalls calls, PrintStream out, PrintStream err, String... arguments) {
        if (arguments.length != 2) {
            err.println(USAGE);
            return 1;
        }
        try {
            byte[] message = receive(calls, arguments[0], ChannelId.parse(arguments[1]));
            out.write(message, 0, message.length);
            out.flush();
        } catch (ErrnoException | IllegalArgumentException e) {
            err.println("message_reader: " + e.getMessage());
            return 1;
        }
        return failedToPrint(out, err) ? 1 : 0;
    }

    private static byte[] receive(SystemCalls calls, String path, long channel) throws ErrnoException {
        try (MessageSlot slot = MessageSlot.open(calls, path, OpenFlags.O_RDONLY)) {
            slot.select(channel);
            return slot.read();
        }
    }

    private static boolean failedToPrint(PrintStream out, PrintStream err) {
        boolean failed = out.checkError();
        if (failed) {
            err.println("message_reader: the message could not be printed");
        }
        return failed;
    }
}
