// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.variants;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageslot.grading.slot.SlotArtifacts;
import org.messageslot.grading.slot.variants.GeneratedClass.SubmissionKind;
import org.messageslot.grading.submission.Submission;
import org.messageslot.grading.submission.SubmissionException;

/** A class that is made up: it has the shares that it claims, and nobody in it hands in what another one does. */
class GeneratedClassTests {

    private static final Path VARIANTS = Path.of("variants");
    private static final Path KIT = Path.of("../kernel");

    @Test
    void sharesAreOfAHundred() {
        assertThat(Stream.of(SubmissionKind.values()).mapToInt(SubmissionKind::percent))
                .satisfies(shares -> assertThat(
                                shares.stream().mapToInt(Integer::intValue).sum())
                        .isEqualTo(100));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 40, 99, 100, 300, 301})
    void sharesAreKeptForEverySize(int size) {
        Map<SubmissionKind, Long> counts = GeneratedClass.kinds(size).stream()
                .collect(Collectors.groupingBy(kind -> kind, TreeMap::new, Collectors.counting()));
        assertThat(counts.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(size);
        counts.forEach((kind, count) ->
                assertThat(count * 100.0).isBetween((size * kind.percent()) - 100.0, (size * kind.percent()) + 100.0));
    }

    @Test
    void onlyCopiesAreEqualAndOnlyTheBrokenCannotBeOpened(@TempDir Path folder) throws Exception {
        GeneratedClass made = GeneratedClass.of(VARIANTS, KIT, 200, 3);
        made.write(folder);
        Map<String, String> contents = new HashMap<>();
        Set<String> modules = new HashSet<>();
        for (GeneratedClass.GeneratedStudent member : made.members()) {
            try {
                Submission submission = Submission.open(folder.resolve(member.archive()), SlotArtifacts.ALL);
                contents.put(member.student(), submission.sha256());
                if (submission.file(SlotArtifacts.MODULE).isPresent() && member.kind() != SubmissionKind.COPIED) {
                    assertThat(modules.add(new String(
                                    submission
                                            .file(SlotArtifacts.MODULE)
                                            .orElseThrow()
                                            .content(),
                                    java.nio.charset.StandardCharsets.UTF_8)))
                            .as("nobody else's module: %s", member)
                            .isTrue();
                }
            } catch (SubmissionException e) {
                assertThat(member.made()).endsWith(", no archive");
            }
        }
        for (GeneratedClass.GeneratedStudent member : made.members()) {
            if (member.kind() == SubmissionKind.COPIED) {
                assertThat(contents.get(member.student()))
                        .isEqualTo(contents.get(member.made().substring("as ".length())));
            }
        }
        assertThat(contents).hasSizeGreaterThan(190);
        assertThat(modules).hasSizeGreaterThan(170);
    }

    @Test
    void allAttacksAreMixedInAndNobodyElseHandsInAnythingElse() throws Exception {
        GeneratedClass drawn = GeneratedClass.of(VARIANTS, KIT, 60, 3);
        GeneratedClass all = drawn.withAllAttacks();
        assertThat(all.members())
                .filteredOn(member -> member.kind() != SubmissionKind.HOSTILE)
                .containsExactlyElementsOf(drawn.members().stream()
                        .filter(member -> member.kind() != SubmissionKind.HOSTILE)
                        .toList());
        assertThat(all.members())
                .filteredOn(member -> member.kind() == SubmissionKind.HOSTILE)
                .extracting(GeneratedClass.GeneratedStudent::made)
                .containsExactlyInAnyOrderElementsOf(
                        Attack.all(VARIANTS, KIT).stream().map(Attack::name).toList());
    }

    @Test
    void aHandChangesNamesOfOwnFunctionsAndNothingElseThatCounts() {
        String text = """
                /* What it does. */
                static DEFINE_MUTEX(lock);
                static int device_open(struct inode *inode, struct file *file)
                {
                	pr_err("device_open /* %s */\\n", "it's");
                	return file->device_open ? device_open(inode, file) : 'd'; // again
                }
                static long release(void);
                static const struct ops ops = { .release = release };
                """;
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            String written =
                    Handwriting.of("200000001", new SplittableRandom(i)).of("message_slot.c", text);
            seen.add(written);
            assertThat(written)
                    .startsWith("/* 200000001: message_slot.c */\n")
                    .contains("pr_err(\"device_open /* %s */\\n\", \"it's\");")
                    .contains("static DEFINE_MUTEX(lock);")
                    .contains(".release = release }")
                    .contains("return file->device_open ? device_open(inode, file) : 'd';");
        }
        assertThat(seen).hasSizeGreaterThan(1);
        String renamed = Handwriting.of("200000001", new SplittableRandom(1))
                .of("message_slot.c", "static int device_open(void)\n{\n\treturn device_open();\n}\n");
        assertThat(renamed)
                .containsPattern("static int (\\w*device_open_[a-z]{3})\\(void\\)\n\\{\n\\s+return \\1\\(\\);");
        assertThat(Handwriting.of("200000001", new SplittableRandom(1)).of("Makefile", "a:\n\tb\n"))
                .isEqualTo("a:\n\tb\n");
    }

    @Test
    void attacksAreReadAndChangeTheKitsOwnSubmission() throws Exception {
        List<Attack> attacks = Attack.all(VARIANTS, KIT);
        assertThat(attacks).hasSizeGreaterThanOrEqualTo(36);
        Map<String, String> honest = VariantCollection.referenceFiles(KIT);
        assertThat(attacks).allSatisfy(attack -> {
            assertThat(attack.files()).isNotEqualTo(honest).containsOnlyKeys(honest.keySet());
            assertThat(attack.title()).isNotBlank().doesNotEndWith(".");
        });
    }
}
