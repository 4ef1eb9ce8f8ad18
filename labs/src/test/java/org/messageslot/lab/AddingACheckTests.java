// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageslot.guest.RequiresGuest;
import org.messageslot.lab.LabProcess.Outcome;

/** The example in docs/adding-a-check.md, done as the page says. */
@RequiresGuest
class AddingACheckTests {

    private static final Path ROOT = Path.of("..");
    private static final String CHECKS = "org/messageslot/grading/slot/checks/WriteAndReadChecks.java";
    private static final String RUBRIC = "org/messageslot/grading/slot/";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private LabProcess lab;

    @BeforeEach
    void followThePage() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/adding-a-check.md"));
        Path classes = Files.createDirectories(folder.resolve("classes"));
        compile(beforeLast("}", source("java/" + CHECKS), block(page, "java")), classes);
        Path rubric = Files.createDirectories(classes.resolve(RUBRIC));
        String checks = source("resources/" + RUBRIC + "checks.json");
        Files.writeString(
                rubric.resolve("checks.json"),
                checks.replaceFirst(
                        "\\}(\\s*\\]\\s*\\}\\s*)$", Matcher.quoteReplacement("},\n" + block(page, "json")) + "$1"));
        String steps = source("resources/" + RUBRIC + "steps.json");
        String readStep = "\"write-then-read\", \"read-returns-length\"";
        assertThat(steps).containsOnlyOnce(readStep);
        Files.writeString(rubric.resolve("steps.json"), steps.replace(readStep, readStep + ", \"same-message-again\""));
        Path home = homeWith("same-message-refused.patch", block(page, "diff"));
        lab = LabProcess.standard().before(classes).option("-Dmessageslot.home=" + home);
    }

    private static String block(String page, String language) {
        Matcher block =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(page);
        assertThat(block.find()).as(language).isTrue();
        return Objects.requireNonNull(block.group(1));
    }

    private static String source(String path) throws IOException {
        return Files.readString(ROOT.resolve("grading/src/main").resolve(path));
    }

    private static String beforeLast(String end, String text, String insertion) {
        int at = text.lastIndexOf(end);
        return text.substring(0, at) + "\n" + insertion + text.substring(at);
    }

    private void compile(String source, Path classes) throws IOException {
        Path file = Files.createDirectories(folder.resolve("source")).resolve("WriteAndReadChecks.java");
        Files.writeString(file, source);
        ByteArrayOutputStream words = new ByteArrayOutputStream();
        int code = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        words,
                        words,
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        classes.toString(),
                        file.toString());
        assertThat(code).as("%s", words).isZero();
    }

    /** {@return a kit that has a variant more; the rest of it is this one} */
    private Path homeWith(String variant, String text) throws IOException {
        Path home = Files.createDirectories(folder.resolve("home"));
        Files.createSymbolicLink(home.resolve("kernel"), ROOT.resolve("kernel").toRealPath());
        Path original = ROOT.resolve("grading/variants").toRealPath();
        Path copy = Files.createDirectories(home.resolve("grading")).resolve("variants");
        try (Stream<Path> files = Files.walk(original)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(original.relativize(file).toString()));
            }
        }
        Files.writeString(copy.resolve("bad").resolve(variant), text);
        return home;
    }

    @Test
    void theNewCheckPassesTheKitsModuleAndFailsTheWrongOne() {
        Outcome explained = lab.run("grade", "--explain", "same-message-again");
        assertThat(explained.out()).contains("Can a message be written again while it is there?");
        Outcome graded = lab.run("grade", ROOT.resolve("kernel").toString(), "--only", "same-message-again");
        assertThat(graded.exitCode()).as(graded.err() + graded.out()).isZero();
        assertThat(graded.out()).contains("1 check, counted exactly once: 1 passed.");
        Outcome judged = lab.run("variants", "--only", "same-message-refused");
        assertThat(judged.exitCode()).as(judged.err() + judged.out()).isZero();
        assertThat(judged.out()).contains("1 variants judged").contains("each lost exactly what it should");
    }
}
