// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One step of a walkthrough. */
public sealed interface WalkthroughStep {

    /** {@return the number of the step's first line in its script, from 1} */
    int line();

    /**
     * Text to read.
     *
     * @param line its first line
     * @param markdown the text
     */
    record Prose(int line, String markdown) implements WalkthroughStep {

        /** {@return whether a section starts here} */
        public boolean startsSection() {
            return markdown.startsWith("## ");
        }

        /** {@return whether it is a heading and nothing else, so that there is nothing to read yet} */
        public boolean isHeading() {
            return startsSection() && !markdown.contains("\n");
        }
    }

    /**
     * A question to ask; one of the snippets that follow answers it.
     *
     * @param line its first line
     * @param question the question
     * @param only the kernels that its snippets can run on; empty for all
     */
    record Ask(int line, Question question, Set<String> only) implements WalkthroughStep {

        /** Make a question. */
        public Ask {
            only = Set.copyOf(only);
        }

        /**
         * Tells whether the question can be answered on a kernel.
         *
         * @param target {@code here}, {@code guest} or {@code model}
         * @return whether it can
         */
        public boolean runsOn(String target) {
            return only.isEmpty() || only.contains(target);
        }
    }

    /**
     * Java to run.
     *
     * @param line its first line
     * @param source the Java, without its expectations
     * @param expectations what must happen, in order
     * @param question the question that it answers, which was asked before
     * @param only the kernels that it can run on; empty for all
     */
    record Snippet(
            int line, String source, List<Expectation> expectations, Optional<Question> question, Set<String> only)
            implements WalkthroughStep {

        /** Make a snippet. */
        public Snippet {
            expectations = List.copyOf(expectations);
            only = Set.copyOf(only);
        }

        Snippet answering(Question asked) {
            return new Snippet(line, source, expectations, Optional.of(asked), only);
        }

        /**
         * Tells whether the snippet can run on a kernel.
         *
         * @param target {@code here}, {@code guest} or {@code model}
         * @return whether it can
         */
        public boolean runsOn(String target) {
            return only.isEmpty() || only.contains(target);
        }
    }

    /**
     * A task for the student, checked by what happened.
     *
     * @param line its first line
     * @param title what it is called
     * @param markdown what is to be done
     * @param hints from the vaguest to the clearest
     * @param checks Java expressions of type String: what is still wrong, or nothing
     * @param wrongAnswers Java that a check must refuse
     * @param answer Java that all checks accept
     */
    record Exercise(
            int line,
            String title,
            String markdown,
            List<String> hints,
            List<Walkthrough.SourceLine> checks,
            List<Walkthrough.SourceLine> wrongAnswers,
            List<Snippet> answer)
            implements WalkthroughStep {

        /** Make an exercise. */
        public Exercise {
            hints = List.copyOf(hints);
            checks = List.copyOf(checks);
            wrongAnswers = List.copyOf(wrongAnswers);
            answer = List.copyOf(answer);
        }
    }

    /**
     * Something to try beside the way; what follows does not depend on it.
     *
     * @param line its first line
     * @param markdown what to try, and why
     * @param snippets the Java that does it
     */
    record Branch(int line, String markdown, List<Snippet> snippets) implements WalkthroughStep {

        /** Make a branch. */
        public Branch {
            snippets = List.copyOf(snippets);
        }
    }
}
