// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageslot.grading.CoveredLine;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Reach;
import org.messageslot.grading.SourceCoverage;
import org.messageslot.grading.Status;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.grading.slot.variants.VariantCollection;
import org.messageslot.guest.KernelSeries;
import org.messageslot.guest.RequiresGuest;

/** How often checks reach the lines of a module is counted exactly, and costs nobody anything. */
@RequiresGuest
class LineCountingTests {

    private static final Path KIT = Path.of("../kernel");

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Grader grader;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static VariantCollection variants;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @BeforeAll
    static void getReady() throws Exception {
        grader = Graders.standard();
        variants = VariantCollection.read(Path.of("variants"), KIT);
    }

    private Grade graded(Grader by, String... checks) throws Exception {
        var rubric = by.edition().rubric().onlyChecks(new LinkedHashSet<>(List.of(checks)));
        Grade grade = by.grade(folder, new Grader.Wish(rubric, 2, 42).withCoverage(true), id -> {});
        assertThat(grade.ungradableBecause()).isEmpty();
        return grade;
    }

    private SourceCoverage coverage(String... checks) throws Exception {
        Grade grade = graded(grader, checks);
        assertThat(grade.verdicts())
                .allSatisfy(verdict -> assertThat(verdict.status()).isEqualTo(Status.PASSED));
        return Objects.requireNonNull(grade.coverage());
    }

    private void bring(String before, String after) throws Exception {
        variants.unpack(variants.named("hashtable").orElseThrow(), folder);
        Path file = folder.resolve("message_slot.c");
        String source = Files.readString(file);
        assertThat(source).contains(before);
        Files.writeString(file, source.replace(before, after));
    }

    private static CoveredLine line(SourceCoverage coverage, String text) {
        return coverage.files().get(0).lines().stream()
                .filter(line -> line.text().contains(text))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(KernelSeries.class)
    void eachLineIsCountedAsOftenAsControlCameToIt(KernelSeries series) throws Exception {
        Grader own = Grader.of(SlotAssignment.SLOT.editions().standard(), series, step -> {});
        bring(
                "int __init slot_init(void)\n{",
                "int __init slot_init(void)\n{\n\tint i;\n\tfor (i = 0; i < 7; i++)\n\t\tbarrier();\n"
                        + "\tif (i == 8)\n\t\treturn -ENODEV;\n");
        SourceCoverage coverage =
                Objects.requireNonNull(graded(own, "write-length-128").coverage());
        assertThat(coverage.remarks()).isEmpty();
        assertThat(line(coverage, "for (i = 0; i < 7; i++)").times()).isEqualTo(8);
        assertThat(line(coverage, "\t\tbarrier();")).isEqualTo(new CoveredLine("\t\tbarrier();", Reach.REACHED, 7));
        assertThat(line(coverage, "return -ENODEV;").reach()).isEqualTo(Reach.NEVER);
        assertThat(line(coverage, "unregister_chrdev_region(MKDEV(").reach()).isEqualTo(Reach.REACHED);
        assertThat(line(coverage, "#include").reach()).isEqualTo(Reach.NO_CODE);
        assertThat(coverage.sentences().get(0)).contains(" lines were reached by checks; ");
    }

    @Test
    void aLineThatOnlyAFailingAllocationReachesIsTold() throws Exception {
        bring("int __init slot_init(void)\n{", "int __init slot_init(void)\n{");
        SourceCoverage coverage = coverage("write-length-128", "write-no-memory-keeps-channel-empty");
        assertThat(line(coverage, "result = -ENOMEM;").reach()).isEqualTo(Reach.ONLY_FAILING);
        assertThat(coverage.count(Reach.ONLY_FAILING)).isBetween(1L, 10L);
        assertThat(coverage.sentences().get(0)).contains(" only where an allocation failed");
        assertThat(coverage("write-length-128").count(Reach.ONLY_FAILING)).isZero();
    }

    @Test
    void aModuleThatDoesNotBuildWithCountersIsGradedLikeAnyOther() throws Exception {
        bring(
                "static int __init slot_init(void)\n{",
                "void __gcov_exit(void);\nvoid __gcov_exit(void) { }\nstatic int __init slot_init(void)\n{");
        assertThat(coverage("write-length-128").sentences())
                .singleElement()
                .asString()
                .startsWith(
                        "The module does not build so that its lines are counted, which says nothing about the module: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // says that its counters are where there is no memory, and in the kernel's own
                "printk(KERN_INFO \"lab-coverage: fffffffff000 0 1000 fff\\n\");",
                // makes all counters of the page look like what they are not
                "{ extern char coverage_start[]; memset(coverage_start, 0xff, 64); }",
                "{ extern char coverage_start[], coverage_end[]; memset(coverage_start, 0, coverage_end - coverage_start); }",
            })
    void aHostileModuleCanAtMostFakeItsOwnCounters(String attack) throws Exception {
        bring("int __init slot_init(void)\n{", "int __init slot_init(void)\n{\n\t" + attack);
        Grade grade = graded(grader, "write-length-128");
        SourceCoverage coverage = Objects.requireNonNull(grade.coverage());
        assertThat(coverage.files())
                .allSatisfy(file -> assertThat(file.lines())
                        .allSatisfy(line -> assertThat(line.times()).isNotNegative()));
        assertThat(grade.gradable()).isTrue();
    }
}
