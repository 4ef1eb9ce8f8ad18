// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.coverage;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.messageslot.grading.assignment.Edition;
import org.messageslot.grading.slot.SlotEdition;
import org.messageslot.grading.slot.model.CallWatch;
import org.messageslot.grading.slot.model.ModelRun;
import org.messageslot.grading.trial.OnlyInGuest;
import org.messageslot.model.ModelKernel;
import org.messageslot.oracle.Asked;
import org.messageslot.oracle.AskedInARow;
import org.messageslot.oracle.FileHistory;

/**
 * Counts which questions about the assignment an edition's checks ask: each kind of call in each condition of an open file, and each two
 * calls in a row. The checks are run on the model, and their calls watched; nothing is listed by hand.
 *
 * <p>A question counts if a check asks it that costs points. Immutable.
 */
public final class Coverage {

    private final Edition edition;
    private final Map<Asked, SortedSet<String>> singly = new HashMap<>();
    private final Map<AskedInARow, SortedSet<String>> inARow = new HashMap<>();
    private final SortedMap<String, String> elsewhere = new TreeMap<>();

    private Coverage(Edition edition) {
        this.edition = edition;
    }

    /**
     * Runs the checks of an edition on the model.
     *
     * @param edition which edition
     * @param seed what contents and numbers vary by
     * @return what those asked that cost points
     */
    public static Coverage of(Edition edition, long seed) {
        Coverage coverage = new Coverage(edition);
        edition.rubric().checks().stream()
                .filter(check -> check.maxPoints().isPositive())
                .forEach(check -> coverage.run(check.id(), seed));
        return coverage;
    }

    private void run(String id, long seed) {
        FileHistory history = new FileHistory(hasCensorship());
        CallWatch watch = (before, call, result) ->
                before.flatMap(file -> history.note(call, file, result)).ifPresent(asked -> note(id, asked));
        try {
            new ModelRun(edition, ModelKernel::new, watch).of(id, seed);
        } catch (OnlyInGuest e) {
            elsewhere.put(id, String.valueOf(e.getMessage()));
        }
    }

    private void note(String id, FileHistory.InTurn asked) {
        singly.computeIfAbsent(asked.now(), unused -> new TreeSet<>()).add(id);
        asked.inARow()
                .ifPresent(both ->
                        inARow.computeIfAbsent(both, unused -> new TreeSet<>()).add(id));
    }

    private boolean hasCensorship() {
        return SlotEdition.of(edition).censorEvery() > 0;
    }

    /** {@return the edition} */
    public Edition edition() {
        return edition;
    }

    /** {@return the checks that cannot run on the model, each with the reason} */
    public SortedMap<String, String> elsewhere() {
        return Collections.unmodifiableSortedMap(elsewhere);
    }

    /** {@return each call in each condition that the text decides, and the checks that ask about it; in order} */
    public Map<Asked, Set<String>> decided() {
        return questions(true);
    }

    /** {@return each call in each condition that the text leaves open, and the checks that make it; in order} */
    public Map<Asked, Set<String>> leftOpen() {
        return questions(false);
    }

    private Map<Asked, Set<String>> questions(boolean decided) {
        Map<Asked, Set<String>> questions = new LinkedHashMap<>();
        Asked.all(hasCensorship(), decided).forEach(asked -> questions.put(asked, checks(singly, asked)));
        return questions;
    }

    /** {@return each two calls in a row that the text decides, and the checks that make them; in order} */
    public Map<AskedInARow, Set<String>> decidedInARow() {
        Map<AskedInARow, Set<String>> questions = new LinkedHashMap<>();
        AskedInARow.all(hasCensorship()).forEach(asked -> questions.put(asked, checks(inARow, asked)));
        return questions;
    }

    private static <T> Set<String> checks(Map<T, SortedSet<String>> asked, T question) {
        return Collections.unmodifiableSet(asked.getOrDefault(question, new TreeSet<>()));
    }

    /**
     * Finds what nobody asks.
     *
     * @param questions what {@link #decided} or {@link #decidedInARow} returns
     * @param <T> what kind of question
     * @return the questions that no check asks, in order
     */
    public static <T> List<T> missing(Map<T, Set<String>> questions) {
        return questions.entrySet().stream()
                .filter(question -> question.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }
}
