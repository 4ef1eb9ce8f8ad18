// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.referee;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.messageslot.grading.engine.Grader;
import org.messageslot.grading.slot.SlotArtifacts;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.grading.submission.StudentBuild;
import org.messageslot.grading.submission.Submission;
import org.messageslot.grading.trial.GuestStock;
import org.messageslot.guest.GuestOptions;
import org.messageslot.guest.KernelSeries;
import org.messageslot.guest.RequiresGuest;

/** The referee finds forty mistakes of one place in the kit's own module, each in one scenario. */
@RequiresGuest
@Tag("slow")
class KitMutantsTests {

    private static final Path KERNEL = Path.of("..", "kernel");
    private static final Referee.Effort EFFORT = new Referee.Effort(2, 4000, 0, 0);

    private static StudentBuild builder;
    private static GuestStock stock;

    @TempDir
    Path folder;

    /** Lines that give way to others. */
    private record Hunk(String before, String after) {}

    /** A mistake, and the name of the scenario in which it is found, or a reason why it is found in none. */
    private record KitMutant(String name, String found, List<Hunk> hunks) {

        private String of(String source) {
            String changed = source;
            for (Hunk hunk : hunks) {
                assertThat(changed.split(java.util.regex.Pattern.quote(hunk.before()), -1))
                        .as("%s: the lines stand there once", name)
                        .hasSize(2);
                changed = changed.replace(hunk.before(), hunk.after());
            }
            return changed;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void prepare() throws Exception {
        KernelSeries series = GuestOptions.standard().series();
        builder = Grader.compilers(SlotAssignment.SLOT, series, false, step -> System.err.println("mutants: " + step));
        stock = GuestStock.of(series, step -> System.err.println("mutants: " + step));
    }

    static Stream<KitMutant> isFound() throws IOException {
        List<KitMutant> mutants = new ArrayList<>();
        StringBuilder before = new StringBuilder();
        StringBuilder after = new StringBuilder();
        for (String line : lines()) {
            int last = mutants.size() - 1;
            if (line.startsWith("mutant ")) {
                mutants.add(new KitMutant(line.substring("mutant ".length()), "", new ArrayList<>()));
            } else if (line.startsWith("found ")) {
                KitMutant known = mutants.get(last);
                mutants.set(last, new KitMutant(known.name(), line.substring("found ".length()), known.hunks()));
            } else if (line.startsWith("-")) {
                before.append(line.substring(1)).append('\n');
            } else if (line.startsWith("+")) {
                after.append(line.substring(1)).append('\n');
            } else if (line.equals("end")) {
                mutants.get(last).hunks().add(new Hunk(before.toString(), after.toString()));
                before.setLength(0);
                after.setLength(0);
            }
        }
        return mutants.stream();
    }

    private static List<String> lines() throws IOException {
        try (InputStream in = KitMutantsTests.class.getResourceAsStream("kit-mutants.txt")) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    @ParameterizedTest
    @MethodSource
    void isFound(KitMutant mutant) throws Exception {
        Files.writeString(
                folder.resolve("message_slot.c"), mutant.of(Files.readString(KERNEL.resolve("message_slot.c"))));
        Files.copy(KERNEL.resolve("message_slot.h"), folder.resolve("message_slot.h"));
        Watched watched = Watched.of(Submission.open(folder, SlotArtifacts.ALL), builder, stock);
        boolean inNone = mutant.found().startsWith("none: ");
        List<Scenario> scenarios =
                inNone ? Scenario.all() : List.of(Scenario.named(mutant.found()).orElseThrow());
        Referee referee = new Referee(watched, EFFORT);
        for (Scenario scenario : scenarios) {
            assertThat(referee.search(scenario).finding())
                    .as("%s, in %s", mutant.name(), scenario.name())
                    .matches(found -> found.isPresent() != inNone);
        }
    }
}
