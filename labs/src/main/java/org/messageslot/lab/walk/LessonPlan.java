// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds what belongs together in a walkthrough: questions, the Java that answers them, and the steps before.
 *
 * @param walkthrough what is taught
 * @param target the name of the kernel that answers
 */
record LessonPlan(Walkthrough walkthrough, String target) {

    /** {@return the step before a step at which the student was asked something, with the text above it} */
    int before(int at) {
        int before = at - 1;
        while (before > 0 && !asksAt(before)) {
            before--;
        }
        while (before > 0 && walkthrough.steps().get(before - 1) instanceof WalkthroughStep.Prose) {
            before--; // The text above it belongs to it.
        }
        return Math.max(0, before);
    }

    private boolean asksAt(int index) {
        WalkthroughStep step = walkthrough.steps().get(index);
        if (step instanceof WalkthroughStep.Snippet snippet) {
            return snippet.runsOn(target) && !wasShownByQuestion(snippet, index);
        }
        return !(step instanceof WalkthroughStep.Prose);
    }

    /** {@return the Java below a question, which will answer it} */
    List<WalkthroughStep.Snippet> javaOf(Question question, int at) {
        List<WalkthroughStep.Snippet> shown = new ArrayList<>();
        for (int i = at + 1; i < walkthrough.steps().size(); i++) {
            if (walkthrough.steps().get(i) instanceof WalkthroughStep.Snippet snippet) {
                shown.add(snippet);
                if (snippet.question().filter(question::equals).isPresent()) {
                    break;
                }
            }
        }
        return shown;
    }

    /** {@return whether a snippet was shown below the question before it} */
    boolean wasShownByQuestion(WalkthroughStep.Snippet snippet, int index) {
        for (int i = index; i >= 0; i--) {
            WalkthroughStep step = walkthrough.steps().get(i);
            if (step instanceof WalkthroughStep.Ask ask) {
                return answers(ask, snippet);
            }
            if (!(step instanceof WalkthroughStep.Snippet)) {
                return false;
            }
        }
        return false;
    }

    private boolean answers(WalkthroughStep.Ask ask, WalkthroughStep.Snippet snippet) {
        int index = walkthrough.steps().indexOf(ask);
        for (int i = index + 1; i < walkthrough.steps().size(); i++) {
            WalkthroughStep step = walkthrough.steps().get(i);
            if (step == snippet) {
                return true;
            }
            if (step instanceof WalkthroughStep.Snippet other
                    && other.question().isPresent()) {
                return false;
            }
        }
        return false;
    }

    /** {@return the Java by which the script alone would have come to a step} */
    List<String> sourcesBefore(int at) {
        List<String> sources = new ArrayList<>();
        for (WalkthroughStep step : walkthrough.steps().subList(0, at)) {
            if (step instanceof WalkthroughStep.Snippet snippet && snippet.runsOn(target)) {
                sources.add(snippet.source());
            } else if (step instanceof WalkthroughStep.Exercise exercise) {
                exercise.answer().forEach(snippet -> sources.add(snippet.source()));
            }
        }
        return sources;
    }
}
