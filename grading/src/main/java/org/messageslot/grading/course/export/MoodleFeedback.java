// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.course.ClassException;
import org.messageslot.grading.course.Graded;
import org.messageslot.grading.course.GradedClass;
import org.messageslot.grading.course.Handing;
import org.messageslot.grading.course.Layout;
import org.messageslot.grading.course.MoodleSheet;
import org.messageslot.grading.course.report.ClassFolder;

/**
 * An archive of every student's page, for Moodle's "Upload multiple feedback files in a zip".
 *
 * <p>Moodle finds a student by the participant's number, which comes after the first underline in a file's name.
 *
 * @param bytes the archive
 * @param students for how many students there is a page in it
 * @param unknown students that have none, because their number is not Moodle's
 */
@SuppressWarnings("ArrayRecordComponent") // Bytes are the point; equality is never asked for.
public record MoodleFeedback(byte[] bytes, int students, List<String> unknown) {

    /** The file that it is usually kept in. */
    public static final String FILE = "moodle-feedback.zip";

    private static final String PAGE = "feedback.html";

    /** Keep a copy of the list. */
    public MoodleFeedback {
        unknown = List.copyOf(unknown);
    }

    /**
     * Packs the pages of a class.
     *
     * @param whole the class
     * @param reports the folder that it was reported in
     * @param sheet the worksheet, by which members of groups are known; {@code null} if there is none
     * @return the archive; equal for equal pages
     * @throws ClassException if the class does not come from Moodle, or a page is missing; the message says what to do
     * @throws IOException if a page cannot be read
     */
    public static MoodleFeedback of(GradedClass whole, Path reports, @Nullable MoodleSheet sheet) throws IOException {
        if (whole.roll().layout() != Layout.MOODLE) {
            throw new ClassException(
                    "the class is from " + whole.roll().layout().words()
                            + ", so its students' numbers are not Moodle's; grade what Moodle's \"Download all submissions\""
                            + " gives.");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<String> unknown = new ArrayList<>();
        Recipients recipients = new Recipients(whole, sheet);
        int students = 0;
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Graded one : whole.graded()) {
                Handing handing = one.handing();
                List<String> numbers = recipients.of(handing);
                for (String number : numbers) {
                    students++;
                    put(zip, number, handing, reports);
                }
                if (numbers.isEmpty()) {
                    unknown.add(handing.student());
                }
            }
        }
        return new MoodleFeedback(bytes.toByteArray(), students, unknown);
    }

    private static void put(ZipOutputStream zip, String number, Handing handing, Path reports) throws IOException {
        ZipEntry entry = new ZipEntry(plain(handing.name()) + "_" + number + "_assignfeedback_file_" + PAGE);
        entry.setTime(0);
        zip.putNextEntry(entry);
        try {
            copy(ClassFolder.feedback(reports, handing), zip);
        } catch (NoSuchFileException e) {
            throw new ClassException("the page " + e.getFile() + " is missing; grade the class again, which is quick:"
                    + " finished grades are kept.");
        }
        zip.closeEntry();
    }

    private static void copy(Path page, OutputStream out) throws IOException {
        Files.copy(page, out);
    }

    /** Only there to be read by people: an underline in it would hide the number, a slash make a folder. */
    private static String plain(String name) {
        String plain =
                name.replaceAll("[^\\p{L}\\p{M}\\p{Nd} .'-]", " ").strip().replaceFirst("^[.]+", "");
        return plain.isEmpty()
                ? "student"
                : plain.substring(
                        0, plain.offsetByCodePoints(0, Math.min(60, plain.codePointCount(0, plain.length()))));
    }
}
