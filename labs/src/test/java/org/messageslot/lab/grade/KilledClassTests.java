// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.grade;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageslot.guest.RequiresGuest;
import org.messageslot.lab.LabProcess;

/**
 * A class whose grading is killed again and again has the grades of one that was left in peace, to the byte.
 *
 * <p>It is short here; {@code -Dclass.size=40 -Dclass.kills=50} is what is claimed. Where other work keeps the machine busy,
 * {@code -Dclass.longest=26000} lets runs live for up to so many milliseconds, and {@code -Dlab.deadline=1500} each command
 * for so many seconds; with nine others for each processor that took twenty minutes. {@code -Dclass.moments} with what an
 * earlier run printed, and no kills, goes on with what that one left.
 */
@RequiresGuest
class KilledClassTests {

    private static final int SIZE = Integer.getInteger("class.size", 4);
    private static final int KILLS = Integer.getInteger("class.kills", 3);
    private static final int LONGEST_MS = Integer.getInteger("class.longest", 6000);
    private static final long LONGEST_ENDING_NS = TimeUnit.SECONDS.toNanos(20);
    private static final Path KIT = Path.of("../kernel");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private final LabProcess lab = LabProcess.standard();

    /** Half of them are right, the others wrong in ways that differ. */
    private void handIn(Path handedIn, String mark) throws IOException {
        for (int i = 0; i < SIZE; i++) {
            Path own = Files.createDirectories(handedIn.resolve("ex3_" + (100_000_000 + i)));
            for (String name : List.of("message_slot.h", "message_sender.c", "message_reader.c")) {
                Files.copy(KIT.resolve(name), own.resolve(name));
            }
            String source = Files.readString(KIT.resolve("message_slot.c"));
            String changed = i % 2 == 0
                    ? source
                    : source.replace("return -EMSGSIZE;", i % 4 == 1 ? "return -EINVAL;" : "return -ENOSPC;");
            Files.writeString(own.resolve("message_slot.c"), changed + "/* " + i + " " + mark + " */\n");
        }
    }

    private String[] command(Path handedIn, Path out, long seed) {
        return new String[] {
            "grade",
            handedIn.toString(),
            "--out",
            out.toString(),
            "--only",
            "length-zero,length-over-128",
            "--seed",
            "" + seed
        };
    }

    @Test
    @Tag("slow")
    void gradesAreTheSameHoweverOftenTheGraderIsKilled() throws Exception {
        long moments = Long.getLong("class.moments", new Random().nextLong());
        System.out.println("KilledClassTests: moments " + moments);
        Random random = new Random(moments);
        long seed = random.nextInt(1_000_000_000);
        Path handedIn = folder.resolve("class");
        handIn(handedIn, "" + moments);
        Path killed = folder.resolve("killed");
        int finished = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Process run = lab.start(command(handedIn, killed, seed));
            run.waitFor(500 + random.nextInt(LONGEST_MS), TimeUnit.MILLISECONDS);
            run.destroyForcibly().waitFor();
            finished = assertWhole(killed.resolve("students"));
            assertNothingRuns(run.pid());
        }
        LabProcess.Outcome last = lab.run(command(handedIn, killed, seed));
        assertThat(last.exitCode()).as(last.err()).isZero();
        assertThat(gradedBefore(last.err()))
                .as("what was finished is not graded again")
                .isGreaterThanOrEqualTo(finished);
        String after = Files.readString(killed.resolve("grades.csv"));

        // The same again, all of it afresh and undisturbed.
        Path peace = folder.resolve("peace");
        String[] undisturbed = Stream.concat(Stream.of(command(handedIn, peace, seed)), Stream.of("--again", "all"))
                .toArray(String[]::new);
        LabProcess.Outcome fresh = lab.run(undisturbed);
        assertThat(fresh.exitCode()).as(fresh.err()).isZero();
        assertThat(fresh.err()).doesNotContain("graded before");
        assertThat(after).isEqualTo(Files.readString(peace.resolve("grades.csv")));
        assertThat(verdicts(killed)).isEqualTo(verdicts(peace)).hasSize(SIZE);
        assertThat(after.lines().filter(line -> line.contains(",graded,4.00,4.00,")))
                .hasSize((SIZE + 1) / 2);
    }

    /** {@return how many the last line of progress says were graded before} */
    private static int gradedBefore(String err) {
        int before = 0;
        for (Matcher said = Pattern.compile("\\((\\d+) graded before\\)").matcher(err); said.find(); ) {
            before = Integer.parseInt(said.group(1));
        }
        return before;
    }

    /** What has its name is whole, at any moment; {@return how many have theirs} */
    private static int assertWhole(Path students) throws IOException {
        if (!Files.exists(students)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(students)) {
            List<Path> grades =
                    files.filter(file -> file.endsWith("grade.json")).toList();
            assertThat(grades)
                    .allSatisfy(
                            file -> assertThat(file).content().startsWith("{").endsWith("}\n"));
            return grades.size();
        }
    }

    /** A guest ends soon after the grader that it belongs to; the sockets that it was started with name that one. */
    private static void assertNothingRuns(long grader) throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST_ENDING_NS;
        while (guests(grader) > 0 && System.nanoTime() < deadline) {
            Thread.sleep(50);
        }
        assertThat(guests(grader)).as("guests of a grader that was killed").isZero();
    }

    private static long guests(long grader) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains("/msgslot-" + grader + "-"))
                .count();
    }

    /** {@return by student, the lines of the whole grade but for what the kernel logged, which has times in it} */
    private static Map<String, List<String>> verdicts(Path out) throws IOException {
        Map<String, List<String>> verdicts = new TreeMap<>();
        try (Stream<Path> students = Files.list(out.resolve("students"))) {
            for (Path student : students.toList()) {
                verdicts.put(
                        student.getFileName().toString(),
                        Files.readString(student.resolve("grade.json"))
                                .lines()
                                .filter(line -> !line.contains("\"kernelLog\":"))
                                .toList());
            }
        }
        return verdicts;
    }
}
