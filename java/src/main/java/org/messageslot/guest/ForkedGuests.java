// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes guests of a snapshot that are copies of a frozen one, on machines where those are as good as restored ones. Thread-safe. */
final class ForkedGuests {

    private final Cache cache;
    private final KernelTree kernel;
    private final MachineSpec spec;
    private final SnapshotFolder.Lookup files;
    private final Consumer<String> progress;
    private volatile @Nullable Boolean forced;

    ForkedGuests(
            Cache cache, KernelTree kernel, MachineSpec spec, SnapshotFolder.Lookup files, Consumer<String> progress) {
        this.cache = cache;
        this.kernel = kernel;
        this.spec = spec;
        this.files = files;
        this.progress = progress;
    }

    /** Settles whether guests are copies, for tests of either way. */
    void settle(boolean possible) {
        forced = possible;
    }

    /** {@return whether copies were as good as a restored guest, when that was tried} */
    Forks tried() throws IOException {
        return Forks.tried(spec.qemu(), cache, progress, this::compare);
    }

    private boolean possible() throws IOException {
        Boolean settled = forced;
        return settled != null
                ? settled
                : Forks.choose(spec.qemu(), spec.accelerator(), cache, progress, this::compare)
                        .possible();
    }

    private void compare() throws IOException {
        SnapshotFolder found = files.find();
        try (Guest frozen = rehearsed();
                Guest restored = found.restored()) {
            ForkTrial.run(frozen, restored, found.text(), found.memory());
        }
    }

    /** {@return a frozen guest that can be copied, to be given back; empty where guests are restored} */
    Optional<Templates.Template> template() throws IOException {
        if (!possible()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Templates.borrow(files.find().path().toString(), this::rehearsed));
        } catch (IOException | GuestFailureException e) {
            demandRetry(e);
            giveUp(e);
            return Optional.empty();
        }
    }

    /** Nothing has run in a template that is not trusted: if it cannot be copied, this machine cannot. */
    Optional<Guest> copyOf(Templates.Template template) throws IOException {
        try {
            return Optional.of(template.guest().copy(SnapshotFolder.LIMIT));
        } catch (IOException | GuestFailureException e) {
            Templates.discard(template);
            demandRetry(e);
            giveUp(e);
            return Optional.empty();
        }
    }

    /** Has guests restored from now on, because copies failed by this. */
    void giveUp(Exception cause) {
        Forks.giveUp(String.valueOf(cause.getMessage()), progress);
    }

    /** Throws what another try would not help against. */
    static void demandRetry(Exception e) throws IOException {
        if (e instanceof GuestUnavailableException || e instanceof InterruptedIOException) {
            throw (IOException) e;
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("Interrupted while a guest was being copied.");
        }
    }

    /** {@return a frozen guest in which checks were rehearsed} */
    private Guest rehearsed() throws IOException {
        Guest guest = files.find().restoredWith(ForkLibrary.compiled(cache));
        try {
            Rehearsal.in(guest, kernel);
            guest.freeze();
            return guest;
        } catch (IOException | RuntimeException e) {
            QemuProcess.closeQuietly(guest);
            throw e;
        }
    }
}
