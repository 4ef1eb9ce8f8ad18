// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import java.util.ArrayList;
import java.util.List;
import org.messageslot.lab.desk.DeskOrder;
import org.messageslot.lab.walk.Expectation.ExpectationKind;

/**
 * Runs a walkthrough from its first line to its last, and checks everything that it says: expectations, questions,
 * branches, and exercises with their right answers and their wrong ones.
 */
public final class WalkthroughCheck {

    /** Longer than any snippet takes, though guests are emulated and the machine is busy. */
    private static final int SECONDS = 300;

    /** Is told what a check does. */
    public interface Audience {

        /**
         * Hears what a snippet did.
         *
         * @param snippet the snippet
         * @param outcome what happened
         * @param calls the system calls that it made, if it expects any
         */
        void saw(WalkthroughStep.Snippet snippet, SnippetResult outcome, List<String> calls);
    }

    private final Walkthrough walkthrough;
    private final Session session;
    private final String target;
    private final Audience audience;
    private final Judging verdict;

    /**
     * Prepares a check.
     *
     * @param walkthrough what to rehearse
     * @param session a new session
     * @param target which kernel it has
     * @param audience told every snippet and what happened
     */
    public WalkthroughCheck(Walkthrough walkthrough, Session session, String target, Audience audience) {
        this.walkthrough = walkthrough;
        this.session = session;
        this.target = target;
        this.audience = audience;
        this.verdict = new Judging(walkthrough.fileName());
    }

    /** {@return what was complained of so far} */
    public List<Complaint> complaints() {
        return verdict.complaints();
    }

    /**
     * Runs all of it.
     *
     * @return whatever was not as it says; empty if all was
     */
    public List<Complaint> run() {
        boolean goesOn = begin();
        for (int i = 0; goesOn && i < walkthrough.steps().size(); i++) {
            goesOn = run(walkthrough.steps().get(i));
        }
        end();
        return complaints();
    }

    /** Ends the kernel, so that the next session begins with a new one. */
    public void end() {
        session.run(DeskOrder.CLOSE.java(), SECONDS);
    }

    /**
     * Runs the preamble.
     *
     * @return whether it went well
     */
    public boolean begin() {
        for (Walkthrough.SourceLine source : walkthrough.preamble()) {
            SnippetResult outcome = session.run(source.text(), SECONDS);
            if (!outcome.wentWell()) {
                verdict.complain(source.line(), source.text(), "no exception", outcome.describe());
                return false;
            }
        }
        return true;
    }

    /**
     * Runs a step.
     *
     * @return whether the session survived it
     */
    public boolean run(WalkthroughStep step) {
        if (step instanceof WalkthroughStep.Snippet snippet) {
            return run(snippet);
        }
        if (step instanceof WalkthroughStep.Branch branch) {
            return branch.snippets().stream().allMatch(this::run);
        }
        return !(step instanceof WalkthroughStep.Exercise exercise) || run(exercise);
    }

    private boolean run(WalkthroughStep.Snippet snippet) {
        if (!snippet.runsOn(target)) {
            return true;
        }
        boolean traced = snippet.expectations().stream().anyMatch(e -> e.kind() == ExpectationKind.CALLS);
        if (traced) {
            newCalls();
        }
        SnippetResult outcome = session.run(snippet.source(), SECONDS);
        List<String> calls = traced && outcome.survived() ? newCalls() : List.of();
        audience.saw(snippet, outcome, calls);
        verdict.judge(snippet, outcome, calls);
        return outcome.survived();
    }

    private List<String> newCalls() {
        SnippetResult outcome = session.run(Session.NEW_CALLS, SECONDS);
        return outcome.ending() instanceof SnippetResult.Value value
                ? unquoted(value).lines().toList()
                : List.of();
    }

    private boolean run(WalkthroughStep.Exercise exercise) {
        session.run(DeskOrder.BEGIN_EXERCISE.java(), SECONDS);
        mustRefuse(exercise, exercise.line(), "nothing done yet");
        for (Walkthrough.SourceLine wrong : exercise.wrongAnswers()) {
            SnippetResult outcome = session.run(wrong.text(), SECONDS);
            if (outcome.ending() instanceof SnippetResult.Rejected) {
                verdict.complain(wrong.line(), wrong.text(), "Java that compiles", outcome.describe());
            }
            if (!outcome.survived()) {
                return false;
            }
            mustRefuse(exercise, wrong.line(), wrong.text());
        }
        for (WalkthroughStep.Snippet snippet : exercise.answer()) {
            if (!run(snippet)) {
                return false;
            }
        }
        List<String> faults = new ExerciseCheck(exercise, session).faults();
        if (!faults.isEmpty()) {
            String answer = exercise.answer().get(0).source();
            verdict.complain(exercise.answer().get(0).line(), answer, "an answer that is accepted", list(faults));
        }
        return true;
    }

    private void mustRefuse(WalkthroughStep.Exercise exercise, int line, String what) {
        ExerciseCheck check = new ExerciseCheck(exercise, session);
        if (check.faults().isEmpty()) {
            verdict.complain(line, what, "to be refused by exercise '" + exercise.title() + "'", "accepted");
        }
        check.broken().forEach(broken -> verdict.complain(broken.line(), broken.text(), "a String", "something else"));
    }

    private static String list(List<String> faults) {
        return String.join("\n", new ArrayList<>(faults));
    }

    static String unquoted(SnippetResult.Value value) {
        String text = value.text();
        boolean quoted = text.length() >= 2 && text.startsWith("\"");
        return quoted ? text.substring(1, text.length() - 1).translateEscapes() : text;
    }
}
