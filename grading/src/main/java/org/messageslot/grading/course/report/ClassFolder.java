// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.messageslot.grading.Grade;
import org.messageslot.grading.course.Graded;
import org.messageslot.grading.course.GradedClass;
import org.messageslot.grading.course.Handing;
import org.messageslot.grading.course.cache.GradeCache;
import org.messageslot.grading.report.ClassroomReport;
import org.messageslot.grading.report.GradescopeReport;
import org.messageslot.grading.report.HtmlReport;
import org.messageslot.grading.report.JsonReport;
import org.messageslot.grading.report.MarkdownReport;
import org.messageslot.grading.report.Redaction;
import org.messageslot.grading.report.Report;
import org.messageslot.grading.report.Wording;
import org.messageslot.host.FinishedFile;

/**
 * The folder that a class is reported in: {@code students/} for staff, {@code feedback/} for students, and tables.
 *
 * <p>Every file is written beside its name and renamed. Thread-safe.
 */
public final class ClassFolder {

    private static final String STUDENTS = "students";
    private static final String FEEDBACK = "feedback";

    private final Path folder;
    private final boolean reveals;
    private final Wording wording;
    private final Report feedbackText;
    private final List<Report> forStaff;
    private final List<Report> forStudents;

    /**
     * Uses a folder; students do not see what is hidden.
     *
     * @param folder the folder; made when it is needed
     * @param wording the assignment's words
     */
    public ClassFolder(Path folder, Wording wording) {
        this(folder, false, wording);
    }

    /**
     * Uses a folder.
     *
     * @param folder the folder; made when it is needed
     * @param reveals whether students see what the edition hides
     * @param wording the assignment's words
     */
    public ClassFolder(Path folder, boolean reveals, Wording wording) {
        this.folder = folder;
        this.reveals = reveals;
        this.wording = wording;
        Report page = new HtmlReport(wording);
        feedbackText = new MarkdownReport(wording);
        forStaff = List.of(page);
        forStudents = List.of(page, feedbackText, new GradescopeReport(wording), new ClassroomReport());
    }

    /** {@return where archives of the class are put that have to be taken out of another one} */
    public Path spool() {
        return folder.resolve("submissions");
    }

    static Path staff(Path folder, Handing handing) {
        return folder.resolve(STUDENTS).resolve(handing.key());
    }

    /**
     * Finds a student's own page.
     *
     * @param folder the folder of the reports
     * @param handing the submission
     * @return the page, as the student may see it
     */
    public static Path feedback(Path folder, Handing handing) {
        return folder.resolve(FEEDBACK).resolve(handing.key()).resolve(HtmlReport.FILE);
    }

    /** {@return the page of a submission, as a path from the folder} */
    static String page(Handing handing) {
        return STUDENTS + "/" + handing.key() + "/grade.html";
    }

    /**
     * Writes the reports of one submission; nothing if they are there.
     *
     * @param graded the submission and its grade
     * @throws IOException if they cannot be written
     */
    public void write(Graded graded) throws IOException {
        Path staff = staff(folder, graded.handing());
        Path student = folder.resolve(FEEDBACK).resolve(graded.handing().key());
        Path last = staff.resolve(new JsonReport().fileName());
        String json = new JsonReport().render(graded.grade());
        Grade shown = reveals ? graded.grade() : Redaction.forStudent(graded.grade());
        // The last file to be written tells that all are there; whether checks are hidden, only the student's say.
        if (isThere(last, json) && isThere(student.resolve(feedbackText.fileName()), feedbackText.render(shown))) {
            return;
        }
        write(staff, graded.grade(), forStaff);
        write(student, shown, forStudents);
        FinishedFile.write(last, json);
    }

    private static boolean isThere(Path file, String text) throws IOException {
        return Files.exists(file) && Files.readString(file).equals(text);
    }

    private static void write(Path folder, Grade grade, List<Report> reports) throws IOException {
        Files.createDirectories(folder);
        GradeCache.sweep(folder);
        for (Report report : reports) {
            FinishedFile.write(folder.resolve(report.fileName()), report.render(grade));
        }
    }

    /**
     * Writes what is about the class as a whole.
     *
     * @param graded the class
     * @throws IOException if it cannot be written
     */
    public void write(GradedClass graded) throws IOException {
        writeTables(graded);
        FinishedFile.write(folder.resolve(ClassFile.FILE), ClassFile.render(graded, folder));
    }

    /**
     * Writes the table and the page of a class, and not where its submissions lie.
     *
     * @param graded the class
     * @throws IOException if they cannot be written
     */
    public void writeTables(GradedClass graded) throws IOException {
        Files.createDirectories(folder);
        GradeCache.sweep(folder);
        FinishedFile.write(folder.resolve(ClassTable.FILE), ClassTable.render(graded));
        FinishedFile.write(folder.resolve(ClassPage.FILE), ClassPage.render(graded, wording));
    }
}
