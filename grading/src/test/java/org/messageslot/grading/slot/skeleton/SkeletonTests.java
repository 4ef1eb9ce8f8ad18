// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.skeleton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageslot.grading.slot.SlotAssignment;

class SkeletonTests {

    private static final Path SOLUTION = Path.of("../kernel");
    private static final int STEPS = 8;

    private final Skeleton skeleton =
            new Skeleton(SOLUTION, SlotAssignment.SLOT.editions().standard().rubric());

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private static String code(Map<String, String> files) {
        return files.entrySet().stream()
                .filter(file -> !file.getKey().equals(Skeleton.GUIDE))
                .map(Map.Entry::getValue)
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
    void namesExactlyTheStepsThatAreLeft(int solved) throws IOException {
        String code = code(skeleton.files(solved));
        for (int step = 1; step <= STEPS; step++) {
            boolean left = step > solved;
            assertThat(code.contains("TODO step " + step + ": "))
                    .as("step " + step)
                    .isEqualTo(left);
            assertThat(code.contains("Try: lab grade . --upto " + step + "\n"))
                    .as("step " + step + " in full")
                    .isEqualTo(left);
        }
        assertThat(code).doesNotContain("@step").doesNotContain("@later").doesNotContain("@item");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
    void showsNoMarkAndNoLongLine(int solved) throws IOException {
        for (Map.Entry<String, String> file : skeleton.files(solved).entrySet()) {
            String text = file.getValue();
            assertThat(text).doesNotContainPattern("/\\* (step \\d: .* \\{|\\} .*) \\*/");
            assertThat(text).doesNotContain("\n\n\n").endsWith("\n");
            if (!file.getKey().equals(Skeleton.GUIDE)) {
                assertThat(text.lines().map(SkeletonTests::width)).allMatch(width -> width <= 80);
            }
        }
    }

    /** Tabs before the code are eight columns wide. */
    private static int width(String line) {
        int tabs = line.length() - line.replaceFirst("^\t+", "").length();
        return line.length() + 7 * tabs;
    }

    @Test
    void isTheSolutionWhenAllIsSolved() throws IOException {
        Map<String, String> files = skeleton.files(STEPS);
        for (String name : new String[] {"message_slot.c", "message_sender.c", "message_reader.c", "message_slot.h"}) {
            String solution = Files.readString(SOLUTION.resolve(name))
                    .lines()
                    .filter(line -> !line.matches("\\s*/\\* (step \\d: [a-z-]+ \\{|\\} [a-z-]+) \\*/"))
                    .filter(line -> !line.isEmpty())
                    .collect(Collectors.joining("\n"));
            String whole = Objects.requireNonNull(files.get(name))
                    .lines()
                    .filter(line -> !line.isEmpty())
                    .collect(Collectors.joining("\n"));
            assertThat(whole).isEqualTo(solution);
        }
    }

    @Test
    void givesNothingAwayAtFirst() throws IOException {
        assertThat(code(skeleton.files(0)))
                .doesNotContain("rcu", "register_chrdev_region", "copy_from_user(", "mutex", "perror(", "strtoul");
    }

    @Test
    void guideNamesEveryCheckWithItsQuestion() throws IOException {
        String guide = skeleton.files(2).get(Skeleton.GUIDE);
        SlotAssignment.SLOT
                .editions()
                .standard()
                .rubric()
                .checks()
                .forEach(check -> assertThat(guide).contains("- `" + check.id() + "`: " + check.title()));
        assertThat(guide)
                .contains("## Step 2: open (solved)\n", "## Step 3: ioctl\n", "- R-I3: Channel id 0 fails with EINVAL");
    }

    @Test
    void writesAFolder() throws IOException {
        Path mine = folder.resolve("courses/mine");
        skeleton.write(mine, 0);
        assertThat(mine.toFile().list())
                .containsExactlyInAnyOrder(
                        "message_slot.c",
                        "message_slot.h",
                        "message_sender.c",
                        "message_reader.c",
                        "Makefile",
                        "STEPS.md");
        assertThat(folder.resolve("courses").toFile().list()).containsExactly("mine");
    }

    @Test
    void overwritesNoWork() throws IOException {
        Path mine = Files.createDirectory(folder.resolve("mine"));
        Files.writeString(mine.resolve("message_slot.c"), "my work");
        assertThatThrownBy(() -> skeleton.write(mine, 0)).isInstanceOf(IOException.class);
        assertThat(mine.resolve("message_slot.c")).hasContent("my work");
        assertThat(folder.toFile().list()).as("nothing is left behind").containsExactly("mine");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 9})
    void otherNumbersAreRefused(int solved) {
        assertThatThrownBy(() -> skeleton.files(solved))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("From 0 to 8 steps can be solved, not " + solved + ".");
    }

    @Test
    void aMarkWithoutItsOtherEndIsFound() {
        assertThatThrownBy(() -> MarkedSource.parse("x.c", "/* step 1: a { */\n/* } b */\n"))
                .hasMessage("x.c: the region 'a' ends as 'b'.");
        assertThatThrownBy(() -> MarkedSource.parse("x.c", "/* step 1: a { */\n"))
                .hasMessage("x.c: the region 'a' has no end.");
        assertThatThrownBy(() -> MarkedSource.parse("x.c", "/* } b */\n"))
                .hasMessage("x.c: the region '' ends as 'b'.");
    }
}
