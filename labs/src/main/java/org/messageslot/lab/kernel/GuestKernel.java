// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.messageslot.Errno;
import org.messageslot.ErrnoException;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.engine.Grader;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.grading.submission.SourceLines;
import org.messageslot.grading.submission.StudentBuild;
import org.messageslot.guest.Guest;
import org.messageslot.guest.GuestOptions;
import org.messageslot.guest.KernelSeries;
import org.messageslot.guest.KernelTree;
import org.messageslot.guest.ModuleBuild;
import org.messageslot.guest.Oops.CodePlace;
import org.messageslot.guest.Snapshot;
import org.messageslot.lab.measure.Probe;
import org.messageslot.lab.setup.GuestSetup;
import org.messageslot.lab.setup.Preparation;
import org.messageslot.lab.terminal.Kit;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.lab.terminal.Screen;

/** The target {@code guest}: a real kernel in a disposable guest, with the kit's module loaded. */
public final class GuestKernel {

    private static final double NANOS = 1e9;
    private static final Duration MEASURING = Duration.ofMinutes(2);

    private GuestKernel() {}

    /** {@return a guest for measuring: it counts instructions, and its allocator is as Debian sets it} */
    public static GuestOptions counting(KernelSeries series) {
        return GuestSetup.options()
                .withSeries(series)
                .withCounting(true)
                .withHardened(false)
                .withDeadline(MEASURING);
    }

    /**
     * Starts a guest for measuring.
     *
     * @param options what kind of guest
     * @param sources the folder of the module, as seen from the kit's folder
     * @param progress is told what takes long
     */
    public static Probe probe(GuestOptions options, String sources, Consumer<String> progress) throws IOException {
        return Probe.guest(options, Kit.home(), Kit.home().resolve(sources), progress);
    }

    /** The parts of a guest: a snapshot, and the module built for its kernel. */
    private record GuestParts(Snapshot snapshot, Path module) {}

    /** Makes ready, in the cache, all that a guest needs. */
    public static void prepare(Screen screen) {
        parts(screen);
    }

    private static GuestParts parts(Screen screen) {
        new Preparation(screen, false).forGuests();
        return GuestSetup.explained(() -> screen.working("preparing the guest", progress -> {
            Snapshot snapshot = Snapshot.prepare(GuestSetup.forTrying(), progress);
            ModuleBuild build = ModuleBuild.of(Kit.home().resolve("kernel"), snapshot.kernel(), progress);
            return new GuestParts(snapshot, build.module("message_slot"));
        }));
    }

    /** Starts a guest and loads the module. */
    static Kernel start(Screen screen) {
        GuestParts parts = parts(screen);
        return GuestSetup.explained(() -> start(parts));
    }

    private static Kernel start(GuestParts parts) throws IOException {
        long start = System.nanoTime();
        Guest guest = parts.snapshot().restore();
        double seconds = (System.nanoTime() - start) / NANOS;
        try {
            guest.loadModule(parts.module(), "");
            return new Kernel(
                    KernelChoice.GUEST,
                    guest.newProcess("lab"),
                    "Linux " + guest.kernelRelease() + " in a disposable guest",
                    story(parts, seconds),
                    () -> end(guest),
                    (path, major, minor, mode) -> makeNode(guest, path, major, minor, mode));
        } catch (IOException | RuntimeException e) {
            guest.close();
            throw e;
        }
    }

    /**
     * Starts a guest with another module than the kit's own.
     *
     * @param sources the folder that the module is built from
     * @param module its name
     * @param parameters what it is loaded with
     */
    public static Guest startWith(Path sources, String module, String parameters, Screen screen) {
        new Preparation(screen, false).forGuests();
        GuestParts parts = GuestSetup.explained(() -> screen.working("preparing the guest", progress -> {
            Snapshot snapshot = Snapshot.prepare(GuestSetup.forTrying(), progress);
            return new GuestParts(
                    snapshot,
                    ModuleBuild.of(sources, snapshot.kernel(), progress).module(module));
        }));
        return GuestSetup.explained(() -> {
            Guest guest = parts.snapshot().restore();
            try {
                guest.loadModule(parts.module(), parameters);
                return guest;
            } catch (IOException | RuntimeException e) {
                guest.close();
                throw e;
            }
        });
    }

    /**
     * Finds a line of C.
     *
     * @param sources the folder that the module was built from, as seen from the kit's folder
     * @param place where the processor was; in a module
     * @return the line as it stands in the source; empty if it is not known
     */
    public static String sourceLine(String sources, CodePlace place) throws IOException {
        Path folder = Kit.home().resolve(sources);
        KernelTree kernel = GuestSetup.explained(
                () -> Snapshot.prepare(GuestSetup.options(), step -> {}).kernel());
        Path module = GuestSetup.explained(() ->
                ModuleBuild.of(folder, kernel, step -> {}).module(place.module().orElseThrow()));
        Optional<SourceLines.SourcePosition> line = new SourceLines(module, kernel)
                .of(place).stream()
                        .flatMap(site -> site.lines().stream())
                        .filter(one -> Files.exists(folder.resolve(one.file())))
                        .findFirst();
        return line.isEmpty()
                ? ""
                : Files.readAllLines(folder.resolve(line.get().file()))
                        .get(line.get().number() - 1)
                        .strip();
    }

    /**
     * Builds a module of a student's in the sandbox, and loads it in a guest.
     *
     * @param folder its sources
     */
    public static OwnModule ownModule(Path folder, Screen screen) throws Exception {
        new Preparation(screen, false).forGrading();
        try {
            StudentBuild compilers = screen.working(
                    "preparing compilers",
                    progress -> Grader.compilers(
                            SlotAssignment.SLOT, GuestSetup.forTrying().series(), false, progress));
            Snapshot snapshot = GuestSetup.explained(() -> screen.working(
                    "preparing the guest", progress -> Snapshot.prepare(GuestSetup.forTrying(), progress)));
            return screen.working(
                    "building and loading the module", progress -> OwnModule.loaded(folder, snapshot, compilers));
        } catch (UngradableException e) {
            throw LabException.missing(String.valueOf(e.getMessage()));
        }
    }

    private static List<String> story(GuestParts parts, double seconds) {
        return List.of(
                parts.snapshot().accelerator(),
                String.format(
                        Locale.ROOT,
                        "ready in %.2f s: booted once, then restored from a snapshot; it ends with this command",
                        seconds),
                "insmod message_slot.ko, built from kernel/: major 235, nodes /dev/slot0 to /dev/slot3");
    }

    /** Makes a node in place of the one that a module may have made itself. */
    static void makeNode(Guest guest, String path, int major, int minor, int mode) throws ErrnoException {
        try {
            guest.remove(path);
        } catch (ErrnoException e) {
            if (!e.errno().equals(Errno.ENOENT)) {
                throw e;
            }
        }
        guest.makeNode(path, mode, major, minor);
    }

    private static void end(Guest guest) {
        try {
            guest.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
