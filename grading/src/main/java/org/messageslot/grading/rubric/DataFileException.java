// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.rubric;

/** A data file says something that cannot be; the message is one sentence for who wrote the file. */
public final class DataFileException extends Exception {

    private static final long serialVersionUID = 1;

    /**
     * Refuses a file.
     *
     * @param sentence which file, what is wrong with it, and what would be right
     */
    public DataFileException(String sentence) {
        super(sentence);
    }
}
