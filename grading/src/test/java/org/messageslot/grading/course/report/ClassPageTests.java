// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.messageslot.grading.Invented;
import org.messageslot.grading.Points;
import org.messageslot.grading.course.GradedClass;
import org.messageslot.grading.slot.SlotAssignment;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The page of a class of 300; it is also left in {@code target/class-page}, to be looked at. */
class ClassPageTests {

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static GradedClass whole;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static String page;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Document document;

    @BeforeAll
    static void render() throws Exception {
        whole = FabricatedClass.of(300);
        page = ClassPage.render(whole, SlotAssignment.SLOT.wording());
        Path folder = Files.createDirectories(Path.of("target/class-page"));
        Files.writeString(folder.resolve(ClassPage.FILE), page);
        document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(page.replace("<!DOCTYPE html>", ""))));
    }

    private static List<Element> all(String tag) {
        NodeList nodes = document.getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    @Test
    void nothingIsLoadedAndOneScriptRuns() throws Exception {
        assertThat(all("script")).hasSize(1);
        assertThat(page).doesNotContain("@import", "url(");
        NodeList everything = document.getElementsByTagName("*");
        for (int i = 0; i < everything.getLength(); i++) {
            Element one = (Element) everything.item(i);
            assertThat(one.hasAttribute("src") || one.hasAttribute("style")).isFalse();
            assertThat(one.getAttribute("href")).matches("|#[a-z]+|students/[a-z0-9.-]+/grade.html");
        }
        String script = all("script").get(0).getTextContent();
        assertThat(script).doesNotContain("<", ">", "&");
        String policy = all("meta").get(2).getAttribute("content");
        byte[] digest = java.security.MessageDigest.getInstance("SHA-256")
                .digest(script.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(policy)
                .startsWith("default-src 'none'")
                .contains("'sha256-" + java.util.Base64.getEncoder().encodeToString(digest) + "'");
    }

    @Test
    void whatStudentsWroteIsText() {
        assertThat(all("b"))
                .allSatisfy(
                        element -> assertThat(element.getElementsByTagName("*").getLength())
                                .isZero());
        assertThat(all("img")).isEmpty();
        assertThat(document.getDocumentElement().getTextContent())
                .contains("<script>alert(1)</script>.h: No such file")
                .doesNotContain("\u001b", "\u202e");
        assertThat(page).contains("&lt;script&gt;");
    }

    @Test
    void everyStudentHasARowAndALink() {
        List<Element> rows = all("table").stream()
                .filter(table -> table.getAttribute("id").equals("students-table"))
                .flatMap(table -> {
                    NodeList nodes = table.getElementsByTagName("tr");
                    return java.util.stream.IntStream.range(1, nodes.getLength())
                            .mapToObj(i -> (Element) nodes.item(i));
                })
                .toList();
        assertThat(rows).hasSize(300);
        assertThat(rows.get(7)
                        .getElementsByTagName("a")
                        .item(0)
                        .getAttributes()
                        .getNamedItem("href")
                        .getNodeValue())
                .isEqualTo("students/1007/grade.html");
    }

    @Test
    void theUngradableComeFirst() {
        assertThat(page.indexOf("3 submissions could not be graded"))
                .isPositive()
                .isLessThan(page.indexOf("id=\"scores\""));
    }

    @Test
    void crashesOfOneKindInOnePlaceAreOneCluster() {
        List<Cluster> crashes = new Tally(whole).crashes();
        assertThat(crashes)
                .extracting(Cluster::title)
                .containsExactlyInAnyOrder(
                        "NULL pointer dereference in device_write",
                        "warning in device_read",
                        "kmalloc: Right Redzone overwritten in device_ioctl",
                        "unable to handle page fault in find_channel",
                        "general protection fault in free_slot",
                        "stack overflow in sink",
                        "BUG_ON of list_debug.c in add_channel");
        assertThat(crashes.get(0).whose()).doesNotHaveDuplicates().hasSizeGreaterThan(3);
        assertThat(page)
                .contains(crashes.get(0).whose().size() + " students</b>: "
                        + crashes.get(0).title());
    }

    @Test
    void buildsThatFailedAreClusteredByWhatTheCompilerSaid() {
        assertThat(new Tally(whole).failedBuilds())
                .extracting(Cluster::what)
                .contains("expected ';' before '}' token")
                .hasSize(3);
    }

    @Test
    void theNumbersAddUp() {
        Tally tally = new Tally(whole);
        assertThat(tally.counted()).hasSize(297);
        assertThat(tally.distribution().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(297);
        Points sum = Points.sum(whole.graded().stream()
                .map(one -> one.grade().score())
                .filter(Objects::nonNull)
                .toList());
        assertThat(tally.mean().orElseThrow().doubleValue() * 297)
                .isCloseTo(sum.number().doubleValue(), org.assertj.core.data.Offset.offset(2.0));
        assertThat(tally.checks()).hasSize(whole.checks().size()).allMatch(rate -> rate.of() == 297);
        assertThat(tally.equal().get(0).whose()).hasSize(6);
    }

    @Test
    void headingsAndTablesCanBeUsedByKeyboardAndReader() {
        assertThat(all("table")).allSatisfy(table -> {
            assertThat(table.getElementsByTagName("caption").getLength()).isEqualTo(1);
            assertThat(table.getElementsByTagName("button").getLength())
                    .isEqualTo(((Element) table.getElementsByTagName("thead").item(0))
                            .getElementsByTagName("th")
                            .getLength());
        });
        assertThat(all("svg"))
                .allMatch(svg -> svg.getAttribute("aria-hidden").equals("true")
                        || svg.getAttribute("aria-label").contains("90\u201399: "));
    }

    @Test
    void aClassOfNobodyGradableHasAPage() {
        GradedClass none = new GradedClass(whole.run(), whole.roll(), whole.ungradable(), List.of(), List.of());
        assertThat(ClassPage.render(none, SlotAssignment.SLOT.wording())).contains("3 submissions could not be graded");
    }

    @Test
    void theTableOfGradesHasNoFormulasAndARowForEverybody() throws IOException {
        String table = ClassTable.render(whole);
        assertThat(table.split("\r\n")).hasSize(302);
        assertThat(Pattern.compile("(^|,)\"?[=+@-]", Pattern.MULTILINE)
                        .matcher(table)
                        .find())
                .isFalse();
        assertThat(ClassTable.render(FabricatedClass.of(300))).isEqualTo(table);
        assertThat(Invented.NASTY).contains("=HYPERLINK");
    }
}
