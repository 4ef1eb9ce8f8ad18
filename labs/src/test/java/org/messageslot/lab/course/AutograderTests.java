// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.course;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageslot.guest.RequiresGuest;
import org.messageslot.lab.LabProcess;
import org.messageslot.lab.LabProcess.Outcome;
import org.messageslot.lab.terminal.ExitCode;

/** The autograder's bundle, laid out as Gradescope does it; {@code setup.sh} is left out, which installs packages. */
class AutograderTests {

    private static final LabProcess LAB = LabProcess.standard();
    private static final Path KERNEL = Path.of("../kernel");
    private static final String EDITION = """
            {"name": "small", "title": "One group", "major": 235, "censorEvery": 0, "programs": "c",
             "memoryBound": {"text": "O(1)", "channels": "written", "perOpenFile": true, "perCensorCall": false},
             "senderArguments": ["FILE", "CHANNEL", "MESSAGE"], "total": 100, "crash": {"points": 0, "groups": "none"}, "mistakeCap": 6, "bonus": "off",
             "points": {"length-zero": 100}, "bonusPoints": {}, "checks": {}}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path root;

    /** Writes a bundle, and unpacks it where Gradescope does. */
    private void setUp(String... options) throws IOException {
        Path bundle = root.resolve("bundle.zip");
        List<String> command = new ArrayList<>(List.of("autograder", "--gradescope", bundle.toString()));
        command.addAll(List.of(options));
        Outcome outcome = LAB.run(command.toArray(String[]::new));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("Written: " + bundle);
        try (InputStream in = Files.newInputStream(bundle);
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = root.resolve("source").resolve(entry.getName());
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.copy(zip, file);
            }
        }
        Path submission = Files.createDirectories(root.resolve("submission"));
        for (String name : List.of("message_slot.c", "message_slot.h", "message_sender.c", "message_reader.c")) {
            Files.copy(KERNEL.resolve(name), submission.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(root.resolve("submission_metadata.json"), """
                {"id": 1, "created_at": "2024-01-18T10:00:00.123456+02:00",
                 "users": [{"email": "dana@example.edu", "id": 7, "name": "Dana Levi"}]}
                """);
    }

    /** Runs the script as Gradescope does: copied out of the bundle, and without arguments. */
    private JsonObject results(String... wrapper) throws Exception {
        Path script = Files.copy(
                root.resolve("source/run_autograder"),
                root.resolve("run_autograder"),
                StandardCopyOption.REPLACE_EXISTING);
        List<String> command = new ArrayList<>(List.of(wrapper));
        command.addAll(List.of("bash", script.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(root.resolve("log").toFile());
        builder.environment().put("AUTOGRADER_ROOT", root.toString());
        builder.environment().putIfAbsent("MSGSLOT_CACHE", System.getenv("HOME") + "/.cache/message-slot-lab");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        String log = Files.readString(root.resolve("log"));
        assertThat(process.exitValue()).as(log).isZero();
        String text = Files.readString(root.resolve("results/results.json"));
        assertThat(text).doesNotContain("Exception").doesNotContain("\tat ");
        return JsonParser.parseString(text).getAsJsonObject();
    }

    @Test
    @Tag("slow")
    @RequiresGuest
    void theBundleGradesByTheEditionAndThePolicyThatWereChosen() throws Exception {
        Path edition = Files.writeString(root.resolve("small.json"), EDITION);
        Path policy = Files.writeString(root.resolve("late.json"), """
                {"due": "2024-01-17T23:59:00+02:00", "late": {"percentPerDay": 10}}
                """);
        setUp("--edition", edition.toString(), "--policy", policy.toString());
        JsonObject results = results();
        assertThat(results.get("score").getAsInt()).as(results.toString()).isEqualTo(90);
        assertThat(results.getAsJsonArray("tests")).isNotEmpty();
        assertThat(results.get("output").getAsString()).contains("10 h late; that costs 10.00 points.");
    }

    private static void assertNotGraded(JsonObject results, String sentence) {
        assertThat(results.has("score"))
                .as("a failure of the grader is no score")
                .isFalse();
        assertThat(results.has("tests")).isFalse();
        assertThat(results.get("visibility").getAsString()).isEqualTo("visible");
        assertThat(results.get("output").getAsString()).contains("no fault of your submission and costs no points");
        assertThat(results.get("output").getAsString()).contains(sentence);
    }

    @Test
    void whateverBecomesOfTheGraderThereAreResultsAndNobodyGetsAZero() throws Exception {
        setUp("--minutes", "7");
        JsonObject noSandbox = results(
                "env",
                "MSGSLOT_COMPILE=host",
                "bwrap",
                "--dev-bind",
                "/",
                "/",
                "--ro-bind",
                "/dev/null",
                "/usr/bin/bwrap");
        assertNotGraded(noSandbox, "compiled in a sandbox, and /usr/bin/bwrap is missing");

        Path lab = root.resolve("source/kit/lab");
        Files.writeString(lab, "kill -9 $$\n");
        assertNotGraded(results(), "the grader failed (it was not done after 7 minutes, or ran out of memory)");
        Files.writeString(lab, "exit 5\n");
        assertNotGraded(results(), "the grader failed (it ended with code 5)");

        Files.writeString(lab, "sleep 60\n");
        Path script = root.resolve("source/run_autograder");
        String text = Files.readString(script);
        assertThat(text).contains("minutes=7\n").contains("\"${minutes}m\"");
        Files.writeString(script, text.replace("${minutes}m", "1s"));
        assertNotGraded(results(), "it was not done after 7 minutes");
    }

    @Test
    void wrongOptionsAreRefused() {
        for (String[] wrong : new String[][] {
            {"say where the bundle goes", "autograder"},
            {"there is no edition", "autograder", "--gradescope", "x.zip", "--edition", "1066"},
            {"there is no file", "autograder", "--gradescope", "x.zip", "--policy", "none.json"},
        }) {
            Outcome outcome = LAB.run(List.of(wrong).subList(1, wrong.length).toArray(String[]::new));
            assertThat(outcome.err()).contains(wrong[0]).doesNotContain("\tat ");
            assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        }
    }

    @Test
    void aFolderIsNoPlaceForABundle() {
        for (Path wrong : List.of(root, root.resolve("none/x.zip"))) {
            Outcome outcome = LAB.run("autograder", "--gradescope", wrong.toString());
            assertThat(outcome.err())
                    .contains(wrong + " cannot be written: name a file")
                    .doesNotContain("\tat ");
            assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
        }
    }
}
