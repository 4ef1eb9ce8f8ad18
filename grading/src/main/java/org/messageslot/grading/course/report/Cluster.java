// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course.report;

import java.util.List;
import org.messageslot.grading.course.Graded;

/**
 * Students whom the same thing happened to.
 *
 * @param what what happened, {@code NULL pointer dereference} for example
 * @param where where it happened, {@code device_write} for example; empty if unknown
 * @param whose each student once, in the class' order
 */
public record Cluster(String what, String where, List<Graded> whose) {

    /** Keep a copy of the list. */
    public Cluster {
        whose = List.copyOf(whose);
    }

    /** {@return what happened and where, {@code NULL pointer dereference in device_write} for example} */
    public String title() {
        return where.isEmpty() ? what : what + " in " + where;
    }
}
