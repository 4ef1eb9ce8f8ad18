// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.slot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import jdk.jshell.tool.JavaShellToolBuilder;
import org.jspecify.annotations.Nullable;
import org.messageslot.lab.kernel.GuestKernel;
import org.messageslot.lab.kernel.KernelChoice;
import org.messageslot.lab.kernel.SlotOption;
import org.messageslot.lab.terminal.Kit;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.lab.terminal.Screen;
import org.messageslot.lab.walk.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lab shell}: jshell with the library, a kernel and an open slot. */
@Command(
        name = "shell",
        mixinStandardHelpOptions = true,
        description = {
            "Start jshell with the library imported, 'calls' (the system calls of a process), 'slot' (an open"
                    + " /dev/slot0) and 'race' (a schedule by hand, as lab explain --try).",
            "Scripts given as files run first; '-' reads the input, and /exit N ends with exit code N."
        },
        footer = {
            "",
            "Examples:",
            "  lab shell                                start, and type",
            "      slot.select(7); slot.write(\"hello\"); slot.readText()",
            "      calls.run(new Write(slot.fd(), Buffer.unmapped(5)))",
            "  lab shell --module ex3                   your own module, in a guest: reload()",
            "                                           builds and loads it anew, log() shows",
            "                                           what printk printed",
            "  lab shell                                choose which thread goes on:",
            "      var schedule = race(\"ex3\", \"writer-and-reader\"); schedule.run(\"A\")",
            "  echo 'slot.select(0)' | lab shell --on model -",
            "",
            "Exit codes: that of /exit, else 0; 2 wrong usage; 3 the kernel asked for with",
            "  --on is not to be had."
        })
public final class ShellCommand implements Callable<Integer> {

    private static final Logger PREFERENCES_LOG = Logger.getLogger("java.util.prefs");

    @Mixin
    private final SlotOption target = new SlotOption();

    @Option(
            names = "--module",
            paramLabel = "FOLDER",
            description = "Load the module of this folder in a guest, in place of the kit's own.")
    private @Nullable Path module;

    @Parameters(paramLabel = "FILE", description = "JShell scripts to run first.")
    private List<String> files = List.of();

    @Override
    public Integer call() throws Exception {
        Screen screen = Screen.standard();
        if (module != null) {
            return withModule(screen, module);
        }
        KernelChoice chosen = target.choose(Kit.FIRST_SLOT, screen);
        if (chosen == KernelChoice.GUEST) {
            GuestKernel.prepare(screen);
        }
        return start(arguments(chosen));
    }

    /** What does not compile or load is said before jshell begins. */
    private int withModule(Screen screen, Path folder) throws Exception {
        KernelChoice asked = target.asked();
        if (asked != null && asked != KernelChoice.GUEST) {
            throw LabException.usage("--module goes with --on guest: elsewhere a mistake in it would not be safe.");
        }
        if (!Files.isDirectory(folder)) {
            throw LabException.usage("there is no folder " + folder + "; name the one with message_slot.c.");
        }
        GuestKernel.ownModule(folder, screen).close();
        List<String> arguments = new ArrayList<>(List.of(arguments(KernelChoice.GUEST)));
        arguments.addAll(
                arguments.indexOf("--execution"),
                List.of(
                        "--startup",
                        Kit.home().resolve("labs/startup-module.jsh").toString()));
        arguments.add(arguments.indexOf("--execution"), "-R-D" + Shell.MODULE + "=" + folder.toAbsolutePath());
        return start(arguments.toArray(String[]::new));
    }

    private static int start(String[] arguments) throws Exception {
        // jshell keeps its history in the preferences, and java.util.prefs announces that it made the folder.
        PREFERENCES_LOG.setLevel(Level.WARNING);
        return JavaShellToolBuilder.builder().start(arguments);
    }

    private String[] arguments(KernelChoice chosen) {
        List<String> arguments = new ArrayList<>(List.of(
                "--class-path",
                System.getProperty("java.class.path"),
                "--startup",
                "DEFAULT",
                "--startup",
                Kit.home().resolve("labs/startup.jsh").toString(),
                "--execution",
                Session.MACHINE_APART,
                "-R--enable-native-access=ALL-UNNAMED",
                "-R-XX:TieredStopAtLevel=1",
                "-R-D" + Kit.HOME + "=" + Kit.home(),
                "-R-D" + KernelChoice.PROPERTY + "=" + chosen));
        arguments.addAll(files);
        return arguments.toArray(String[]::new);
    }
}
