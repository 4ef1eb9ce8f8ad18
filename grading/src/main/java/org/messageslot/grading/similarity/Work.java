// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.similarity;

import java.util.List;

/**
 * A module, and everybody who handed in just this one.
 *
 * @param authors whose it is; several if it was handed in several times, equal to the byte
 * @param sources its sources, the programs left out
 */
public record Work(List<Author> authors, List<WorkFile> sources) {

    /** Keep copies of the lists. */
    public Work {
        authors = List.copyOf(authors);
        sources = List.copyOf(sources);
    }

    /**
     * The student who made a work.
     *
     * @param student the student's id, fit to be shown; for what is no student's, what it is
     * @param name the student's name, fit to be shown; empty if unknown
     */
    public record Author(String student, String name) {

        /** {@return both on one line} */
        public String words() {
            return (student + " " + name).strip();
        }
    }

    /**
     * One source.
     *
     * @param path what it is called, fit to be shown
     * @param text what is in it, with {@code \n} at line ends
     */
    public record WorkFile(String path, String text) {

        /** Tame the line ends. */
        public WorkFile {
            text = text.replace("\r\n", "\n").replace('\r', '\n');
        }

        /** {@return its lines} */
        public List<String> lines() {
            return List.of(text.split("\n", -1));
        }
    }
}
