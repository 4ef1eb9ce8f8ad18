// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.kernel;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.messageslot.calls.NativeCalls;
import org.messageslot.lab.setup.GuestSetup;
import org.messageslot.lab.terminal.Screen;
import picocli.CommandLine.Option;

/** The option of every command that talks to a slot: which kernel answers. */
public final class SlotOption {

    @Option(
            names = "--on",
            paramLabel = "KERNEL",
            converter = TargetConverter.class,
            description = {
                "Which kernel answers: 'here' (this machine's own), 'guest' (a real one in a disposable guest) or"
                        + " 'model' (the specification in memory).",
                "Default: here if the slot is on this machine, else guest if it is set up, else model."
            })
    private @Nullable KernelChoice on;

    /** {@return what was asked for on the command line; {@code null} if nothing was} */
    @Nullable
    public KernelChoice asked() {
        return on;
    }

    /**
     * Chooses a kernel, and says which and why where the user did not choose.
     *
     * @param file the slot's file
     */
    public KernelChoice choose(String file, Screen screen) {
        if (on != null) {
            return on;
        }
        if (isHere(file)) {
            return KernelChoice.HERE;
        }
        String missing = GuestSetup.missing();
        if (missing.isEmpty()) {
            screen.note("@|faint On a guest: " + file + " is not on this machine. (--on chooses.)|@");
            return KernelChoice.GUEST;
        }
        screen.note("@|faint On the model: " + file + " is not on this machine, and a guest lacks " + missing
                + ". (./lab tour sets it up; --on chooses.)|@");
        return KernelChoice.MODEL;
    }

    /** Chooses a kernel and starts it. */
    public Kernel openFor(String file, Screen screen) throws Exception {
        return Kernel.start(choose(file, screen), screen);
    }

    public static boolean isHere(String file) {
        return NativeCalls.isSupported() && Files.exists(Path.of(file));
    }

    /** Reads a target, and names the choices where there is no such one. */
    public static final class TargetConverter implements picocli.CommandLine.ITypeConverter<KernelChoice> {
        @Override
        public KernelChoice convert(String value) {
            for (KernelChoice target : KernelChoice.values()) {
                if (target.toString().equals(value)) {
                    return target;
                }
            }
            throw new picocli.CommandLine.TypeConversionException(
                    "'" + value + "' is no kernel: choose here, guest or model");
        }
    }
}
