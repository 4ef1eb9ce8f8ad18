// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageslot.lab.walk.Scripts;

class SiteTests {

    private static final Pattern HREF = Pattern.compile("href=\"([^\"#:]*)(?:#([^\"]*))?\"");

    @TempDir
    static Path site;

    @BeforeAll
    static void write() throws Exception {
        Site.write(Scripts.HOME, site);
    }

    private static List<Path> pages() throws Exception {
        try (Stream<Path> files = Files.list(site)) {
            return files.filter(file -> file.toString().endsWith(".html")).toList();
        }
    }

    @Test
    void linksOnlyToWhatIsThere() throws Exception {
        for (Path page : pages()) {
            Matcher link = HREF.matcher(Files.readString(page));
            while (link.find()) {
                Path target = link.group(1).isEmpty() ? page : site.resolve(link.group(1));
                assertThat(target)
                        .as("%s in %s", link.group(), page.getFileName())
                        .exists();
                if (link.group(2) != null) {
                    assertThat(Files.readString(target)).contains("id=\"" + link.group(2) + "\"");
                }
            }
        }
    }

    @Test
    void showsThePicturesOfTheGuides() throws Exception {
        Matcher picture =
                Pattern.compile("<img src=\"([^\"]*)\"").matcher(Files.readString(site.resolve("performance.html")));
        List<String> names = picture.results().map(found -> found.group(1)).toList();
        assertThat(names)
                .contains("performance/6.1/slot.png")
                .allSatisfy(name -> assertThat(site.resolve(name)).isNotEmptyFile());
    }

    @Test
    void quotesTheKernelWithAFileAndALine() throws Exception {
        assertThat(Files.readString(site.resolve("05-errors.html")))
                .containsPattern("source-kernel-message-slot\\.c\\.html#L[0-9]+\">kernel/message_slot.c, line [0-9]+<")
                .contains("<span class=\"keyword\">return</span> -EWOULDBLOCK;");
    }

    @Test
    void listsTheChecksWithTheirClauses() throws Exception {
        assertThat(Files.readString(site.resolve("checks.html")))
                .containsSubsequence("100 points", "<code>write-then-read</code>", "<a href=\"clauses.html#R-");
        assertThat(Files.readString(site.resolve("variants.html"))).contains("href=\"docs/variants.html\"");
    }

    @Test
    void keepsAnswersBehindTheirQuestions() throws Exception {
        assertThat(Files.readString(site.resolve("00-first-message.html")))
                .containsSubsequence(
                        "What do you think?",
                        "slot.readText()</code>",
                        "<details><summary>What happens",
                        "<samp class=\"value\">==&gt; &quot;hello&quot;</samp>",
                        "<a href=\"clauses.html#R-R1\">R-R1</a>",
                        "Exercise 1:",
                        "<summary>One answer</summary>");
    }

    @Test
    void tellsBehindTheAnswerWhyTemptingOnesAreWrong() throws Exception {
        assertThat(Files.readString(site.resolve("00-first-message.html")))
                .containsSubsequence("<summary>What happens", "<dt>Not b</dt><dd>", "</details>");
    }

    @Test
    void leadsStudentsStaffAndSelfLearnersToWhereTheyBegin() throws Exception {
        assertThat(Files.readString(site.resolve("index.html")))
                .containsSubsequence(
                        "You take the course",
                        "href=\"your-own-module.html\"",
                        "You teach the course",
                        "href=\"grading-a-class.html\"",
                        "You learn on your own",
                        "href=\"13-break-this-driver.html\"",
                        "Sheets of one page",
                        "href=\"errno.html\"");
    }

    @Test
    void coloursWordsAndNeverOverTheEndOfALine() {
        assertThat(Highlighter.java("var a = \"if\"; // if"))
                .isEqualTo("<span class=\"keyword\">var</span> a = <span class=\"literal\">&quot;if&quot;</span>; "
                        + "<span class=\"comment\">// if</span>");
        assertThat(Highlighter.file("a.c", "/* one\ntwo */ x")).isEqualTo("""
                <span class="comment">/* one</span>
                <span class="comment">two */</span> x""");
        assertThat(Highlighter.file("a.csv", "int < 1")).isEqualTo("int &lt; 1");
    }

    @Test
    void putsNoAnswerOnTheSlideOfItsQuestion() throws Exception {
        String slides = Files.readString(site.resolve("05-errors-slides.html"));
        for (String slide : slides.split("<section class=\"slide\">", -1)) {
            int question = slide.indexOf("What do you think?");
            assertThat(slide.indexOf("<h2>What happens</h2>", Math.max(question, 0)))
                    .as(slide)
                    .matches(at -> question < 0 || at < 0);
        }
    }

    @Test
    void putsNoAnswerOnTheSlideOfItsExercise() throws Exception {
        String slides = Files.readString(site.resolve("13-break-this-driver-slides.html"));
        assertThat(slides.split("<section class=\"slide\">", -1))
                .filteredOn(slide -> slide.contains("Exercise: Suspect 1"))
                .singleElement()
                .satisfies(slide -> assertThat(slide).doesNotContain("eight bits"));
        assertThat(slides).contains("eight bits");
    }

    @Test
    void leavesNoHeadingAloneAndNoSlideEndless() throws Exception {
        for (Path page : pages()) {
            if (page.toString().endsWith("-slides.html")) {
                String slides = Files.readString(page);
                assertThat(slides).doesNotContainPattern("</h[1-6]>\\s*</section>");
                for (String java : slides.split("<pre", -1)) {
                    assertThat(java.substring(0, Math.max(0, java.indexOf("</pre>")))
                                    .lines())
                            .as(java)
                            .hasSizeLessThan(20);
                }
            }
        }
        assertThat(Files.readString(site.resolve("11-your-module-slides.html"))).contains("lines</a>");
    }

    @Test
    void shortensParagraphsAndNothingElseForSlides() {
        assertThat(Slides.inShort("""
                ## Title

                A first sentence, and
                more of it. A second one.

                ```text
                a picture. Unchanged.
                ```

                - a list. Unchanged.
                """)).isEqualTo("""
                ## Title

                A first sentence, and
                more of it.

                ```text
                a picture. Unchanged.
                ```

                - a list. Unchanged.

                """);
    }

    @Test
    void needsNothingFromElsewhere() throws Exception {
        for (Path page : pages()) {
            assertThat(Files.readString(page)).doesNotContain("<script", "src=\"http", "url(http");
        }
    }
}
