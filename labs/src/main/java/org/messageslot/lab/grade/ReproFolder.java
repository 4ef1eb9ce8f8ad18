// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.grade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Run;
import org.messageslot.grading.Verdict;
import org.messageslot.grading.replay.CProgram;
import org.messageslot.grading.replay.JShellScript;
import org.messageslot.grading.replay.Journal;
import org.messageslot.grading.replay.Replay;
import org.messageslot.grading.replay.ScriptException;
import org.messageslot.grading.report.Reports;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.grading.slot.SlotArtifacts;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.grading.submission.Submission;
import org.messageslot.grading.submission.SubmittedFile;
import org.messageslot.host.FinishedFile;
import org.messageslot.lab.terminal.Kit;

/**
 * The folder that reproduces one verdict.
 *
 * @param folder the folder
 */
record ReproFolder(Path folder) {

    /** The calls, as a script. */
    static final String CALLS = "calls.txt";

    /** Where gdb stops, as commands of gdb's. */
    static final String STOPS = "stops.gdb";

    /** The products of building the submission. */
    static final String BUILD = "build";

    private static final String SOURCES = "submission";

    /**
     * Writes everything but the build, which is there.
     *
     * @param submission what was handed in
     * @param grade its grade, of the one check
     * @param journal what the check did
     * @param before how the check ended in the class; empty if it was in none
     * @param edition how the edition is named on a command line
     */
    void write(Submission submission, Grade grade, Journal journal, String before, String edition) throws IOException {
        Path sources = folder.resolve(SOURCES).toAbsolutePath().normalize();
        for (SubmittedFile file : submission.all()) {
            Path place = sources.resolve(file.path()).normalize();
            if (place.startsWith(sources)) {
                Files.createDirectories(place.getParent());
                Files.write(place, file.content());
            }
        }
        Verdict verdict = grade.verdicts().get(0);
        Reports.write(folder, grade, SlotAssignment.SLOT.wording());
        FinishedFile.write(
                folder.resolve("console.log"), ended(verdict.outcome().kernelLog()));
        FinishedFile.write(folder.resolve(CALLS), calls(grade.run(), verdict, journal));
        String module = module();
        String title =
                "What the check " + verdict.id() + " did, seed " + grade.run().seed() + ", and what came of it.";
        FinishedFile.write(folder.resolve("calls.c"), CProgram.of(journal, title, module));
        FinishedFile.write(folder.resolve("calls.jsh"), JShellScript.of(journal, title, module));
        script(
                "replay.sh",
                "Makes the calls again, in a fresh guest; --gdb waits for a debugger first.",
                "repro --replay " + "\"$(dirname \"$0\")\" \"$@\"");
        script(
                "check.sh",
                "Runs the check itself again, in a fresh guest.",
                "grade --single \"$(dirname \"$0\")/" + SOURCES + "\" --only " + Rubric.fullName(verdict.check())
                        + " --seed " + grade.run().seed() + " --edition " + shell(edition) + " \"$@\"");
        ModuleFunctions functions = submission
                .file(SlotArtifacts.MODULE)
                .map(file -> ModuleFunctions.of(file.text()))
                .orElse(new ModuleFunctions(Map.of()));
        Optional<String> stop = functions.toStopIn(verdict.outcome());
        FinishedFile.write(
                folder.resolve(STOPS),
                "# Where gdb stops; change it as you like.\n"
                        + stop.map(name -> "break " + name + "\n").orElse(""));
        FinishedFile.write(
                folder.resolve("README.md"), readme(grade, verdict, before, functions, stop.orElse("slot_write")));
    }

    private String module() throws IOException {
        try {
            return String.valueOf(Replay.module(folder.resolve(BUILD)).getFileName());
        } catch (ScriptException e) {
            return "message_slot.ko"; // It was not built: nothing is loaded, either.
        }
    }

    private static String ended(String text) {
        return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
    }

    private static String points(String number) {
        return number + (number.equals("1") ? " point" : " points");
    }

    private static String calls(Run run, Verdict verdict, Journal journal) {
        StringBuilder text = new StringBuilder();
        text.append("# What the check ")
                .append(verdict.id())
                .append(" did, seed ")
                .append(run.seed());
        text.append(", Linux ").append(run.kernelRelease()).append(".\n");
        text.append("# A line is an act, and after -> what came of it. Change it as you like, and run ./replay.sh.\n");
        journal.script().forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    private void script(String name, String what, String command) throws IOException {
        Path file = folder.resolve(name);
        FinishedFile.write(
                file,
                "#!/bin/sh\n# " + what + "\nexec \"${LAB:-"
                        + doubleQuoted(Kit.home().resolve("lab").toString()) + "}\" " + command + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String doubleQuoted(String text) {
        return text.replaceAll("([\\\\\"$`])", "\\\\$1");
    }

    /** {@return a word as a shell takes it for one} */
    static String shell(String text) {
        return text.matches("[A-Za-z0-9_@%+=:,./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    private static String readme(Grade grade, Verdict verdict, String before, ModuleFunctions functions, String stop) {
        Run run = grade.run();
        List<String> lines = List.of(
                "# " + verdict.id() + ": " + verdict.status().words(),
                "",
                verdict.check().title(),
                "",
                before,
                "",
                "| | |",
                "| --- | --- |",
                "| Check | " + verdict.id() + ", worth "
                        + points(verdict.check().maxPoints().brief()) + ", clauses "
                        + String.join(", ", verdict.check().requirements()) + " |",
                "| Edition | " + run.edition().replace("|", "\\|") + " |",
                "| Seed | " + run.seed() + " |",
                "| Kernel | Linux " + run.kernelRelease() + " |",
                "| Kit | " + run.kitVersion() + " |",
                "",
                "| File | What |",
                "| --- | --- |",
                "| `submission/` | the sources, as they were handed in |",
                "| `build/` | `message_slot.ko` with its debug information, and the programs |",
                "| `grade.html`, `grade.json`, ... | the verdict: message, calls as C, what the kernel logged |",
                "| `console.log` | what the kernel logged, and the crash if there was one |",
                "| `calls.txt` | every act of the check, and what came of it |",
                "| `replay.sh` | makes the calls of `calls.txt` again, in a fresh guest |",
                "| `calls.c` | the same as a program in C, for a machine or a VM of your own: its first lines say how |",
                "| `calls.jsh` | the same for JShell, in a fresh guest that then is yours: `lab shell --on model calls.jsh` |",
                "| `check.sh` | runs the check itself again |",
                "",
                "`./replay.sh` tells what comes out otherwise than recorded; change `calls.txt` to try something else.",
                "Calls that several threads make at once are made again, and need not end alike each time.",
                "",
                "## With gdb",
                "",
                "```text",
                "./replay.sh --gdb        loads the module, then waits for you",
                "gdb -x attach.gdb        in another terminal, in this folder",
                "(gdb) continue           gdb stops in " + stop + ", as stops.gdb says",
                "```",
                "",
                functions.names().isEmpty()
                        ? "`break NAME` stops in any other function of the module's."
                        : "The module's own functions, for `break NAME`: " + String.join(", ", functions.names()) + ".",
                "",
                "Then press Enter in the first terminal. `attach.gdb` is written by `replay.sh --gdb`: it says where the",
                "guest waits and where its kernel has put the module, so gdb knows its lines and variables. The kernel",
                "itself has no symbols there. While gdb holds the guest, no time passes in it.",
                "");
        return String.join("\n", lines);
    }
}
