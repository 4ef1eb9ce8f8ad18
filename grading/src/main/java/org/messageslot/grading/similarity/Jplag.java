// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.similarity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.submission.Jdk;
import org.messageslot.grading.submission.PrivateFolder;
import org.messageslot.grading.submission.Sandbox;
import org.messageslot.grading.submission.Sandbox.JobEnd;

/**
 * JPlag, run in the sandbox by a JDK that it accepts. It is no part of the kit: its files are fetched by who wants it.
 *
 * <p>Thread-safe.
 *
 * @param sandbox where it runs
 * @param jdk what runs it, of Java {@value #LEAST_JAVA} or newer
 * @param libraries the folder of its files
 */
public record Jplag(Sandbox sandbox, Jdk jdk, Path libraries) {

    /** The version that is meant. */
    public static final String VERSION = "6.0.0";

    /** The oldest Java that runs it. */
    public static final int LEAST_JAVA = 21;

    private static final String PROGRAM = "Comparing.java";
    private static final String WORKS = "works";
    private static final String GIVEN = "given";
    private static final String ANSWER = "answer";
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Sandbox.JobLimits LIMITS =
            new Sandbox.JobLimits(PATIENCE.multipliedBy(4), PATIENCE, 6L << 30, 256L << 20, 128, 1 << 20);

    /** {@return a build file for Maven that names all it needs} */
    public static String pom() {
        return resource("jplag.xml");
    }

    /**
     * Compares works, each with each.
     *
     * @param students the students' works
     * @param others works that a student may have copied; they are not compared with each other
     * @param given what everybody was given, and does not count
     * @param placed of how many of the most similar pairs the fragments are wanted
     * @return what it says; numbers of works count on from the students' to the others
     * @throws UngradableException if the sandbox cannot be started
     * @throws IOException if JPlag fails; the message is a sentence
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    JplagAnswer compare(List<Work> students, List<Work> others, List<Work.WorkFile> given, int placed)
            throws IOException, UngradableException, InterruptedException {
        try (PrivateFolder folder = PrivateFolder.make()) {
            folder.write(PROGRAM, resource(PROGRAM));
            int number = 0;
            for (List<Work> works : List.of(students, others)) {
                for (Work work : works) {
                    lay(folder, WORKS + "/" + number++, work.sources());
                }
            }
            lay(folder, GIVEN, given);
            Sandbox.JobResult outcome = sandbox.run(job(folder, students.size(), placed));
            if (outcome.end() == JobEnd.TOO_SLOW) {
                throw new IOException("JPlag was not done after " + PATIENCE.toMinutes()
                        + " minutes; somebody's source may be made so that it takes long: compare fewer at a time.");
            }
            if (!outcome.isSuccess() || !folder.has(ANSWER)) {
                throw new IOException("JPlag failed, by " + jdk.home() + ": " + lastWords(outcome));
            }
            return JplagAnswer.of(new String(folder.read(ANSWER), UTF_8));
        }
    }

    private static void lay(PrivateFolder folder, String place, List<Work.WorkFile> sources) throws IOException {
        for (int i = 0; i < sources.size(); i++) {
            folder.write(place + "/" + i + ".c", PlainC.of(sources.get(i).text()));
        }
    }

    private Sandbox.Job job(PrivateFolder folder, int students, int placed) {
        Map<String, Path> mounts = new LinkedHashMap<>(jdk.mounts());
        mounts.put("/jplag", libraries);
        List<String> command = List.of(
                "/jdk/bin/java",
                "-Xmx768m",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-cp",
                "/jplag/*",
                Sandbox.FOLDER + "/" + PROGRAM,
                Sandbox.FOLDER + "/" + WORKS,
                Sandbox.FOLDER + "/" + GIVEN,
                Sandbox.FOLDER + "/" + ANSWER,
                Integer.toString(students),
                Integer.toString(placed));
        return new Sandbox.Job(command, folder.path(), mounts, LIMITS, true);
    }

    private static String lastWords(Sandbox.JobResult outcome) {
        return outcome.output()
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("\t") && !line.startsWith("SLF4J"))
                .findFirst()
                .orElse("exit code " + outcome.exitCode());
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Jplag.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
