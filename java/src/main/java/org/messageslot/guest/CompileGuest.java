// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Runs Debian's compilers in guests, so that this machine needs none, and strangers' sources meet nothing of it. Each work has a
 * guest of its own, in which it is a user without privileges, and sees the compilers, one kernel's headers, its own folders and
 * {@code /dev/null}. Immutable and thread-safe.
 */
public final class CompileGuest {

    /** Where a work's folder is. */
    static final String FOLDER = "/build";

    /** The kernel, its headers and the compilers take a quarter; one process may take 1 GiB. */
    private static final int MEMORY_MIB = 1536;

    private static final long MEMORY_OF_WORK = 1200L << 20;
    private static final int USER = 65534;

    /**
     * How many times a limit on time counts where the guest is emulated. Compilers take some 50 times as long then, of limits that
     * are hundreds of times what they take here; and a guest on a busy machine takes others' time for its own.
     */
    private static final int SLOWNESS = 30;

    /** What a guest's shell is told once the files are there. Work may look at nothing that its sandbox elsewhere has not. */
    private static final String PREPARE = """
            tar -xf /in.tar -C / && rm /in.tar && chown -R %1$d:%1$d /build && chmod 1777 /tmp || exit 1
            chmod 700 /proc /sys /modules /init
            cd /dev && for node in *; do [ "$node" = null ] || rm -rf "$node" 2>/dev/null; done
            exit 0
            """.formatted(USER);

    /**
     * Limits as bubblewrap's sandbox has them. What prints too much is ended, all of it; the shell itself only takes note of that
     * signal. It tells of signals by 128 and more, as bubblewrap does.
     */
    private static final String WORK = """
            ulimit -n 256; ulimit -S -t "$1"; ulimit -H -t $(($1 + 1)); ulimit -v "$2"
            output=$3; shift 3
            cd /build || exit 126
            trap : TERM
            busybox mkfifo /tmp/words
            exec 3<>/tmp/words 4</tmp/words 5>/tmp/words 3>&-
            rm /tmp/words
            env -i "$@" </dev/null >&5 2>&1 4<&- 5>&- &
            work=$!
            exec 5>&-
            head -c "$output" <&4
            kill -TERM 0
            wait "$work"
            """;

    private final Snapshot snapshot;
    private final KernelTree kernel;

    private CompileGuest(Snapshot snapshot, KernelTree kernel) {
        this.snapshot = snapshot;
        this.kernel = kernel;
    }

    /**
     * Gets ready to compile.
     *
     * @param kernel the kernel whose headers are there
     * @param progress is told, in a few words each, what takes over a second
     * @return what compiles
     * @throws GuestUnavailableException if there can be no guest on this machine, or its compilers cannot be fetched
     * @throws GuestFailureException if QEMU or the guest's kernel fails
     * @throws IOException if the cache cannot be used
     */
    public static CompileGuest of(KernelTree kernel, Consumer<String> progress) throws IOException {
        return of(kernel, Cache.ofUser(), progress);
    }

    static CompileGuest of(KernelTree kernel, Cache cache, Consumer<String> progress) throws IOException {
        Toolchain toolchain = Toolchain.of(kernel, cache, KernelArchive::ofDebian, progress);
        GuestOptions options = GuestOptions.standard()
                .withSeries(kernel.series())
                .withMemoryMiB(MEMORY_MIB)
                .withHardened(false)
                .withArchives(toolchain.files())
                // Long work is what it is for.
                .withKernelArguments("nowatchdog", "hung_task_panic=0")
                .withDeadline(Duration.ofMinutes(2));
        return new CompileGuest(Snapshot.prepare(options, cache, progress), kernel);
    }

    /** {@return the folder of the headers, as work finds it} */
    String headers() {
        return "/" + Toolchain.KERNEL + "usr/src/" + kernel.headers().getFileName();
    }

    /**
     * Runs work to its end.
     *
     * @param work what to run
     * @return what became of it
     * @throws GuestUnavailableException if there can be no guest on this machine
     * @throws GuestFailureException if QEMU or the guest's kernel fails
     * @throws IOException if the folders cannot be read or written
     */
    public CompileWork.CompileResult run(CompileWork work) throws IOException {
        try (Guest guest = snapshot.restore()) {
            guest.putFile("/in.tar", 0600, FolderTransfer.packed(folders(work)));
            shell(guest, PREPARE);
            ProgramResult result = guest.run(program(work));
            FolderTransfer.take(guest, FOLDER, work.folder());
            int exitCode = result.exitCode().orElse(128 + result.signal().orElse(0));
            boolean cut = result.output().length > work.output();
            return new CompileWork.CompileResult(result.timedOut(), cut, exitCode, result.outputText());
        }
    }

    private static Map<String, Path> folders(CompileWork work) {
        Map<String, Path> folders = new TreeMap<>(work.readOnly());
        // These are in its image.
        folders.keySet().removeIf(path -> path.startsWith("/" + Toolchain.KERNEL));
        folders.put(FOLDER, work.folder());
        return folders;
    }

    static void shell(Guest guest, String script) throws IOException {
        GuestProgram shell = program(
                "/usr/bin/busybox",
                List.of("sh", "-c", "PATH=/usr/bin\n" + script),
                0,
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                1 << 16,
                16,
                FolderTransfer.MOST);
        ProgramResult result = guest.run(shell);
        if (result.exitCode().orElse(1) != 0) {
            throw new IOException("A guest that compiles does not take its files: "
                    + result.errorText().strip());
        }
    }

    private GuestProgram program(CompileWork work) {
        int slowness = snapshot.isEmulated() ? SLOWNESS : 1;
        long cpu = work.cpu().toSeconds() * slowness;
        List<String> words = new ArrayList<>(List.of("-c", WORK, "work"));
        words.addAll(
                List.of(Long.toString(cpu), Long.toString(work.memory() >> 10), Integer.toString(work.output() + 1)));
        new TreeMap<>(work.environment()).forEach((name, value) -> words.add(name + "=" + value));
        words.addAll(List.of("PATH=/usr/bin", "TMPDIR=/tmp", "SLOWNESS=" + slowness));
        words.addAll(work.command());
        return program(
                "/usr/bin/bash",
                words,
                USER,
                Duration.ofSeconds(cpu + 5),
                work.wall().multipliedBy(slowness),
                work.output() + 1,
                work.processes() + 4,
                work.fileSize());
    }

    private static GuestProgram program(
            String path,
            List<String> words,
            int user,
            Duration cpu,
            Duration wall,
            int output,
            int processes,
            long fileSize) {
        return new GuestProgram(
                path, words, new byte[0], user, user, cpu, wall, output, processes, MEMORY_OF_WORK, fileSize);
    }
}
