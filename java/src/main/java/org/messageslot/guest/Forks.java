// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.messageslot.guest.Accelerator.AcceleratorKind;

/**
 * Whether guests can be copies of a frozen one.
 *
 * @param possible whether they can
 * @param reason why, in one line for a person
 */
record Forks(boolean possible, String reason) {

    private static final String VARIABLE = "MSGSLOT_FORK";

    private static final boolean BY_DEFAULT = true;

    /** Why this process has given up. One line is enough to say so. */
    private static final AtomicReference<@Nullable String> GIVEN_UP = new AtomicReference<>();

    /** Makes copies of a guest, and compares them with a restored one. */
    interface CopyAttempt {
        void run() throws IOException;
    }

    private static Forks not(String reason) {
        return new Forks(false, reason);
    }

    /**
     * Chooses. That copies are as good as guests that were restored is tried, once per start of this machine and file of QEMU's.
     *
     * @param qemu the emulator
     * @param kind what runs the guests' instructions
     * @param cache where the result is kept
     * @param progress is told what takes long, and if copies are no good
     * @param trial how to try
     * @return the choice
     * @throws GuestUnavailableException if MSGSLOT_FORK is neither on nor off
     */
    static Forks choose(Qemu qemu, AcceleratorKind kind, Cache cache, Consumer<String> progress, CopyAttempt trial)
            throws IOException {
        Optional<Forks> settled = settled(kind);
        if (settled.isPresent()) {
            return settled.get();
        }
        Forks forks = tried(qemu, cache, progress, trial);
        if (!forks.possible()) {
            giveUp(forks.reason(), progress);
        }
        return forks;
    }

    /**
     * Says whether copies are wanted.
     *
     * @throws GuestUnavailableException if MSGSLOT_FORK is neither on nor off
     */
    static boolean wanted() throws GuestUnavailableException {
        String wanted =
                Optional.ofNullable(System.getenv(VARIABLE)).orElse("").strip().toLowerCase(Locale.ROOT);
        return switch (wanted) {
            case "" -> BY_DEFAULT;
            case "on" -> true;
            case "off" -> false;
            default -> throw new GuestUnavailableException(VARIABLE + " is \"" + wanted + "\", but must be on or off.");
        };
    }

    private static Optional<Forks> settled(AcceleratorKind kind) throws GuestUnavailableException {
        if (!wanted()) {
            return Optional.of(not(VARIABLE + " does not ask for it"));
        }
        if (kind != AcceleratorKind.TCG) {
            return Optional.of(not("only emulated guests are worth it"));
        }
        if (!HostSystem.isLinux()) {
            return Optional.of(not("only Linux copies them"));
        }
        if (HostCommand.find("gcc").isEmpty()) {
            return Optional.of(not("what copies them is compiled here, by gcc, and that is missing"));
        }
        return Optional.ofNullable(GIVEN_UP.get()).map(Forks::not);
    }

    static Forks tried(Qemu qemu, Cache cache, Consumer<String> progress, CopyAttempt trial) throws IOException {
        String key = Cache.hash(String.join(
                " ",
                HostSystem.LINUX.start(),
                qemu.binary().toRealPath().toString(),
                qemu.version(),
                String.valueOf(Files.size(qemu.binary())),
                Files.getLastModifiedTime(qemu.binary()).toString(),
                ForkLibrary.key()));
        Path entry = cache.entry("fork", key, folder -> {
            progress.accept("trying whether a frozen guest can be copied");
            Files.writeString(folder.resolve("result"), attempt(trial));
        });
        String complaint = Files.readString(entry.resolve("result"));
        return complaint.isEmpty()
                ? new Forks(true, "copies of a frozen guest were made, and were like a restored one")
                : not(complaint);
    }

    private static String attempt(CopyAttempt trial) throws IOException {
        try {
            trial.run();
            return "";
        } catch (InterruptedIOException e) {
            throw e;
        } catch (GuestFailureException e) {
            return e.failure().summary().lines().findFirst().orElse("it failed");
        } catch (IOException e) {
            return String.valueOf(e.getMessage()).lines().findFirst().orElse("it failed");
        }
    }

    /** From now on this process does without. */
    static void giveUp(String reason, Consumer<String> progress) {
        if (GIVEN_UP.compareAndSet(null, reason)) {
            progress.accept(
                    "guests cannot be copied here (" + reason.strip() + "); each one is restored, which takes longer");
        }
    }
}
