// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.messageslot.grading.Status;
import org.messageslot.grading.course.ClassGrading;
import org.messageslot.grading.course.Graded;
import org.messageslot.grading.course.Handing;
import org.messageslot.grading.course.policy.Policy;
import org.messageslot.grading.course.report.ClassFolder;

/** Tells how far a class is, and writes each grade as soon as it is there. It is told one thing at a time. */
final class ClassProgress implements ClassGrading.Progress {

    private static final double NANOS = 1e9;
    private static final int LINES = 10;
    private static final int MOST_NAMED = 3;
    private static final int NAME = 16;

    private final Policy policy;
    private final int all;
    private final ClassFolder folder;
    private final Consumer<String> step;
    private final Consumer<String> line;
    private final Set<String> running = new LinkedHashSet<>();
    private final long start = System.nanoTime();
    private int done;
    private int fresh;
    private int ungradable;
    private int crashed;

    /**
     * Get ready.
     *
     * @param step is told what goes on, in one line, for a terminal
     * @param line is told each tenth of the class, and each submission that could not be graded
     */
    ClassProgress(Policy policy, int all, ClassFolder folder, Consumer<String> step, Consumer<String> line) {
        this.policy = policy;
        this.all = all;
        this.folder = folder;
        this.step = step;
        this.line = line;
    }

    @Override
    public void started(Handing handing) {
        running.add(shown(handing));
        step.accept(sentence());
    }

    @Override
    public void finished(Graded whole) throws IOException {
        Graded graded = policy.applied(whole);
        folder.write(graded);
        running.remove(shown(graded.handing()));
        int tenth = done * LINES / all;
        done++;
        fresh += graded.remembered() ? 0 : 1;
        ungradable += graded.grade().gradable() ? 0 : 1;
        crashed += graded.grade().count(Status.CRASHED) > 0 ? 1 : 0;
        step.accept(sentence());
        if (done * LINES / all > tenth) {
            line.accept("  " + 100L * done / all + "%  " + counts() + left());
        }
    }

    private static String shown(Handing handing) {
        return Cells.isolated(Cells.cut(handing.name().isBlank() ? handing.student() : handing.name(), NAME));
    }

    private String counts() {
        StringBuilder text = new StringBuilder(done + " of " + all);
        int before = done - fresh;
        text.append(before > 0 ? " (" + before + " graded before)" : "");
        text.append(crashed > 0 ? ", " + crashed + " crashed" : "");
        text.append(ungradable > 0 ? ", " + ungradable + " ungradable" : "");
        return text.toString();
    }

    private String left() {
        if (fresh == 0 || done == all) {
            return "";
        }
        double seconds = (System.nanoTime() - start) / NANOS;
        double perMinute = fresh * 60 / Math.max(seconds, 0.001);
        long minutes = Math.round((all - done) / perMinute);
        return String.format(java.util.Locale.ROOT, ", %.1f/min, ", perMinute)
                + (minutes < 1 ? "under 1 min left" : "about " + minutes + " min left");
    }

    private String sentence() {
        String names = String.join(", ", running.stream().limit(MOST_NAMED).toList());
        return counts()
                + left()
                + (names.isEmpty() ? "" : ", at " + names)
                + (running.size() > MOST_NAMED ? ", ..." : "");
    }
}
