// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot that was made of another one, by doing something in its guest. Thread-safe. To be closed, for a guest of it may
 * stand by of which the others are copies.
 */
public final class DerivedSnapshot implements AutoCloseable {

    private final ForkedGuests forks;
    private final SnapshotFolder.Lookup origin;
    private final Path folder;
    private final SnapshotSetup setup;
    private @Nullable Frozen frozen;
    private boolean kept;

    /** A guest that stands by, what it was copied from, and whose code is another one in it. */
    private record Frozen(Templates.Template template, Guest guest, CodeChange change) {}

    private DerivedSnapshot(ForkedGuests forks, SnapshotFolder.Lookup origin, Path folder, SnapshotSetup setup) {
        this.forks = forks;
        this.origin = origin;
        this.folder = folder;
        this.setup = setup;
    }

    static DerivedSnapshot of(ForkedGuests forks, SnapshotFolder.Lookup origin, Path folder, SnapshotSetup setup)
            throws IOException {
        DerivedSnapshot made = new DerivedSnapshot(forks, origin, folder, setup);
        if (!made.freeze()) {
            made.keep();
        }
        return made;
    }

    /**
     * Compares the code in its guest with that before the setup.
     *
     * @return whose code is another one, but for what a kernel changes itself
     * @throws IOException if the files cannot be used
     */
    public CodeChange codeChange() throws IOException {
        Frozen standing = frozen();
        return standing != null ? standing.change() : files().watch().compare();
    }

    /**
     * Makes a running guest.
     *
     * @return a guest that is as the setup left it
     * @throws GuestFailureException if QEMU or the guest's kernel fails
     * @throws IOException if the files cannot be used
     */
    public Guest restore() throws IOException {
        Frozen standing = frozen();
        if (standing == null) {
            return files().restored();
        }
        try {
            return standing.guest().copy(SnapshotFolder.LIMIT);
        } catch (IOException | GuestFailureException e) {
            ForkedGuests.demandRetry(e);
            keep();
            // If that fails, too, it was not for the copy, but for what the setup left.
            Guest guest = files().restored();
            forks.giveUp(e);
            return guest;
        }
    }

    private SnapshotFolder files() throws IOException {
        return origin.find().derived(folder);
    }

    private synchronized @Nullable Frozen frozen() {
        return frozen;
    }

    /** Returns whether there is a guest now of which others can be copies. */
    private synchronized boolean freeze() throws IOException {
        Optional<Templates.Template> template = forks.template();
        Optional<Guest> copy = template.isEmpty() ? Optional.empty() : forks.copyOf(template.get());
        if (template.isEmpty() || copy.isEmpty()) {
            return false;
        }
        Guest guest = copy.get();
        try {
            setup.apply(guest);
            CodeChange change = guest.codeChange();
            guest.freeze();
            frozen = new Frozen(template.get(), guest, change);
            return true;
        } catch (IOException | RuntimeException e) {
            QemuProcess.closeQuietly(guest);
            Templates.giveBack(template.get());
            throw e;
        }
    }

    /** Makes the files that guests are restored from, if they are not there. */
    private synchronized void keep() throws IOException {
        if (kept) {
            return;
        }
        close();
        SnapshotFolder from = origin.find();
        SnapshotFolder to = from.derived(folder);
        SparseCopy.copy(from.ram(), to.ram());
        try (Guest guest = from.restored(new MachineSpec.Memory.Continued(to.ram()))) {
            setup.apply(guest);
            guest.keep(to.state());
        }
        kept = true;
    }

    /** Ends the guest that stands by as if it had died. For tests. */
    synchronized void endStanding() throws IOException {
        if (frozen != null) {
            frozen.guest().close();
        }
    }

    /** Ends the guest that stands by, and its copies. */
    @Override
    public synchronized void close() {
        if (frozen != null) {
            QemuProcess.closeQuietly(frozen.guest());
            Templates.giveBack(frozen.template());
            frozen = null;
        }
    }
}
