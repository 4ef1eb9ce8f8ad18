// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.messageslot.grading.ExplainedOops;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Status;

class ConfirmationTests {

    private static final Exam.CheckResult GOOD = finding(Status.PASSED, "");
    private static final Exam.CheckResult FAR = finding(Status.CRASHED, "? kmem_cache_alloc+0x12/0x200");

    private final Confirmation confirmation = new Confirmation(log -> log.contains("[message_slot]"));

    private static Exam.CheckResult finding(Status status, String log) {
        return new Exam.CheckResult(Outcome.without(status, "").withKernelLog(log), Optional.empty());
    }

    /** {@return what is made of findings that come one after the other; all of them are asked for} */
    private Exam.CheckResult confirmed(Exam.CheckResult first, Exam.CheckResult... others) {
        Deque<Exam.CheckResult> left = new ArrayDeque<>(List.of(others));
        Exam.CheckResult finding = confirmation.of(first, left::remove);
        assertThat(left).as("kernels that were not asked").isEmpty();
        return finding;
    }

    @Test
    void whatComesOnceFarFromTheModuleIsNotItsFault() {
        Exam.CheckResult finding = confirmed(FAR, GOOD, GOOD);
        assertThat(finding.body().status()).isEqualTo(Status.PASSED);
        assertThat(finding.body().message()).as("nothing is decided in silence").isEqualTo(Confirmation.ONCE);
    }

    @Test
    void whatComesTwiceOfThreeTimesIs() {
        assertThat(confirmed(FAR, finding(Status.CRASHED, "elsewhere"))).isSameAs(FAR);
        assertThat(confirmed(FAR, GOOD, FAR)).isSameAs(FAR);
    }

    @Test
    void aWrongAnswerInAnotherKernelDoesNotConfirmACrash() {
        Exam.CheckResult failed = finding(Status.FAILED, "");
        Exam.CheckResult notJudged = finding(Status.NOT_JUDGED, "");
        Exam.CheckResult last = confirmed(FAR, failed, notJudged);
        assertThat(last.body().status()).isEqualTo(Status.NOT_JUDGED);
        assertThat(last.body().message()).as("nothing is decided in silence").isEqualTo(Confirmation.ONCE);
        assertThat(confirmed(FAR, failed, finding(Status.HUNG, ""))).isSameAs(FAR);
    }

    @Test
    void aModuleCannotMakeItsGradeVoidByWhatItDoesToAnotherKernel() {
        assertThat(confirmed(FAR, finding(Status.UNGRADABLE, ""))).isSameAs(FAR);
    }

    @Test
    void aStepThatAKernelFailedFarFromTheModuleIsAskedAgain() {
        ExplainedOops oops = new ExplainedOops("BUG", "", "", "", 0, "", List.of());
        Exam.CheckResult hindered = new Exam.CheckResult(
                Outcome.without(Status.NOT_JUDGED, "").withOops(oops).withKernelLog("elsewhere"), Optional.empty());
        assertThat(confirmed(hindered, GOOD, GOOD).body().status()).isEqualTo(Status.PASSED);
    }

    @Test
    void whereTheModuleIsSeenOneKernelWillDo() {
        Exam.CheckResult near = finding(Status.CRASHED, "RIP: 0010:device_write+0x12/0x80 [message_slot]");
        assertThat(confirmed(near)).isSameAs(near);
    }

    @Test
    void theKernelThatShowsTheModuleIsTheOneThatIsShown() {
        Exam.CheckResult near = finding(Status.CRASHED, "RIP: 0010:device_write+0x12/0x80 [message_slot]");
        assertThat(confirmed(FAR, GOOD, near)).isSameAs(near);
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.class,
            names = {"CRASHED", "HUNG", "TAMPERED"},
            mode = EnumSource.Mode.EXCLUDE)
    void whatIsNoMatterOfTheKernelsIsNotAskedAgain(Status status) {
        Exam.CheckResult finding = finding(status, "");
        assertThat(confirmed(finding)).isSameAs(finding);
    }

    @Test
    void tamperingIsBelievedIfItIsSeenTwice() {
        Exam.CheckResult tampered = finding(Status.TAMPERED, "device_write+0x12/0x80 [message_slot]");
        Exam.CheckResult failed = finding(Status.FAILED, "");
        assertThat(confirmed(tampered, tampered)).isSameAs(tampered);
        assertThat(confirmed(tampered, failed, tampered)).isSameAs(tampered);
        Exam.CheckResult last = confirmed(tampered, GOOD, failed);
        assertThat(last.body().status()).isEqualTo(Status.FAILED);
        assertThat(last.body().message()).isEqualTo(Confirmation.CHANGED_ONCE);
    }

    @Test
    void aKernelThatCannotBeWorkedWithIsNoSecondSightOfTampering() {
        Exam.CheckResult tampered = finding(Status.TAMPERED, "");
        Exam.CheckResult unworkable = finding(Status.UNGRADABLE, "");
        assertThat(confirmed(tampered, unworkable, tampered)).isSameAs(tampered);
        assertThat(confirmed(tampered, GOOD, unworkable).body().status()).isEqualTo(Status.PASSED);
        assertThat(confirmed(tampered, unworkable, unworkable))
                .as("it makes no grade void")
                .isSameAs(tampered);
    }

    @Test
    void aKernelThatFailsWhenTheModuleIsUnloadedIsAskedAgain() {
        Exam.CheckResult first = new Exam.CheckResult(GOOD.body(), Optional.of(FAR.body()));
        Exam.CheckResult whole = new Exam.CheckResult(GOOD.body(), Optional.of(GOOD.body()));
        assertThat(confirmed(first, whole, whole).unloading().orElseThrow().status())
                .isEqualTo(Status.PASSED);
        assertThat(confirmed(first, first)).isSameAs(first);
    }
}
