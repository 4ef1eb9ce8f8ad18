// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import jdk.jshell.tool.JavaShellToolBuilder;
import org.messageslot.lab.walk.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lab shell}: jshell with the library, a kernel and an open slot. */
@Command(
        name = "shell",
        mixinStandardHelpOptions = true,
        description = {
            "Start jshell with the library imported, 'calls' (the system calls of a process) and 'slot' (an open"
                    + " /dev/slot0).",
            "Scripts given as files run first; '-' reads the input, and /exit N ends with exit code N."
        },
        footer = {
            "",
            "Examples:",
            "  lab shell                                start, and type",
            "      slot.select(7); slot.write(\"hello\"); slot.readText()",
            "      calls.run(new Call.Write(slot.fd(), Buffer.unmapped(5)))",
            "  echo 'slot.select(0)' | lab shell --on model -",
            "",
            "Exit codes: that of /exit, else 0; 2 wrong usage; 3 the kernel asked for with",
            "  --on is not to be had."
        })
final class ShellCommand implements Callable<Integer> {

    private static final Logger PREFERENCES_LOG = Logger.getLogger("java.util.prefs");

    @Mixin
    private final SlotOption target = new SlotOption();

    @Parameters(paramLabel = "FILE", description = "JShell scripts to run first.")
    private List<String> files = List.of();

    @Override
    public Integer call() throws Exception {
        Screen screen = Screen.standard();
        Target chosen = target.choose(SlotOption.FIRST_SLOT, screen);
        if (chosen == Target.GUEST) {
            GuestKernel.prepare(screen);
        }
        // jshell keeps its history in the preferences, and java.util.prefs announces that it made the folder.
        PREFERENCES_LOG.setLevel(Level.WARNING);
        return JavaShellToolBuilder.builder().start(arguments(chosen));
    }

    private String[] arguments(Target chosen) {
        List<String> arguments = new ArrayList<>(List.of(
                "--class-path",
                System.getProperty("java.class.path"),
                "--startup",
                "DEFAULT",
                "--startup",
                Lab.home().resolve("labs/startup.jsh").toString(),
                "--execution",
                Session.MACHINE_APART,
                "-R--enable-native-access=ALL-UNNAMED",
                "-R-XX:TieredStopAtLevel=1",
                "-R-Dmessageslot.home=" + Lab.home(),
                "-R-D" + Shell.TARGET + "=" + chosen));
        arguments.addAll(files);
        return arguments.toArray(String[]::new);
    }
}
