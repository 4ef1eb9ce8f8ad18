// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.grade;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageslot.lab.LabProcess;
import org.messageslot.lab.LabProcess.Outcome;
import org.messageslot.lab.terminal.ExitCode;

/** Whatever files an assistant gives to the commands for classes: one sentence, exit code 2, and nothing is written. */
class ClassInputTests {

    private static final LabProcess LAB = LabProcess.standard();
    private static final String CLASS = """
            {"version": 2, "run": {"edition": "2024", "rubricSha256": "0", "seed": 0, "kitVersion": "1.0.0",
             "kernelRelease": "6.1.0"}, "layout": "PLAIN", "students": [], "replaced": [], "strays": [], "missing": [],
             "strangers": []}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Path reports;

    @BeforeEach
    void report() throws IOException {
        reports = Files.createDirectories(folder.resolve("reports"));
        Files.writeString(reports.resolve("class.json"), CLASS);
    }

    private void refused(String sentence, Object... command) throws IOException {
        long before = files();
        Outcome outcome = LAB.run(Stream.of(command).map(String::valueOf).toArray(String[]::new));
        assertThat(outcome.err())
                .as(String.join(" ", outcome.err(), outcome.out()))
                .contains(sentence);
        assertThat(outcome.err().lines().findFirst().orElse("")).startsWith("lab: ");
        assertThat(outcome.err())
                .doesNotContain("\tat ")
                .doesNotContain("internal error")
                .doesNotContain("Exception");
        assertThat(outcome.err().lines().count()).as(outcome.err()).isLessThanOrEqualTo(2);
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.USAGE);
        assertThat(files()).as("nothing is written").isEqualTo(before);
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.count();
        }
    }

    private Path file(String name, byte... bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private Path huge() throws IOException {
        Path huge = folder.resolve("huge.csv");
        try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(1L << 40);
        }
        return huge;
    }

    @Test
    void foldersThatHoldNoGradedClass() throws Exception {
        Path nothing = folder.resolve("nothing");
        refused("there is no graded class in " + nothing, "export", nothing, "--canvas", "Exercise");
        refused("there is no graded class in", "compare", reports, folder);
        refused("there is no graded class in", "compare", file("file", (byte) 1), reports);
        for (byte[] damaged : new byte[][] {
            {}, {-1, -2, 0}, "[]".getBytes(UTF_8), "{\"version\": 2}".getBytes(UTF_8), "{".getBytes(UTF_8)
        }) {
            Files.write(reports.resolve("class.json"), damaged);
            refused("is not whole", "export", reports, "--canvas", "Exercise");
            refused("is not whole", "compare", reports, reports);
        }
        Files.move(huge(), reports.resolve("class.json"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        refused("is not whole", "compare", reports, reports);
        Files.writeString(
                reports.resolve("class.json"),
                CLASS.replace(
                        "\"students\": []",
                        "\"students\": [{\"student\": \"1\", \"name\": \"\", \"where\": \"\","
                                + " \"at\": \"yesterday\", \"key\": \"1\", \"path\": \"x\"}]"));
        refused("is not whole", "export", reports, "--canvas", "Exercise");
        Files.writeString(
                reports.resolve("class.json"),
                CLASS.replace(
                        "\"students\": []",
                        "\"students\": [{\"student\": \"1\", \"name\": \"\", \"where\": \"\","
                                + " \"key\": \"1\", \"path\": \"x\"}]"));
        refused("is not whole", "compare", reports, reports);
        refused("is not whole", "export", reports, "--moodle-feedback");
    }

    @Test
    void worksheetsThatAreNone() throws Exception {
        refused("there is no file", "export", reports, "--moodle", folder.resolve("none.csv"));
        refused("there is no file", "export", reports, "--moodle", folder);
        refused("has no students", "export", reports, "--moodle", file("empty.csv"));
        refused("is no text in UTF-8", "export", reports, "--moodle", file("binary.csv", (byte) -1, (byte) 0, (byte)
                -3));
        refused("is larger than 32 MB", "export", reports, "--moodle", huge());
        Path columns = Files.writeString(folder.resolve("columns.csv"), "a,b\n1,2\n");
        refused("cannot be told which column", "export", reports, "--moodle", columns);
        refused("has no column 'Mark'", "export", reports, "--moodle", columns, "--grade-column", "Mark");
        Path open = Files.writeString(folder.resolve("open.csv"), "a,b\n\"1,2\n");
        refused("is no CSV", "export", reports, "--moodle", open);
    }

    @Test
    void exportsThatMakeNoSense() throws Exception {
        refused("say what for", "export", reports);
        refused("--anonymous needs --key", "export", reports, "--anonymous", folder.resolve("data"));
        Path data = folder.resolve("data");
        refused("keep the key apart", "export", reports, "--anonymous", data, "--key", data.resolve("key.csv"));
        refused("is from archives or folders", "export", reports, "--moodle-feedback");
        Path key = file("key.csv", (byte) -1, (byte) -1);
        refused("is no text in UTF-8", "export", reports, "--anonymous", data, "--key", key);
    }

    @Test
    void rostersThatAreNone() throws Exception {
        Path handedIn = Files.createDirectories(folder.resolve("class"));
        for (String id : new String[] {"111111111", "222222222"}) {
            Path own = Files.createDirectories(handedIn.resolve("ex3_" + id));
            Files.writeString(own.resolve("message_slot.c"), "");
        }
        Object[] grade = {"grade", handedIn, "--out", folder.resolve("out"), "--roster", ""};
        for (Object[] wrong : new Object[][] {
            {"there is no file", folder.resolve("none.csv")},
            {"there is no file", folder},
            {"names no student", file("empty.csv")},
            {"names no student", Files.writeString(folder.resolve("titles.csv"), "Name,Id\n , \n")},
            {"is no text in UTF-8", file("binary.csv", (byte) -1, (byte) 0)},
            {"is larger than 32 MB", huge()},
            {"is no CSV", Files.writeString(folder.resolve("open.csv"), "id\n\"111\n")},
        }) {
            grade[grade.length - 1] = wrong[1];
            refused(String.valueOf(wrong[0]), grade);
        }
    }

    @Test
    void policiesThatAreNone() throws Exception {
        Path handedIn = Files.createDirectories(folder.resolve("class"));
        for (String id : new String[] {"111111111", "222222222"}) {
            Files.writeString(
                    Files.createDirectories(handedIn.resolve("ex3_" + id)).resolve("message_slot.c"), "");
        }
        Path good = Files.writeString(folder.resolve("good.json"), "{\"due\": \"2024-01-17T23:59:00+02:00\"}");
        Object[] grade = {"grade", handedIn, "--out", folder.resolve("out"), "--policy", good, "--as-of", "tomorrow"};
        refused("--as-of is a date, a time and the offset from UTC", grade);
        grade[6] = "--seed";
        grade[7] = "1";
        grade[5] = Files.writeString(folder.resolve("bad.json"), "{\"due\": \"soon\"}");
        refused("'due' should be a date, a time and the offset from UTC", grade);
        grade[5] = huge();
        refused("larger than 1 MiB", grade);
    }
}
