// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messageslot.grading.slot.referee.Behaviour;
import org.messageslot.grading.slot.referee.Behaviour.ScheduleEnd;
import org.messageslot.grading.slot.referee.CallResult;
import org.messageslot.grading.slot.referee.FaultText;
import org.messageslot.grading.slot.referee.FoundSchedule;
import org.messageslot.grading.slot.referee.Scenario;
import org.messageslot.grading.slot.referee.ScenarioCall;
import org.messageslot.grading.slot.referee.ScenarioReport;
import org.messageslot.grading.slot.referee.ScheduleTrace;
import org.messageslot.grading.slot.referee.Standing;
import org.messageslot.grading.slot.referee.Standing.ThreadState;
import org.messageslot.grading.slot.referee.Turn;
import org.messageslot.grading.submission.CodeLines.CodeLine;
import org.messageslot.lab.LabProcess;

class ExplainTests {

    private static final Scenario SCENARIO = Scenario.all().get(1);
    private static final Optional<CodeLine> LINE =
            Optional.of(new CodeLine("message_slot.c", 146, "device_write", "channel->message[i] = <copy>[i];"));

    private static ScenarioReport report(long schedules, boolean cut, Optional<FoundSchedule> finding, String trouble) {
        return new ScenarioReport(SCENARIO, 2, schedules, cut, 300, finding, trouble);
    }

    private static FoundSchedule finding() {
        Behaviour behaviour = new Behaviour(
                ScheduleEnd.DONE,
                3,
                2,
                1,
                1,
                Optional.of(List.of(new Behaviour.ThreadSwitch(4, 0))),
                Map.of(
                        new Behaviour.CallId(0, 0),
                        new Behaviour.TimedResult(4, 9, new CallResult(90, 0, "")),
                        new Behaviour.CallId(1, 0),
                        new Behaviour.TimedResult(1, 12, new CallResult(3, 0, "786161"))),
                List.of(new CallResult(90, 0, "61")));
        ScheduleTrace trace = new ScheduleTrace(List.of(
                new ScheduleTrace.TraceRow(1, Optional.empty(), "read(f1, 128)", List.of(), List.of(), false, false, 1),
                new ScheduleTrace.TraceRow(
                        0,
                        LINE,
                        "channel->message[i] = <copy>[i];",
                        List.of("writes 97 (block 4, byte 8)"),
                        List.of("mutex_lock(&lock);"),
                        false,
                        true,
                        90),
                new ScheduleTrace.TraceRow(1, Optional.empty(), "returns 3", List.of(), List.of(), false, true, 1)));
        return new FoundSchedule(
                behaviour, true, List.of(new FaultText("Byte 3 was freed.", List.of("m.c:3  kfree(p);"))), trace);
    }

    @Test
    void anEmptySearchSaysHowMuchWasTried() {
        assertThat(ExplainText.summary(report(1312, false, Optional.empty(), "")))
                .isEqualTo("1,312 schedules of at most 2 preemptions and 300 by chance: none wrong.");
        assertThat(ExplainText.summary(report(3000, true, Optional.empty(), "")))
                .isEqualTo("3,000 of the schedules of at most 2 preemptions and 300 by chance: none wrong.");
        assertThat(ExplainText.closing(List.of(report(1312, false, Optional.empty(), ""))))
                .contains("1,612 schedules in 1 scenario: none wrong.")
                .contains("every order of these calls", "no proof of");
        assertThat(ExplainText.closing(
                        List.of(report(1312, false, Optional.empty(), ""), report(3000, true, Optional.empty(), ""))))
                .as("of what was cut short nothing is said that was not tried")
                .contains("There are more schedules than were tried")
                .doesNotContain("every order");
    }

    @Test
    void whatCouldNotBeSearchedIsNeverCalledRight() {
        ScenarioReport report = report(0, false, Optional.empty(), "It cannot be searched: it has no exit.");
        assertThat(new ExplainText(80).of(report))
                .contains("It cannot be searched")
                .doesNotContain("none wrong");
        assertThat(ExplainText.closing(List.of(report)))
                .contains("1 not searched")
                .doesNotContain("every order");
        assertThat(report.isClean()).isFalse();
    }

    @Test
    void aScheduleIsShownInAColumnForEachThread() {
        String text = new ExplainText(80).of(report(34, false, Optional.of(finding()), ""));
        assertThat(text).contains("""
                  No order of these calls, one after the other, returns this:
                    B  read(f1, 128) returns 3: 1 x 'x', 2 x 'a'
                    A  write(f0, 90 x 'a') returns 90
                    afterwards  read(f0, 128) returns 90: 1 x 'a'
                  Byte 3 was freed.
                      m.c:3  kfree(p);
                """);
        assertThat(text).contains("""
                                                        | read(f1, 128)
                  ================================ switch to A ================================
                    146 channel->message[i] =           |
                          <copy>[i]; (x90)              |
                          . writes 97 (block 4, byte 8) |
                  ================================ switch to B ================================
                                                        | returns 3
                """);
        assertThat(text.lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void thePageHoldsTheSameAndEscapesWhatStudentsWrote() {
        String page =
                ExplainPage.render("ex3 & <b>", "Linux 6.1.", List.of(report(34, false, Optional.of(finding()), "")));
        assertThat(page)
                .contains("channel-&gt;message[i] = &lt;copy&gt;[i];")
                .contains("ex3 &amp; &lt;b&gt;")
                .contains("data-state=\"in device_write, line 146; holds mutex_lock(&amp;lock);\"")
                .contains("tabindex=\"0\"")
                .contains("Thread A")
                .doesNotContain("<copy>")
                .doesNotContain("http://")
                .doesNotContain("https://");
    }

    /** XML would escape them, and HTML does not read that in a script. */
    @Test
    void theScriptIsWrittenAsItIs() {
        String page = ExplainPage.render("ex3", "Linux 6.1.", List.of());
        String script = page.substring(page.indexOf("<script>"), page.indexOf("</script>"));
        assertThat(script).doesNotContain("&").contains("ArrowRight: 1");
    }

    @Test
    void aFolderThatIsNotThereIsAWrongUsage() {
        LabProcess.Outcome outcome = LabProcess.standard().run("explain", "no-such-folder");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("there is no no-such-folder; give the path");
    }

    @Test
    void aPageThatHasNoPlaceIsRefusedBeforeTheSearch() {
        LabProcess.Outcome outcome = LabProcess.standard().run("explain", "..", "--html", "no-such-folder/page.html");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("there is no folder").contains("no-such-folder for the page");
    }

    @Test
    void aScenarioThatIsNoneIsAWrongUsageThatNamesThem() {
        LabProcess.Outcome outcome = LabProcess.standard().run("explain", "no-such-folder", "races");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("There is no scenario races").contains("three-threads");
    }

    /** Each line: what is typed behind "explain", and the one line that explains it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    .. --try                                 | lab: --try needs a scenario; lab explain FOLDER --list shows which there are.
                    .. no-such-one --try                     | lab: There is no scenario no-such-one; there are two-writers, writer-and-reader, growing, first-writes, first-writes-of-one, first-selects, first-opens, select-and-write, select-and-read, close-and-read, last-close, three-threads, two-readers, selects-and-first-write.
                    .. writer-and-reader --try A,b,c         | lab: There is no thread C in writer-and-reader; there are A and B.
                    .. three-threads --try D                 | lab: There is no thread D in three-threads; there are A, B and C.
                    .. writer-and-reader --try A1            | lab: Choices are names of threads, such as "A A B", not 'A1'.
                    .. writer-and-reader --try --html x.html | lab: --html does not go with --try, which searches nothing.
                    no-such-folder writer-and-reader --try   | lab: there is no no-such-folder; give the path of a folder or an archive.
                    """)
    void aWrongUseOfTryGivesOneClearLine(String typed, String line) {
        LabProcess.Outcome outcome = LabProcess.standard().run(("explain " + typed).split(" "));
        assertThat(outcome.err().lines().findFirst()).contains(line);
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void whereAThreadStandsIsASentence() {
        ScenarioCall read = SCENARIO.threads().get(1).get(0);
        assertThat(sentence(ThreadState.NOT_BEGUN, read, OptionalInt.empty()))
                .isEqualTo("has not begun; first is " + read);
        assertThat(sentence(ThreadState.IN_CALL, read, OptionalInt.empty()))
                .isEqualTo("in device_write, before line 146: channel->message[i] = <copy>[i];");
        assertThat(sentence(ThreadState.WAITS, read, OptionalInt.of(0)))
                .isEqualTo("waits for what A holds, in line 146: channel->message[i] = <copy>[i];");
        for (ThreadState state : ThreadState.values()) {
            assertThat(sentence(state, read, OptionalInt.empty()))
                    .as(state.name())
                    .isNotBlank();
        }
    }

    private static String sentence(ThreadState state, ScenarioCall call, OptionalInt holder) {
        return SteppingText.sentence(new Standing(1, state, Optional.of(call), LINE, List.of(), holder));
    }

    @Test
    void theQuestionNamesThoseThatCanGoOnAndTheOneThatWould() {
        assertThat(SteppingText.question(new Turn(255, 5, 2, 2), 3)).isEqualTo("Who goes on, A or C? [C] ");
    }
}
