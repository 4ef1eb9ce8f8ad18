// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.grade;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageslot.guest.RequiresGuest;
import org.messageslot.lab.LabProcess;
import org.messageslot.lab.LabProcess.Outcome;
import org.messageslot.lab.terminal.ExitCode;

/** {@code lab grade} on a whole class, as an assistant types it. */
class GradeClassTests {

    private static final LabProcess LAB = LabProcess.standard();
    private static final Path KIT = Path.of("../kernel");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Path handedIn;

    @BeforeEach
    void handIn() throws IOException {
        handedIn = Files.createDirectories(folder.resolve("class"));
        student("111111111", "");
        student("222222222", "");
        student("333333333", "#error no module\n");
    }

    private void student(String id, String above) throws IOException {
        Path own = Files.createDirectories(handedIn.resolve("ex3_" + id));
        for (String name : List.of("message_slot.h", "message_sender.c", "message_reader.c")) {
            Files.copy(KIT.resolve(name), own.resolve(name));
        }
        Files.writeString(own.resolve("message_slot.c"), above + Files.readString(KIT.resolve("message_slot.c")));
    }

    private Outcome grade(String... more) {
        return LAB.run(Stream.concat(
                        Stream.of(
                                "grade",
                                handedIn.toString(),
                                "--out",
                                folder.resolve("out").toString()),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    @Test
    @RequiresGuest
    void aClassIsGradedAndOnlyOnce() throws Exception {
        Path roster = Files.writeString(folder.resolve("roster.csv"), "id\n111111111\n444444444\n");
        Outcome first =
                grade("--only", "overwrite", "--seed", "77", "--again", "all", "--roster", roster.toString(), "--yes");
        assertThat(first.err()).contains("3 submissions, from archives or folders, one a student.");
        assertThat(first.out()).contains("3 of 3 submissions graded").contains("  444444444\n");
        assertThat(first.exitCode()).isZero();
        String table = Files.readString(folder.resolve("out/grades.csv"));
        assertThat(table.lines().filter(line -> line.contains(",graded,2.00,2.00,")))
                .hasSize(2);
        assertThat(table.lines().filter(line -> line.startsWith("333333333,,graded,0.00,")))
                .hasSize(1);
        assertThat(folder.resolve("out/students/111111111/grade.json")).exists();
        assertThat(folder.resolve("out/feedback/333333333/results.json")).exists();

        Path policy = Files.writeString(folder.resolve("policy.json"), """
                {"due": "2000-01-01T00:00:00Z", "late": {"percentPerDay": 1, "mostPercent": 50},
                 "extensions": {"222222222": "2999-01-01T00:00:00Z"}}
                """);
        Path times = Files.writeString(
                folder.resolve("times.csv"),
                "111111111,2024-01-17T20:00:00Z\n222222222,2024-01-17T20:00:00Z\n333333333,2024-01-17T20:00:00Z\n");
        Outcome late = grade(
                "--only",
                "overwrite",
                "--seed",
                "77",
                "--policy",
                policy.toString(),
                "--times",
                times.toString(),
                "--as-of",
                "2024-01-01T00:00:00Z");
        assertThat(late.exitCode()).as(late.err()).isZero();
        assertThat(Files.readString(folder.resolve("out/grades.csv")))
                .contains("111111111,,graded,1.00,2.00,2.00,0.00,0.00,1.00,")
                .contains("222222222,,graded,2.00,2.00,2.00,0.00,0.00,0.00,");
        assertThat(folder.resolve("out/feedback/111111111/feedback.md"))
                .content()
                .contains("| Handed in late | -1.00 |");

        Outcome second = grade(
                "--only", "overwrite", "--seed", "77", "--fail-under", "1", "--roster", roster.toString(), "--yes");
        assertThat(second.err()).contains("100%  3 of 3 (3 graded before)");
        assertThat(second.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(folder.resolve("out/grades.csv")).hasContent(table);
    }

    @Test
    @RequiresGuest
    void theFirstTwentiethAndEachTenthOfAClassIsOneLine() throws IOException {
        for (int more = 0; more < 20; more++) {
            student("4000000" + (10 + more), "#error no module\n");
        }
        Files.move(handedIn.resolve("ex3_111111111"), handedIn.resolve("ex3_דנה לוי"));
        Outcome outcome = grade("--only", "overwrite", "--again", "all", "--yes");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.err().lines().filter(line -> line.matches(" +\\d+%  \\d+ of 23.*")))
                .as(outcome.err())
                .hasSize(11)
                .last()
                .asString()
                .isEqualTo("  100%  23 of 23");
        assertThat(outcome.err())
                .containsPattern(
                        "%  \\d+ of 23, [0-9.]+/min, (under 1|about \\d+) min left, ready at about \\d\\d:\\d\\d");
    }

    @Test
    void wrongUseOfAClassIsToldInOneSentence() {
        assertThat(LAB.run("grade", handedIn.toString()).err())
                .startsWith("lab: " + handedIn + " is a class; say where");
        assertThat(grade("--single", "--again", "all").err())
                .contains("--roster, --again, --shard, --policy and --as-of are for a class");
        assertThat(grade("--roster", "/no/such.csv").err()).startsWith("lab: there is no file /no/such.csv;");
        assertThat(grade("--again", "nobody").err()).contains("lab: 'nobody' is no student of this class");
        assertThat(folder.resolve("out/plan.csv"))
                .as("a plan by which nothing was graded")
                .doesNotExist();
        assertThat(grade("--shard", "5/4").err()).startsWith("lab: '5/4' is no shard;");
        assertThat(grade("--policy", "/no/such.json").err()).startsWith("lab: there is no file /no/such.json;");
        assertThat(grade("--as-of", "2024-02-01T00:00:00Z").err()).startsWith("lab: --as-of goes with --policy");
        assertThat(grade("--class", "--single").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(grade("--repeat", "2").exitCode()).isEqualTo(ExitCode.USAGE);
    }
}
