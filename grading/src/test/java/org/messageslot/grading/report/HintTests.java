// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Points;
import org.messageslot.grading.Status;
import org.messageslot.grading.Symptom;
import org.messageslot.grading.Symptom.SymptomKind;
import org.messageslot.grading.Verdict;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.slot.SlotAssignment;

/** What to look at follows from what came, and not from the check alone. */
class HintTests {

    private static String hint(String check, String wanted, String got, Symptom symptom) throws DataFileException {
        return hint(
                check,
                new Outcome(Status.FAILED, "It went wrong.", wanted, got, List.of(), "", null, 0).withSymptom(symptom));
    }

    private static String hint(String check, Outcome outcome) throws DataFileException {
        return Hint.of(
                new Verdict(
                        SlotAssignment.SLOT
                                .editions()
                                .standard()
                                .rubric()
                                .check(check)
                                .orElseThrow(),
                        outcome,
                        Points.ZERO),
                SlotAssignment.SLOT.wording());
    }

    private static Symptom refused(String call) {
        return Symptom.of(SymptomKind.REFUSED, call);
    }

    @Test
    void anIdIsNoPointerThoughOthersAre() throws DataFileException {
        assertThat(hint("write-then-read", "0", "-1 EFAULT (14)", refused("ioctl")))
                .contains("the id itself, not a pointer")
                .doesNotContain("copy_to_user");
        assertThat(hint("write-then-read", "5", "-1 EFAULT (14)", refused("write")))
                .contains("copy_from_user return how many bytes they could not copy");
    }

    @Test
    void ofAnOpenBothTheKernelAndTheCheckAreHeard() throws DataFileException {
        assertThat(hint("device-any-user", "a file descriptor", "-1 EPERM (1)", Symptom.NONE))
                .startsWith("The file's permissions decide");
        assertThat(hint("minor-255", "a file descriptor", "-1 ENXIO (6)", Symptom.NONE))
                .contains("256", "ENXIO if no driver is registered for the node's major and minor number");
        assertThat(hint("device-major", "a file descriptor", "-1 EINVAL (22)", Symptom.NONE))
                .contains("open must return 0");
    }

    @Test
    void aWrongErrorIsToldFromOnesThatComeFromElsewhere() throws DataFileException {
        assertThat(hint(
                        "write-length-0",
                        "-1 EMSGSIZE (90)",
                        "-1 EINVAL (22)",
                        Symptom.wrongError("write", "EMSGSIZE", "EINVAL")))
                .contains("returns -EINVAL here: -EMSGSIZE belongs there");
        assertThat(hint(
                        "ioctl-unknown-number",
                        "-1 EINVAL (22)",
                        "-1 ENOTTY (25)",
                        Symptom.wrongError("ioctl", "EINVAL", "ENOTTY")))
                .contains(".unlocked_ioctl", "Wanted here is -EINVAL.");
    }

    @Test
    void aForgottenMinusIsNamed() throws DataFileException {
        assertThat(hint("write-length-0", "-1 EMSGSIZE (90)", "90", Symptom.of(SymptomKind.ACCEPTED, "write")))
                .contains("EMSGSIZE without its minus");
    }

    @Test
    void memoryThatIsFreedTooEarlyIsToldFromAMessageThatIsNotFound() throws DataFileException {
        Symptom symptom = Symptom.of(SymptomKind.WRONG_MESSAGE);
        assertThat(hint("write-then-read", "5, buf: \"hello\"", "5, buf: \"\\x14\\x00\\x00\\x00\\x93\"", symptom))
                .contains("Is the memory freed");
        assertThat(hint("write-then-read", "5, buf: \"hello\"", "-1 EWOULDBLOCK (11)", symptom))
                .contains("Follow one message");
        assertThat(hint("bytes-all-values", "1, buf: \"\\x80\"", "1, buf: \"\\x00\"", symptom))
                .contains("Some value is changed");
    }

    @Test
    void anythingElseIsWhatTheCheckExpects() throws DataFileException {
        assertThat(hint("read-twice", "5", "-1 EWOULDBLOCK (11)", Symptom.of(SymptomKind.LOST)))
                .contains("must not consume");
        assertThat(hint("read-twice", Outcome.without(Status.CRASHED, "The kernel crashed.")))
                .isEmpty();
    }
}
