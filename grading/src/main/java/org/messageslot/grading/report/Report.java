// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.report;

import org.messageslot.grading.Grade;

/**
 * One form of a grade.
 *
 * <p>A report is a function of the grade and of the assignment's words: equal grades give equal texts. Implementations are immutable and
 * thread-safe.
 */
public interface Report {

    /** {@return the name of the file that it is usually kept in} */
    String fileName();

    /**
     * Renders a grade.
     *
     * @param grade any grade, an ungradable one too
     * @return the whole text of the file
     */
    String render(Grade grade);
}
