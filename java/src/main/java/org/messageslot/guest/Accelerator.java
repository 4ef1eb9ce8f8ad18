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
record Accelerator(Kind kind, String reason) {

    /** A guest that has not said a word by then will not: broken set-ups hang for the better part of a minute. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The one place where they differ. */
    enum Kind {
        KVM {
            @Override
            List<String> arguments(Architecture architecture, int cpus) {
                return List.of("-accel", "kvm", "-cpu", "host");
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
    }

    /** {@return emulation that counts instructions, for which there is no choice} */
    static Accelerator counting() {
        return new Accelerator(Kind.COUNTING, "emulation (TCG) that counts instructions");
    }

    /** Boots a guest with KVM until its agent answers. */
    interface Trial {
        void boot(Kind kind, Duration limit) throws IOException;
    }

    /**
     * Choose. A device node proves nothing, so KVM is tried, once per start of this machine and version of QEMU.
     *
     * @param qemu the emulator
     * @param cache where the result is kept
     * @param progress is told what takes long
     * @param trial how to try
     * @return the choice
     */
    static Accelerator choose(Qemu qemu, Cache cache, Consumer<String> progress, Trial trial) throws IOException {
        String forced = Optional.ofNullable(System.getenv("MSGSLOT_ACCEL"))
                .orElse("")
                .strip()
                .toLowerCase(Locale.ROOT);
        Optional<Accelerator> foreign = ofForeign(Architecture.ofGuests(), forced);
        if (foreign.isPresent()) {
            return foreign.get();
        }
        if (!forced.isEmpty()) {
            return forced(forced);
        }
        if (!Files.exists(Path.of("/dev/kvm"))) {
            return new Accelerator(Kind.TCG, "emulation (TCG): this machine has no /dev/kvm");
        }
        if (!Files.isReadable(Path.of("/dev/kvm")) || !Files.isWritable(Path.of("/dev/kvm"))) {
            return new Accelerator(
                    Kind.TCG, "emulation (TCG): /dev/kvm is not yours to use; join the group kvm to change that");
        }
        return tried(qemu, cache, progress, trial);
    }

    /** {@return emulation for guests whose processor is not of this machine's kind; empty if it is} */
    static Optional<Accelerator> ofForeign(Architecture architecture, String forced) throws GuestUnavailableException {
        if (architecture.isOfHost()) {
            return Optional.empty();
        }
        if (forced.equals("kvm")) {
            throw new GuestUnavailableException("MSGSLOT_ACCEL is \"kvm\", by which guests of "
                    + architecture.debianName() + " cannot run on this machine: unset it.");
        }
        return Optional.of(new Accelerator(
                Kind.TCG,
                "emulation (TCG): guests of " + architecture.debianName()
                        + " have another processor than this machine"));
    }

    private static Accelerator forced(String name) throws GuestUnavailableException {
        return switch (name) {
            case "kvm" -> new Accelerator(Kind.KVM, "KVM, because MSGSLOT_ACCEL says so");
            case "tcg" -> new Accelerator(Kind.TCG, "emulation (TCG), because MSGSLOT_ACCEL says so");
            default ->
                throw new GuestUnavailableException("MSGSLOT_ACCEL is \"" + name + "\", but must be kvm or tcg.");
        };
    }

    private static Accelerator tried(Qemu qemu, Cache cache, Consumer<String> progress, Trial trial)
            throws IOException {
        String boot =
                Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        Path entry = cache.entry("kvm", boot + "-" + qemu.version(), folder -> {
            progress.accept("trying whether KVM works, at most " + PATIENCE.toSeconds() + " s");
            Files.writeString(folder.resolve("result"), attempt(trial));
        });
        String complaint = Files.readString(entry.resolve("result"));
        return complaint.isEmpty()
                ? new Accelerator(Kind.KVM, "KVM: a guest was started with it and answered")
                : new Accelerator(Kind.TCG, "emulation (TCG): KVM does not work here (" + complaint + ")");
    }

    private static String attempt(Trial trial) throws IOException {
        try {
            trial.boot(Kind.KVM, PATIENCE);
            return "";
        } catch (GuestFailureException e) {
            return e.failure().summary().lines().findFirst().orElse("it failed");
        }
    }
}
