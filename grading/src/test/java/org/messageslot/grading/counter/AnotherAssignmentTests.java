// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.counter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.messageslot.grading.trial.CheckMethods;

/** What docs/another-assignment.md quotes is in the files that it names, and the assignment is whole. */
class AnotherAssignmentTests {

    private static final Pattern QUOTED = Pattern.compile("In `([^`]+)`:\n\n```\\w+\n(.*?)```", Pattern.DOTALL);
    private static final List<Path> FOLDERS = Stream.of("java", "resources")
            .map(kind -> Path.of("src/test", kind, "org/messageslot/grading/counter"))
            .toList();

    private static String withoutMargins(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining("\n"));
    }

    private static String source(String name) throws IOException {
        for (Path folder : FOLDERS) {
            if (Files.exists(folder.resolve(name))) {
                return Files.readString(folder.resolve(name));
            }
        }
        throw new IOException("There is no " + name + ".");
    }

    @Test
    void whatThePageQuotesIsInTheFiles() throws IOException {
        Matcher quoted = QUOTED.matcher(Files.readString(Path.of("../docs/another-assignment.md")));
        int count = 0;
        while (quoted.find()) {
            assertThat(withoutMargins(source(Objects.requireNonNull(quoted.group(1)))))
                    .contains(withoutMargins(Objects.requireNonNull(quoted.group(2))));
            count++;
        }
        assertThat(count).isEqualTo(9);
    }

    @Test
    void everyCheckOfTheCatalogueIsThereAndPoints() {
        CounterAssignment counter = CounterAssignment.COUNTER;
        assertThat(counter.catalogue().differencesTo(CheckMethods.of(counter).ids()))
                .isEmpty();
        assertThat(counter.editions().standard().rubric().checks()).hasSize(10);
    }
}
