// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Block;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.junit.jupiter.api.Test;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Invented;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.grading.rubric.Scoring;
import org.messageslot.grading.slot.SlotAssignment;

class TextReportsTests {

    private final Grade grade = Invented.nasty();
    private final Rubric rubric = Invented.rubric(Map.of());
    private final Grade ungradable =
            new Scoring(rubric).ungradable(Invented.submission(), Invented.run(rubric), "QEMU is missing.");

    @Test
    void noLineOfTheTerminalReportIsWiderThan80() {
        assertThat(TerminalReport.plain(SlotAssignment.SLOT.wording())
                        .render(grade)
                        .lines())
                .allMatch(line -> line.codePointCount(0, line.length()) <= 80);
    }

    @Test
    void onlyColoursSteerTheTerminalAndOnlyWhereAsked() {
        String plain = TerminalReport.plain(SlotAssignment.SLOT.wording()).render(grade);
        String coloured = TerminalReport.screen(SlotAssignment.SLOT.wording(), true, "lab repro ex3")
                .render(grade);
        assertThat(plain.codePoints()).allMatch(c -> c == '\n' || Visible.hasGlyph(c));
        assertThat(coloured).contains("\u001b[31m");
        assertThat(coloured.replaceAll("\u001b\\[(0|1|3[123])m", ""))
                .isEqualTo(TerminalReport.screen(SlotAssignment.SLOT.wording(), false, "lab repro ex3")
                        .render(grade));
    }

    @Test
    void ungradableSaysWhoseFaultItIs() {
        assertThat(TerminalReport.plain(SlotAssignment.SLOT.wording()).render(ungradable))
                .contains("UNGRADABLE", "not the submission", "QEMU is missing.")
                .doesNotContain("Score:");
    }

    @Test
    void linesOfTheSourceStandUnderAMistakeAndTheLackOfThemOnThePageOnly() {
        String screen = TerminalReport.plain(SlotAssignment.SLOT.wording()).render(grade);
        assertThat(screen).contains("""
                   referee device_write (message_slot.c:87) reads memory through a NULL pointer,
                           at offset 8.
                           message_slot.c:87  channel->length = length; /*
                """);
        String silence = "The module does not load with the referee in it:";
        assertThat(screen).doesNotContain(silence);
        assertThat(new HtmlReport(SlotAssignment.SLOT.wording()).render(grade)).contains(silence);
        assertThat(new JsonReport().render(grade)).contains(silence);
    }

    @Test
    void studentTextIsNoMarkdown() {
        List<Node> markup = new ArrayList<>();
        List<String> headings = new ArrayList<>();
        Node document = Parser.builder().build().parse(new MarkdownReport(SlotAssignment.SLOT.wording()).render(grade));
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(HtmlBlock node) {
                markup.add(node);
            }

            @Override
            public void visit(HtmlInline node) {
                markup.add(node);
            }

            @Override
            public void visit(Link node) {
                markup.add(node);
            }

            @Override
            public void visit(Image node) {
                markup.add(node);
            }

            @Override
            public void visit(Heading node) {
                headings.add(node.getLevel() + ((node.getNext() instanceof Block) ? "" : " last"));
            }
        });
        assertThat(markup).isEmpty();
        assertThat(headings).containsExactly("1", "2", "2", "2", "2", "3", "3", "3", "3");
    }

    @Test
    void studentTextEndsNoFence() {
        Node document = Parser.builder().build().parse(new MarkdownReport(SlotAssignment.SLOT.wording()).render(grade));
        List<String> fences = new ArrayList<>();
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(FencedCodeBlock node) {
                fences.add(node.getLiteral());
            }
        });
        assertThat(fences).hasSize(8);
    }

    @Test
    void classroomLinesAreCommandsOfOurs() {
        List<String> lines = new ClassroomReport().render(grade).lines().toList();
        assertThat(lines).allMatch(line -> line.matches("::(notice|error) title=[^:]*::.*"));
        assertThat(lines)
                .endsWith(
                        "::notice title=Autograding complete::Points 23.5/100",
                        "::notice title=Autograding report::{\"totalPoints\":23.5,\"maxPoints\":100}");
        assertThat(new ClassroomReport().render(ungradable)).doesNotContain("Points");
    }

    @Test
    void gradescopeScoresAddUpToTheScore() {
        JsonObject results = JsonParser.parseString(new GradescopeReport(SlotAssignment.SLOT.wording()).render(grade))
                .getAsJsonObject();
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonElement test : results.getAsJsonArray("tests")) {
            sum = sum.add(test.getAsJsonObject().get("score").getAsBigDecimal());
            assertThat(test.getAsJsonObject().get("output_format").getAsString())
                    .isEqualTo("text");
        }
        assertThat(sum.subtract(grade.penalty().number())).isEqualByComparingTo("23.50");
        assertThat(results.get("score").getAsBigDecimal()).isEqualByComparingTo("23.50");
    }

    @Test
    void anUngradableGradeGivesNoSystemAScore() {
        JsonObject gradescope = JsonParser.parseString(
                        new GradescopeReport(SlotAssignment.SLOT.wording()).render(ungradable))
                .getAsJsonObject();
        assertThat(gradescope.keySet()).doesNotContain("score", "tests");
    }
}
