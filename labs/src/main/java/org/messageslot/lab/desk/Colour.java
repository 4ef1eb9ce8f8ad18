// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.desk;

import java.util.List;
import java.util.Optional;
import org.messageslot.grading.BuildResult;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Verdict;

/** Says in a few words how a module that is being written was judged. */
final class Colour {

    private Colour() {}

    /** {@return {@code green}, or {@code red:} and what the first of the red checks says} */
    static String of(Grade grade) {
        if (!grade.gradable()) {
            return "could not be judged: " + grade.ungradableBecause().get(0);
        }
        Optional<BuildResult> broken =
                grade.builds().stream().filter(build -> !build.built()).findFirst();
        if (broken.isPresent()) {
            return "red: " + broken.get().part() + " does not build: " + error(broken.get());
        }
        List<Verdict> red =
                grade.verdicts().stream().filter(verdict -> !verdict.passed()).toList();
        if (red.isEmpty()) {
            return "green";
        }
        List<String> others = red.stream().skip(1).limit(3).map(Verdict::id).toList();
        String more = red.size() > 4 ? " and " + (red.size() - 4) + " others" : "";
        return "red: " + said(red.get(0)) + (others.isEmpty() ? "" : "\nred, too: " + String.join(", ", others) + more);
    }

    private static String said(Verdict verdict) {
        String wanted = verdict.outcome().wanted().isEmpty()
                ? ""
                : " Wanted: " + verdict.outcome().wanted() + "; got: "
                        + verdict.outcome().got() + ".";
        return verdict.id() + ": " + verdict.outcome().message() + wanted;
    }

    private static String error(BuildResult build) {
        return build.compilerWords()
                .lines()
                .filter(line -> line.contains("error"))
                .findFirst()
                .orElse(build.compilerWords().strip());
    }
}
