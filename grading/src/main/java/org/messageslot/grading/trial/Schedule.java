// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.messageslot.grading.CheckDescription;

/**
 * Tells several workers which check to run next: one that waits for no other any more, and of those the one at the head of the
 * longest chain, so that no worker is left with a long check when the others have nothing to do. Thread-safe.
 */
final class Schedule {

    private final Map<String, Set<String>> waitsFor = new HashMap<>();
    private final List<CheckDescription> left;
    private final Set<String> ended = new HashSet<>();

    /**
     * Make a schedule.
     *
     * @param checks the checks, each after those that it waits for
     * @param waitsFor the ids of the checks that must end before one may begin; of these checks, in no circle
     * @param cost how long a check takes, in any unit, at least 0
     */
    Schedule(
            List<CheckDescription> checks,
            Function<CheckDescription, Set<String>> waitsFor,
            ToIntFunction<CheckDescription> cost) {
        Map<String, Integer> chains = new HashMap<>();
        checks.forEach(check -> this.waitsFor.put(check.id(), waitsFor.apply(check)));
        for (int i = checks.size() - 1; i >= 0; i--) {
            CheckDescription check = checks.get(i);
            int chain = chains.merge(check.id(), cost.applyAsInt(check), Integer::sum);
            waitsFor.apply(check).forEach(id -> chains.merge(id, chain, Math::max));
        }
        left = new ArrayList<>(checks);
        left.sort(Comparator.comparingInt((CheckDescription check) -> -chains.getOrDefault(check.id(), 0)));
    }

    /**
     * Take the next check; wait until there is one that can begin.
     *
     * @return the check, which is nobody else's now; empty if none is left
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    synchronized Optional<CheckDescription> next() throws InterruptedException {
        while (!left.isEmpty()) {
            Optional<CheckDescription> ready = left.stream()
                    .filter(check -> ended.containsAll(waitsFor.getOrDefault(check.id(), Set.of())))
                    .findFirst();
            if (ready.isPresent()) {
                left.remove(ready.get());
                return ready;
            }
            wait();
        }
        return Optional.empty();
    }

    /**
     * Tell that a check has ended, whatever it came to.
     *
     * @param check the check
     */
    synchronized void ended(CheckDescription check) {
        ended.add(check.id());
        notifyAll();
    }

    /** Leave what has not begun: there is no next check any more. */
    synchronized void end() {
        left.clear();
        notifyAll();
    }
}
