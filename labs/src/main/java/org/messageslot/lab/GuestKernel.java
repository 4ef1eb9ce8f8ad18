// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab;

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
import org.messageslot.guest.GuestFailureException;
import org.messageslot.guest.GuestOptions;
import org.messageslot.guest.GuestUnavailableException;
import org.messageslot.guest.KernelSeries;
import org.messageslot.guest.KernelTree;
import org.messageslot.guest.ModuleBuild;
import org.messageslot.guest.Oops;
import org.messageslot.guest.Snapshot;
import org.messageslot.lab.bench.Probe;

/** The target {@code guest}: a real kernel in a disposable guest, with the kit's module loaded. */
final class GuestKernel {

    private static final double NANOS = 1e9;
    private static final Duration MEASURING = Duration.ofMinutes(2);

    private GuestKernel() {}

    /** {@return what kind of guest is started to grade and to measure: of the kernel that MSGSLOT_KERNEL names} */
    static GuestOptions options() {
        try {
            return GuestOptions.standard();
        } catch (IllegalArgumentException e) {
            throw LabException.missing(String.valueOf(e.getMessage()));
        }
    }

    /** {@return what kind of guest is started to try things in: of the kernel that this Debian has, unless one is named} */
    private static GuestOptions forTrying() {
        GuestOptions options = options();
        String named = System.getenv().getOrDefault("MSGSLOT_KERNEL", "");
        return named.isBlank() ? options.withSeries(KernelSeries.ofDebian(Path.of("/etc/os-release"))) : options;
    }

    /** {@return a guest for measuring: it counts instructions, and its allocator is as Debian sets it} */
    static GuestOptions counting(KernelSeries series) {
        return options()
                .withSeries(series)
                .withCounting(true)
                .withHardened(false)
                .withDeadline(MEASURING);
    }

    /**
     * Start a guest for measuring.
     *
     * @param options what kind of guest
     * @param sources the folder of the module, as seen from the kit's folder
     * @param progress is told what takes long
     */
    static Probe probe(GuestOptions options, String sources, Consumer<String> progress) throws IOException {
        return Probe.guest(options, Lab.home(), Lab.home().resolve(sources), progress);
    }

    /** {@return what keeps a guest from starting at once, in a few words; empty if nothing does} */
    static String missing() {
        for (Finding finding : Doctor.forGuests()) {
            if (finding.isMissing()) {
                return finding.what();
            }
        }
        return isCached(forTrying().series()) ? "" : "its kernel";
    }

    static boolean isCached(KernelSeries series) {
        return explained(() -> KernelTree.isCached(series));
    }

    /** {@return what runs guests here, and why, in one line; tried for real, once per start of this machine} */
    static String accelerator(Consumer<String> progress) {
        return explained(() -> Snapshot.prepare(forTrying(), progress).accelerator());
    }

    /** The parts of a guest: a snapshot, and the module built for its kernel. */
    private record Parts(Snapshot snapshot, Path module) {}

    /** Make ready, in the cache, all that a guest needs. */
    static void prepare(Screen screen) {
        parts(screen);
    }

    private static Parts parts(Screen screen) {
        new Preparation(screen, false).forGuests();
        return explained(() -> screen.working("preparing the guest", progress -> {
            Snapshot snapshot = Snapshot.prepare(forTrying(), progress);
            ModuleBuild build = ModuleBuild.of(Lab.home().resolve("kernel"), snapshot.kernel(), progress);
            return new Parts(snapshot, build.module("message_slot"));
        }));
    }

    /** Start a guest and load the module. */
    static Kernel start(Screen screen) {
        Parts parts = parts(screen);
        return explained(() -> start(parts));
    }

    private static Kernel start(Parts parts) throws IOException {
        long start = System.nanoTime();
        Guest guest = parts.snapshot().restore();
        double seconds = (System.nanoTime() - start) / NANOS;
        try {
            guest.loadModule(parts.module(), "");
            return new Kernel(
                    Target.GUEST,
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
     * Start a guest with another module than the kit's own.
     *
     * @param sources the folder that the module is built from
     * @param module its name
     * @param parameters what it is loaded with
     */
    static Guest startWith(Path sources, String module, String parameters, Screen screen) {
        new Preparation(screen, false).forGuests();
        Parts parts = explained(() -> screen.working("preparing the guest", progress -> {
            Snapshot snapshot = Snapshot.prepare(forTrying(), progress);
            return new Parts(
                    snapshot,
                    ModuleBuild.of(sources, snapshot.kernel(), progress).module(module));
        }));
        return explained(() -> {
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
     * Find a line of C.
     *
     * @param sources the folder that the module was built from, as seen from the kit's folder
     * @param place where the processor was; in a module
     * @return the line as it stands in the source; empty if it is not known
     */
    static String sourceLine(String sources, Oops.Place place) throws IOException {
        Path folder = Lab.home().resolve(sources);
        Path module = explained(() -> ModuleBuild.of(
                        folder, Snapshot.prepare(options(), step -> {}).kernel(), step -> {})
                .module(place.module().orElseThrow()));
        Optional<SourceLines.Line> line = new SourceLines(module)
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
     * Build a module of a student's in the sandbox, and load it in a guest.
     *
     * @param folder its sources
     */
    static OwnModule ownModule(Path folder, Screen screen) throws Exception {
        new Preparation(screen, false).forGrading();
        try {
            StudentBuild compilers = screen.working(
                    "preparing compilers",
                    progress ->
                            Grader.compilers(SlotAssignment.SLOT, forTrying().series(), false, progress));
            Snapshot snapshot = explained(
                    () -> screen.working("preparing the guest", progress -> Snapshot.prepare(forTrying(), progress)));
            return screen.working(
                    "building and loading the module", progress -> OwnModule.loaded(folder, snapshot, compilers));
        } catch (UngradableException e) {
            throw LabException.missing(String.valueOf(e.getMessage()));
        }
    }

    private static List<String> story(Parts parts, double seconds) {
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

    /** Something to do with guests. */
    interface Work<T> {
        T run() throws Exception;
    }

    /** Turn what can go wrong with guests into one sentence and an exit code. */
    static <T> T explained(Work<T> work) {
        try {
            return work.run();
        } catch (GuestUnavailableException e) {
            throw LabException.missing(String.valueOf(e.getMessage()));
        } catch (GuestFailureException e) {
            throw LabException.failed(e.failure().summary());
        } catch (IOException e) {
            throw LabException.missing("a guest cannot be made: " + Trouble.sentence(e));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
