// SPDX-License-Identifier: Apache-2.0
package org.messageslot.bench;

import org.messageslot.guest.KernelSeries;
import org.messageslot.lab.bench.Benchmark;
import org.messageslot.lab.kernel.GuestKernel;
import org.messageslot.lab.kernel.KernelChoice;
import org.messageslot.lab.kernel.SlotOption;
import org.messageslot.lab.measure.Probe;
import org.messageslot.lab.measure.Unit;
import org.messageslot.lab.setup.GuestSetup;
import org.messageslot.lab.terminal.Kit;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.lab.terminal.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lab bench slot}: what the calls cost. */
@Command(
        name = "slot",
        mixinStandardHelpOptions = true,
        description = {
            "What select, write and read of a slot cost.",
            "For messages of 1, 16 and 128 bytes, beside pipes, queues, sockets and memory files; beside the null"
                    + " device; and beside the floor, a device that does nothing but copy.",
            "In a guest instructions are counted, which come out the same every time and on every machine;"
                    + " here it is time, which does not."
        },
        footer = {
            "",
            "Examples:",
            "  lab bench slot                      count instructions in a guest",
            "  lab bench slot --out figures        and write slot.csv, slot.svg and so on",
            "  MSGSLOT_KERNEL=6.12 lab bench slot  the same on the other kernel",
            "  lab bench slot --on here            time the module of this machine",
            "",
            "Exit codes: 0 measured; 1 the files cannot be written; 2 wrong usage;",
            "  3 there is no such kernel here, and the message says why."
        })
public final class BenchSlotCommand implements Benchmark {

    @Option(
            names = "--on",
            paramLabel = "KERNEL",
            converter = SlotOption.TargetConverter.class,
            defaultValue = "guest",
            description = {
                "Whose kernel: 'guest' (default) counts instructions in a disposable guest; 'here' takes the time on"
                        + " this machine, with the module loaded, and leaves two messages on two of the highest"
                        + " channels of /dev/slot0."
            })
    private KernelChoice on = KernelChoice.GUEST;

    @Mixin
    private BenchOutput output = new BenchOutput();

    @Override
    public Integer call() throws Exception {
        return output.shown(this::report);
    }

    private BenchReport report(Screen screen) {
        return switch (on) {
            case GUEST -> onGuest(GuestSetup.options().series(), screen);
            case HERE -> GuestSetup.explained(() -> here(screen));
            case MODEL ->
                throw LabException.usage("the model is no kernel and has no calls to count; choose guest or here.");
        };
    }

    static BenchReport onGuest(KernelSeries series, Screen screen) {
        return GuestSetup.explained(() -> screen.working("preparing the guest", progress -> {
            try (Probe probe = GuestKernel.probe(GuestKernel.counting(series), "kernel", progress)) {
                return SlotBenchmark.measure(probe, Unit.INSTRUCTIONS);
            }
        }));
    }

    private static BenchReport here(Screen screen) throws Exception {
        if (!SlotOption.isHere(Probe.SLOT)) {
            throw LabException.missing("there is no " + Probe.SLOT
                    + " on this machine: load the module (README.md, The module by hand), or use --on guest.");
        }
        return screen.working("measuring", progress -> {
            try (Probe probe = Probe.here(Kit.home())) {
                return SlotBenchmark.measure(probe, Unit.NANOSECONDS);
            }
        });
    }
}
