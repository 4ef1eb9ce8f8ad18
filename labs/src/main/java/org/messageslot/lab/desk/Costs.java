// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.desk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.messageslot.guest.KernelSeries;
import org.messageslot.lab.kernel.GuestKernel;
import org.messageslot.lab.measure.Figures;
import org.messageslot.lab.measure.Probe;
import org.messageslot.lab.measure.Unit;
import org.messageslot.lab.setup.GuestSetup;
import org.messageslot.lab.terminal.Kit;
import org.messageslot.lab.terminal.Screen;

/** Counts what calls cost, in guests of their own. Scripts import its methods; thread-safe. */
public final class Costs {

    private Costs() {}

    /**
     * Counts what the calls of a slot cost, and those of other ways to pass a message, in a guest of its own.
     *
     * @return how many instructions each took
     * @throws Exception if there can be no guest
     */
    public static Figures costs() throws Exception {
        return counted("kernel", (probe, progress) -> {
            List<Figures> parts = new ArrayList<>();
            for (String bytes : List.of("1", "16", "128")) {
                progress.accept("counting the instructions of calls with " + bytes + " of 1, 16 and 128 bytes");
                parts.add(probe.measure(Unit.INSTRUCTIONS, "calls", bytes));
            }
            return Figures.together(parts);
        });
    }

    /**
     * Counts what the calls cost in a slot that has many channels with random ids, in a guest of its own.
     *
     * @param module the folder of the module
     * @param channels how many channels, several numbers that grow
     * @return how many instructions each took
     * @throws Exception if there can be no guest
     */
    public static Figures costsAmong(String module, int... channels) throws Exception {
        String[] numbers = Arrays.stream(channels).mapToObj(String::valueOf).toArray(String[]::new);
        return counted(module, (probe, progress) -> {
            progress.accept("counting the instructions of calls among " + String.join(", ", numbers) + " channels");
            return probe.measure(Unit.INSTRUCTIONS, "channels", numbers);
        });
    }

    /** Something that is counted in a guest, and tells what it is at. */
    private interface Counting {
        Figures by(Probe probe, Consumer<String> progress) throws IOException;
    }

    private static Figures counted(String module, Counting counting) {
        Path sources = Kit.home().resolve(module);
        return GuestSetup.explained(() -> Screen.standard().working("preparing the guest", progress -> {
            KernelSeries series = GuestSetup.options().series();
            try (Probe probe = Probe.guest(GuestKernel.counting(series), Kit.home(), sources, progress)) {
                return counting.by(probe, progress);
            }
        }));
    }
}
