// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageslot.lab.walk.Expectation.ExpectationKind;

class WalkthroughParserTests {

    @Test
    void tellsTextFromJavaFromExpectations() throws Exception {
        Walkthrough sample = Scripts.sample("""

                // Some *text*
                // on two lines.

                1 + 1         // ==> 2
                void twice(int n) {
                    System.out.println(n);   // not an end
                    System.out.println(n);
                }
                twice(3)
                // prints: 3
                // prints: 3
                """);
        assertThat(sample.title()).isEqualTo("A sample");
        assertThat(sample.preamble()).hasSize(5);
        assertThat(sample.steps().get(0))
                .isEqualTo(new WalkthroughStep.Prose(Scripts.BODY + 1, "Some *text*\non two lines."));
        assertThat(sample.snippets().get(1).source()).startsWith("void twice").endsWith("}");
        assertThat(sample.snippets().get(0).expectations())
                .containsExactly(new Expectation(Scripts.BODY + 4, true, ExpectationKind.VALUE, "2"));
        assertThat(sample.snippets().get(2).expectations())
                .extracting(Expectation::toString)
                .containsExactly("prints: 3", "prints: 3");
    }

    @Test
    void asksBeforeABlockAndAnswersAtItsEnd() throws Exception {
        Walkthrough sample = Scripts.sample("""

                // predict: What is it?
                //   a) ==> 1
                //   b) ==> 2
                // because: So it is.
                int one = 1;
                one + 1   // ==> 2

                one       // ==> 1
                """);
        assertThat(sample.steps()).hasSize(4);
        assertThat(sample.steps().get(0)).isInstanceOf(WalkthroughStep.Ask.class);
        assertThat(sample.snippets()).extracting(s -> s.question().isPresent()).containsExactly(false, true, false);
        assertThat(sample.questions().get(0).because()).isEqualTo("So it is.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 + 1   // = > 2",
                "1 + 1   // ==>2 ",
                "1 + 1   // trows: EINVAL",
                "1 + 1\n// print: 2",
                "1 + 1\n// and some text",
                "// ==> 2",
                "// predict: What?\n//   a) ==> 1\n1",
                "// predict: What?\n// becuase: So.\n1",
                "// predict: What?\n// because: So.",
                "// exercise: Do\n// check: want(true, \"\")\n// answer:\n\n1",
                "// exercise: Do\n// chek: want(true, \"\")\n// wrong: 1\n// answer:\n\n1",
                "// try: Something.\n",
                "// minutes: soon",
                "// needs: money",
                "void open() {",
                "// ```text\n// never closed",
            })
    void refusesWhatItWouldOtherwiseNotCheck(String body) {
        assertThatThrownBy(() -> Scripts.sample("\n" + body + "\n"))
                .isInstanceOf(WalkthroughException.class)
                .hasMessageMatching("(?s)labs/99-sample\\.jsh:[0-9]+: .*");
    }

    @Test
    void wantsTheLinesByWhichPlainJshellJudgesTheScript() {
        List<String> lines = Scripts.lines("").stream()
                .filter(line -> !line.startsWith("/exit"))
                .toList();
        assertThatThrownBy(() -> Scripts.parse(lines)).hasMessageContaining("/exit verdict");
    }
}
