// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.messageslot.lab.LabProcess.Outcome;
import org.messageslot.lab.terminal.ExitCode;
import picocli.CommandLine;

class LabTests {

    private static final LabProcess LAB = LabProcess.standard();

    static Stream<Path> jdks() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("/usr/lib/jvm"))) {
            List<Path> homes = folders.filter(folder -> !Files.isSymbolicLink(folder))
                    .filter(folder -> Files.isExecutable(folder.resolve("bin/javac")))
                    .toList();
            return Stream.concat(Stream.of(Path.of(System.getProperty("java.home"))), homes.stream())
                    .distinct();
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void tourOnTheModelReadsTheMessageTwiceOnEveryJdk(Path javaHome) {
        Outcome outcome = LAB.on(javaHome).run("tour", "--on", "model");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out().lines().filter(line -> line.contains("read(3, buf, 128)") && line.contains("\"hello")))
                .hasSize(2);
        assertThat(outcome.out()).contains("-1 EWOULDBLOCK (11)").contains("Read back from the model, twice: hello");
        assertThat(outcome.out().lines().count()).isLessThan(25);
        assertThat(outcome.out()).as("no colour in a pipe").doesNotContain("\u001b");
    }

    static Stream<CommandLine> everyCommand() {
        return Stream.concat(Stream.of(Lab.commandLine()), below(Lab.commandLine()))
                .filter(command -> !Set.of("help", "generate-completion").contains(command.getCommandName()));
    }

    private static Stream<CommandLine> below(CommandLine command) {
        return command.getSubcommands().values().stream()
                .flatMap(one -> Stream.concat(Stream.of(one), below(one)))
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void everyCommandExplainsItselfWithExamplesAndExitCodes(CommandLine command) {
        CommandHelp.assertIsWhole(command);
    }

    @Test
    void theOutlineIsHelpEnough() {
        assertThat(Lab.outline().getUsageMessage(CommandLine.Help.Ansi.OFF))
                .isEqualTo(Lab.commandLine().getUsageMessage(CommandLine.Help.Ansi.OFF));
    }

    @Test
    void optionalStepsAreThereForThoseThatAskForThem() throws Exception {
        assertThat(LAB.run("checks").out()).doesNotContain("wait-until-written");
        assertThat(LAB.run("checks", "--edition", "extensions").out())
                .contains("wait-until-written", "queue-in-order", "map-message");
        assertThat(LAB.run("grade", "kernel", "--upto", "12").err())
                .contains("there is no step 12; the steps are 1 to 8, and 9 to 11 if you like");
        assertThat(LAB.run("grade", "kernel", "--only", "waiting", "--upto", "8")
                        .err())
                .contains("there is no check and no group 'waiting' in this edition");
    }

    @Test
    void skeletonIsWrittenAndNeverOverWork(@TempDir Path folder) throws IOException {
        String mine = folder.resolve("mine").toString();
        Outcome first = LAB.run("skeleton", mine, "--upto", "2");
        assertThat(first.err()).isEmpty();
        assertThat(first.exitCode()).isZero();
        assertThat(first.out()).contains("Next is step 3, ioctl").contains("lab grade " + mine + " --upto 3");
        assertThat(Files.readString(Path.of(mine, "message_slot.c")))
                .contains("TODO step 3: ioctl")
                .doesNotContain("TODO step 2");
        Outcome second = LAB.run("skeleton", mine);
        assertThat(second.exitCode()).isEqualTo(2);
        assertThat(second.err()).contains(mine + " is not empty; name a new folder, so that no work is lost.");
        Outcome wrong = LAB.run("skeleton", mine + "9", "--upto", "9");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("--upto is a number of steps from 0 to 8, not 9.");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {"my ex 3,\"%s\"", "it's,\"%s\"", "a$b,'%s'", "תרגיל,%s"})
    void whatSkeletonSaysToTypeIsOneWord(String name, String typed, @TempDir Path folder) {
        String mine = folder.resolve(name).toString();
        assertThat(LAB.run("skeleton", mine).out()).contains("\n  lab grade " + typed.formatted(mine) + " --upto 1\n");
    }

    @Test
    void helpNamesEveryCommand() {
        Outcome outcome = LAB.run("--help");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .contains(
                        "tour",
                        "send",
                        "read",
                        "shell",
                        "doctor",
                        "headers",
                        "kernels",
                        "provision",
                        "box",
                        "try",
                        "Exit codes: ");
    }

    /** Each line: what is typed, the exit code, and the one line that explains it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    send --on model /dev/nothing 7 hi  | 1 | lab: there is no /dev/nothing: ENOENT (2); see which slots there are with ls /dev/slot*
                    send --on model /dev/null 7 hi     | 1 | lab: /dev/null is not a message slot: ENOTTY (25) to the command MSG_SLOT_CHANNEL
                    send --on model /dev/slot0 0 hi    | 1 | lab: 0 is no channel: EINVAL (22); choose one from 1 to 4294967295
                    read --on model /dev/slot0 0       | 1 | lab: 0 is no channel: EINVAL (22); choose one from 1 to 4294967295
                    read --on model /dev/slot0 7       | 1 | lab: channel 7 of /dev/slot0 holds no message yet: EWOULDBLOCK (11)
                    send --on here /dev/no-slot 7 hi   | 1 | lab: there is no /dev/no-slot: ENOENT (2); see which slots there are with ls /dev/slot*
                    send --on here /dev/null 7 hi      | 1 | lab: /dev/null is not a message slot: ENOTTY (25) to the command MSG_SLOT_CHANNEL
                    read --on here /etc 7              | 1 | lab: /etc is not a message slot: ENOTTY (25) to the command MSG_SLOT_CHANNEL
                    send --on model /dev/slot0 12x hi  | 2 | lab: Invalid value for positional parameter at index 1 (CHANNEL): '12x' is not a channel id: a whole number from 1 to 4294967295 is wanted
                    send --on model /dev/slot0 7       | 2 | lab: Missing required parameter: 'MESSAGE'
                    read --on mars /dev/slot0 7        | 2 | lab: Invalid value for option '--on': 'mars' is no kernel: choose here, guest or model
                    variants --mutate /nowhere         | 2 | lab: there is no folder /nowhere; give the one of a right submission, kernel for example.
                    variants --mutate . --list         | 2 | lab: --list does not go with --mutate.
                    variants --mutate . --count 0      | 2 | lab: --count is a number from 1, and --seed one from 0 to 9007199254740991.
                    variants --seed 3                  | 2 | lab: --seed goes with --mutate only.
                    bench slot                         | 3 | lab: the benchmarks are not on the class path; start them with ./lab bench.
                    headers 5.10                       | 2 | lab: Invalid value for positional parameter at index 0 (SERIES): There is no kernel series "5.10"; choose one of 6.1, 6.12.
                    kernels move                       | 2 | lab: Unmatched argument at index 1: 'move'
                    headers 6.1 --newest               | 2 | lab: Unknown option: '--newest'
                    teach                              | 2 | lab: Unmatched argument at index 0: 'teach'
                    """)
    void wrongUseGivesOneClearLineAndTheDocumentedExitCode(String typed, int exitCode, String line) {
        Outcome outcome = LAB.run(typed.split(" "));
        assertThat(outcome.err().lines().findFirst()).contains(line);
        assertThat(outcome.exitCode()).isEqualTo(exitCode);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).doesNotContain("\tat ");
    }

    @Test
    void messagesOfWrongLengthAreRefusedByTheKernel() {
        for (String message : new String[] {"", "x".repeat(129)}) {
            Outcome outcome = LAB.run("send", "--on", "model", "/dev/slot0", "7", message);
            assertThat(outcome.err())
                    .isEqualTo("lab: a message has 1 to 128 bytes, and this one has not: EMSGSIZE (90)\n");
            assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
        }
    }

    @Test
    void messageIsSentByteForByteInTheCLocale() {
        // 128 bytes fit; read as 64 question marks or 64 letters they would fit too, as 192 bytes they would not.
        String message = "é".repeat(64);
        Outcome outcome = LAB.with("LC_ALL", "C").run("send", "--on", "model", "/dev/slot0", "7", message);
        assertThat(outcome.exitCode()).isZero();
        outcome = LAB.with("LC_ALL", "C").run("send", "--on", "model", "/dev/slot0", "7", message + "x");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void shellHasTheLibraryAndASlotReady() {
        Outcome outcome = LAB.typing("""
                        slot.select(7)
                        slot.write("hello")
                        System.out.println("read " + slot.readText())
                        System.out.println(calls.run(new Write(slot.fd(), Buffer.unmapped(5))))
                        /exit 5
                        """).run("shell", "--on", "model", "-");
        assertThat(outcome.out()).contains("read hello\n").contains("-1 EFAULT (14)\n");
        assertThat(outcome.exitCode()).isEqualTo(5);
    }

    @Test
    void doctorNamesWhatIsMissingWhyAndTheFix() {
        Outcome outcome = LAB.with("PATH", "/no/such/folder").run("doctor");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.MISSING);
        assertThat(outcome.out().lines().toList())
                .anySatisfy(
                        line -> assertThat(line).startsWith("missing  QEMU").contains("runs the disposable guests"));
        assertThat(outcome.out()).contains("fix: install qemu-system-x86 (Debian's names) by this system's own tool");
        assertThat(outcome.out()).contains("missing. ./lab doctor --fix installs what can be.");
    }

    @ParameterizedTest
    @CsvSource({
        "apt-get, apt-get install --no-install-recommends qemu-system-x86",
        "dnf, dnf install --setopt=install_weak_deps=False qemu-system-x86",
        "pacman, pacman -S --needed qemu-system-x86"
    })
    void doctorNamesTheCommandOfTheSystem(String program, String command, @TempDir Path folder) throws IOException {
        Path tool = Files.writeString(folder.resolve(program), "#!/bin/sh\nexit 1\n");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(LAB.with("PATH", folder.toString()).run("doctor").out()).contains(command);
    }

    @Test
    void doctorTakesAVersionFromTheAnswerAndNotFromComplaints(@TempDir Path folder) throws IOException {
        Path program = folder.resolve("chromium");
        Files.writeString(program, "#!/bin/sh\necho 'line 9: noise' >&2\necho 'Chromium 156.0'\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Outcome outcome = LAB.with("PATH", folder.toString()).run("doctor");
        assertThat(outcome.out()).contains("browser         Chromium 156.0;").doesNotContain("noise");
    }

    @Test
    void tourFallsBackToTheModelWhereNothingMayBeInstalled(@TempDir Path folder) throws IOException {
        Path apt = Files.writeString(folder.resolve("apt-get"), "#!/bin/sh\nexit 1\n");
        Files.setPosixFilePermissions(apt, PosixFilePermissions.fromString("rwxr-xr-x"));
        LabProcess student = LAB.with("PATH", folder.toString()).option("-Duser.name=student");
        Outcome outcome = student.run("tour");
        assertThat(outcome.err())
                .startsWith(
                        "On the model, because a guest cannot run here: gcc, make, qemu-system-x86, util-linux,"
                                + " libc6-dev are missing; install with: sudo apt-get install --no-install-recommends gcc make");
        assertThat(outcome.out()).contains("Read back from the model, twice");
        assertThat(outcome.exitCode()).isZero();
        outcome = student.run("tour", "--on", "guest");
        assertThat(outcome.err()).startsWith("lab: a guest cannot run here: gcc, make, qemu-system-x86");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.MISSING);
    }

    @Test
    void completionIsAScriptForTheShell() {
        Outcome outcome = LAB.run("completion");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).startsWith("#!/usr/bin/env bash").contains("tour");
    }
}
