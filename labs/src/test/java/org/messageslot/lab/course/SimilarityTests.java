// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.course;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageslot.grading.similarity.Jplag;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.grading.slot.skeleton.Skeleton;
import org.messageslot.grading.submission.Jdk;
import org.messageslot.lab.LabProcess;
import org.messageslot.lab.LabProcess.Outcome;
import org.messageslot.lab.terminal.ExitCode;

/** {@code lab similarity}, by the real JPlag. */
class SimilarityTests {

    private static final LabProcess LAB = LabProcess.standard();
    private static final Path KERNEL = Path.of("../kernel");
    private static final Path VARIANTS = Path.of("../grading/variants/good");
    private static final String HEADER = "message_slot.h";
    private static final String MODULE = "message_slot.c";
    private static final String HOSTILE = "=cmd|' \u001b[31m<b>\u202e\nEve";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private static String design(String variant) throws IOException {
        return Files.readString(VARIANTS.resolve(variant).resolve(MODULE));
    }

    /** Lays down a submission as Moodle does. */
    private void handIn(String name, int number, Map<String, String> files) throws IOException {
        Path own = Files.createDirectories(folder.resolve("class/" + name + "_" + number + "_assignsubmission_file_"));
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(own.resolve(file.getKey()), file.getValue());
        }
    }

    private void handIn(String name, int number, String module) throws IOException {
        String programs = "int main(void) { return 0; }\n";
        handIn(
                name,
                number,
                Map.of(
                        MODULE,
                        module,
                        HEADER,
                        Files.readString(KERNEL.resolve(HEADER)),
                        "message_sender.c",
                        programs,
                        "message_reader.c",
                        programs));
    }

    private Outcome compare(String... options) {
        assumeTrue(
                Jdk.find(Jplag.LEAST_JAVA).isPresent() || "true".equals(System.getenv("CI")),
                "JPlag needs a JDK, Java " + Jplag.LEAST_JAVA + ", to be tried");
        List<String> arguments =
                new ArrayList<>(List.of("similarity", folder.resolve("class").toString()));
        arguments.addAll(List.of(options));
        Outcome outcome = LAB.run(arguments.toArray(String[]::new));
        boolean fetched = !outcome.err().contains("cannot be fetched");
        assumeTrue(fetched || "true".equals(System.getenv("CI")), "JPlag is to be fetched once, from Maven Central");
        return outcome;
    }

    /** What somebody changes who does not want it to be seen: names, comments, texts, layout; and what trips a reader. */
    private static String disguised(String module) {
        String without =
                Pattern.compile("/\\*.*?\\*/", Pattern.DOTALL).matcher(module).replaceAll("/* \u05d0 don't */");
        return without.replaceAll("\\b(file|minor|id|count|node|buffer|channel)\\b", "zz_$1")
                        .replace("\t", "  ")
                        .replace("{\n", "\n{ \n\n")
                + "\nchar *unseen = \"@ $ ` \\\\\"; /* not closed";
    }

    @Test
    @Tag("slow")
    void copiesAreFoundAndIndependentDesignsAreNot() throws Exception {
        List<String> designs = List.of("array-of-lists", "hashtable", "krealloc-array", "linked-lists", "rbtree");
        for (int i = 0; i < designs.size(); i++) {
            handIn("Student " + i, 100 + i, design(designs.get(i)));
        }
        handIn("Disguised", 200, disguised(design("hashtable")));
        handIn(HOSTILE, 201, disguised(design("rbtree")));
        handIn("Twin", 202, disguised(design("rbtree")));
        Map<String, String> skeleton =
                new Skeleton(KERNEL, SlotAssignment.SLOT.editions().standard().rubric()).files(0);
        handIn("Untouched", 203, skeleton);
        handIn("Barely", 204, skeleton.get(MODULE) + "\nstatic int a(int b) { return b; }\n");
        handIn("Hardly", 205, skeleton.get(MODULE) + "\nstatic int c(int d) { if (d) return d + 1; return 0; }\n");
        handIn("Bomb", 206, "struct file_operations x;" + "{}".repeat(50_000));
        handIn("Nothing", 207, Map.of("Makefile", "all:\n"));

        Outcome outcome = compare("--out", folder.resolve("out").toString());

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        String out = outcome.out();
        assertThat(out.lines().filter(line -> !line.startsWith("Written: ")))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(out).doesNotContain("\u001b").doesNotContain("\u202e");
        assertThat(out).as("who has equal files is one").contains("13 submissions, 10 different modules");
        assertThat(out).contains("""
                  - 201 =cmd|' \\x1b[31m<b>\\u{202e}\\nEve
                    202 Twin
                """);
        assertThat(out).containsPattern("(?m)^ +\\d+ % +\\d+ %  101 Student 1\n.*\n? +200 Disguised$");
        assertThat(out).contains("203 Untouched: is what everybody was given, and nothing else");
        assertThat(out).contains("206 Bomb: is many times longer").contains("207 Nothing: has no module");
        assertThat(out).contains("not a verdict");

        List<String> rows = Files.readAllLines(folder.resolve("out/similarity.csv"));
        assertThat(alike(rows, "101", "200")).isGreaterThan(80);
        assertThat(alike(rows, "104", "202")).isGreaterThan(80);
        assertThat(alike(rows, "201", "202")).isEqualTo(100);
        for (int i = 100; i < 105; i++) {
            for (int j = i + 1; j < 105; j++) {
                assertThat(alike(rows, "" + i, "" + j)).as(i + " and " + j).isLessThan(30);
            }
        }
        assertThat(alike(rows, "204", "205"))
                .as("what the skeleton gives does not count")
                .isLessThan(30);
        assertThat(rows).noneMatch(row -> row.matches("(.*,)?\"?[=+@-].*"));

        String page = Files.readString(folder.resolve("out/similarity.html"));
        assertThat(page)
                .contains("not a verdict")
                .contains("Student 1")
                .contains("zz_")
                .contains("default-src 'none'")
                .doesNotContain("<b>")
                .doesNotContain("<script")
                .doesNotContain("\u001b");
    }

    private static int alike(List<String> rows, String one, String other) {
        return rows.stream()
                .map(row -> row.split(",", -1))
                .filter(row -> row.length > 6)
                .filter(row -> List.of(row[0], row[2]).containsAll(List.of(one, other)))
                .mapToInt(row -> Integer.parseInt(row[4]))
                .max()
                .orElse(0);
    }

    @Test
    @Tag("slow")
    void aClassOfOneIsComparedWithTheKitsOwnModules() throws Exception {
        handIn("Only", 1, disguised(design("xarray")));
        Outcome outcome = compare("--class");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .contains("1 submission, 1 different module.")
                .containsPattern("% +\\d+ % +1 Only\n +grading/variants/good/xarray/ of the kit");
    }

    @Test
    void aClassOfNobodyIsRefused() throws Exception {
        Files.createDirectories(folder.resolve("class"));
        Outcome empty = LAB.run("similarity", folder.resolve("class").toString(), "--class");
        assertThat(empty.err()).contains("there is no submission in").doesNotContain("\tat ");
        assertThat(empty.exitCode()).isEqualTo(ExitCode.USAGE);
        Outcome nowhere = LAB.run("similarity", folder.resolve("nowhere").toString());
        assertThat(nowhere.err()).contains("there is no " + folder.resolve("nowhere"));
        assertThat(nowhere.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aJdkThatIsNoneOrTooOldIsSaid() throws Exception {
        handIn("Only", 1, design("xarray"));
        String path = folder.resolve("class").toString();
        Outcome none = LAB.run("similarity", path, "--class", "--jdk", folder.toString());
        assertThat(none.err()).contains("there is no JDK in " + folder);
        assertThat(none.exitCode()).isEqualTo(ExitCode.MISSING);
        Path old = folder.resolve("old");
        Files.createDirectories(old.resolve("bin"));
        for (String program : List.of("java", "javac")) {
            Files.createFile(old.resolve("bin").resolve(program), executable());
        }
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
        Outcome tooOld = LAB.run("similarity", path, "--class", "--jdk", old.toString());
        assertThat(tooOld.err()).contains("is Java 17, and JPlag needs 21 or newer");
        assertThat(tooOld.exitCode()).isEqualTo(ExitCode.MISSING);
    }

    private static FileAttribute<?> executable() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void whereThereIsNoJdkThatWillDoItIsSaidWhatToDo() throws Exception {
        assumeTrue(Runtime.version().feature() < Jplag.LEAST_JAVA, "the JDK that runs this would do");
        handIn("Only", 1, design("xarray"));
        List<String> hidden = new ArrayList<>(List.of("bwrap", "--dev-bind", "/", "/"));
        try (Stream<Path> all = Files.list(Path.of("/usr/lib/jvm"))) {
            all.flatMap(home -> Jdk.at(home).stream())
                    .filter(jdk -> jdk.feature() >= Jplag.LEAST_JAVA)
                    .forEach(jdk -> hidden.addAll(List.of("--tmpfs", jdk.home().toString())));
        }
        Outcome outcome = LAB.under(hidden.toArray(String[]::new))
                .run("similarity", folder.resolve("class").toString(), "--class");
        assertThat(outcome.err())
                .contains("JPlag needs a JDK, Java 21 or newer, and there is none here")
                .contains("--jdk DIR");
        assertThat(outcome.err().lines().filter(line -> !line.startsWith("  ... ")))
                .hasSize(1);
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.MISSING);
    }
}
