// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageslot.grading.Run;
import org.messageslot.grading.course.ClassException;
import org.messageslot.grading.course.Graded;
import org.messageslot.grading.course.GradedClass;
import org.messageslot.grading.course.Handing;
import org.messageslot.grading.course.Roll;
import org.messageslot.grading.course.Shard;
import org.messageslot.grading.slot.SlotAssignment;

/** A class that was graded in shards has the report of one that was graded in one go. */
class MergingTests {

    private static final GradedClass WHOLE = FabricatedClass.of(7);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private Path whole() throws Exception {
        Path whole = folder.resolve("whole");
        write(whole, WHOLE);
        return whole;
    }

    private static void write(Path place, GradedClass graded) throws Exception {
        ClassFolder out = new ClassFolder(place, SlotAssignment.SLOT.wording());
        for (Graded one : graded.graded()) {
            out.write(one);
        }
        out.write(graded);
    }

    private Path shard(String name, GradedClass all, Shard shard) throws Exception {
        Path place = folder.resolve(name);
        List<Handing> counted = all.roll().counted();
        Set<Handing> own = new HashSet<>(shard.of(counted));
        List<Graded> graded =
                all.graded().stream().filter(one -> own.contains(one.handing())).toList();
        Roll roll = new Roll(
                all.roll().layout(),
                shard.of(counted),
                all.roll().replaced(),
                all.roll().strays());
        write(place, new GradedClass(all.run(), roll, graded, all.missing(), List.of()));
        new ShardFile(shard, counted.stream().map(Handing::key).toList(), false, Map.of()).write(place);
        return place;
    }

    private List<Path> shards(int of) throws Exception {
        List<Path> all = new ArrayList<>();
        for (int number = 1; number <= of; number++) {
            all.add(shard("part-" + number, WHOLE, new Shard(number, of)));
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 9})
    void theReportIsThatOfAClassGradedInOneGo(int of) throws Exception {
        Path whole = whole();
        List<Path> shards = shards(of);
        Collections.reverse(shards);
        Path out = folder.resolve("merged");
        new ClassFolder(out, SlotAssignment.SLOT.wording())
                .write(Merging.merge(shards, out, SlotAssignment.SLOT.wording()));
        for (String file : List.of(ClassTable.FILE, ClassPage.FILE, ClassFile.FILE)) {
            assertThat(out.resolve(file)).as(file).hasSameTextualContentAs(whole.resolve(file));
        }
        for (Graded one : WHOLE.graded()) {
            String page = ClassFolder.page(one.handing());
            assertThat(out.resolve(page)).hasSameTextualContentAs(whole.resolve(page));
        }
    }

    @Test
    void shardsAreOfEqualSizeAndNobodyIsInTwo() {
        List<Handing> counted = WHOLE.roll().counted();
        List<Handing> all = new ArrayList<>();
        for (int number = 1; number <= 5; number++) {
            List<Handing> own = new Shard(number, 5).of(counted);
            assertThat(own).hasSizeBetween(1, 2);
            all.addAll(own);
        }
        assertThat(all).containsExactlyInAnyOrderElementsOf(counted);
        assertThat(new Shard(40, 40).of(counted)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "0/4", "5/4", "1/0", "a/b", "1/4/2", "-1/4", "1/100000", "99999999999/4", "1 / 4"})
    void whatIsNoShardIsTold(String text) {
        assertThatThrownBy(() -> Shard.of(text))
                .isInstanceOf(ClassException.class)
                .hasMessageContaining("is no shard; the third of eight is 3/8");
    }

    private void refused(List<Path> shards, String sentence) {
        Path out = folder.resolve("refused");
        assertThatThrownBy(() -> Merging.merge(shards, out, SlotAssignment.SLOT.wording()))
                .isInstanceOf(ClassException.class)
                .hasMessageContaining(sentence);
        assertThat(out).doesNotExist();
    }

    @Test
    void whatDoesNotBelongTogetherIsNotMerged() throws Exception {
        List<Path> shards = shards(3);
        refused(shards.subList(0, 1), "these shards are missing: 2/3, 3/3");
        refused(List.of(shards.get(0), shards.get(1), shards.get(0)), "are both the shard 1/3");
        Path whole = whole();
        refused(List.of(whole), "there is no shard of a class in " + whole);
        refused(List.of(folder.resolve("nothing")), "there is no shard");
        refused(List.of(shards.get(0), shard("of-four", WHOLE, new Shard(2, 4))), "are shards of different classes");
        refused(
                List.of(shards.get(0), shard("fewer", FabricatedClass.of(6), new Shard(2, 3))),
                "are shards of different classes");
        Run seeded = new Run(
                WHOLE.run().edition(),
                WHOLE.run().rubricSha256(),
                5,
                WHOLE.run().kitVersion(),
                WHOLE.run().kernelRelease());
        GradedClass other = new GradedClass(seeded, WHOLE.roll(), WHOLE.graded(), WHOLE.missing(), WHOLE.strangers());
        refused(
                List.of(shards.get(0), shard("seeded", other, new Shard(2, 3))),
                "were graded under different conditions");
        GradedClass rostered = new GradedClass(WHOLE.run(), WHOLE.roll(), WHOLE.graded(), List.of(), WHOLE.strangers());
        refused(
                List.of(shards.get(0), shard("rostered", rostered, new Shard(2, 3))),
                "were graded with different rosters");
        Path otherPolicy = shard("policy", WHOLE, new Shard(2, 3));
        new ShardFile(
                        new Shard(2, 3),
                        WHOLE.roll().counted().stream().map(Handing::key).toList(),
                        false,
                        Map.of("policy", "another"))
                .write(otherPolicy);
        refused(List.of(shards.get(0), otherPolicy), "were graded with different values of 'policy'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{\"shard\":1,\"of\":0,\"students\":[]}", "{\"shard\":1,\"of\":1}"})
    void aDamagedShardIsTold(String text) throws Exception {
        Path shard = shard("damaged", FabricatedClass.of(1), new Shard(1, 1));
        Files.writeString(shard.resolve("shard.json"), text);
        refused(List.of(shard), "is not whole; grade that shard again");
    }

    @Test
    void whatWasTakenOutOfAnArchiveGoesAlong() throws Exception {
        Path shard = folder.resolve("part-1");
        Path archive =
                Files.createDirectories(shard.resolve("submissions/1000")).resolve("ex3.zip");
        Files.writeString(archive, "content");
        Handing handing = WHOLE.graded().get(0).handing();
        Handing there = new Handing(
                handing.student(),
                handing.name(),
                handing.where(),
                handing.at(),
                handing.markedLate(),
                handing.key(),
                archive);
        Graded one = new Graded(there, WHOLE.graded().get(0).grade(), false);
        GradedClass single = new GradedClass(
                WHOLE.run(),
                new Roll(WHOLE.roll().layout(), List.of(there), List.of(), List.of()),
                List.of(one),
                List.of(),
                List.of());
        shard("part-1", single, new Shard(1, 1));
        Path out = folder.resolve("merged");
        GradedClass merged = Merging.merge(List.of(shard), out, SlotAssignment.SLOT.wording());
        assertThat(merged.graded().get(0).handing().path())
                .isEqualTo(out.resolve("submissions/1000/ex3.zip"))
                .hasContent("content");
    }
}
