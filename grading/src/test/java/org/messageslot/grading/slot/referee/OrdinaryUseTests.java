// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.referee;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.messageslot.grading.engine.Grader;
import org.messageslot.grading.slot.SlotArtifacts;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.grading.slot.referee.Fault.FaultKind;
import org.messageslot.grading.slot.variants.Variant;
import org.messageslot.grading.slot.variants.Variant.VariantKind;
import org.messageslot.grading.slot.variants.VariantCollection;
import org.messageslot.grading.submission.StudentBuild;
import org.messageslot.grading.submission.Submission;
import org.messageslot.grading.trial.GuestStock;
import org.messageslot.guest.GuestOptions;
import org.messageslot.guest.KernelSeries;
import org.messageslot.guest.RequiresGuest;

/** In ordinary use the referee accuses no right module of anything, and sees in a wrong one what no other kernel shows. */
@RequiresGuest
@Tag("slow")
class OrdinaryUseTests {

    private static StudentBuild builder;
    private static GuestStock stock;
    private static VariantCollection variants;

    @TempDir
    Path folder;

    @BeforeAll
    static void prepare() throws Exception {
        KernelSeries series = GuestOptions.standard().series();
        builder = Grader.compilers(SlotAssignment.SLOT, series, false, step -> System.err.println("ordinary: " + step));
        stock = GuestStock.of(series, step -> System.err.println("ordinary: " + step));
        variants = VariantCollection.read(Path.of("variants"), Path.of("../kernel"));
    }

    static Stream<String> right() throws Exception {
        return VariantCollection.read(Path.of("variants"), Path.of("../kernel")).all().stream()
                .filter(variant -> variant.kind() == VariantKind.GOOD || variant.kind() == VariantKind.EQUIVALENT)
                .map(Variant::name);
    }

    private List<Fault> seen() throws Exception {
        Submission submission = Submission.open(folder, SlotArtifacts.ALL);
        return new Retrial(Watched.of(submission, builder, stock)).ordinary().faults();
    }

    @ParameterizedTest
    @MethodSource
    void right(String variant) throws Exception {
        variants.unpack(variants.named(variant).orElseThrow(), folder);
        assertThat(seen()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "OVERRUN, 'kmalloc(sizeof(channel_node), GFP', 'kmalloc(sizeof(channel_node) - 8, GFP'",
        "UNSET, 'i < channel->message_length; i++', 'i <= channel->message_length; i++'",
        "FREED, 'kfree(file->private_data);', 'kfree(file->private_data); *(int *)file->private_data = 0;'",
        "FREED_TWICE, 'kfree(file->private_data);', 'kfree(file->private_data); kfree(file->private_data);'"
    })
    void wrong(FaultKind kind, String before, String after) throws Exception {
        variants.unpack(variants.named("linked-lists").orElseThrow(), folder);
        Path file = folder.resolve("message_slot.c");
        String source = Files.readString(file);
        assertThat(source).contains(before);
        Files.writeString(file, source.replace(before, after));
        assertThat(seen()).extracting(Fault::kind).contains(kind);
    }
}
