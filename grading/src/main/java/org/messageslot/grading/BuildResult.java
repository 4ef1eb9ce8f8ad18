// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading;

import java.util.List;

/**
 * Tells how the compiler fared with one part of the submission.
 *
 * @param part what was built: the module or a program, by the name of its source
 * @param built whether there is something to run
 * @param compilerWords what the compiler said, warnings included; empty if nothing
 * @param remarks what was done to make it build, and what the author should know of it
 * @param durationMs how long it took, in milliseconds
 */
public record BuildResult(String part, boolean built, String compilerWords, List<String> remarks, long durationMs) {

    /** Keep a copy of the list. */
    public BuildResult {
        remarks = List.copyOf(remarks);
    }
}
