// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
    private static final String RAM = "ram";
    private static final String STATE = "state";

    /** Emulated, a boot takes two to four seconds of processor time; on a busy machine that is a multiple. */
    private static final Duration BOOT_LIMIT = Duration.ofMinutes(2);

    private static final Duration RESTORE_LIMIT = Duration.ofSeconds(30);

    /** The list of a whole kernel's symbols has five million bytes. */
    private static final int MAX_SYMBOLS = 8 << 20;

    /** What a kernel puts off until after its start (to choose a clock, for example), each restored guest would do. */
    private static final int RESTORES = 2;

    private static final int BOOTS = 3;

    private static final Duration SETTLING = Duration.ofSeconds(3);

    private final Cache cache;
    private final KernelTree kernel;
    private final MachineSpec spec;
    private final Accelerator accelerator;
    private final String key;
    private final Consumer<String> progress;
    private @Nullable Boolean forced;

    private Snapshot(
            Cache cache, KernelTree kernel, MachineSpec spec, Accelerator accelerator, Consumer<String> progress)
            throws IOException {
        this.cache = cache;
        this.kernel = kernel;
        this.spec = spec;
        this.accelerator = accelerator;
        this.key = key(spec);
        this.progress = progress;
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
        return cache.entry(KIND, key, this::record);
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
        return boot(spec, new MachineSpec.Memory.AnonymousMemory(), BOOT_LIMIT);
    }

    private static Guest boot(MachineSpec spec, MachineSpec.Memory memory, Duration limit) throws IOException {
        return Guest.attach(QemuProcess.start(spec, memory, limit), spec.options(), limit);
    }

    private Optional<Guest> tryRestore() throws IOException {
        Path folder = files();
        try {
            return Optional.of(restored(folder));
        } catch (GuestUnavailableException | java.io.InterruptedIOException e) {
            throw e;
        } catch (IOException | GuestFailureException e) {
            return Optional.empty();
        }
    }

    /** Prepares a guest before a snapshot is taken of it. */
    public interface SnapshotSetup {
        /**
         * Changes the guest.
         *
         * @param guest a running guest, without processes; none may be left
         * @throws IOException if that fails
         */
        void apply(Guest guest) throws IOException;
    }

    /**
     * A snapshot that was made of another one, by doing something in its guest. Thread-safe. To be closed, for a guest of it may
     * stand by of which the others are copies.
     */
    public final class DerivedSnapshot implements AutoCloseable {

        private final Path folder;
        private final SnapshotSetup setup;
        private @Nullable Frozen frozen;
        private boolean kept;

        private DerivedSnapshot(Path folder, SnapshotSetup setup) {
            this.folder = folder;
            this.setup = setup;
        }

        /**
         * Compares the code in its guest with that before the setup.
         *
         * @return whose code is another one, but for what a kernel changes itself
         * @throws IOException if the files cannot be used
         */
        public CodeChange codeChange() throws IOException {
            Frozen standing = frozen();
            return standing != null ? standing.change() : watch(folder).compare();
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
                return restored(folder, new MachineSpec.Memory.CopyOnWrite(folder.resolve(RAM)));
            }
            try {
                return standing.guest().copy(RESTORE_LIMIT);
            } catch (IOException | GuestFailureException e) {
                demandRetry(e);
                keep();
                // If that fails, too, it was not for the copy, but for what the setup left.
                Guest guest = restored(folder, new MachineSpec.Memory.CopyOnWrite(folder.resolve(RAM)));
                Forks.giveUp(String.valueOf(e.getMessage()), progress);
                return guest;
            }
        }

        private synchronized @Nullable Frozen frozen() {
            return frozen;
        }

        /** Returns whether there is a guest now of which others can be copies. */
        private synchronized boolean freeze() throws IOException {
            Optional<Templates.Template> template = template();
            Optional<Guest> copy = template.isEmpty() ? Optional.empty() : copyOf(template.get());
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
            SparseCopy.copy(files().resolve(RAM), folder.resolve(RAM));
            try (Guest guest = restored(files(), new MachineSpec.Memory.Continued(folder.resolve(RAM)))) {
                setup.apply(guest);
                guest.keep(folder.resolve(STATE));
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

    /** A guest that stands by, what it was copied from, and whose code is another one in it. */
    private record Frozen(Templates.Template template, Guest guest, CodeChange change) {}

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
        DerivedSnapshot branch = new DerivedSnapshot(folder, setup);
        if (!branch.freeze()) {
            branch.keep();
        }
        return branch;
    }

    private KernelText text() throws IOException {
        return new KernelText(KernelPlaces.read(files()));
    }

    /** {@return who sees what becomes of the code in guests that are restored from a folder} */
    private CodeWatch watch(Path folder) throws IOException {
        Path first = files();
        return new CodeWatch(KernelPlaces.read(first), LabCode.read(first), memory(first), memory(folder));
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
                Optional<Guest> copy = copyOf(standing.get());
                if (copy.isPresent()) {
                    return copy.get();
                }
                close();
            }
            return restore();
        }

        private synchronized Optional<Templates.Template> standing() throws IOException {
            if (template == null) {
                template = template().orElse(null);
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
        forced = possible;
        return this;
    }

    /** {@return whether guests of branches are copies of a frozen one, and why} */
    Forks forks() throws IOException {
        Boolean settled = forced;
        return settled != null
                ? new Forks(settled, "that was settled")
                : Forks.choose(spec.qemu(), spec.accelerator(), cache, progress, this::tryForks);
    }

    /** {@return whether copies were as good as a restored guest, when that was tried} */
    Forks tried() throws IOException {
        return Forks.tried(spec.qemu(), cache, progress, this::tryForks);
    }

    private void tryForks() throws IOException {
        try (Guest frozen = rehearsed();
                Guest restored = restored(files())) {
            ForkTrial.run(frozen, restored, text(), memory(files()));
        }
    }

    private Optional<Templates.Template> template() throws IOException {
        if (!forks().possible()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Templates.borrow(files().toString(), this::rehearsed));
        } catch (IOException | GuestFailureException e) {
            demandRetry(e);
            Forks.giveUp(String.valueOf(e.getMessage()), progress);
            return Optional.empty();
        }
    }

    /** Nothing has run in a template that is not trusted: if it cannot be copied, this machine cannot. */
    private Optional<Guest> copyOf(Templates.Template template) throws IOException {
        try {
            return Optional.of(template.guest().copy(RESTORE_LIMIT));
        } catch (IOException | GuestFailureException e) {
            Templates.discard(template);
            demandRetry(e);
            Forks.giveUp(String.valueOf(e.getMessage()), progress);
            return Optional.empty();
        }
    }

    /** Throws what another try would not help against. */
    private static void demandRetry(Exception e) throws IOException {
        if (e instanceof GuestUnavailableException || e instanceof java.io.InterruptedIOException) {
            throw (IOException) e;
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new java.io.InterruptedIOException("Interrupted while a guest was being copied.");
        }
    }

    /** {@return a frozen guest in which checks were rehearsed} */
    private Guest rehearsed() throws IOException {
        Path folder = files();
        MachineSpec.Memory memory = new MachineSpec.Memory.CopyOnWrite(folder.resolve(RAM));
        Path library = ForkLibrary.compiled(cache);
        Guest guest = loaded(QemuProcess.startForkable(spec, memory, RESTORE_LIMIT, library), folder);
        try {
            Rehearsal.in(guest, kernel);
            guest.freeze();
            return guest;
        } catch (IOException | RuntimeException e) {
            QemuProcess.closeQuietly(guest);
            throw e;
        }
    }

    private KernelText.Image memory(Path folder) {
        return new KernelText.Image(folder.resolve(RAM), spec.architecture().memoryStart());
    }

    private Guest restored(Path folder) throws IOException {
        return restored(folder, new MachineSpec.Memory.CopyOnWrite(folder.resolve(RAM)));
    }

    private Guest restored(Path folder, MachineSpec.Memory memory) throws IOException {
        return loaded(QemuProcess.start(spec, memory, RESTORE_LIMIT), folder);
    }

    private Guest loaded(QemuProcess machine, Path folder) throws IOException {
        try {
            machine.know(watch(folder));
            machine.load(folder.resolve(STATE), RESTORE_LIMIT);
        } catch (IOException e) {
            machine.close();
            throw e;
        }
        return Guest.attach(machine, spec.options(), RESTORE_LIMIT);
    }

    /** Nothing strange runs yet: a kernel that fails here was starved by a busy machine, or fails again. */
    private void record(Path folder) throws IOException {
        cache.demandSpace((spec.memoryMiB() + 64L) << 20);
        progress.accept("booting kernel " + kernel.release() + " once, to keep a snapshot");
        for (int boot = 1; ; boot++) {
            try {
                recordOnce(folder);
                return;
            } catch (GuestFailureException e) {
                if (boot == BOOTS || !(e.failure() instanceof GuestFailure.Panic)) {
                    throw e;
                }
                progress.accept("the kernel's watchdog ended the boot, as on a busy machine; booting it again");
                java.nio.file.Files.deleteIfExists(folder.resolve(RAM));
            }
        }
    }

    private void recordOnce(Path folder) throws IOException {
        QemuProcess machine = QemuProcess.start(spec, new MachineSpec.Memory.Recorded(folder.resolve(RAM)), BOOT_LIMIT);
        try (machine) {
            Guest guest = Guest.attach(machine, spec.options(), BOOT_LIMIT);
            KernelPlaces places = KernelPlaces.find(guest.getFile("/proc/kallsyms", MAX_SYMBOLS), machine.monitor());
            Set<Long> code = new TreeSet<>();
            for (Path module : spec.options().modules()) {
                code.addAll(LabCode.ofModule(guest, machine.monitor(), module));
            }
            MachineState.pause(SETTLING);
            MachineState.save(machine.monitor(), folder.resolve(STATE));
            machine.monitor().execute("quit");
            machine.awaitEnd(Duration.ofSeconds(10));
            code.addAll(LabCode.ofProgram(memory(folder), AgentBinary.compiled(cache, kernel, progress)));
            new LabCode(code).write(folder);
            places.withSwitchesIn(memory(folder)).write(folder);
        }
    }
}
