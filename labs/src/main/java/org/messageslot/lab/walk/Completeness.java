// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis;

/** Tells where a snippet ends, as jshell itself would. */
public interface Completeness {

    /**
     * Tells whether lines form a snippet, or whether jshell would wait for more.
     *
     * @param source the lines so far
     * @return whether they can be run as they are
     */
    boolean isComplete(String source);

    /**
     * Asks jshell's own analysis.
     *
     * @param shell any running shell; its state does not matter
     * @return its judgement
     */
    static Completeness of(JShell shell) {
        return source -> isComplete(shell.sourceCodeAnalysis(), source);
    }

    private static boolean isComplete(SourceCodeAnalysis analysis, String source) {
        String rest = source;
        while (!rest.isBlank()) {
            SourceCodeAnalysis.CompletionInfo info = analysis.analyzeCompletion(rest);
            if (!info.completeness().isComplete()) {
                return info.completeness() == SourceCodeAnalysis.Completeness.UNKNOWN;
            }
            rest = info.remaining();
        }
        return true;
    }
}
