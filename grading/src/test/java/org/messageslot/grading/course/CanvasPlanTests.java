// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import static org.assertj.core.api.Assertions.assertThat;
import static org.messageslot.grading.course.Plans.row;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose is what in a download from Canvas, and what its LATE marks are good for. */
class CanvasPlanTests {

    private static final String GRADEBOOK = """
            Student,ID,SIS User ID,SIS Login ID,Section,Exercise 3 (77),Current Score
            ,,,,,Manual Posting,
                Points Possible,,,,,100,(read only)
            "Berg, Ada",301,U1,ada@example.org,Sec 1,,
            "Carl, Ben",302,U2,ben@example.org,Sec 1,,
            "Student, Test",999,,abc,Sec 1,,
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Plans plans;

    @BeforeEach
    void begin() {
        plans = new Plans(folder);
    }

    private static Zips canvas() {
        return new Zips()
                .with("bergada_301_8001_ex3.zip", Zips.submission("ada"))
                .with("carlben_LATE_302_8002_ex3-1.zip", Zips.submission("ben"));
    }

    @Test
    void textsAndAddressesDoNotHideThatItIsCanvas() throws Exception {
        Plan plan = plans.of(canvas().with("doecyd_303_text.html", "<p>")
                .with("eckdan_LATE_304_link.html", "<a>")
                .with("notes.txt", "stray"));
        assertThat(plan.layout()).isEqualTo(Layout.CANVAS);
        assertThat(plan.submissions()).extracting(PlanRow::student).containsExactly("301", "302");
        assertThat(plan.strays()).hasSize(3);
        assertThat(plan.openDoubts()).isEmpty();
    }

    @Test
    void archivesAndATextAloneAreCanvasToo() throws Exception {
        Plan plan = plans.of(new Zips()
                .with("bergada_301_8001_ex3_500000001.zip", Zips.submission("a"))
                .with("doecyd_303_text.html", "<p>"));
        assertThat(plan.layout()).isEqualTo(Layout.CANVAS);
        assertThat(row(plan, "301").name()).isEqualTo("bergada");
    }

    @Test
    void ofSeveralAttachmentsTheOneWithTheAssignmentsFilesCounts() throws Exception {
        Plan plan = plans.of(canvas().with("doecyd_303_8010_ex3.zip", Zips.submission("c"))
                .with(
                        "doecyd_303_8011_bonus.zip",
                        new Zips().with("bonus.txt", "more").bytes()));
        assertThat(row(plan, "303").counts()).containsExactly("doecyd_303/ex3.zip");
        assertThat(plan.openDoubts()).isEmpty();
    }

    @Test
    void twoAttachmentsWithModulesAreADoubt() throws Exception {
        Plan plan = plans.of(canvas().with("doecyd_303_8011_b.zip", Zips.submission("1"))
                .with("doecyd_303_8010_a.zip", Zips.submission("2")));
        assertThat(plan.openDoubts()).singleElement().asString().contains("several are equally good");
    }

    @Test
    void underscoresInNamesStayInThem() throws Exception {
        Plan plan = plans.of(canvas().with("lab_team_red_303_8010_ex3.zip", Zips.submission("r")));
        assertThat(row(plan, "303").name()).isEqualTo("lab_team_red");
    }

    @Test
    void aNameThatMayEndWithANumberIsADoubtThatTheGradebookSettles() throws Exception {
        Zips zips = new Zips()
                .with("bergada_301_8001_ex3.zip", Zips.submission("ada"))
                .with("team_4_302_8002_ex3.zip", Zips.submission("team"));
        assertThat(plans.of(zips).openDoubts()).singleElement().asString().contains("may be the end of a group's name");
        Plan plan = new Plans(folder).roster(GRADEBOOK).of(zips);
        assertThat(row(plan, "302").name()).isEqualTo("team_4");
        assertThat(plan.openDoubts()).isEmpty();
    }

    @Test
    void aStudentsFileNameCannotTakeAnothersNumber() throws Exception {
        Plan plan = plans.of(canvas().with("doecyd_303_8010_301_9999_ex3.zip", Zips.submission("x")));
        assertThat(row(plan, "301").name()).isEqualTo("bergada");
        assertThat(row(plan, "303").doubts()).hasSize(1);
        Plan known = new Plans(folder)
                .roster(GRADEBOOK + "\"Doe, Cyd\",303,U3,cyd@example.org,Sec 1,,\n")
                .of(canvas().with("doecyd_303_8010_301_9999_ex3.zip", Zips.submission("x")));
        assertThat(row(known, "303").doubts()).isEmpty();
    }

    @Test
    void theGradebooksOwnRowsAreNoStudents() throws Exception {
        Plan plan = plans.roster(GRADEBOOK).of(canvas());
        assertThat(plan.missing()).isEmpty();
        assertThat(plan.openDoubts()).isEmpty();
    }

    @Test
    void anonymousNamesAreKeptApartAndTheirLateMarksKnown() throws Exception {
        Plan plan = plans.of(new Zips()
                .with("anon_aB3dE_8001_ex3.zip", Zips.submission("a"))
                .with("LATE_anon_Zz9yX_8002_ex3.zip", Zips.submission("b"))
                .with("anon_Qq1wW_text.html", "<p>"));
        assertThat(plan.layout()).isEqualTo(Layout.CANVAS);
        assertThat(plan.submissions()).extracting(PlanRow::student).containsExactly("anon_Zz9yX", "anon_aB3dE");
        assertThat(row(plan, "anon_Zz9yX").markedLate()).isTrue();
    }

    @Test
    void withAPolicyWhoIsNotMarkedIsInTimeAndWhoIsMarkedIsADoubt() throws Exception {
        Plan plan = plans.policy("{\"due\": \"2024-05-01T23:59:00+03:00\", \"late\": {\"percentPerDay\": 10}}")
                .of(canvas());
        assertThat(row(plan, "301").late()).startsWith("no");
        assertThat(row(plan, "302").late()).isEqualTo("marked, 1 day");
        assertThat(plan.openDoubts()).singleElement().asString().startsWith("302 carlben: Canvas marks it as late");
        Plan told = plans.times("302,2024-05-03T12:00:00+03:00\n301,2024-05-01T12:00:00+03:00\n")
                .of(canvas());
        assertThat(told.openDoubts()).isEmpty();
        assertThat(row(told, "302").late()).isEqualTo("36 h, 2 days");
    }

    @Test
    void anExtensionOfNobodyIsADoubt() throws Exception {
        Plan plan = plans.policy(
                        "{\"due\": \"2024-05-01T23:59:00Z\", \"extensions\": {\"0301\": \"2024-05-02T23:59:00Z\","
                                + " \"888\": \"2024-05-02T23:59:00Z\"}}")
                .of(new Zips().with("bergada_301_8001_ex3.zip", Zips.submission("ada")));
        assertThat(plan.openDoubts()).containsExactly("the policy's extension for '888' is nobody's in this class");
    }
}
