// SPDX-License-Identifier: Apache-2.0
package org.messageslot.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.messageslot.guest.RequiresGuest;
import org.messageslot.lab.CommandHelp;
import org.messageslot.lab.LabProcess;
import org.messageslot.lab.LabProcess.Outcome;
import org.messageslot.lab.bench.BenchCommand;
import org.messageslot.lab.terminal.ExitCode;
import picocli.CommandLine;

/** {@code lab bench}: figures that can be measured again, in files that programs can read. */
class BenchTests {

    private static final LabProcess LAB = LabProcess.standard();

    /** What a file holds, by the cells that tell a line from the others. */
    private static Map<String, Double> costs(Path csv) throws IOException {
        Map<String, Double> costs = new LinkedHashMap<>();
        for (String line : Files.readAllLines(csv).stream().skip(1).toList()) {
            String[] cells = line.split(",", -1);
            costs.put(String.join(",", cells[1], cells[2], cells[3]), Double.valueOf(cells[4]));
        }
        return costs;
    }

    static Stream<CommandLine> everyBenchmark() {
        return new CommandLine(new BenchCommand())
                .getSubcommands().values().stream()
                        .filter(command -> !(command.getCommand() instanceof CommandLine.HelpCommand));
    }

    @ParameterizedTest
    @MethodSource("everyBenchmark")
    void everyBenchmarkExplainsItselfWithExamplesAndExitCodes(CommandLine command) {
        CommandHelp.assertIsWhole(command);
    }

    @Test
    void helpListsEveryBenchmarkInTheOrderOfTheQuestion() {
        String question = LAB.run("bench").err().lines().findFirst().orElseThrow();
        String listed = everyBenchmark().map(CommandLine::getCommandName).collect(Collectors.joining(", "));
        assertThat(question).isEqualTo("lab: What shall be measured? " + listed.replace(", all", " or all?"));
        String completion = LAB.run("completion").out();
        everyBenchmark().forEach(command -> assertThat(completion).contains("_bench_" + command.getCommandName()));
    }

    /** Each line: what is typed, the exit code, and the one line that explains it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    bench                              | 2 | lab: What shall be measured? slot, channels, memory, smp, java, guest, grading, watch, class, fuzz, torture or all?
                    bench slot --on model              | 2 | lab: the model is no kernel and has no calls to count; choose guest or here.
                    bench slot --on mars               | 2 | lab: Invalid value for option '--on': 'mars' is no kernel: choose here, guest or model
                    bench class --size 0               | 2 | lab: --size is a number from 1 to 10000, not 0.
                    bench class --size 5 --verify 6    | 2 | lab: --verify is a number from 0 to the size of the class, 5, not 6.
                    bench class --only-make            | 2 | lab: --only-make makes files; say where with --keep.
                    bench car                          | 2 | lab: Unmatched argument at index 1: 'car'
                    """)
    void wrongUseGivesOneClearLineAndTheDocumentedExitCode(String typed, int exitCode, String line) {
        Outcome outcome = LAB.run(typed.split(" "));
        assertThat(outcome.err().lines().findFirst()).contains(line);
        assertThat(outcome.exitCode()).isEqualTo(exitCode);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).doesNotContain("\tat ");
    }

    @Test
    @RequiresGuest
    void countsAreTheSameTwiceAndASlotIsBetweenTheFloorAndAPipe(@TempDir Path folder) throws Exception {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        for (Path out : List.of(first, second)) {
            Outcome outcome = LAB.run("bench", "slot", "--out", out.toString());
            assertThat(outcome.exitCode()).as(outcome.err()).isZero();
            assertThat(outcome.out().replace(folder.toString(), "").lines())
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
            assertThat(outcome.out()).contains("null and zero", "floor", "slot", "x floor", "Selecting a channel: ");
        }
        Map<String, Double> once = costs(first.resolve("slot.csv"));
        Map<String, Double> again = costs(second.resolve("slot.csv"));
        assertThat(once).hasSize(3 + 8 * 3 * 3).hasSameSizeAs(again);
        once.forEach((what, cost) -> assertThat(again.get(what)).as(what).isCloseTo(cost, offset(cost / 100)));
        for (int bytes : new int[] {1, 16, 128}) {
            String both = ",both," + bytes;
            assertThat(once.get("slot" + both)).isBetween(once.get("floor" + both), once.get("pipe" + both));
        }
        assertThat(once.get("getppid,call,0")).isPositive().isLessThan(once.get("null and zero,write,1"));
        assertThat(once.get("slot,write,128")).isGreaterThan(once.get("slot,write,1"));
        assertFilesAreReadable(first);
    }

    private static void assertFilesAreReadable(Path folder) throws Exception {
        assertThat(Files.readAllLines(folder.resolve("slot.csv")).get(0))
                .isEqualTo("kernel,subject,call,bytes,cost,unit,times_the_floor");
        JsonObject json = JsonParser.parseString(Files.readString(folder.resolve("slot.json")))
                .getAsJsonObject();
        assertThat(json.getAsJsonArray("figures").size())
                .isEqualTo(costs(folder.resolve("slot.csv")).size());
        assertThat(ImageIO.read(folder.resolve("slot.png").toFile()).getWidth()).isEqualTo(900);
        assertThat(Files.readString(folder.resolve("slot.svg")))
                .contains("<svg ")
                .endsWith("</svg>\n");
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as("nothing is left beside them")
                    .containsExactlyInAnyOrder("slot.csv", "slot.json", "slot.png", "slot.svg");
        }
    }

    @Test
    @Tag("slow")
    @RequiresGuest
    void aChannelTakesAtMostSeventyTwoBytesBesideAMessageOfOne(@TempDir Path folder) throws IOException {
        Outcome outcome = LAB.run("bench", "memory", "--out", folder.toString());
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        List<String> lines = Files.readAllLines(folder.resolve("memory.csv"));
        assertThat(lines.get(0)).isEqualTo("kernel,ids,message_bytes,bytes_per_channel");
        assertThat(lines).hasSize(1 + 3 * 2);
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            assertThat(Double.parseDouble(cells[3])).as(line).isBetween(40.0, Double.parseDouble(cells[2]) + 71);
        }
    }

    @Test
    @Tag("slow")
    void whatJavaAddsIsToldBesideCAndTheModel(@TempDir Path folder) throws IOException {
        Outcome outcome = LAB.run("bench", "java", "--out", folder.toString());
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("MessageSlot adds ");
        List<String> lines = Files.readAllLines(folder.resolve("java.csv"));
        assertThat(lines.get(0)).isEqualTo("subject,call,nanoseconds_or_bytes");
        for (String subject : List.of("C", "bare JNA", "NativeCalls", "MessageSlot", "the model")) {
            assertThat(lines).anyMatch(line -> line.startsWith(subject + ",write,"));
        }
        // Compiled code may spare a boxed number in one and not in the other; the smallest buffer is larger.
        assertThat(bytes(lines, "MessageSlot,write allocates,"))
                .as("a write allocates what JNA does, and no buffer of its own")
                .isLessThan(bytes(lines, "bare JNA,write allocates,") + 40);
    }

    private static int bytes(List<String> lines, String figure) {
        return lines.stream()
                .filter(line -> line.startsWith(figure))
                .map(line -> Integer.parseInt(line.substring(figure.length())))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @RequiresGuest
    void tortureTellsHowManySchedulesCameOutRightAndStopsAtOneThatDoesNot(@TempDir Path folder) throws IOException {
        Outcome right = LAB.run("bench", "torture", "--schedules", "1400");
        assertThat(right.exitCode()).as(right.out() + right.err()).isZero();
        assertThat(right.out().lines().filter(line -> line.endsWith(": none wrong")))
                .hasSize(14);
        assertThat(right.out()).contains("1,400 schedules in ", ": none came out wrong.");

        Path kernel = Path.of("..", "kernel");
        Files.copy(kernel.resolve("message_slot.h"), folder.resolve("message_slot.h"));
        Files.writeString(
                folder.resolve("message_slot.c"),
                Files.readString(kernel.resolve("message_slot.c"))
                        .replace("raw_spin_lock(&channel->lock);", "barrier();"));
        Outcome wrong = LAB.run("bench", "torture", folder.toString(), "--schedules", "1400");
        assertThat(wrong.exitCode()).as(wrong.out() + wrong.err()).isEqualTo(1);
        assertThat(wrong.out()).contains("WRONG, see lab explain", "not all came out right.");
    }

    @Test
    void aClassIsTheSameForTheSameSeed(@TempDir Path folder) throws IOException {
        for (String name : List.of("one", "two")) {
            Outcome made = LAB.run(
                    "bench",
                    "class",
                    "--size",
                    "40",
                    "--seed",
                    "7",
                    "--keep",
                    folder.resolve(name).toString(),
                    "--only-make");
            assertThat(made.exitCode()).as(made.err()).isZero();
        }
        assertThat(folder.resolve("one/class.csv"))
                .hasSameTextualContentAs(folder.resolve("two/class.csv"))
                .content()
                .hasLineCount(41);
        try (var files = Files.list(folder.resolve("one/class"))) {
            assertThat(files)
                    .hasSize(40)
                    .allSatisfy(file -> assertThat(file)
                            .hasSameBinaryContentAs(folder.resolve("two/class").resolve(file.getFileName())));
        }
        Outcome again = LAB.run("bench", "class", "--keep", folder.toString());
        assertThat(again.err()).isEqualTo("lab: the folder " + folder + " is not empty; name another.\n");
        assertThat(again.exitCode()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    @RequiresGuest
    void aClassIsGradedMeasuredAndComparedWithItsGradesAlone(@TempDir Path folder) throws IOException {
        Path kept = folder.resolve("kept");
        Outcome outcome = LAB.run(
                "bench",
                "class",
                "--size",
                "4",
                "--only",
                "length-zero",
                "--verify",
                "2",
                "--keep",
                kept.toString(),
                "--out",
                folder.resolve("figures").toString());
        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
        assertThat(outcome.out().replace(folder.toString(), "").lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(outcome.out())
                .containsPattern("(?m)^alone again +2: 2 with an equal grade, 2 of them word for word$");
        assertThat(Files.readAllLines(folder.resolve("figures/class.csv")))
                .contains("ungradable,0,submissions")
                .filteredOn(line -> line.startsWith("memory at most,"))
                .singleElement()
                .satisfies(line ->
                        assertThat(Long.parseLong(line.split(",", -1)[1])).isBetween(50_000_000L, 4_000_000_000L));
        try (var files = Files.list(kept)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("class", "class.csv", "reports");
        }
        assertThat(Files.readString(kept.resolve("reports/grades.csv")).lines()).hasSize(5);
    }

    @Test
    void folderThatCannotBeMadeIsToldBeforeAnythingIsMeasured(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("file"), "mine".getBytes(UTF_8));
        Outcome outcome =
                LAB.run("bench", "slot", "--out", file.resolve("figures").toString());
        assertThat(outcome.err())
                .isEqualTo("lab: there can be no folder " + file + "/figures for the figures; name another.\n");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.out()).isEmpty();
        assertThat(file).hasContent("mine");
    }
}
