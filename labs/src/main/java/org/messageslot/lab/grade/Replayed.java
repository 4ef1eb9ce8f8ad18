// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.grade;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.messageslot.ErrnoException;
import org.messageslot.grading.replay.Act;
import org.messageslot.grading.replay.Replay;
import org.messageslot.grading.replay.ScriptException;
import org.messageslot.grading.trial.GuestStock;
import org.messageslot.guest.Guest;
import org.messageslot.guest.GuestOptions;
import org.messageslot.guest.Snapshot;
import org.messageslot.host.FinishedFile;
import org.messageslot.lab.setup.GuestSetup;
import org.messageslot.lab.terminal.ExitCode;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.lab.terminal.Screen;

/**
 * {@code lab repro --replay}: the calls of a folder, made again.
 *
 * @param folder the folder
 * @param gdb whether to wait for gdb
 */
record Replayed(Path folder, boolean gdb) {

    /** A person with a debugger takes time, and the guest does not know. */
    private static final Duration PATIENCE = Duration.ofHours(8);

    private static final String ATTACH = "attach.gdb";

    int run(Screen screen) throws Exception {
        try {
            return replayed(screen, Replay.of(folder.resolve(ReproFolder.CALLS)));
        } catch (ScriptException e) {
            throw LabException.usage(String.valueOf(e.getMessage()));
        }
    }

    private int replayed(Screen screen, Replay script) throws Exception {
        GuestOptions options = options(script.machine());
        Replay.ReplayResult outcome = GuestSetup.explained(() -> {
            Snapshot snapshot = screen.working("preparing the guest", progress -> Snapshot.prepare(options, progress));
            Path sockets = Files.createTempDirectory("msgslot-gdb-");
            try (Guest guest = snapshot.restore()) {
                return script.in(
                        guest,
                        folder.resolve(ReproFolder.BUILD),
                        loaded -> debug(screen, loaded, sockets.resolve("gdb")),
                        line -> screen.write(line + "\n"));
            } finally {
                Files.deleteIfExists(sockets.resolve("gdb"));
                Files.delete(sockets);
            }
        });
        outcome.end().ifPresent(end -> screen.write("The guest's end: " + end + "\n"));
        outcome.complaint().ifPresent(complaint -> screen.write("The kernel complained: " + complaint + "\n"));
        screen.print(
                outcome.different() == 0
                        ? outcome.acts() + " acts, all as recorded."
                        : outcome.acts() + " acts, " + outcome.different() + " of them otherwise than recorded.");
        return outcome.different() == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }

    private GuestOptions options(Act.UseGuest machine) {
        try {
            GuestOptions options = GuestStock.options(machine);
            return gdb ? options.withDeadline(PATIENCE) : options;
        } catch (IllegalArgumentException e) {
            throw LabException.usage(String.valueOf(e.getMessage()));
        }
    }

    private void debug(Screen screen, Guest guest, Path socket) throws IOException {
        if (!gdb) {
            return;
        }
        guest.serveDebuggers(socket);
        FinishedFile.write(folder.resolve(ATTACH), attach(guest, socket));
        screen.print("The module is loaded, and gdb may come. In another terminal:");
        screen.write("  cd " + folder.toAbsolutePath().normalize() + " && gdb -x " + ATTACH + "\n");
        screen.print("Type continue there, after more breakpoints if you like, and press Enter here for the calls.");
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    }

    private String attach(Guest guest, Path socket) throws IOException {
        Path module = Replay.module(folder.resolve(ReproFolder.BUILD));
        String file = String.valueOf(module.getFileName());
        String sections = "/sys/module/" + file.replaceFirst("\\.ko$", "") + "/sections/";
        List<String> lines = new ArrayList<>(List.of(
                "# Where the guest waits, and where its kernel has put the module; good for this one run.",
                "set pagination off",
                "set confirm off",
                "set architecture i386:x86-64",
                "set substitute-path /submission submission",
                "target remote " + socket));
        String code = section(guest, sections + ".text").orElseThrow(() -> new IOException("the module has no code"));
        StringBuilder symbols = new StringBuilder("add-symbol-file " + ReproFolder.BUILD + "/" + file + " " + code);
        for (String name : List.of(".data", ".bss", ".rodata")) {
            section(guest, sections + name)
                    .ifPresent(at ->
                            symbols.append(" -s ").append(name).append(' ').append(at));
        }
        lines.add(symbols.toString());
        if (Files.exists(folder.resolve(ReproFolder.STOPS))) {
            lines.add("source " + ReproFolder.STOPS);
        }
        return String.join("\n", lines) + "\n";
    }

    /** {@return an address that the guest tells, if it does; nothing else gets into a file that gdb obeys} */
    private static Optional<String> section(Guest guest, String file) {
        try {
            return Optional.of(guest.getText(file).strip()).filter(text -> text.matches("0x[0-9a-f]{1,16}"));
        } catch (ErrnoException e) {
            return Optional.empty();
        }
    }
}
