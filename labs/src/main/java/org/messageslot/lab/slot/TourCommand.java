// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.slot;

import java.util.concurrent.Callable;
import org.messageslot.lab.kernel.Kernel;
import org.messageslot.lab.kernel.KernelChoice;
import org.messageslot.lab.kernel.SlotOption;
import org.messageslot.lab.setup.Doctor;
import org.messageslot.lab.setup.Finding;
import org.messageslot.lab.setup.Preparation;
import org.messageslot.lab.terminal.ExitCode;
import org.messageslot.lab.terminal.Kit;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.lab.terminal.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lab tour}: send a message through a real kernel, and explain what happens. */
@Command(
        name = "tour",
        mixinStandardHelpOptions = true,
        description = {
            "Send a message through a message slot and read it back, twice, and explain what happens.",
            "Sets up what a guest needs, if that is missing and you agree."
        },
        footer = {
            "",
            "Examples:",
            "  lab tour                 on a real kernel, in a guest",
            "  lab tour --yes           the same; installs what is missing without asking",
            "  lab tour --on model      on any machine, at once",
            "",
            "Exit codes: 0 the message was read back; 1 something went wrong, and the",
            "  message says what; 2 wrong usage; 3 the kernel asked for with --on is not to",
            "  be had."
        })
public final class TourCommand implements Callable<Integer> {

    @Mixin
    private final SlotOption target = new SlotOption();

    @Option(
            names = {"-y", "--yes"},
            description = "Install what is missing without asking.")
    private boolean yes;

    @Override
    public Integer call() throws Exception {
        Screen screen = Screen.standard();
        KernelChoice chosen = choose(screen);
        try (Kernel kernel = Kernel.start(chosen, screen)) {
            new Tour(kernel, screen).walk();
        }
        return ExitCode.DONE;
    }

    /** Prefers a real kernel: sets up what a guest lacks, where that may be done; else the model, and says why. */
    private KernelChoice choose(Screen screen) throws Exception {
        KernelChoice asked = target.asked();
        if (asked == KernelChoice.HERE || asked == KernelChoice.MODEL) {
            return asked;
        }
        if (asked == null && SlotOption.isHere(Kit.FIRST_SLOT)) {
            return KernelChoice.HERE;
        }
        String lack = setUp(screen);
        if (lack.isEmpty()) {
            return KernelChoice.GUEST;
        }
        if (asked == KernelChoice.GUEST) {
            throw LabException.missing("a guest cannot run here: " + lack);
        }
        screen.note("On the model, because a guest cannot run here: " + lack);
        return KernelChoice.MODEL;
    }

    /** {@return what is missing still, after what may be installed was; empty if nothing is} */
    private String setUp(Screen screen) {
        try {
            new Preparation(screen, yes).forGuests();
        } catch (LabException e) {
            return String.valueOf(e.getMessage());
        }
        return Doctor.forGuests().stream()
                .filter(Finding::isMissing)
                .findFirst()
                .map(finding -> finding.what() + " is missing (" + finding.fix() + "; ./lab doctor tells all).")
                .orElse("");
    }
}
