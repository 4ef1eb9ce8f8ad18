// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.referee;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.messageslot.grading.Explanation;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Status;
import org.messageslot.grading.Symptom.SymptomKind;
import org.messageslot.grading.slot.referee.Fault.FaultKind;

/** Chooses of the faults that were seen those that explain how a check ended, and puts them in words. */
final class Retold {

    /** One mistake makes many faults, of which the first say all. */
    private static final int MOST = 2;

    private Retold() {}

    /** {@return the faults of the kind that a check ended by, the likeliest first} */
    static List<Fault> fitting(Outcome outcome, List<Fault> faults) {
        return faults.stream()
                .filter(fault -> fits(outcome, fault.kind()))
                .sorted(Comparator.comparing(fault -> outcome.status() == Status.HUNG && fault.isOfMemory()))
                .toList();
    }

    private static boolean fits(Outcome outcome, FaultKind kind) {
        if (outcome.symptom().kind() == SymptomKind.LEAK) {
            return kind == FaultKind.LEAK;
        }
        boolean hung = outcome.status() == Status.HUNG;
        return switch (kind) {
            case LEAK -> false;
            case ORDER -> hung;
            case UNSET -> !hung;
            default -> true;
        };
    }

    /** {@return the words of the first faults of which lines are known; of leaks, those of the function that the check names} */
    static List<FaultText> texts(Outcome outcome, List<Fault> fitting, CodeMap places) {
        List<Fault> named = fitting.stream()
                .filter(fault -> outcome.symptom().kind() == SymptomKind.LEAK)
                .filter(fault -> places.line(fault.place())
                        .filter(line -> line.function().equals(outcome.symptom().call()))
                        .isPresent())
                .toList();
        return texts(named.isEmpty() ? fitting : named, places);
    }

    /** {@return the words of the first faults of which lines are known} */
    static List<FaultText> texts(List<Fault> faults, CodeMap places) {
        return faults.stream()
                .map(fault -> FaultText.of(fault, places))
                .filter(text -> !text.source().isEmpty())
                .limit(MOST)
                .toList();
    }

    /** {@return the words of faults as one explanation} */
    static Explanation of(String beginning, List<FaultText> texts) {
        return new Explanation(
                beginning + texts.stream().map(FaultText::sentence).collect(Collectors.joining(" ")),
                texts.stream()
                        .flatMap(text -> text.source().stream())
                        .distinct()
                        .toList());
    }
}
