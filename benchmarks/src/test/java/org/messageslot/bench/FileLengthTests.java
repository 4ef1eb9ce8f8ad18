// SPDX-License-Identifier: Apache-2.0
package org.messageslot.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A file is about one thing: a long one is split, or docs/architecture.md says why not. */
class FileLengthTests {

    private static final int LONG = 400;

    /** Comments may be as long as they need to be. */
    private static final Predicate<String> CODE =
            Pattern.compile("(?!\\s*(\\*|/\\*|//|import |$)).*").asMatchPredicate();

    private static List<String> longer(String folder, String names, Predicate<String> counts) throws IOException {
        Path home = Path.of("..").toRealPath();
        List<String> longer = new ArrayList<>();
        try (Stream<Path> tree = Files.walk(home.resolve(folder))) {
            for (Path file : tree.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().matches(names))
                    .toList()) {
                if (Files.readAllLines(file).stream().filter(counts).count() > LONG) {
                    longer.add(home.relativize(file).toString());
                }
            }
        }
        return longer;
    }

    @Test
    void noJavaFileHasMoreLinesOfCode() throws IOException {
        for (String module : List.of("java", "grading", "labs", "benchmarks")) {
            assertThat(longer(module + "/src/main/java", ".*\\.java", CODE)).isEmpty();
        }
    }

    @Test
    void theDocumentSaysWhyFilesInCAndScriptsAreLonger() throws IOException {
        List<String> longer = new ArrayList<>(longer("kernel", "(?!.*\\.mod\\.c$).*\\.[ch]", line -> true));
        longer.addAll(longer("vagrant", ".*\\.sh", line -> true));
        longer.addAll(longer(".ci", "[a-z]+", line -> true));
        assertThat(longer).containsExactlyInAnyOrderElementsOf(explained());
    }

    /** {@return the files in the document's table of long ones} */
    private static List<String> explained() throws IOException {
        String chapter = Files.readString(Path.of("../docs/architecture.md"))
                .replaceFirst("(?s).*\n## Long files\n", "")
                .replaceFirst("(?s)\n## .*", "");
        return Pattern.compile("(?m)^\\| `([^`]+)` \\| ")
                .matcher(chapter)
                .results()
                .map(row -> row.group(1))
                .toList();
    }
}
