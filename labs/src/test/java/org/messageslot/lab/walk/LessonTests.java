// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageslot.lab.walk.Lesson.LessonEnd;
import org.messageslot.lab.walk.Session.SnippetPlace;

class LessonTests {

    private static final String SAMPLE = """

            // Welcome.

            MessageSlot slot = MessageSlot.open(calls, "/dev/slot0");
            slot.select(7)

            // predict: What?
            //   a) ==> 4
            //      no: Four would be
            //      a letter too few.
            //   b) ==> 5
            // because: Five letters.
            slot.write("hello")   // ==> 5

            // exercise: Leave it
            // Leave `it` on channel 9.
            // hint: Two lines.
            // check: wantMessage("/dev/slot0", 9, "it")
            // wrong: slot.select(9)
            // answer:

            slot.select(9)
            slot.write("it")

            // The end.
            """;

    @TempDir
    Path folder;

    private LessonEnd end = LessonEnd.UNAVAILABLE;

    private String take(String... typed) throws Exception {
        return take(SnippetPlace.WITHIN, typed);
    }

    private String take(SnippetPlace place, String... typed) throws Exception {
        return takeFrom(SAMPLE, place, typed);
    }

    private String takeFrom(String body, SnippetPlace place, String... typed) throws Exception {
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        BufferedReader keys = new BufferedReader(new StringReader(String.join("\n", typed) + "\n"));
        PlainConsole console = new PlainConsole(keys, new PrintStream(screen, true, StandardCharsets.UTF_8));
        end = new Lesson(Scripts.sample(body), Scripts.settings(), console, Progress.load(folder, "99-sample"), place)
                .run();
        return screen.toString(StandardCharsets.UTF_8);
    }

    @Test
    void goesThroughTheWholeOfIt() throws Exception {
        String screen = take("", "", "b", "check", "slot.select(9)", "check", "hint", "slot.write(\"it\")", "check");
        assertThat(end).isEqualTo(LessonEnd.FINISHED);
        assertThat(screen)
                .containsSubsequence(
                        "Lab 99, A sample",
                        "Welcome.",
                        "==> MessageSlot[fd 3]",
                        "ioctl(3, MSG_SLOT_CHANNEL, 7) = 0",
                        "b) it gives `5`",
                        "==> 5",
                        "Right.",
                        "Five letters.",
                        "Not yet:",
                        "No write of \"it\" has succeeded",
                        "Hint 1 of 1",
                        "Solved.",
                        "The end.",
                        "Predicted rightly: 1 of 1. Exercises solved: 1 of 1.");
        assertThat(Progress.load(folder, "99-sample").isDone()).isTrue();
    }

    @Test
    void saysWhatAWrongPredictionMissed() throws Exception {
        assertThat(take("", "", "x", "a", "skip"))
                .contains("Type one of the letters", "You said a; it was b: it gives `5`")
                .containsSubsequence("Four would be a letter too few.", "Five letters.")
                .contains("Predicted rightly: 0 of 1. Exercises solved: 0 of 1.");
    }

    @Test
    void takesAnAnswerByWhatItSays() throws Exception {
        assertThat(take("", "", "5", "quit")).contains("Right.").doesNotContain("Type one of the letters");
        assertThat(take("restart", "", "", "e", "6", "quit"))
                .contains("Type one of the letters", "==> 6")
                .doesNotContain("the compiler says");
    }

    @Test
    void runsJavaThatIsTypedWhereAValueIsAskedFor() throws Exception {
        String body = """

                // predict: How much?
                // because: So it is.
                1 + 1   // ==> 2
                """;
        assertThat(takeFrom(body, SnippetPlace.WITHIN, "Math.max(40, 2)", "2"))
                .containsSubsequence("==> 40", "Type a number; or Enter", "==> 2", "Right.");
    }

    @Test
    void takesNoWordWhereANumberIsAskedForAndNoNumberForAnError() throws Exception {
        String body = """

                // predict: How much?
                // because: So it is.
                1 + 1   // ==> 2

                // predict: Which error?
                // because: So it is.
                MessageSlot.open(calls, "/dev/nowhere")   // throws: ENOENT
                """;
        assertThat(takeFrom(body, SnippetPlace.WITHIN, "EINVAL", "2", "ENOENT"))
                .containsSubsequence("Type a number", "==> 2", "Right.", "ENOENT", "Right.")
                .contains("Predicted rightly: 2 of 2.");
    }

    @Test
    void tellsWhereAMessageWentInstead() throws Exception {
        String screen = take("", "", "b", "slot.select(10)", "slot.write(\"it\")", "check", "quit");
        assertThat(screen.replaceAll("\\s+", " ")).contains("You wrote it to channel 10 of /dev/slot0.");
        screen = take("restart", "", "", "b", "slot.select(9)", "slot.write(\"It\")", "check", "quit");
        assertThat(screen.replaceAll("\\s+", " ")).contains("The last write stored \"It\" on channel 9 of /dev/slot0.");
    }

    @Test
    void runsAgainWhatTheStudentTypedAndSaysSoButNotWhatWasTriedBesideTheWay() throws Exception {
        String body = """

                // try: Something.
                //     int tried = 1;

                1 + 1

                // The end.
                """;
        takeFrom(body, SnippetPlace.WITHIN, "try", "int mine = 2", "quit");
        assertThat(takeFrom(body, SnippetPlace.WITHIN, "mine", "tried", "quit"))
                .contains("0 lines of the lab and 1 of", "| int mine = 2", "==> 2")
                .contains("cannot find symbol; symbol: variable tried");
    }

    @Test
    void takesTheWordTryForNoReasonToLeaveOutALine() throws Exception {
        assertThat(take("try", "quit"))
                .contains("That is for a 'try this'; there is none right here.")
                .doesNotContain("slot.select(7)");
    }

    @Test
    void doesNotStopAtAHeadingThatHasNoTextYet() throws Exception {
        String body = """

                // Before.

                // ## A section

                // Its text.

                // The end.
                """;
        assertThat(takeFrom(body, SnippetPlace.WITHIN, "", "quit"))
                .containsSubsequence("Before.", "Enter: on", "A section", "Its text.", "Enter: on")
                .doesNotContain("The end.");
    }

    @Test
    void showsNoNumberOfAnObjectThatHasNoText() throws Exception {
        assertThat(take("new Object()", "(Runnable) () -> {}", "\"a@1\"", "quit"))
                .containsSubsequence("==> an object (Object)", "==> an object (Lambda)", "==> \"a@1\"");
    }

    @Test
    void noticesThatTheSecondOfTwoDeclarationsFails() throws Exception {
        assertThat(take("int a = 1, b = Integer.parseInt(\"x\"); int c = 5;", "c + 1", "quit"))
                .contains("throws NumberFormatException", "cannot find symbol; symbol: variable c");
    }

    @Test
    void tellsAStoredMessageFromTheWantedOneByItsLength() throws Exception {
        String screen = take("", "", "b", "slot.write(\"y\".repeat(100))", "check", "quit");
        assertThat(screen.replaceAll("\\s+", " ")).contains("... (100 bytes) on channel 7 of /dev/slot0.");
    }

    @Test
    void tellsBothNumbersOfANodeThatIsWrong() throws Exception {
        String screen = take(
                "mknod(\"/dev/mine\", 1, 235, 0600)",
                "wantNode(\"/dev/mine\", 235, 1)",
                "wantMode(\"/dev/mine\", 0444)",
                "wantNode(\"/dev/yours\", 235, 1)",
                "quit");
        assertThat(screen)
                .contains("has the numbers 1, 235; wanted are 235, 1.")
                .contains("has the mode 0600; wanted is 0444.")
                .contains("/dev/yours was not made by mknod.");
    }

    @Test
    void cutsAValueThatWouldFillTheScreen() throws Exception {
        assertThat(take("\"x\".repeat(3000)", "quit")).contains("... (3002 characters; System.out.println shows");
    }

    @Test
    void goesBackToTheQuestionAndNotIntoItsAnswer() throws Exception {
        assertThat(take("", "", "a", "back", "b", "quit")).contains("Not quite.", "Back.", "Right.");
    }

    @Test
    void goesOnWhereTheStudentLeft() throws Exception {
        assertThat(take("", "int mine = 42", "quit")).contains("==> 42", "goes on from here");
        assertThat(end).isEqualTo(LessonEnd.LEFT);
        assertThat(take("mine + slot.fd()", "", "b"))
                .doesNotContain("Welcome.")
                .contains("You were here before", "==> 45", "Right.");
        assertThat(end).isEqualTo(LessonEnd.LEFT); // The input ended, which is as good as leaving.
        assertThat(take("skip")).contains("Leave it", "The end.");
    }

    @Test
    void survivesALineThatEndsItsJavaMachine() throws Exception {
        assertThat(take(SnippetPlace.APART, "", "System.exit(3)", "", "b", "skip"))
                .contains("ended the Java machine", "line is left out", "Right.", "The end.");
    }

    @Test
    void resetsToWhatTheLabAloneWouldHaveDone() throws Exception {
        assertThat(take("", "", "slot.select(0)", "b", "quit")).contains("Right.");
        assertThat(take("slot.select(8)", "reset", "slot.write(\"x\")", "quit"))
                .contains("A new kernel", "write(3, \"x\", 1) = 1");
    }

    @Test
    void tellsAgainWhatStandsBeforeThePlaceWhereTheStudentLeft() throws Exception {
        take("", "", "b", "quit");
        assertThat(take("skip", "", "quit")).doesNotContain("Five letters.");
        assertThat(take("restart", "quit")).contains("Welcome.");
        assertThat(take("quit")).containsSubsequence("You were here before", "Welcome.", "MessageSlot slot");
    }

    @Test
    void wrapsWhatTheCompilerSaysAndLeavesOutWhatSaysNothing() throws Exception {
        assertThat(take("foo", "quit")).contains("the compiler says: cannot find symbol; symbol: variable foo\n");
        assertThat(take("slot.nothing_of_this_name_is_there_and_it_is_quite_long(7)", "quit")
                        .lines())
                .filteredOn(line -> line.contains("location:") || line.contains("the compiler says"))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void tellsAboutItself() throws Exception {
        assertThat(take("help", "clause r-w3", "clause R-X9", "hint", "slot.nothing()", "quit"))
                .contains("to leave out a line", "EMSGSIZE", "There is no clause 'R-X9'", "That is for exercises")
                .contains("the compiler says: cannot find symbol");
    }
}
