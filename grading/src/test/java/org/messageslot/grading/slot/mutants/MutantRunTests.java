// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.mutants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.grading.slot.mutants.MutantFate.MutantEnd;
import org.messageslot.guest.GuestOptions;

@Tag("guest")
class MutantRunTests {

    private static final Path KIT = Path.of("..", "kernel");

    @TempDir
    Path folder;

    private static MutantRun run(Path submission) throws Exception {
        return MutantRun.of(
                submission,
                SlotAssignment.SLOT.editions().standard(),
                GuestOptions.standard().series(),
                step -> System.err.println("mutants: " + step));
    }

    @Test
    void tellsWhatIsNoticedAndWhatIsTheSame() throws Exception {
        Path submission = Files.createDirectory(folder.resolve("submission"));
        for (String name : List.of("message_slot.c", "message_slot.h", "message_sender.c", "message_reader.c")) {
            Files.copy(KIT.resolve(name), submission.resolve(name));
        }
        Files.writeString(
                submission.resolve("message_slot.c"),
                "static inline int never_called(int value) { return value + 1; }\n",
                StandardOpenOption.APPEND);
        MutantRun run = run(submission);
        List<Mutant> mutants = run.all(0).stream()
                .filter(mutant -> mutant.before().equals("return -EMSGSIZE;")
                        || mutant.function().equals("never_called"))
                .sorted(Comparator.comparing(Mutant::line).reversed())
                .toList();
        assertThat(mutants).hasSize(3);

        List<MutantFate> told = new ArrayList<>();
        List<MutantFate> fates = run.judge(mutants, 2, 0, 2, told::add);
        assertThat(told).isEqualTo(fates);
        assertThat(fates)
                .extracting(MutantFate::end)
                .containsExactly(MutantEnd.SAME, MutantEnd.SAME, MutantEnd.NOTICED);
        assertThat(fates.get(2).by()).startsWith("write-length-");
        assertThat(MutantsPage.summary(fates))
                .startsWith("1 mutant: 1 noticed, ")
                .endsWith("Not counted: 0 that did not build, and 2 that came out as the same program.");
        assertThat(MutantsPage.of(fates)).contains("return -EWOULDBLOCK;");
    }

    @Test
    void aModuleWithoutProgramsWillDo() throws Exception {
        for (String name : List.of("message_slot.c", "message_slot.h")) {
            Files.copy(KIT.resolve(name), folder.resolve(name));
        }
        MutantRun run = run(folder);
        List<Mutant> mutants = run.all(0);
        assertThat(mutants).isNotEmpty().allMatch(mutant -> mutant.file().equals("message_slot.c"));
        List<Mutant> one = mutants.stream()
                .filter(mutant -> mutant.before().equals("return -EMSGSIZE;"))
                .toList();
        assertThat(run.judge(one, 1, 0, 1, fate -> {}))
                .extracting(MutantFate::end)
                .containsExactly(MutantEnd.NOTICED);
    }

    @Test
    void refusesWhatIsNoSubmission() {
        assertThatThrownBy(() -> run(folder))
                .isInstanceOf(UngradableException.class)
                .hasMessage("There is no message_slot.c in " + folder + ".");
    }
}
