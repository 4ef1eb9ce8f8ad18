// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

/** Says where the times of submissions can be had. */
final class TimeSources {

    private static final String TABLE = "a table with id, time in each row by --times FILE.csv";

    private TimeSources() {}

    /** {@return what to fetch, as the end of a sentence} */
    static String fetch(Layout layout, Facts facts) {
        boolean zone = facts.zone() != null;
        if (!zone && (facts.worksheet() != null || facts.times() != null)) {
            return "the times of that file bear no zone; name it by --zone, Asia/Jerusalem for example.";
        }
        return switch (layout) {
            case MOODLE ->
                "fetch \"Download grading worksheet\" from the assignment's page in Moodle, and give it by"
                        + " --worksheet FILE.csv with --zone ZONE, or " + TABLE + ".";
            case GRADESCOPE ->
                "its submission_metadata.yml has no created_at; export the submissions again, or give " + TABLE + ".";
            case CLASSROOM ->
                "fetch \"Download grades\" from the assignment's page in GitHub Classroom, and give it by"
                        + " --times classroom_grades.csv, or clone the repositories with their .git folders.";
            case CANVAS, PLAIN -> "an archive's times are those of its packing; give " + TABLE + ".";
        };
    }
}
