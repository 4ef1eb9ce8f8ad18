// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.messageslot.grading.CheckDescription;

/**
 * Tells several workers which checks to run next: some that wait for no others any more, those at the heads of the longest
 * chains first, so that no worker is left with a long check when the others have nothing to do.
 *
 * <p>A worker gets a share of what is ready, and smaller ones towards the end (guided self-scheduling): to have JUnit run one
 * check by itself takes it as long as to find it. Thread-safe.
 */
final class Schedule {

    private final Function<CheckDescription, Set<String>> waitsFor;
    private final ToIntFunction<CheckDescription> cost;
    private final int workers;
    private final List<CheckDescription> left;
    private final Set<String> ended = new HashSet<>();

    /**
     * Makes a schedule.
     *
     * @param checks the checks; a chain counts in full if each comes after those that it waits for
     * @param waitsFor the ids of the checks that must end before one may begin; of these checks, in no circle
     * @param cost how long a check takes, in any unit, at least 0
     * @param workers how many ask, at least 1
     */
    Schedule(
            List<CheckDescription> checks,
            Function<CheckDescription, Set<String>> waitsFor,
            ToIntFunction<CheckDescription> cost,
            int workers) {
        this.waitsFor = waitsFor;
        this.cost = cost;
        this.workers = workers;
        Map<String, Integer> chains = new HashMap<>();
        for (int i = checks.size() - 1; i >= 0; i--) {
            CheckDescription check = checks.get(i);
            int chain = chains.merge(check.id(), cost.applyAsInt(check), Integer::sum);
            waitsFor.apply(check).forEach(id -> chains.merge(id, chain, Math::max));
        }
        left = new ArrayList<>(checks);
        left.sort(Comparator.comparingInt((CheckDescription check) -> -chains.getOrDefault(check.id(), 0)));
    }

    /**
     * Takes the next checks; waits until there is one that can begin.
     *
     * @return the checks, which are nobody else's now; none if none is left
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    synchronized List<CheckDescription> next() throws InterruptedException {
        while (!left.isEmpty()) {
            List<CheckDescription> ready = left.stream()
                    .filter(check -> ended.containsAll(waitsFor.apply(check)))
                    .toList();
            if (!ready.isEmpty()) {
                List<CheckDescription> share = share(ready);
                left.removeAll(share);
                return share;
            }
            wait();
        }
        return List.of();
    }

    /** One check at least, and otherwise half of what each worker would get. */
    private List<CheckDescription> share(List<CheckDescription> ready) {
        int room = ready.stream().mapToInt(cost).sum() / workers / 2;
        int count = 0;
        do {
            room -= cost.applyAsInt(ready.get(count));
            count++;
        } while (count < ready.size() && cost.applyAsInt(ready.get(count)) <= room);
        return ready.subList(0, count);
    }

    /**
     * Tells that a check has ended, whatever it came to; once or more often.
     *
     * @param id the check's id
     */
    synchronized void ended(String id) {
        ended.add(id);
        notifyAll();
    }

    /** Leaves what has not begun: there is no next check any more. */
    synchronized void end() {
        left.clear();
        notifyAll();
    }
}
