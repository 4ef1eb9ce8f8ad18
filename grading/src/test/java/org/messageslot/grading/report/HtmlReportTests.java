// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Invented;
import org.messageslot.grading.slot.SlotAssignment;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class HtmlReportTests {

    private static final Set<String> TAGS = Set.of(
            "html", "head", "meta", "title", "style", "body", "main", "header", "h1", "h2", "h3", "p", "bdi", "dl",
            "dt", "dd", "code", "ul", "li", "pre", "details", "summary", "table", "caption", "thead", "tbody", "tr",
            "th", "td", "article", "span");

    private static final Set<String> ATTRIBUTES =
            Set.of("lang", "charset", "name", "content", "http-equiv", "class", "open", "scope", "aria-label", "id");

    private final Grade grade = Invented.nasty();
    private final Document page = page(grade);

    private static Document page(Grade grade) {
        return XmlText.parse(new HtmlReport(SlotAssignment.SLOT.wording()).render(grade));
    }

    @Test
    void studentTextMakesNoElementAndNoAttribute() {
        for (Element element : elements(page, "*")) {
            assertThat(element.getTagName()).isIn(TAGS);
            for (int i = 0; i < element.getAttributes().getLength(); i++) {
                assertThat(element.getAttributes().item(i).getNodeName()).isIn(ATTRIBUTES);
            }
        }
    }

    @Test
    void studentTextIsShownAsItWas() {
        assertThat(page.getDocumentElement().getTextContent())
                .contains("<script>alert(1)</script></pre><img src=x onerror=alert(1)> &amp; ]]>")
                .contains("\\x1b[2J\\x1b]0;owned\\x07 \\x9b31m \\u202egnp.exe שלום \\ud800");
    }

    @Test
    void pageLoadsAndRunsNothing() {
        String text = new HtmlReport(SlotAssignment.SLOT.wording()).render(grade);
        assertThat(text).contains("default-src 'none'").doesNotContain("url(", "@import");
        assertThat(text.replaceAll("&lt;[^&]*", "")).doesNotContain("src=", "href=", "javascript:");
    }

    @Test
    void headingsGoDownOneLevelAtATime() {
        int level = 0;
        for (Element element : elements(page, "*")) {
            if (element.getTagName().matches("h[1-6]")) {
                int next = element.getTagName().charAt(1) - '0';
                assertThat(next).isLessThanOrEqualTo(level + 1);
                level = next;
            }
        }
        assertThat(elements(page, "h1")).hasSize(1);
    }

    @Test
    void tablesHaveCaptionsAndScopedHeaders() {
        for (Element table : elements(page, "table")) {
            assertThat(table.getElementsByTagName("caption").getLength()).isOne();
        }
        assertThat(elements(page, "th")).allMatch(header -> header.hasAttribute("scope"));
    }

    @Test
    void anEndlessLogMakesNoEndlessPage() {
        String log = (Invented.NASTY + "\n").repeat(4000) + "x".repeat(1_000_000);
        Grade large = Invented.nasty(log, Map.of());
        assertThat(new HtmlReport(SlotAssignment.SLOT.wording()).render(large).length())
                .isLessThan(200_000);
        assertThat(page(large).getDocumentElement().getTextContent()).contains("lines left out");
        for (Report report : Reports.all(SlotAssignment.SLOT.wording())) {
            if (!(report instanceof JsonReport)) {
                assertThat(report.render(large).length()).as(report.fileName()).isLessThan(200_000);
            }
        }
    }

    private static List<Element> elements(Document page, String tag) {
        NodeList nodes = page.getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }
}
