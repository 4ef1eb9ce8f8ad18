// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A guest that has booted, kept in the cache, from which any number of running ones are made, each in a tenth of a second.
 *
 * <p>A guest's memory is the snapshot's file, mapped copy-on-write: guests neither change it nor see each other. A snapshot
 * is for one kernel, agent, QEMU and command line; should it be damaged it is made again, and if that is of no use guests
 * boot the long way. Thread-safe.
 */
public final class Snapshot {

    private static final String KIND = "snapshots";
    private static final int RESTORES = 2;

    private final Cache cache;
    private final KernelTree kernel;
    private final MachineSpec spec;
    private final Accelerator accelerator;
    private final String key;
    private final Consumer<String> progress;
    private final ForkedGuests forks;

    private Snapshot(
            Cache cache, KernelTree kernel, MachineSpec spec, Accelerator accelerator, Consumer<String> progress)
            throws IOException {
        this.cache = cache;
        this.kernel = kernel;
        this.spec = spec;
        this.accelerator = accelerator;
        this.key = key(spec);
        this.progress = progress;
        this.forks = new ForkedGuests(cache, kernel, spec, this::folder, progress);
    }

    /**
     * Makes sure that there is a snapshot.
     *
     * @param options what kind of guest
     * @param progress is told, in a few words each, what takes over a second
     * @return the snapshot
     * @throws GuestUnavailableException if there can be no guest on this machine; its message says what to do
     * @throws GuestFailureException if QEMU or the guest's kernel fails
     * @throws IOException if the cache cannot be used
     */
    public static Snapshot prepare(GuestOptions options, Consumer<String> progress) throws IOException {
        return prepare(options, Cache.ofUser(), progress);
    }

    static Snapshot prepare(GuestOptions options, Cache cache, Consumer<String> progress) throws IOException {
        Architecture architecture = Architecture.ofGuests();
        Forks.wanted();
        Qemu qemu = Qemu.find(architecture);
        KernelTree kernel = KernelTree.of(options.series(), cache, progress);
        GuestImage image = GuestImage.of(kernel, options, cache, progress);
        RunFolder.sweep();
        Accelerator accelerator = options.counting()
                ? Accelerator.counting()
                : Accelerator.choose(qemu, cache, progress, (kind, limit) -> {
                    MachineSpec trial = new MachineSpec(
                            qemu,
                            architecture,
                            kind,
                            image,
                            GuestOptions.standard().withMemoryMiB(options.memoryMiB()));
                    boot(trial, new MachineSpec.Memory.AnonymousMemory(), limit).close();
                });
        MachineSpec spec = new MachineSpec(qemu, architecture, accelerator.kind(), image, options);
        return new Snapshot(cache, kernel, spec, accelerator, progress);
    }

    /** A snapshot of a guest on the machine's own processor holds that one's features, and is worth nothing on another. */
    private static String key(MachineSpec spec) throws IOException {
        String host = spec.accelerator().isNative() ? HostSystem.ofThisMachine().start() : "";
        return spec.image().kernelTree().release() + "-" + Cache.hash(spec.identity() + host + KernelPlaces.noted());
    }

    /** {@return the kernel that guests run} */
    public KernelTree kernel() {
        return kernel;
    }

    /** {@return what runs the guests' instructions and why, in one line} */
    public String accelerator() {
        return accelerator.reason();
    }

    /** {@return whether guests' instructions are emulated, which makes them some forty times slower} */
    boolean isEmulated() {
        return !accelerator.kind().isNative();
    }

    long imageBytes() throws IOException {
        return GuestBenchmark.sizeOf(spec.image());
    }

    /** {@return the snapshot's folder, made if need be} */
    Path files() throws IOException {
        return cache.entry(KIND, key, new SnapshotRecording(cache, kernel, spec, progress)::into);
    }

    private SnapshotFolder folder() throws IOException {
        return SnapshotFolder.ofBooted(spec, files());
    }

    /**
     * Makes a running guest.
     *
     * @return the guest
     * @throws GuestFailureException if QEMU or the guest's kernel fails
     * @throws IOException if the cache cannot be used
     */
    public Guest restore() throws IOException {
        for (int attempt = 1; attempt <= RESTORES; attempt++) {
            Optional<Guest> guest = tryRestore();
            if (guest.isPresent()) {
                return guest.get();
            }
        }
        // Others use the snapshot, too: that this machine has no memory or no process just now is no reason to take it
        // away.
        return cache.isIntact(KIND, key) ? bootInstead() : madeAgain();
    }

    /** A snapshot whose files are as they were is no good only if this machine can boot a guest, and still restores none. */
    private Guest bootInstead() throws IOException {
        progress.accept("a guest could not be restored; booting it");
        Guest booted = boot();
        Optional<Guest> restored = tryRestore();
        if (restored.isEmpty()) {
            progress.accept("no guest can be restored; the snapshot will be made again");
            cache.discard(KIND, key);
            return booted;
        }
        QemuProcess.closeQuietly(booted);
        return restored.get();
    }

    private Guest madeAgain() throws IOException {
        progress.accept("the snapshot is damaged; making it again");
        cache.discard(KIND, key);
        Optional<Guest> guest = tryRestore();
        return guest.isPresent() ? guest.get() : boot();
    }

    /**
     * Boots a guest the long way.
     *
     * @return the guest
     * @throws GuestFailureException if QEMU or the guest's kernel fails
     * @throws IOException if its image cannot be used
     */
    public Guest boot() throws IOException {
        return boot(spec, new MachineSpec.Memory.AnonymousMemory(), SnapshotRecording.BOOT_LIMIT);
    }

    private static Guest boot(MachineSpec spec, MachineSpec.Memory memory, Duration limit) throws IOException {
        return Guest.attach(QemuProcess.start(spec, memory, limit), spec.options(), limit);
    }

    private Optional<Guest> tryRestore() throws IOException {
        SnapshotFolder folder = folder();
        try {
            return Optional.of(folder.restored());
        } catch (GuestUnavailableException | InterruptedIOException e) {
            throw e;
        } catch (IOException | GuestFailureException e) {
            return Optional.empty();
        }
    }

    /**
     * Makes another snapshot of this one: takes a guest, does something in it, keeps it.
     *
     * @param folder an empty folder, on a disk with room for the guest's memory; whoever made it deletes it in the end
     * @param setup what is done; again, if guests turn out to be no good that are copies of one in which it was done
     * @return the new snapshot; good as long as the folder is there
     * @throws GuestFailureException if QEMU or the guest's kernel fails, by what the setup does for example
     * @throws IOException if the setup or the disk fails
     */
    public DerivedSnapshot branch(Path folder, SnapshotSetup setup) throws IOException {
        return DerivedSnapshot.of(forks, this::folder, folder, setup);
    }

    // ---- guests that are copies ----

    /** Guests of which nobody asks whether their kernel ever did something. Thread-safe. To be closed: they end then. */
    public final class Copies implements AutoCloseable {

        private Templates.@Nullable Template template;

        /**
         * Makes a running guest: a copy of one in which checks were rehearsed, where guests are copied, or else a restored one.
         *
         * @return the guest
         * @throws GuestFailureException if QEMU or the guest's kernel fails
         * @throws IOException if the cache cannot be used
         */
        public Guest next() throws IOException {
            Optional<Templates.Template> standing = standing();
            if (standing.isPresent()) {
                Optional<Guest> copy = forks.copyOf(standing.get());
                if (copy.isPresent()) {
                    return copy.get();
                }
                close();
            }
            return restore();
        }

        private synchronized Optional<Templates.Template> standing() throws IOException {
            if (template == null) {
                template = forks.template().orElse(null);
            }
            return Optional.ofNullable(template);
        }

        /** Ends the guest that stands by, unless others use it, and its copies. */
        @Override
        public synchronized void close() {
            if (template != null) {
                Templates.giveBack(template);
                template = null;
            }
        }
    }

    /** {@return guests of which nobody asks whether their kernel ever did something} */
    public Copies copies() {
        return new Copies();
    }

    /** Settles whether guests of branches are copies of a frozen one, for tests of either way. */
    Snapshot withForks(boolean possible) {
        forks.settle(possible);
        return this;
    }

    /** {@return whether copies were as good as a restored guest, when that was tried} */
    Forks tried() throws IOException {
        return forks.tried();
    }
}
