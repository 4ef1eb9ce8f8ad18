// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import java.util.List;

/**
 * Says what comes before the first step of a lesson and after its last.
 *
 * @param narrator where it is said
 * @param walkthrough what is taught
 * @param target the name of the kernel that answers
 * @param progress how far the student is
 */
record LessonFrame(Narrator narrator, Walkthrough walkthrough, String target, Progress progress) {

    private static final int OWN_SHOWN = 5;

    /** Tells where the student is, and what was run again to come there. */
    void welcome(boolean again, int at) {
        narrator.heading("Lab " + walkthrough.number() + ", " + walkthrough.title());
        narrator.say(
                Style.FAINT,
                "About " + walkthrough.minutes() + " minutes, on the " + target
                        + ". Enter goes on, 'help' tells what else, 'quit' leaves.");
        if (again) {
            narrator.say(Style.FAINT, "You have been through it before; this is the beginning.");
        } else if (at > 0) {
            narrator.say(Style.FAINT, "You were here before, and go on from where you left ('restart' begins anew).");
            tellReplay();
            narrator.blank();
            narrator.markdown(textBefore(at));
        } else if (!progress.own().isEmpty()) {
            tellReplay();
        }
        narrator.blank();
    }

    /** Tells what a new session runs again, and the last lines of it that the student typed. */
    private void tellReplay() {
        List<String> own = progress.own();
        int ofLab = progress.ran().size() - own.size();
        narrator.say(
                Style.FAINT,
                "Run again, to bring the new session to this place: " + counted(ofLab, "line") + " of the lab"
                        + (own.isEmpty() ? "." : " and " + own.size() + " of your own:"));
        if (own.size() > OWN_SHOWN) {
            narrator.say(Style.FAINT, "    ... " + (own.size() - OWN_SHOWN) + " earlier");
        }
        own.subList(Math.max(0, own.size() - OWN_SHOWN), own.size()).forEach(narrator::old);
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    /** The heading under which a step stands, and what the text says just before it. */
    private String textBefore(int step) {
        List<WalkthroughStep> before = walkthrough.steps().subList(0, step);
        String last = before.get(step - 1) instanceof WalkthroughStep.Prose prose ? prose.markdown() : "";
        for (int i = step - 1; i >= 0; i--) {
            if (before.get(i) instanceof WalkthroughStep.Prose prose && prose.startsSection()) {
                String heading = prose.markdown().lines().findFirst().orElse("");
                return i == step - 1 ? last : heading + "\n\n" + last;
            }
        }
        return last;
    }

    /** Tells how it went. */
    void farewell() {
        narrator.blank();
        int questions = walkthrough.questions().size();
        int exercises = walkthrough.exercises().size();
        narrator.say(
                Style.GOOD,
                "The end of lab " + walkthrough.number() + ". Predicted rightly: " + progress.right() + " of "
                        + questions + ". Exercises solved: " + progress.solved() + " of " + exercises + ".");
        narrator.say(Style.FAINT, "'lab walk' lists the labs.");
    }
}
