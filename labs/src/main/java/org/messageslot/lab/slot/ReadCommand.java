// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.slot;

import java.util.concurrent.Callable;
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

/** {@code lab read}: print the message of a channel. */
@Command(
        name = "read",
        mixinStandardHelpOptions = true,
        description = "Print the message of a channel, byte for byte; it stays.",
        footer = {
            "",
            "Examples:",
            "  lab read /dev/slot0 7",
            "  lab read /dev/slot0 7 | xxd",
            "",
            "Exit codes: 0 printed; 1 the kernel refused, and the message says why; 2 wrong",
            "  usage; 3 the kernel asked for with --on is not to be had."
        })
public final class ReadCommand implements Callable<Integer> {

    @Mixin
    private final SlotOption target = new SlotOption();

    @Parameters(index = "0", paramLabel = "FILE", description = "The slot's device node, /dev/slot0 for example.")
    private String file = "";

    @Parameters(
            index = "1",
            paramLabel = "CHANNEL",
            converter = SendCommand.ChannelConverter.class,
            description = "1 to 4294967295.")
    private long channel;

    @Override
    public Integer call() throws Exception {
        Screen screen = Screen.standard();
        byte[] message = receive(screen);
        System.out.write(message, 0, message.length);
        if (screen.terminal()) {
            System.out.println(); // So that the prompt does not stick to the message.
        }
        System.out.flush();
        return ExitCode.DONE;
    }

    private byte[] receive(Screen screen) throws Exception {
        try (Kernel kernel = target.openFor(file, screen);
                MessageSlot slot = MessageSlot.open(kernel.process(), file, OpenFlags.O_RDONLY)) {
            slot.select(channel);
            return slot.read();
        } catch (ErrnoException e) {
            throw LabException.failed(new FailedCall(file, channel).of(e));
        }
    }
}
