// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class TerminalTextTests {

    private static final int WIDTH = 78;

    private static TerminalText text(boolean colour) {
        return new TerminalText(WIDTH, colour, (file, quoted) -> file + ":7");
    }

    @TestFactory
    Stream<DynamicTest> noTextOfAnyLabIsWiderThanATerminal() throws Exception {
        return Library.in(Scripts.HOME).all().stream()
                .map(walkthrough -> dynamicTest(walkthrough.id(), () -> {
                    for (String markdown : MarkdownTexts.of(walkthrough)) {
                        assertThat(text(true).render(markdown))
                                .allSatisfy(line ->
                                        assertThat(Style.width(line)).as(line).isLessThanOrEqualTo(WIDTH))
                                .noneMatch(line -> line.contains("more to the right"));
                    }
                    for (WalkthroughStep.Snippet snippet : walkthrough.snippets()) {
                        assertThat(snippet.source().lines())
                                .allSatisfy(line -> assertThat(line)
                                        .as("line %d, four columns in", snippet.line())
                                        .hasSizeLessThanOrEqualTo(WIDTH + 2 - 4));
                    }
                }));
    }

    @Test
    void cutsAPictureThatIsTooWideAndSaysSo() {
        TerminalText narrow = new TerminalText(40, false, (file, quoted) -> file);
        String picture = "```text\n" + "-".repeat(60) + "\n|\n```";
        assertThat(narrow.render(picture))
                .containsExactly("-".repeat(40), "|", "(There is more to the right: 62 columns", "would show it.)");
        assertThat(text(false).render(picture)).containsExactly("-".repeat(60), "|");
    }

    @Test
    void foldsWhatAMachineSaysAndKeepsItsSpaces() {
        assertThat(TerminalText.folded("read(3, buf, 128) = 5  \"a  b\"", 18))
                .containsExactly("read(3, buf, 128)", "= 5  \"a  b\"");
        assertThat(TerminalText.folded("\"xxxxxxxxxxxx\" = 1", 10)).containsExactly("\"xxxxxxxxx", "xxx\" = 1");
    }

    @Test
    void rendersWithoutColourWhatMarkdownMeans() {
        assertThat(text(false).render("""
                # Title
                Some *text*, `code`,
                and [a link](02-ioctl.jsh).

                - one
                - two

                | a   | b |
                |-----|---|
                | one | 2 |

                ```c kernel/message_slot.c
                return length;
                ```
                """))
                .containsExactly(
                        "Title",
                        "",
                        "Some *text*, `code`, and a link.",
                        "",
                        "  - one",
                        "  - two",
                        "",
                        "  a     b",
                        "  -------",
                        "  one   2",
                        "",
                        "  kernel/message_slot.c:7",
                        "  return length;");
    }
}
