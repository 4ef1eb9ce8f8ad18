// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.slot;

import java.util.concurrent.Callable;
import org.messageslot.ArgumentBytes;
import org.messageslot.ChannelId;
import org.messageslot.ErrnoException;
import org.messageslot.MessageSlot;
import org.messageslot.calls.OpenFlags;
import org.messageslot.lab.kernel.Kernel;
import org.messageslot.lab.kernel.SlotOption;
import org.messageslot.lab.terminal.ExitCode;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.lab.terminal.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lab send}: leave a message in a slot. */
@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        description = "Leave a message on a channel of a slot; it stays until the next one.",
        footer = {
            "",
            "Examples:",
            "  lab send /dev/slot0 7 hello",
            "  lab send --on guest /dev/slot0 7 \"two words\"",
            "",
            "Exit codes: 0 sent; 1 the kernel refused, and the message says why; 2 wrong",
            "  usage; 3 the kernel asked for with --on is not to be had."
        })
public final class SendCommand implements Callable<Integer> {

    @Mixin
    private final SlotOption target = new SlotOption();

    @Parameters(index = "0", paramLabel = "FILE", description = "The slot's device node, /dev/slot0 for example.")
    private String file = "";

    @Parameters(
            index = "1",
            paramLabel = "CHANNEL",
            converter = ChannelConverter.class,
            description = "1 to 4294967295.")
    private long channel;

    @Parameters(index = "2", paramLabel = "MESSAGE", description = "1 to 128 bytes.")
    private String message = "";

    @Override
    public Integer call() throws Exception {
        byte[] bytes = ArgumentBytes.of(message);
        Screen screen = Screen.standard();
        try (Kernel kernel = target.openFor(file, screen);
                MessageSlot slot = MessageSlot.open(kernel.process(), file, OpenFlags.O_WRONLY)) {
            slot.select(channel);
            slot.write(bytes);
            if (!kernel.lasts()) {
                screen.note("Sent. This kernel ends with the command, and the message with it; 'lab shell' keeps one.");
            }
            return ExitCode.DONE;
        } catch (ErrnoException e) {
            throw LabException.failed(new FailedCall(file, channel).of(e));
        }
    }

    /** Reads a channel id strictly, and says what is wrong in picocli's way. */
    static final class ChannelConverter implements picocli.CommandLine.ITypeConverter<Long> {
        @Override
        public Long convert(String value) {
            try {
                return ChannelId.parse(value);
            } catch (IllegalArgumentException e) {
                throw new picocli.CommandLine.TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }
}
