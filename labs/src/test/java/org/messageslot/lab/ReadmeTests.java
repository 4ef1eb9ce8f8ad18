// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.messageslot.guest.RequiresGuest;

/** The README says what the kit does: what it shows is printed, what it tells to type works, what it names is there. */
class ReadmeTests {

    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");

    private final String readme;

    ReadmeTests() throws IOException {
        readme = Files.readString(HOME.resolve("README.md"));
    }

    private List<String> blocks(String language) {
        Matcher matcher = BLOCK.matcher(readme);
        return matcher.results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .toList();
    }

    @Test
    @RequiresGuest
    void transcriptIsWhatTheTourPrints() {
        String shown = blocks("").get(0);
        assertThat(shown).startsWith("$ ./lab tour\n");
        String printed = LabProcess.standard().run("tour", "--on", "guest").out();
        assertThat(essence(printed)).isEqualTo(essence(shown.substring(shown.indexOf('\n') + 1)));
    }

    /** Leaves out what differs from run to run and from machine to machine. */
    private static String essence(String tour) {
        return tour.replaceAll("Linux [0-9.]+\\S*", "Linux")
                .replaceAll("(?m)^ {2}(KVM|emulation).*$", "  how")
                .replaceAll("ready in [0-9.]+ s", "ready in")
                .replaceAll("\\d\\d:\\d\\d:\\d\\d", "now");
    }

    @Test
    void everyFolderAndFileOfTheMapIsThere() {
        Matcher rows = Pattern.compile("(?m)^\\| (`[^|]*`) \\|").matcher(section("What is where"));
        List<String> named = rows.results()
                .flatMap(row ->
                        Pattern.compile("`([^`]+)`").matcher(row.group(1)).results())
                .map(name -> name.group(1))
                .toList();
        assertThat(named)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(HOME.resolve(name)).exists());
    }

    @Test
    void everyCommandOfTheLabIsOne() {
        Matcher typed = Pattern.compile("(?m)^\\./lab ([a-z]+)").matcher(String.join("\n", blocks("sh")));
        List<String> commands =
                typed.results().map(match -> match.group(1)).distinct().toList();
        String help = LabProcess.standard().run("--help").out();
        assertThat(commands)
                .contains("tour", "shell", "doctor")
                .allSatisfy(command -> assertThat(help).containsPattern("(?m)^  " + command + " "));
    }

    private String section(String title) {
        int start = readme.indexOf("## " + title);
        assertThat(start).as("section %s", title).isNotNegative();
        int end = readme.indexOf("\n## ", start + 1);
        return readme.substring(start, end < 0 ? readme.length() : end);
    }
}
