// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.messageslot.debian.RootArchive;
import org.messageslot.guest.Accelerator.AcceleratorKind;

/**
 * The guest that compiles the agent, without which there are no other guests. A shell is its init; what was made comes out on the
 * console, as text. Always emulated, for whether anything faster works is tried by an agent.
 *
 * @param kernel what it runs
 * @param cache where its files are made
 * @param progress is told that it begins
 */
record FirstGuest(KernelTree kernel, Cache cache, Consumer<String> progress) implements CompiledProgram.InGuest {

    private static final Duration LIMIT = Duration.ofMinutes(20);
    private static final int MEMORY_MIB = 1024;
    private static final String BEGIN = "-----BEGIN PROGRAM-----";
    private static final String END = "-----END PROGRAM-----";

    private static final String INIT = """
            #!/usr/bin/busybox sh
            export PATH=/usr/bin LC_ALL=C TMPDIR=/tmp
            mkdir -p /tmp
            cd /source
            if gcc-12 %s -o /program *.c >/errors 2>&1; then
            	echo '%s'
            	base64 /program
            	echo '%s'
            else
            	cat /errors
            fi
            poweroff -f
            """;

    @Override
    public byte[] compiled(CompiledProgram program) throws IOException {
        Toolchain toolchain = Toolchain.of(kernel, cache, KernelArchive::ofDebian, progress);
        progress.accept("compiling " + program.title() + " in a first guest, some minutes");
        RunFolder folder = RunFolder.create();
        try (folder) {
            Path image = folder.path().resolve("kernel");
            Files.write(image, Architecture.ofGuests().bootableKernel(kernel.image()));
            Path files = folder.path().resolve("files");
            write(files, program, toolchain);
            return found(console(folder.path(), image, files));
        }
    }

    private static void write(Path file, CompiledProgram program, Toolchain toolchain) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            RootArchive own = new RootArchive(out);
            for (Map.Entry<String, byte[]> source : program.sources().entrySet()) {
                own.file("source/" + source.getKey(), false, source.getValue());
            }
            String init = INIT.formatted(String.join(" ", program.options()), BEGIN, END);
            own.file("init", true, init.getBytes(StandardCharsets.UTF_8));
            own.finish();
            Files.copy(toolchain.files(), out);
        }
    }

    private static String console(Path folder, Path kernel, Path files) throws IOException {
        KeptEmulator emulator = KeptEmulator.start(folder, command(kernel, files));
        BoundedLog messages = new BoundedLog();
        Threads.start("QEMU messages", () -> messages.drain(emulator.messages()));
        CompletableFuture.delayedExecutor(LIMIT.toSeconds(), TimeUnit.SECONDS).execute(emulator::kill);
        try {
            emulator.begin();
            String text = new String(emulator.console().readAllBytes(), StandardCharsets.ISO_8859_1);
            return messages.text().isBlank() ? text : text + "\n" + messages.text();
        } finally {
            emulator.end();
        }
    }

    private static List<String> command(Path kernel, Path files) throws IOException {
        Architecture architecture = Architecture.ofGuests();
        List<String> words =
                new ArrayList<>(List.of(Qemu.find(architecture).binary().toString()));
        words.addAll(List.of("-name", "msgslot-first-guest", "-nodefaults", "-no-user-config", "-no-reboot"));
        words.addAll(List.of("-display", "none", "-machine", architecture.machine(), "-m", MEMORY_MIB + "M"));
        words.addAll(AcceleratorKind.TCG.arguments(architecture, 1));
        words.addAll(List.of("-kernel", kernel.toString(), "-initrd", files.toString()));
        List<String> arguments = new ArrayList<>(List.of(
                "console=" + architecture.console(),
                "loglevel=1",
                "panic=-1",
                "nowatchdog",
                "mitigations=off",
                "audit=0"));
        arguments.addAll(architecture.kernelArguments());
        words.addAll(List.of("-append", String.join(" ", arguments)));
        words.addAll(List.of("-chardev", "stdio,id=console,signal=off", "-serial", "chardev:console"));
        return words;
    }

    private static byte[] found(String console) throws IOException {
        int begin = console.indexOf(BEGIN);
        int end = console.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(console.isBlank() ? "The guest printed nothing." : console.strip());
        }
        return Base64.getMimeDecoder().decode(console.substring(begin + BEGIN.length(), end));
    }
}
