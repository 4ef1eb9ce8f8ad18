// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WalkthroughCheckTests {

    private static final String OPEN = """

            MessageSlot slot = MessageSlot.open(calls, "/dev/slot0");
            slot.select(7)
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            slot.write("hello")   | ==> 5                                 | ==> 6
            slot.select(0)        | throws: EINVAL                        | throws: ENOTTY
            slot.readText()       | throws: EWOULDBLOCK                   | ==> "hello"
            slot.select(-1)       | throws: IllegalArgumentException: A ... | throws: IllegalArgumentException: B ...
            System.out.print("x") | prints: x                             | prints: y
            int i = "x";          | rejected: incompatible types: ...     | rejected: missing return ...
            slot.write("abc")     | calls: write(..., "abc", 3) = 3       | calls: write(..., "abc", 3) = 4
            """)
    void catchesADriftOfOneCharacterWithFileAndLine(String source, String right, String wrong) throws Exception {
        assertThat(Scripts.complaints(OPEN + source + "\n// " + right + "\n")).isEmpty();
        assertThat(Scripts.complaints(OPEN + source + "\n// " + wrong + "\n"))
                .singleElement()
                .satisfies(complaint -> {
                    assertThat(complaint.where()).isEqualTo("labs/99-sample.jsh:" + (Scripts.BODY + 4));
                    assertThat(complaint.wanted()).isEqualTo(wrong);
                });
    }

    @Test
    void wantsNoExceptionWhereNothingIsSaid() throws Exception {
        assertThat(Scripts.complaints(OPEN + "slot.select(0)\n")).hasSize(1);
        assertThat(Scripts.complaints(OPEN + "sloth.select(0)\n")).hasSize(1);
    }

    @Test
    void wantsExactlyOneOptionToComeTrue() throws Exception {
        String question = """

                // predict: What?
                //   a) ==> %s
                //   b) ==> %s
                // because: So.
                slot.write("hello")   // ==> 5
                """;
        assertThat(Scripts.complaints(OPEN + String.format(question, "4", "5"))).isEmpty();
        assertThat(Scripts.complaints(OPEN + String.format(question, "4", "6"))).hasSize(1);
        assertThat(Scripts.complaints(OPEN + String.format(question, "5", "...")))
                .hasSize(1);
    }

    @Test
    void wantsRightAnswersToPassAndWrongOnesToBeRefused() throws Exception {
        String exercise = """

                // exercise: Leave it
                // Leave `it` on channel 9.
                // hint: Two lines.
                // check: %s
                // wrong: slot.select(9); slot.write("that")
                // answer:

                slot.select(9)
                slot.write("%s")
                """;
        String check = "wantMessage(\"/dev/slot0\", 9, \"it\")";
        assertThat(Scripts.complaints(OPEN + String.format(exercise, check, "it")))
                .isEmpty();
        assertThat(Scripts.complaints(OPEN + String.format(exercise, check, "what")))
                .singleElement()
                .extracting(Complaint::got)
                .asString()
                .contains("No write of \"it\" has succeeded");
        // A check that is always content accepts doing nothing, and the wrong answer.
        assertThat(Scripts.complaints(OPEN + String.format(exercise, "want(true, \"\")", "it")))
                .hasSize(2);
        assertThat(Scripts.complaints(OPEN + String.format(exercise, "1 + 1", "it")))
                .isNotEmpty();
    }

    @Test
    void leavesOutWhatTheKernelCannotDo() throws Exception {
        assertThat(Scripts.complaints("\n// only: guest here\n1 + 1   // ==> 3\n"))
                .isEmpty();
        assertThat(Scripts.complaints("\n// only: model\n1 + 1   // ==> 3\n")).hasSize(1);
    }

    @Test
    void acceptsWhatHappenedAndKeepsTheRest() throws Exception {
        String body = OPEN + """
                slot.write("hello")      // ==> 6
                slot.readText()
                // ==> "hel..."
                System.out.println("a\\nb")
                // prints: a
                // prints: c
                1 + 1                    // throws: EINVAL
                """;
        Acceptance acceptance = new Acceptance();
        assertThat(Scripts.complaints(Scripts.sample(body), acceptance)).hasSize(3);
        java.util.List<String> rewritten = acceptance.rewrite(Scripts.lines(body));
        assertThat(rewritten)
                .contains("slot.write(\"hello\")      // ==> 5", "// ==> \"hel...\"", "// prints: b")
                .contains("1 + 1                    // ==> 2");
        assertThat(Scripts.complaints(Scripts.parse(rewritten), new Acceptance()))
                .isEmpty();
    }
}
