// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Invented;
import org.messageslot.grading.slot.SlotAssignment;

class RedactionTests {

    private static final Grade WHOLE = Invented.nasty("SECRET LOG", Invented.hiding());
    private static final Grade SEEN = Redaction.forStudent(WHOLE);

    static java.util.List<Report> reports() {
        return Reports.all(SlotAssignment.SLOT.wording());
    }

    @ParameterizedTest
    @MethodSource("reports")
    void hiddenChecksAreInNoReport(Report report) {
        assertThat(report.render(SEEN))
                .doesNotContain("write-fault-keeps-message")
                .doesNotContain("Is the old message unchanged")
                .doesNotContain("Copy into new memory first")
                .doesNotContain("device_write")
                .doesNotContain("-1 EMSGSIZE (90)")
                .doesNotContain("Refuse what is longer");
    }

    @Test
    void pointsAreAsTheyWere() {
        assertThat(SEEN.score()).isEqualTo(WHOLE.score());
        assertThat(SEEN.groups()).isEqualTo(WHOLE.groups());
        assertThat(SEEN.verdicts()).hasSameSizeAs(WHOLE.verdicts());
    }

    @Test
    void describedChecksKeepTheirQuestion() {
        assertThat(TerminalReport.plain(SlotAssignment.SLOT.wording()).render(SEEN))
                .contains("Does writing 129 bytes fail with EMSGSIZE?", "hidden-1", "A hidden check");
    }

    @Test
    void aGradeWithNothingHiddenStaysAsItIs() {
        Grade visible = Invented.nasty("log", Map.of());
        assertThat(Redaction.forStudent(visible)).isEqualTo(visible);
    }
}
