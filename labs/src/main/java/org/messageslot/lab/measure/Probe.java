// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.messageslot.Errno;
import org.messageslot.ErrnoException;
import org.messageslot.calls.SlotCommands;
import org.messageslot.guest.FileTree;
import org.messageslot.guest.Guest;
import org.messageslot.guest.GuestOptions;
import org.messageslot.guest.GuestProgram;
import org.messageslot.guest.GuestTool;
import org.messageslot.guest.KernelTree;
import org.messageslot.guest.ModuleBuild;
import org.messageslot.guest.ProgramResult;
import org.messageslot.guest.Snapshot;

/** A kernel with a message slot in it, on which the measuring program runs. Not thread-safe. */
public final class Probe implements AutoCloseable {

    /** The slot that is measured. */
    public static final String SLOT = "/dev/slot0";

    private static final String MODULE = "message_slot";
    private static final String PROGRAM = "/measure";
    private static final int OUTPUT = 1 << 20;

    /** Runs the program with some arguments, and returns what it printed. */
    private interface Runner {
        String run(List<String> arguments) throws IOException;
    }

    /** Starts a guest. */
    public interface GuestStarter {
        /**
         * Starts it.
         *
         * @return a guest with a message slot in it
         * @throws IOException if that fails
         */
        Probe start() throws IOException;
    }

    private final String kernel;
    private final Runner runner;
    private final AutoCloseable end;

    private Probe(String kernel, Runner runner, AutoCloseable end) {
        this.kernel = kernel;
        this.runner = runner;
        this.end = end;
    }

    /** {@return the kernel's release} */
    public String kernel() {
        return kernel;
    }

    /**
     * Starts a guest with a module and the floor in it.
     *
     * @param options what kind of guest
     * @param home the kit's folder
     * @param sources the folder that the module is built from
     * @param progress is told what takes long
     * @return the guest, measured by {@link #measure}
     * @throws IOException if a guest cannot be had, or a module cannot be built or loaded
     */
    public static Probe guest(GuestOptions options, Path home, Path sources, Consumer<String> progress)
            throws IOException {
        Snapshot snapshot = Snapshot.prepare(options, progress);
        Path bench = home.resolve("kernel/bench");
        Path slot = slotModule(sources, snapshot.kernel(), progress);
        Path floor = ModuleBuild.of(bench, snapshot.kernel(), progress).module("floor");
        byte[] program = GuestTool.compiled("measure", Files.readAllBytes(bench.resolve("measure.c")));
        Guest guest = snapshot.restore();
        try {
            guest.loadModule(slot, "");
            guest.loadModule(floor, "");
            makeNode(guest);
            guest.putFile(PROGRAM, 0755, program);
            progress.accept("measuring on Linux " + guest.kernelRelease());
            return new Probe(guest.kernelRelease(), arguments -> run(guest, arguments), guest);
        } catch (IOException | RuntimeException e) {
            guest.close();
            throw e;
        }
    }

    /** The kernel's build wants a Kbuild file, which variants do not have. */
    private static Path slotModule(Path sources, KernelTree kernel, Consumer<String> progress) throws IOException {
        if (Files.exists(sources.resolve("Kbuild"))) {
            return ModuleBuild.of(sources, kernel, progress).module(MODULE);
        }
        Path folder = Files.createTempDirectory("lab-bench");
        try {
            Path copy = Files.createDirectory(folder.resolve(sources.getFileName()));
            for (String name : List.of(MODULE + ".c", MODULE + ".h")) {
                Files.copy(sources.resolve(name), copy.resolve(name));
            }
            Files.writeString(copy.resolve("Kbuild"), "obj-m := " + MODULE + ".o\n");
            return ModuleBuild.of(copy, kernel, progress).module(MODULE);
        } finally {
            FileTree.delete(folder);
        }
    }

    /** The kit's own module makes its nodes by itself; others do not. */
    private static void makeNode(Guest guest) throws ErrnoException {
        try {
            guest.makeNode(SLOT, 0666, SlotCommands.MAJOR, 0);
        } catch (ErrnoException e) {
            if (!e.errno().equals(Errno.EEXIST)) {
                throw e;
            }
        }
    }

    private static String run(Guest guest, List<String> arguments) throws IOException {
        long memory = (long) guest.options().memoryMiB() << 20;
        GuestProgram program = GuestProgram.of(PROGRAM, arguments.toArray(String[]::new))
                .within(HostProgram.PATIENCE)
                .withMaxOutput(OUTPUT)
                .withLimits(16, memory);
        ProgramResult result = guest.run(program);
        if (result.exitCode().orElse(-1) != 0) {
            throw new IOException("the measuring program fails: "
                    + (result.timedOut() ? "its time is up" : result.errorText().strip()));
        }
        return result.outputText();
    }

    /**
     * Measures on this machine's own kernel, which has the module loaded.
     *
     * @param home the kit's folder
     * @return this machine, measured by {@link #measure}
     * @throws IOException if the program cannot be compiled
     */
    public static Probe here(Path home) throws IOException {
        byte[] program = GuestTool.compiled("measure", Files.readAllBytes(home.resolve("kernel/bench/measure.c")));
        Path folder = Files.createTempDirectory("lab-bench");
        Path file = folder.resolve("measure");
        Files.write(file, program);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return new Probe(
                System.getProperty("os.version"),
                arguments -> HostProgram.run(Stream.concat(Stream.of(file.toString()), arguments.stream())
                        .toList()),
                () -> FileTree.delete(folder));
    }

    /**
     * Runs the measuring program on {@link #SLOT}.
     *
     * @param unit what it counts
     * @param mode what it measures
     * @param arguments what that mode wants to know
     * @return the figures that it printed
     * @throws IOException if it fails; the message says why
     */
    public Figures measure(Unit unit, String mode, String... arguments) throws IOException {
        List<String> words =
                new ArrayList<>(List.of(unit.toString(), mode, SLOT, String.valueOf(SlotCommands.CHANNEL)));
        words.addAll(List.of(arguments));
        return Figures.parse(runner.run(words));
    }

    @Override
    public void close() throws IOException {
        try {
            end.close();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
