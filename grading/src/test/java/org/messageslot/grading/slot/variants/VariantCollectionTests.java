// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.variants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.slot.variants.Variant.VariantKind;

/** Variants as a teacher writes them, right and wrong. */
class VariantCollectionTests {

    private static final String HEAD = """
            # SPDX-License-Identifier: GPL-2.0
            {
              "title": "Length 0 is accepted",
              "breaks": ["R-W3"],
              "fails": ["write-length-0"]
            }
            """;
    private static final String DIFF = """
            --- message_slot.c
            +++ message_slot.c
            @@ -2,3 +2,3 @@
             b
            -c
            +changed
             d
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @BeforeEach
    void writeReference() throws IOException {
        Path kernel = Files.createDirectories(folder.resolve("kernel"));
        for (String name : List.of("message_slot.h", "message_sender.c", "message_reader.c")) {
            Files.writeString(kernel.resolve(name), name + "\n");
        }
        Files.writeString(kernel.resolve("message_slot.c"), "a\nb\nc\nd\n");
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve("variants").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private VariantCollection read() throws IOException, DataFileException {
        return VariantCollection.read(folder.resolve("variants"), folder.resolve("kernel"));
    }

    private String module(String variant) throws IOException, DataFileException {
        VariantCollection all = read();
        return String.valueOf(all.files(all.named(variant).orElseThrow()).get("message_slot.c"));
    }

    @Test
    void patchChangesTheReference() throws Exception {
        write("bad/zero.patch", HEAD + DIFF);
        assertThat(module("zero")).isEqualTo("a\nb\nchanged\nd\n");
        Variant variant = read().named("zero").orElseThrow();
        assertThat(variant.kind()).isEqualTo(VariantKind.BAD);
        assertThat(variant.fails()).containsOnlyKeys("write-length-0");
    }

    @Test
    void linesAboveAndBelowMayMove() throws Exception {
        Files.writeString(folder.resolve("kernel/message_slot.c"), "new\nlines\nb\nx\na\nb\nc\nd\ne\n");
        write("bad/zero.patch", HEAD + DIFF);
        assertThat(module("zero")).isEqualTo("new\nlines\nb\nx\na\nb\nchanged\nd\ne\n");
    }

    @Test
    void patchThatDoesNotFitIsToldAtOnce() throws Exception {
        Files.writeString(folder.resolve("kernel/message_slot.c"), "a\nb\nC\nd\n");
        write("bad/zero.patch", HEAD + DIFF);
        assertThatThrownBy(this::read)
                .isInstanceOf(DataFileException.class)
                .hasMessageContaining("zero.patch does not fit message_slot.c of its base any more");
    }

    @Test
    void folderReplacesWholeFilesAndPatchesCanBeBasedOnIt() throws Exception {
        write("good/list/variant.json", "{\"title\": \"A list\", \"fails\": []}");
        write("good/list/message_slot.c", "b\nc\nd\n");
        write("bad/zero.patch", HEAD.replace("\"fails\"", "\"base\": \"list\", \"fails\"") + DIFF);
        assertThat(module("list")).isEqualTo("b\nc\nd\n");
        assertThat(module("zero")).isEqualTo("b\nchanged\nd\n");
    }

    @Test
    void wrongVariantIsJudgedByWhatHasToDoWithIt() throws Exception {
        write("bad/zero.patch", HEAD + DIFF);
        Variant variant = read().named("zero").orElseThrow();
        assertThat(variant.rubric().check("write-length-0")).isPresent();
        assertThat(variant.rubric().check("write-then-read")).isPresent();
        assertThat(variant.rubric().check("load-and-unload")).isEmpty();
        assertThat(variant.thorough().rubric().check("load-and-unload")).isPresent();
    }

    @Test
    void whatDependsOnFailingChecksIsNotRun() throws Exception {
        write("bad/zero.patch", HEAD.replace("write-length-0", "write-then-read") + DIFF);
        assertThat(read().named("zero").orElseThrow().thorough().notRun())
                .contains("write-length-1", "read-exact-buffer");
    }

    @Test
    void misspeltCheckIsToldWithTheNearestOne() throws Exception {
        write("bad/zero.patch", HEAD.replace("write-length-0", "write-lenght-0") + DIFF);
        assertThatThrownBy(this::read).hasMessageContaining("perhaps you mean 'write-length-0'");
    }

    @Test
    void unknownClauseBaseAndFieldAreTold() throws Exception {
        write("bad/zero.patch", HEAD.replace("R-W3", "R-W33") + DIFF);
        assertThatThrownBy(this::read).hasMessageContaining("no clause 'R-W33'");
        write("bad/zero.patch", HEAD.replace("\"fails\"", "\"base\": \"lists\", \"fails\"") + DIFF);
        assertThatThrownBy(this::read).hasMessageContaining("no variant 'lists'");
        write("bad/zero.patch", HEAD.replace("\"title\"", "\"titel\"") + DIFF);
        assertThatThrownBy(this::read).hasMessageContaining("'title' is missing");
    }

    @Test
    void whatIsWrongNamesClauseAndCheck() throws Exception {
        write("bad/zero.patch", HEAD.replace("\"write-length-0\"", "") + DIFF);
        assertThatThrownBy(this::read).hasMessageContaining("'breaks' and 'fails' belong together");
        Files.delete(folder.resolve("variants/bad/zero.patch"));
        write("good/zero.patch", HEAD + DIFF);
        assertThatThrownBy(this::read).hasMessageContaining("'breaks' and 'fails' belong together");
    }

    @Test
    void equivalentVariantSaysWhy() throws Exception {
        write("equivalent/same.patch", "{\"title\": \"The same\", \"fails\": []}\n" + DIFF);
        assertThatThrownBy(this::read).hasMessageContaining("'because'");
    }

    @Test
    void basesInACircleAreTold() throws Exception {
        write("bad/one.patch", HEAD.replace("\"fails\"", "\"base\": \"two\", \"fails\"") + DIFF);
        write("bad/two.patch", HEAD.replace("\"fails\"", "\"base\": \"one\", \"fails\"") + DIFF);
        assertThatThrownBy(this::read).hasMessageContaining("each other's base");
    }
}
