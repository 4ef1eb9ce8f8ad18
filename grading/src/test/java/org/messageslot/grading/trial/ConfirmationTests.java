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
import org.messageslot.grading.Oops;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Status;

class ConfirmationTests {

    private static final Exam.Finding GOOD = finding(Status.PASSED, "");
    private static final Exam.Finding FAR = finding(Status.CRASHED, "? kmem_cache_alloc+0x12/0x200");

    private final Confirmation confirmation = new Confirmation(log -> log.contains("[message_slot]"));

    private static Exam.Finding finding(Status status, String log) {
        return new Exam.Finding(Outcome.without(status, "").withKernelLog(log), Optional.empty());
    }

    /** {@return what is made of findings that come one after the other; all of them are asked for} */
    private Exam.Finding confirmed(Exam.Finding first, Exam.Finding... others) {
        Deque<Exam.Finding> left = new ArrayDeque<>(List.of(others));
        Exam.Finding finding = confirmation.of(first, left::remove);
        assertThat(left).as("kernels that were not asked").isEmpty();
        return finding;
    }

    @Test
    void whatComesOnceFarFromTheModuleIsNotItsFault() {
        Exam.Finding finding = confirmed(FAR, GOOD, GOOD);
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
        Exam.Finding failed = finding(Status.FAILED, "");
        Exam.Finding notJudged = finding(Status.NOT_JUDGED, "");
        Exam.Finding last = confirmed(FAR, failed, notJudged);
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
        Oops oops = new Oops("BUG", "", "", "", 0, "", List.of());
        Exam.Finding hindered = new Exam.Finding(
                Outcome.without(Status.NOT_JUDGED, "").withOops(oops).withKernelLog("elsewhere"), Optional.empty());
        assertThat(confirmed(hindered, GOOD, GOOD).body().status()).isEqualTo(Status.PASSED);
    }

    @Test
    void whereTheModuleIsSeenOneKernelWillDo() {
        Exam.Finding near = finding(Status.CRASHED, "RIP: 0010:device_write+0x12/0x80 [message_slot]");
        assertThat(confirmed(near)).isSameAs(near);
    }

    @Test
    void theKernelThatShowsTheModuleIsTheOneThatIsShown() {
        Exam.Finding near = finding(Status.CRASHED, "RIP: 0010:device_write+0x12/0x80 [message_slot]");
        assertThat(confirmed(FAR, GOOD, near)).isSameAs(near);
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.class,
            names = {"CRASHED", "HUNG", "TAMPERED"},
            mode = EnumSource.Mode.EXCLUDE)
    void whatIsNoMatterOfTheKernelsIsNotAskedAgain(Status status) {
        Exam.Finding finding = finding(status, "");
        assertThat(confirmed(finding)).isSameAs(finding);
    }

    @Test
    void tamperingIsBelievedIfItIsSeenTwice() {
        Exam.Finding tampered = finding(Status.TAMPERED, "device_write+0x12/0x80 [message_slot]");
        Exam.Finding failed = finding(Status.FAILED, "");
        assertThat(confirmed(tampered, tampered)).isSameAs(tampered);
        assertThat(confirmed(tampered, failed, tampered)).isSameAs(tampered);
        Exam.Finding last = confirmed(tampered, GOOD, failed);
        assertThat(last.body().status()).isEqualTo(Status.FAILED);
        assertThat(last.body().message()).isEqualTo(Confirmation.CHANGED_ONCE);
    }

    @Test
    void aKernelThatCannotBeWorkedWithIsNoSecondSightOfTampering() {
        Exam.Finding tampered = finding(Status.TAMPERED, "");
        Exam.Finding unworkable = finding(Status.UNGRADABLE, "");
        assertThat(confirmed(tampered, unworkable, tampered)).isSameAs(tampered);
        assertThat(confirmed(tampered, GOOD, unworkable).body().status()).isEqualTo(Status.PASSED);
        assertThat(confirmed(tampered, unworkable, unworkable))
                .as("it makes no grade void")
                .isSameAs(tampered);
    }

    @Test
    void aKernelThatFailsWhenTheModuleIsUnloadedIsAskedAgain() {
        Exam.Finding first = new Exam.Finding(GOOD.body(), Optional.of(FAR.body()));
        Exam.Finding whole = new Exam.Finding(GOOD.body(), Optional.of(GOOD.body()));
        assertThat(confirmed(first, whole, whole).unloading().orElseThrow().status())
                .isEqualTo(Status.PASSED);
        assertThat(confirmed(first, first)).isSameAs(first);
    }
}
