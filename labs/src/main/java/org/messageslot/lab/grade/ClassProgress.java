// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.grade;

import java.io.IOException;
import java.time.Clock;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.messageslot.grading.Status;
import org.messageslot.grading.course.ClassGrading;
import org.messageslot.grading.course.Graded;
import org.messageslot.grading.course.Handing;
import org.messageslot.grading.course.policy.Policy;
import org.messageslot.grading.course.report.ClassFolder;
import org.messageslot.lab.terminal.Cells;

/** Tells how far a class is, and writes each grade as soon as it is there. It is told one thing at a time. */
final class ClassProgress implements ClassGrading.ClassListener {

    /** After the twentieth part it is known when the whole will be ready; after that, a line for each tenth. */
    private static final int FIRST = 20;

    private static final int LINES = 10;
    private static final int MOST_NAMED = 3;
    private static final int NAME = 16;
    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private final Policy policy;
    private final int all;
    private final ClassFolder folder;
    private final Consumer<String> step;
    private final Consumer<String> line;
    private final Set<String> running = new LinkedHashSet<>();
    private final Forecast forecast;
    private int done;
    private int fresh;
    private int ungradable;
    private int crashed;

    /**
     * Gets ready.
     *
     * @param step is told what goes on, in one line, for a terminal
     * @param line is told after the first twentieth and each tenth of the class
     */
    ClassProgress(Policy policy, int all, ClassFolder folder, Consumer<String> step, Consumer<String> line) {
        this.policy = policy;
        this.all = all;
        this.folder = folder;
        this.step = step;
        this.line = line;
        this.forecast = new Forecast(Clock.systemUTC(), all);
    }

    @Override
    public void opened(int submissions) {
        forecast.opened(submissions);
    }

    @Override
    public void advanced(Handing handing, double part) {
        forecast.advanced(handing.key(), part);
    }

    @Override
    public void started(Handing handing) {
        forecast.advanced(handing.key(), 0);
        running.add(shown(handing));
        step.accept(sentence());
    }

    @Override
    public void finished(Graded whole) throws IOException {
        Graded graded = policy.applied(whole);
        folder.write(graded);
        running.remove(shown(graded.handing()));
        int before = lines();
        done++;
        forecast.ended(graded.handing().key());
        fresh += graded.remembered() ? 0 : 1;
        ungradable += graded.grade().gradable() ? 0 : 1;
        crashed += graded.grade().count(Status.CRASHED) > 0 ? 1 : 0;
        step.accept(sentence());
        if (lines() > before) {
            line.accept("  " + 100L * done / all + "%  " + counts() + left());
        }
    }

    /** {@return how many lines there are to be by now} */
    private int lines() {
        return done * LINES / all + Math.min(1, done * FIRST / all);
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
        double perMinute = fresh * 60_000.0 / Math.max(forecast.passed().toMillis(), 1);
        long seconds = forecast.left().toSeconds();
        long minutes = Math.round(seconds / 60.0);
        return String.format(Locale.ROOT, ", %.1f/min, ", perMinute)
                + (minutes < 1 ? "under 1 min left" : "about " + minutes + " min left")
                + ", ready at about "
                + HOUR.format(LocalTime.now(ZoneId.systemDefault()).plusSeconds(seconds));
    }

    private String sentence() {
        String names = String.join(", ", running.stream().limit(MOST_NAMED).toList());
        return counts()
                + left()
                + (names.isEmpty() ? "" : ", at " + names)
                + (running.size() > MOST_NAMED ? ", ..." : "");
    }
}
