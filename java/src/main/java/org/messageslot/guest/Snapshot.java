// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

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

    private static final Duration MOMENT = Duration.ofMillis(1);

    /** What a kernel puts off until after its start (to choose a clock, for example), each restored guest would do. */
    private static final int BOOTS = 3;

    private static final Duration SETTLING = Duration.ofSeconds(3);

    private final Cache cache;
    private final KernelTree kernel;
    private final MachineSpec spec;
    private final Accelerator accelerator;
    private final String key;
    private final Consumer<String> progress;

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
     * Make sure that there is a snapshot.
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
        Architecture architecture = Architecture.host();
        Qemu qemu = Qemu.find(architecture);
        KernelTree kernel = KernelTree.of(options.series(), cache, progress);
        GuestImage image = GuestImage.of(kernel, options, cache, progress);
        RunFolder.sweep();
        Accelerator accelerator = options.counting()
                ? Accelerator.counting()
                : Accelerator.choose(qemu, cache, progress, (kind, limit) -> {
                    MachineSpec trial = new MachineSpec(qemu, architecture, kind, image, GuestOptions.standard());
                    boot(trial, new MachineSpec.Memory.Anonymous(), limit).close();
                });
        MachineSpec spec = new MachineSpec(qemu, architecture, accelerator.kind(), image, options);
        return new Snapshot(cache, kernel, spec, accelerator, progress);
    }

    /** A snapshot made with KVM holds the processor's own features, and is worth nothing on another one. */
    private static String key(MachineSpec spec) throws IOException {
        String host = spec.accelerator() == Accelerator.Kind.KVM
                ? java.nio.file.Files.readString(Path.of("/proc/sys/kernel/random/boot_id"))
                : "";
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

    long imageBytes() throws IOException {
        return GuestBenchmark.sizeOf(spec.image());
    }

    /** {@return the snapshot's folder, made if need be} */
    Path files() throws IOException {
        return cache.entry(KIND, key, this::record);
    }

    /**
     * Make a running guest.
     *
     * @return the guest
     * @throws GuestFailureException if QEMU or the guest's kernel fails
     * @throws IOException if the cache cannot be used
     */
    public Guest restore() throws IOException {
        Optional<Guest> guest = tryRestore();
        if (guest.isPresent()) {
            return guest.get();
        }
        progress.accept("the snapshot is damaged; making it again");
        cache.discard(KIND, key);
        guest = tryRestore();
        return guest.isPresent() ? guest.get() : boot();
    }

    /**
     * Boot a guest the long way.
     *
     * @return the guest
     * @throws GuestFailureException if QEMU or the guest's kernel fails
     * @throws IOException if its image cannot be used
     */
    public Guest boot() throws IOException {
        return boot(spec, new MachineSpec.Memory.Anonymous(), BOOT_LIMIT);
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

    /** What is done in a guest before it is kept. */
    public interface Setup {
        /**
         * Change the guest.
         *
         * @param guest a running guest, without processes; none may be left
         * @throws IOException if that fails
         */
        void apply(Guest guest) throws IOException;
    }

    /** A snapshot that was made of another one, by doing something in its guest. Thread-safe. */
    public final class Branch {

        private final Path folder;

        private Branch(Path folder) {
            this.folder = folder;
        }

        /** {@return whether the kernel's code is another one than before the setup, but for what a kernel changes itself}
         * @throws IOException if the files cannot be used
         */
        public boolean changedKernel() throws IOException {
            Path before = files();
            return new KernelText(KernelPlaces.read(before))
                    .firstChange(before.resolve(RAM), folder.resolve(RAM))
                    .isPresent();
        }

        /**
         * Make a running guest.
         *
         * @return a guest that is as the setup left it
         * @throws GuestFailureException if QEMU or the guest's kernel fails
         * @throws IOException if the files cannot be used
         */
        public Guest restore() throws IOException {
            return restored(folder, new MachineSpec.Memory.CopyOnWrite(folder.resolve(RAM)));
        }
    }

    /**
     * Make another snapshot of this one: restore a guest, do something in it, keep it.
     *
     * @param folder an empty folder, on a disk with room for the guest's memory; whoever made it deletes it in the end
     * @param setup what is done
     * @return the new snapshot; good as long as the folder is there
     * @throws GuestFailureException if QEMU or the guest's kernel fails, by what the setup does for example
     * @throws IOException if the setup or the disk fails
     */
    public Branch branch(Path folder, Setup setup) throws IOException {
        Path ram = folder.resolve(RAM);
        // Most of a guest's memory was never touched: holes in the file, which Java's own copy would fill.
        List<String> copy = List.of(
                "cp", "--sparse=always", "--reflink=auto", files().resolve(RAM).toString(), ram.toString());
        HostCommand.Outcome outcome = new HostCommand(copy, Map.of(), Duration.ofMinutes(1)).run();
        if (!outcome.isSuccess()) {
            throw new IOException(
                    "A snapshot cannot be copied: " + outcome.output().strip());
        }
        try (Guest guest = restored(files(), new MachineSpec.Memory.Continued(ram))) {
            setup.apply(guest);
            guest.keep(monitor -> save(monitor, folder.resolve(STATE)));
        }
        return new Branch(folder);
    }

    private Guest restored(Path folder) throws IOException {
        return restored(folder, new MachineSpec.Memory.CopyOnWrite(folder.resolve(RAM)));
    }

    private Guest restored(Path folder, MachineSpec.Memory memory) throws IOException {
        QemuProcess machine = QemuProcess.start(spec, memory, RESTORE_LIMIT);
        try {
            machine.know(KernelPlaces.read(files()));
            load(machine.monitor(), folder.resolve(STATE));
        } catch (IOException e) {
            machine.close();
            throw e;
        }
        return Guest.attach(machine, spec.options(), RESTORE_LIMIT);
    }

    /** Nothing strange runs yet: a kernel that fails here was starved by a busy machine, or fails again. */
    private void record(Path folder) throws IOException {
        cache.demandSpace((spec.options().memoryMiB() + 64L) << 20);
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
            KernelPlaces.find(guest.getFile("/proc/kallsyms", MAX_SYMBOLS), machine.monitor())
                    .write(folder);
            pause(SETTLING);
            save(machine.monitor(), folder.resolve(STATE));
            machine.monitor().execute("quit");
            machine.awaitEnd(Duration.ofSeconds(10));
        }
    }

    private static void save(Qmp monitor, Path state) throws IOException {
        ignoreSharedMemory(monitor);
        monitor.execute("stop");
        monitor.execute("migrate", Map.of("uri", "exec:cat >" + quoted(state)));
        String status = "";
        for (int tries = 0; !status.equals("completed"); tries++) {
            JsonObject answer = monitor.execute("query-migrate");
            status = answer.has("status") ? answer.get("status").getAsString() : "";
            if (status.equals("failed") || tries > 20_000) {
                throw new IOException("QEMU cannot save the guest's state: " + answer);
            }
            pause(MOMENT);
        }
    }

    /** By a socket: a program that QEMU starts to read the file would cost as much as the reading. */
    private static void load(Qmp monitor, Path state) throws IOException {
        ignoreSharedMemory(monitor);
        long limit = System.nanoTime() + RESTORE_LIMIT.toNanos();
        try (RunFolder folder = RunFolder.create()) {
            Path socket = folder.path().resolve(STATE);
            monitor.execute("migrate-incoming", Map.of("uri", "unix:" + socket));
            send(state, socket);
            while (status(monitor).equals("inmigrate")) {
                if (System.nanoTime() > limit) {
                    throw new IOException("QEMU does not come to an end with the guest's state.");
                }
                pause(MOMENT);
            }
        }
        monitor.execute("cont");
    }

    private static void send(Path state, Path socket) throws IOException {
        try (FileChannel file = FileChannel.open(state);
                SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            // A QEMU that stops reading would be waited for in vain.
            CompletableFuture<Void> end = new CompletableFuture<Void>()
                    .orTimeout(RESTORE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                    .whenComplete((sent, e) -> QemuProcess.closeQuietly(channel));
            long done = 0;
            while (done < file.size()) {
                done += file.transferTo(done, file.size() - done, channel);
            }
            end.cancel(false);
        }
    }

    private static String status(Qmp monitor) throws IOException {
        return monitor.execute("query-status").get("status").getAsString();
    }

    /** The memory stays where it is, in its file; only the devices' state is written and read. */
    private static void ignoreSharedMemory(Qmp monitor) throws IOException {
        Map<String, Object> capability = Map.of("capability", "x-ignore-shared", "state", true);
        monitor.execute("migrate-set-capabilities", Map.of("capabilities", List.of(capability)));
    }

    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "'\\''") + "'";
    }

    private static void pause(Duration duration) throws IOException {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("Interrupted while a guest was being started.");
        }
    }
}
