// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What runs a guest's instructions: the processor itself, or QEMU's emulation of it.
 *
 * @param kind which
 * @param reason why, in one line for a person
 */
record Accelerator(AcceleratorKind kind, String reason) {

    /** A guest that has not said a word by then will not: broken set-ups hang for the better part of a minute. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The one place where they differ. */
    enum AcceleratorKind {
        /** Linux's. */
        KVM {
            @Override
            List<String> arguments(Architecture architecture, int cpus) {
                return List.of("-accel", "kvm", "-cpu", "host");
            }
        },
        /** That of macOS, which knows no other processor than the machine's own. */
        HVF {
            @Override
            List<String> arguments(Architecture architecture, int cpus) {
                return List.of("-accel", "hvf", "-cpu", "host");
            }
        },
        /** That of Windows. */
        WHPX {
            @Override
            List<String> arguments(Architecture architecture, int cpus) {
                return List.of("-accel", "whpx,kernel-irqchip=off", "-cpu", architecture.emulatedCpu());
            }
        },
        TCG {
            @Override
            List<String> arguments(Architecture architecture, int cpus) {
                String threads = cpus > 1 ? "multi" : "single";
                return List.of("-accel", "tcg,thread=" + threads, "-cpu", architecture.emulatedCpu());
            }
        },
        /** Emulation whose clock is the number of instructions; idle time passes at once. */
        COUNTING {
            @Override
            List<String> arguments(Architecture architecture, int cpus) {
                List<String> words = new ArrayList<>(List.of("-accel", "tcg,thread=single"));
                words.addAll(List.of("-icount", "shift=0,sleep=off", "-cpu", architecture.countingCpu()));
                return words;
            }
        };

        abstract List<String> arguments(Architecture architecture, int cpus);

        /** {@return whether a guest has the machine's own processor, with all that this one can and others cannot} */
        boolean isNative() {
            return this == KVM || this == HVF || this == WHPX;
        }

        /** {@return its name as QEMU and users write it} */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** {@return emulation that counts instructions, for which there is no choice} */
    static Accelerator counting() {
        return new Accelerator(AcceleratorKind.COUNTING, "emulation (TCG) that counts instructions");
    }

    /** Boots a guest until its agent answers. */
    interface BootAttempt {
        void boot(AcceleratorKind kind, Duration limit) throws IOException;
    }

    /**
     * Chooses. Neither a device node nor QEMU's word proves anything, so what the system has is tried, once per start of
     * this machine and version of QEMU.
     *
     * @param qemu the emulator
     * @param cache where the result is kept
     * @param progress is told what takes long
     * @param trial how to try
     * @return the choice
     */
    static Accelerator choose(Qemu qemu, Cache cache, Consumer<String> progress, BootAttempt trial) throws IOException {
        String forced = Optional.ofNullable(System.getenv("MSGSLOT_ACCEL"))
                .orElse("")
                .strip()
                .toLowerCase(Locale.ROOT);
        Optional<Accelerator> foreign = ofForeign(Architecture.ofGuests(), forced);
        if (foreign.isPresent()) {
            return foreign.get();
        }
        HostSystem system = HostSystem.ofThisMachine();
        if (!forced.isEmpty()) {
            return forced(system.accelerator(), forced);
        }
        Optional<String> hindrance = system.hindrance();
        return hindrance.isPresent()
                ? new Accelerator(AcceleratorKind.TCG, "emulation (TCG): " + hindrance.get())
                : tried(system, qemu, cache, progress, trial);
    }

    /** {@return emulation for guests whose processor is not of this machine's kind; empty if it is} */
    static Optional<Accelerator> ofForeign(Architecture architecture, String forced) throws GuestUnavailableException {
        if (architecture.isOfHost()) {
            return Optional.empty();
        }
        if (!forced.isEmpty() && !forced.equals(AcceleratorKind.TCG.word())) {
            throw new GuestUnavailableException("MSGSLOT_ACCEL is \"" + forced + "\", by which guests of "
                    + architecture.debianName() + " cannot run on this machine: unset it.");
        }
        return Optional.of(new Accelerator(
                AcceleratorKind.TCG,
                "emulation (TCG): guests of " + architecture.debianName()
                        + " have another processor than this machine"));
    }

    /**
     * Takes the user's word.
     *
     * @param own the one of this system
     * @param name what the user named
     * @return the choice
     * @throws GuestUnavailableException if this system has none of that name
     */
    static Accelerator forced(AcceleratorKind own, String name) throws GuestUnavailableException {
        if (name.equals(AcceleratorKind.TCG.word())) {
            return new Accelerator(AcceleratorKind.TCG, "emulation (TCG), because MSGSLOT_ACCEL says so");
        }
        if (name.equals(own.word())) {
            return new Accelerator(own, own + ", because MSGSLOT_ACCEL says so");
        }
        throw new GuestUnavailableException(
                "MSGSLOT_ACCEL is \"" + name + "\", but must be " + own.word() + " or tcg on this machine.");
    }

    /**
     * Tries the accelerator of a system, or remembers how the last trial went.
     *
     * @param system the system
     * @param qemu the emulator
     * @param cache where the result is kept
     * @param progress is told what takes long
     * @param trial how to try
     * @return the choice
     * @throws IOException if the cache cannot be used
     */
    static Accelerator tried(HostSystem system, Qemu qemu, Cache cache, Consumer<String> progress, BootAttempt trial)
            throws IOException {
        AcceleratorKind own = system.accelerator();
        Path entry = cache.entry(own.word(), Cache.hash(system.start()) + "-" + qemu.version(), folder -> {
            progress.accept("trying whether " + own + " works, at most " + PATIENCE.toSeconds() + " s");
            Files.writeString(folder.resolve("result"), attempt(own, qemu, trial));
        });
        String complaint = Files.readString(entry.resolve("result"));
        return complaint.isEmpty()
                ? new Accelerator(own, own + ": a guest was started with it and answered")
                : new Accelerator(
                        AcceleratorKind.TCG, "emulation (TCG): " + own + " does not work here (" + complaint + ")");
    }

    private static String attempt(AcceleratorKind own, Qemu qemu, BootAttempt trial) throws IOException {
        if (!qemu.accelerators().contains(own.word())) {
            return "this QEMU was built without it";
        }
        try {
            trial.boot(own, PATIENCE);
            return "";
        } catch (GuestFailureException e) {
            return e.failure().summary().lines().findFirst().orElse("it failed");
        }
    }
}
