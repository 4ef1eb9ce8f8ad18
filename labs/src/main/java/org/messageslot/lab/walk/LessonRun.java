// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.messageslot.lab.walk.Expectation.ExpectationKind;

/**
 * The running of Java in a lesson.
 *
 * @param walkthrough what is taught
 * @param engine the session
 * @param console where the lesson is
 * @param narrator where it is told what happened
 * @param progress what remembers that it ran
 */
record LessonRun(Walkthrough walkthrough, Engine engine, Console console, Narrator narrator, Progress progress) {

    /** Whose Java runs, which decides whether it runs again when the student comes back. */
    enum SnippetOrigin {
        /** The text goes on from it. */
        LAB,
        /** Something beside the way, on which nothing depends. */
        BRANCH,
        /** Typed by the student. */
        OWN
    }

    /**
     * Runs Java, shows what it did, and begins anew where it killed the session or the kernel.
     *
     * @throws IOException if the progress cannot be written down
     */
    SnippetResult run(String source, SnippetOrigin whose) throws IOException {
        if (!engine.isReady()) {
            narrator.say(Style.FAINT, "(starting Java ...)");
        }
        SnippetResult outcome = console.attend(() -> engine.run(source), engine::interrupt);
        boolean kernelDied = !walkthrough.needsGuest() // There, kernels are meant to die.
                && outcome.ending() instanceof SnippetResult.Thrown thrown
                && thrown.type().equals("GuestFailureException");
        List<String> calls = outcome.survived() && !kernelDied ? engine.newCalls() : List.of();
        narrator.outcome(outcome, calls);
        if (outcome.ending() instanceof SnippetResult.Fatal fatal) {
            revive("That line " + fatal.why() + ".");
        } else if (kernelDied) {
            revive("The kernel has crashed, and its guest with it.");
        } else if (!(outcome.ending() instanceof SnippetResult.Rejected
                || outcome.ending() instanceof SnippetResult.Stopped)) {
            remember(source, whose);
        }
        return outcome;
    }

    private void remember(String source, SnippetOrigin whose) throws IOException {
        switch (whose) {
            case LAB -> progress.addRun(source);
            case OWN -> progress.addOwnRun(source);
            case BRANCH -> {
                return;
            }
        }
        progress.save();
    }

    private void revive(String what) {
        narrator.blank();
        narrator.remark("**" + what + "** A new one is started, and all that ran before is run again; that line is left"
                + " out.");
        engine.restart(progress.ran(), Engine.Files.KEPT);
        console.attend(engine::session, () -> {});
        narrator.blank();
    }

    /** Tells the student if a line did something else than the text says. */
    void compare(WalkthroughStep.Snippet snippet, SnippetResult outcome) {
        Judging verdict = new Judging(walkthrough.fileName());
        WalkthroughStep.Snippet bare = new WalkthroughStep.Snippet(
                snippet.line(),
                snippet.source(),
                snippet.expectations().stream()
                        .filter(e -> e.kind() != ExpectationKind.CALLS)
                        .toList(),
                Optional.empty(),
                Set.of());
        verdict.judge(bare, outcome, List.of());
        for (Complaint complaint : verdict.complaints()) {
            narrator.blank();
            narrator.remark("The lab expected `" + complaint.wanted() + "` here. Something that you ran before has"
                    + " changed it, which is fine; `reset` gives you a fresh kernel at this place.");
        }
    }

    /**
     * Lets the student play in the session until they come back.
     *
     * @throws IOException if the progress cannot be written down
     */
    void shell(Console.Assistant assistant) throws IOException {
        narrator.say(Style.FAINT, "jshell, in the same session. 'exit' comes back to the lab.");
        while (true) {
            Console.Input input = console.read("jshell> ", assistant);
            narrator.seen();
            if (input instanceof Console.EndOfInput) {
                return;
            }
            if (input instanceof Console.TypedLine line) {
                String text = line.text().strip();
                if (List.of("exit", "/exit", "quit", "back").contains(text)) {
                    return;
                }
                if (!text.isEmpty()) {
                    run(text, SnippetOrigin.OWN);
                }
            }
        }
    }
}
