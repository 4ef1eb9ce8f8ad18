// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

/** The ways in which a folder or an archive holds the submissions of a class. */
public enum Layout {

    /** Moodle's bulk download: {@code Name_12345_assignsubmission_file_}. */
    MOODLE("a Moodle download"),

    /** Canvas' bulk download: {@code name_late_123_456_ex3.zip}. */
    CANVAS("a Canvas download"),

    /** Gradescope's export: {@code submission_123} and {@code submission_metadata.yml}. */
    GRADESCOPE("a Gradescope export"),

    /** GitHub Classroom's clones: {@code ex3-submissions/ex3-dana/.git}. */
    CLASSROOM("clones of GitHub Classroom's repositories"),

    /** One archive or folder for each student: {@code ex3_123456789.zip}. */
    PLAIN("archives or folders, one a student");

    private final String words;

    Layout(String words) {
        this.words = words;
    }

    /** {@return the layout as a sentence says it, {@code "a Moodle download"} for example} */
    public String words() {
        return words;
    }
}
