// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.messageslot.grading.Explanation;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Mistake;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.Verdict;
import org.messageslot.grading.assignment.Explainer;

/** Has the dearest mistakes explained, as far as an assignment can. Whatever goes wrong with that costs nobody anything. */
final class Explaining {

    /** Each takes a guest. */
    private static final int MOST = 3;

    private final Predicate<Verdict> mayExplain;
    private final FailureLook look;

    /** Explains failures, one for one. */
    interface FailureLook {
        List<Explanation> at(List<Explainer.FailedCheck> failures) throws UngradableException, InterruptedException;
    }

    Explaining(Predicate<Verdict> mayExplain, FailureLook look) {
        this.mayExplain = mayExplain;
        this.look = look;
    }

    /**
     * Explains a grade's mistakes.
     *
     * @param grade the grade
     * @param scripts the acts of the checks that did not pass, by id
     * @return the same grade, with explanations
     */
    Grade of(Grade grade, Map<String, List<String>> scripts) throws InterruptedException {
        Map<Mistake, Explainer.FailedCheck> failures = failures(grade, scripts);
        if (failures.isEmpty() || grade.isForfeit()) {
            return grade;
        }
        List<Explanation> explanations = explanations(List.copyOf(failures.values()));
        List<Mistake> asked = List.copyOf(failures.keySet());
        return grade.withMistakes(grade.mistakes().stream()
                .map(mistake -> asked.contains(mistake)
                        ? mistake.explainedBy(explanations.get(asked.indexOf(mistake)))
                        : mistake)
                .toList());
    }

    private Map<Mistake, Explainer.FailedCheck> failures(Grade grade, Map<String, List<String>> scripts) {
        Map<String, Verdict> verdicts = new HashMap<>();
        grade.verdicts().forEach(verdict -> verdicts.put(verdict.id(), verdict));
        Map<Mistake, Explainer.FailedCheck> failures = new LinkedHashMap<>();
        for (Mistake mistake : grade.mistakes()) {
            Verdict shown = Objects.requireNonNull(verdicts.get(mistake.shown()));
            if (failures.size() < MOST && mayExplain.test(shown)) {
                List<String> script = scripts.getOrDefault(shown.id(), List.of());
                failures.put(mistake, new Explainer.FailedCheck(shown.outcome(), script));
            }
        }
        return failures;
    }

    private List<Explanation> explanations(List<Explainer.FailedCheck> failures) throws InterruptedException {
        List<Explanation> none = new ArrayList<>();
        try {
            List<Explanation> found = look.at(failures);
            if (found.size() == failures.size()) {
                return found;
            }
            failures.forEach(failure -> none.add(Explanation.none("Nothing explains it.")));
        } catch (UngradableException e) {
            failures.forEach(failure -> none.add(Explanation.none("It cannot be explained: " + e.getMessage())));
        } catch (RuntimeException e) {
            failures.forEach(failure -> none.add(Explanation.none("The grader itself failed to explain it: " + e)));
        }
        return none;
    }
}
