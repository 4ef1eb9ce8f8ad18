// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.replay.Act;
import org.messageslot.guest.DerivedSnapshot;
import org.messageslot.guest.Guest;
import org.messageslot.guest.GuestFailureException;
import org.messageslot.guest.GuestJava;
import org.messageslot.guest.GuestOptions;
import org.messageslot.guest.GuestUnavailableException;
import org.messageslot.guest.KernelSeries;
import org.messageslot.guest.KernelTree;
import org.messageslot.guest.ModuleBuild;
import org.messageslot.guest.Snapshot;
import org.messageslot.guest.SnapshotSetup;

/**
 * Fresh guests of one kernel, of the kinds that checks ask for.
 *
 * <p>Snapshots are made when they are first needed and kept in the cache. Thread-safe.
 */
public final class GuestStock {

    /** The kinds of guests. */
    public enum GuestKind {
        /** None: the check looks at what the build made. */
        NONE,
        /** As students have it: one processor, and memory that is zero, as Debian's kernel gives it. */
        PLAIN,
        /** With an allocator that poisons and fences memory, and does not clear it: what was never set, or freed, shows. */
        POISON,
        /** As students have it, with the ledger of allocations loaded. */
        LEDGER,
        /** With a Java in it. */
        JAVA,
        /** Two processors, and a strict allocator. */
        TWO_CPUS,
        /** As students have it, with much memory. */
        LARGE;

        /** {@return whether many checks use such guests, so that it pays to have one from which the others are copied} */
        boolean servesMany() {
            return switch (this) {
                case PLAIN, POISON, LEDGER, JAVA -> true;
                case NONE, TWO_CPUS, LARGE -> false;
            };
        }
    }

    /** How long one request may take: a hundred times what the longest takes here, on a machine that is busy. */
    static final Duration DEADLINE = Duration.ofSeconds(15);

    /**
     * What chance would decide otherwise: the place on the stack that Debian's kernel draws for each call, and who notices first
     * that a call does not return, the kernel, which looks now and then and goes by the clock on the wall, or the deadline, which
     * counts only time in which the guest could run. The others are work that no check asks about,
     * whose code each guest would have to translate.
     */
    private static final List<String> ALWAYS = List.of(
            "randomize_kstack_offset=off",
            "sysctl.kernel.hung_task_timeout_secs=60",
            "watchdog_thresh=60",
            "psi=0",
            "noautogroup",
            "lsm=capability");

    private static final int MEMORY_MIB = 256;
    private static final int JAVA_MIB = 640;
    private static final int LARGE_MIB = 768;

    private final KernelSeries series;
    private final KernelTree kernel;
    private final Consumer<String> progress;
    private final Map<GuestKind, Shelf> shelves = new EnumMap<>(GuestKind.class);

    /** A snapshot, and what its kernel had logged and was tainted by when it was taken. */
    private record Shelf(Snapshot snapshot, long firstRecord) {}

    private GuestStock(KernelSeries series, KernelTree kernel, Consumer<String> progress) {
        this.series = series;
        this.kernel = kernel;
        this.progress = progress;
    }

    /**
     * Makes sure that there are guests.
     *
     * @param series of which kernel
     * @param progress is told, in a few words each, what takes over a second
     * @return the stock
     * @throws UngradableException if there can be no guests on this machine; its message says what to do
     */
    public static GuestStock of(KernelSeries series, Consumer<String> progress) throws UngradableException {
        try {
            GuestStock stock = new GuestStock(series, KernelTree.of(series, progress), progress);
            stock.shelf(GuestKind.PLAIN);
            return stock;
        } catch (IOException e) {
            throw ungradable(e);
        }
    }

    /** {@return the kernel that the guests run} */
    public KernelTree kernel() {
        return kernel;
    }

    /**
     * Makes a guest.
     *
     * @param kind what kind
     * @return a guest that nobody has used
     * @throws UngradableException if there can be none
     */
    public Guest fresh(GuestKind kind) throws UngradableException {
        return guest(() -> shelf(kind).snapshot().restore());
    }

    /**
     * Has guests for what does not ask whether their kernel ever loaded a module.
     *
     * @param kind what kind
     * @return guests in which at most the kit itself did something, and undid it; sooner there than fresh ones. To be closed
     * @throws UngradableException if there can be none
     */
    Ready ready(GuestKind kind) throws UngradableException {
        try {
            return new Ready(shelf(kind).snapshot().copies());
        } catch (IOException e) {
            throw ungradable(e);
        }
    }

    /**
     * Guests in which at most the kit itself did something, and undid it. Thread-safe.
     *
     * @param copies where they come from
     */
    record Ready(Snapshot.Copies copies) implements AutoCloseable {
        Guest next() throws UngradableException {
            return guest(copies::next);
        }

        @Override
        public void close() {
            copies.close();
        }
    }

    private interface GuestSource {
        Guest next() throws IOException;
    }

    private static Guest guest(GuestSource source) throws UngradableException {
        try {
            return source.next();
        } catch (GuestFailureException e) {
            throw new UngradableException(e.failure().summary() + "; try again, or see lab doctor.", e);
        } catch (IOException e) {
            throw ungradable(e);
        }
    }

    /**
     * Makes a snapshot of its own of a guest in which something was done.
     *
     * @param kind of what kind of guest
     * @param folder an empty folder for it
     * @param setup what is done
     * @return the snapshot
     * @throws GuestFailureException if the guest fails, by what is done in it for example
     * @throws IOException if what is done fails, or the disk
     */
    DerivedSnapshot branch(GuestKind kind, Path folder, SnapshotSetup setup) throws IOException {
        return shelf(kind).snapshot().branch(folder, setup);
    }

    /**
     * Boots a guest the long way, to compare.
     *
     * @return a guest that nobody has used
     * @throws UngradableException if there can be none
     */
    public Guest booted() throws UngradableException {
        try {
            return shelf(GuestKind.PLAIN).snapshot().boot();
        } catch (IOException e) {
            throw ungradable(e);
        }
    }

    /** {@return the number of the first record of the kernel's log that is not the boot's} */
    long firstRecord(GuestKind kind) {
        synchronized (shelves) {
            return Objects.requireNonNull(shelves.get(kind)).firstRecord();
        }
    }

    private Shelf shelf(GuestKind kind) throws IOException {
        synchronized (shelves) {
            Shelf shelf = shelves.get(kind);
            if (shelf == null) {
                shelf = stocked(kind);
                shelves.put(kind, shelf);
            }
            return shelf;
        }
    }

    private Shelf stocked(GuestKind kind) throws IOException {
        Snapshot snapshot = Snapshot.prepare(options(kind), progress);
        try (Guest guest = snapshot.restore()) {
            return new Shelf(snapshot, guest.kernelLog(0).next());
        }
    }

    private GuestOptions options(GuestKind kind) throws IOException {
        GuestOptions options = options(machine(kind));
        return switch (kind) {
            case NONE, PLAIN, TWO_CPUS, LARGE -> options;
            case POISON, LEDGER -> options.withModules(ledger().module("ledger"));
            case JAVA -> options.withFolders(GuestJava.of(progress)).withMemoryMiB(JAVA_MIB);
        };
    }

    /**
     * Says what guests checks run in: what a script names of a guest, and what all of them have.
     *
     * @param machine the guest as scripts name it
     * @return its options
     * @throws IllegalArgumentException if there is no such kernel; the message says which there are
     */
    public static GuestOptions options(Act.UseGuest machine) {
        return GuestOptions.standard()
                .withSeries(KernelSeries.of(machine.series()))
                .withCpus(machine.cpus())
                .withMemoryMiB(machine.memoryMiB())
                .withHardened(machine.hardened())
                .withKernelArguments(ALWAYS.toArray(String[]::new))
                .withDeadline(DEADLINE);
    }

    /** {@return the guest of a kind as scripts name it; without the ledger, for that is no part of the module} */
    Act.UseGuest machine(GuestKind kind) {
        int memory = kind == GuestKind.LARGE ? LARGE_MIB : MEMORY_MIB;
        boolean strict = kind == GuestKind.POISON || kind == GuestKind.TWO_CPUS;
        return new Act.UseGuest(series.label(), kind == GuestKind.TWO_CPUS ? 2 : 1, memory, strict);
    }

    private ModuleBuild ledger() throws IOException {
        Path folder = Files.createTempDirectory("msgslot-ledger-");
        try {
            for (String name : new String[] {"Kbuild", "ledger.c"}) {
                try (InputStream in = GuestStock.class.getResourceAsStream("ledger/" + name)) {
                    Files.copy(Objects.requireNonNull(in, name), folder.resolve(name));
                }
            }
            return ModuleBuild.of(folder, kernel, progress);
        } finally {
            for (String name : new String[] {"Kbuild", "ledger.c"}) {
                Files.deleteIfExists(folder.resolve(name));
            }
            Files.deleteIfExists(folder);
        }
    }

    private static UngradableException ungradable(IOException e) {
        String message = String.valueOf(e.getMessage());
        return new UngradableException(
                e instanceof GuestUnavailableException ? message : "There can be no guest: " + message, e);
    }
}
