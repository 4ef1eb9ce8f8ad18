// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.slot;

import java.nio.charset.StandardCharsets;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.messageslot.Errno;
import org.messageslot.ErrnoException;
import org.messageslot.MessageSlot;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Call;
import org.messageslot.calls.OpenFlags;
import org.messageslot.calls.Result;
import org.messageslot.calls.SystemCalls;
import org.messageslot.calls.TracedCalls;
import org.messageslot.lab.kernel.Kernel;
import org.messageslot.lab.terminal.Kit;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.lab.terminal.Screen;

/** The story that {@code lab tour} tells: every line of it is a call that was really made, and its result. */
final class Tour {

    private static final int CHANNEL = 7;
    private static final int OTHER_CHANNEL = 8;

    private final Kernel kernel;
    private final Screen screen;
    private final SystemCalls calls;

    Tour(Kernel kernel, Screen screen) {
        this.kernel = kernel;
        this.screen = screen;
        this.calls = new TracedCalls(kernel.process(), this::show);
    }

    private void show(Call call, Result result) {
        String message = call.filled().isPresent() && !result.isFailure() ? "  " + Buffer.quoted(result.filled()) : "";
        screen.print(String.format("    %-42s @|bold = %s|@", call, result) + message);
    }

    void walk() throws ErrnoException {
        screen.print("@|bold A message goes through " + kernel.description() + ".|@");
        kernel.story().forEach(line -> screen.print("@|faint   " + line + "|@"));
        String file = Kit.FIRST_SLOT;
        String message = "hello at " + LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS);
        screen.print("@|cyan A sender opens the device, chooses channel 7, and leaves a message:|@");
        try (MessageSlot slot = MessageSlot.open(calls, file, OpenFlags.O_WRONLY)) {
            slot.select(CHANNEL);
            slot.write(message);
        }
        screen.print("@|cyan A reader, later, on its own descriptor. It reads twice: the message stays.|@");
        try (MessageSlot slot = MessageSlot.open(calls, file, OpenFlags.O_RDONLY)) {
            slot.select(CHANNEL);
            expect(message, slot.read());
            expect(message, slot.read());
            screen.print("@|cyan Channel 8 has none, and the kernel says so by an error number:|@");
            slot.select(OTHER_CHANNEL);
            expectNothing(slot);
        }
        screen.print("@|bold,green Read back from " + kernel.target().where() + ", twice: " + message + "|@");
        screen.print("Next: ./lab shell (try calls yourself)   ./lab send --help   ./lab doctor");
    }

    private static void expect(String wanted, byte[] got) {
        String text = new String(got, StandardCharsets.UTF_8);
        if (!text.equals(wanted)) {
            throw LabException.failed("the slot returned \"" + text + "\" where \"" + wanted + "\" was written");
        }
    }

    private static void expectNothing(MessageSlot slot) throws ErrnoException {
        try {
            byte[] message = slot.read();
            throw LabException.failed("channel 8 held a message of " + message.length + " bytes already");
        } catch (ErrnoException e) {
            if (!e.errno().equals(Errno.EWOULDBLOCK)) {
                throw e;
            }
        }
    }
}
