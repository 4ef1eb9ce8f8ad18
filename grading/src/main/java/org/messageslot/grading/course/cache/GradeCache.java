// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course.cache;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.messageslot.grading.Grade;
import org.messageslot.grading.report.JsonReport;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.host.FinishedFile;

/**
 * Finished grades, one file each, named by all that they depend on.
 *
 * <p>A file is written aside and renamed, so whoever is killed leaves whole grades or none. What is damaged counts as not
 * there. All of it may be deleted at any time. Thread-safe, also between processes.
 */
public final class GradeCache {

    private static final Pattern PART = Pattern.compile("\\..*\\.(\\d{1,9})-\\d+\\.part");

    private final Path root;
    private final GradingConditions conditions;

    /**
     * Uses a cache.
     *
     * @param root its folder; made when it is needed
     * @param conditions what its grades depend on besides submissions
     */
    public GradeCache(Path root, GradingConditions conditions) {
        this.root = root;
        this.conditions = conditions;
    }

    /**
     * Looks a grade up.
     *
     * @param contentSha256 the submission's content
     * @return the grade, if it was finished
     */
    public Optional<Grade> find(String contentSha256) {
        Path file = file(contentSha256);
        try {
            Grade grade = JsonReport.read(file.toString(), Files.readString(file));
            return grade.gradable() ? Optional.of(grade) : Optional.empty();
        } catch (IOException | DataFileException e) {
            return Optional.empty(); // Not there, or no longer whole: it will be made.
        }
    }

    /**
     * Keeps a grade.
     *
     * @param contentSha256 the submission's content
     * @param grade its grade; one that does not count is not kept, for it is to be tried again
     * @throws IOException if it cannot be written; nothing is kept then
     */
    public void keep(String contentSha256, Grade grade) throws IOException {
        if (grade.gradable()) {
            Files.createDirectories(root);
            FinishedFile.write(file(contentSha256), new JsonReport().render(grade));
        }
    }

    /**
     * Forgets a grade, so that it is made again.
     *
     * @param contentSha256 the submission's content
     * @throws IOException if it cannot be deleted
     */
    public void forget(String contentSha256) throws IOException {
        Files.deleteIfExists(file(contentSha256));
    }

    private Path file(String contentSha256) {
        return root.resolve(conditions.key(contentSha256) + ".json");
    }

    /**
     * Removes what processes left in a folder that were killed while they wrote a file.
     *
     * @param folder the folder; it need not be there
     * @throws IOException if it cannot be read
     */
    public static void sweep(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, ".*.part")) {
            for (Path file : files) {
                Matcher part = PART.matcher(file.getFileName().toString());
                if (part.matches()
                        && ProcessHandle.of(Long.parseLong(part.group(1))).isEmpty()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (NoSuchFileException e) {
            return; // Nothing was written there yet.
        }
    }

    /** {@return the folder} */
    public Path root() {
        return root;
    }
}
