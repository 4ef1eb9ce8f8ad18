// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageslot.lab.LabProcess;
import org.messageslot.lab.LabProcess.Outcome;
import org.messageslot.lab.terminal.ExitCode;

/** The self-test with a kit whose commands say at once what the test wants. */
class SelftestTests {

    @TempDir
    private Path kit;

    private Path report;

    @BeforeEach
    void allIsWell() throws IOException {
        report = kit.resolve("report.txt");
        kitSays("exit 0");
    }

    /** Makes commands that print what is expected of each, except where a line of shell ends them before. */
    private void kitSays(String first) throws IOException {
        String cases = SelfTest.STEPS.stream()
                .map(step -> "'" + String.join(" ", step.words()) + "') echo '" + step.expected() + "' ;;\n")
                .collect(Collectors.joining());
        Files.writeString(kit.resolve("lab"), "case \"$*\" in\n" + cases + "*) exit 2 ;;\nesac\n" + first + "\n");
    }

    private Outcome selftest() {
        return LabProcess.standard().option("-Dmessageslot.home=" + kit).run("selftest", "--out", report.toString());
    }

    @Test
    void eachStepIsALineAndTheReportHasThemAll() throws IOException {
        Outcome outcome = selftest();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("All is as it should be.").doesNotContain("failed");
        String text = Files.readString(report);
        for (SelfTest.TriedCommand step : SelfTest.STEPS) {
            assertThat(outcome.out()).containsPattern("ok .* s  " + step.name() + " +" + step.shows());
            assertThat(text).contains("$ " + step.command() + "\n" + step.expected());
        }
        assertThat(text).contains("processors, Java " + System.getProperty("java.version"));
    }

    @Test
    void aStepThatFailsIsToldWithWhatItSaidAndTheOthersAreTakenAllTheSame() throws IOException {
        kitSays("[ \"$1\" != tour ] || { echo 'no guest today'; exit 3; }");
        Outcome outcome = selftest();
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.out()).contains("1 of " + SelfTest.STEPS.size() + " steps failed.");
        List<String> failed =
                outcome.out().lines().filter(line -> line.startsWith("failed")).toList();
        assertThat(failed).singleElement().satisfies(line -> assertThat(line).contains(" tour "));
        assertThat(Files.readString(report)).contains("no guest today\n(exit code 3)");
    }

    @Test
    void aCommandThatSaysSomethingElseHasFailedThoughItEndsWell() throws IOException {
        kitSays("exit 0");
        String script = Files.readString(kit.resolve("lab"));
        Files.writeString(kit.resolve("lab"), script.replace("100.00 of 100", "99.00 of 100"));
        assertThat(selftest().out()).containsPattern("failed .* grade ");
    }

    @Test
    void aReportThatCannotBeWrittenIsToldBeforeTheWork() {
        report = kit.resolve("no/such/folder/report.txt");
        Outcome outcome = selftest();
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.MISSING);
        assertThat(outcome.err()).startsWith("lab: the report cannot be written: ");
        assertThat(outcome.out()).isEmpty();
    }
}
