// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

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
                .contains("return -EWOULDBLOCK;");
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
    void shortensParagraphsAndNothingElseForSlides() {
        assertThat(Site.inShort("""
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
