// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.messageslot.grading.CheckDescription;
import org.messageslot.grading.Conditions;
import org.messageslot.grading.Points;
import org.messageslot.grading.Visibility;

@Timeout(60)
class ScheduleTests {

    private static final int WORKERS = 3;

    private static CheckDescription check(String id, String... dependsOn) {
        return new CheckDescription(
                id,
                "group",
                id,
                List.of(),
                Points.of(1),
                Visibility.VISIBLE,
                "",
                List.of(dependsOn),
                Conditions.ORDINARY,
                false,
                false);
    }

    private static Set<String> dependencies(CheckDescription check) {
        return Set.copyOf(check.dependsOn());
    }

    private static List<String> ids(List<CheckDescription> checks) {
        return checks.stream().map(CheckDescription::id).toList();
    }

    @Test
    void theHeadOfTheLongestChainBeginsFirst() throws Exception {
        Map<String, Integer> costs = Map.of("before", 2, "head", 1, "costly", 20, "after", 3);
        Schedule schedule = new Schedule(
                List.of(check("before"), check("head"), check("costly", "head"), check("after")),
                ScheduleTests::dependencies,
                it -> costs.get(it.id()),
                WORKERS);

        assertThat(ids(schedule.next())).containsExactly("head");
        assertThat(ids(schedule.next())).containsExactly("after");
        schedule.ended("head");
        assertThat(ids(schedule.next())).containsExactly("costly");
        assertThat(ids(schedule.next())).containsExactly("before");
        assertThat(schedule.next()).isEmpty();
    }

    @Test
    void sharesBecomeSmallerTowardsTheEnd() throws Exception {
        List<CheckDescription> checks =
                IntStream.range(0, 32).mapToObj(i -> check("c" + i)).toList();
        Schedule schedule = new Schedule(checks, ScheduleTests::dependencies, it -> 1, 2);
        List<Integer> shares = new ArrayList<>();
        for (List<CheckDescription> next = schedule.next(); !next.isEmpty(); next = schedule.next()) {
            shares.add(next.size());
        }
        assertThat(shares).startsWith(8, 6, 4).endsWith(1, 1, 1, 1);
        assertThat(shares.stream().mapToInt(it -> it).sum()).isEqualTo(32);
    }

    @Test
    void eachCheckIsRunOnceAndAfterThoseThatItWaitsFor() throws Exception {
        for (long seed = 0; seed < 100; seed++) {
            List<CheckDescription> checks = anyChecks(new Random(seed));
            assertThat(runBySeveral(checks)).as("seed " + seed).containsExactlyInAnyOrderElementsOf(checks);
        }
    }

    /** {@return up to forty checks, each of which depends on some before it} */
    private static List<CheckDescription> anyChecks(Random random) {
        List<CheckDescription> checks = new ArrayList<>();
        int count = random.nextInt(40);
        for (int i = 0; i < count; i++) {
            List<String> some = checks.stream()
                    .filter(it -> random.nextInt(4) == 0)
                    .map(CheckDescription::id)
                    .toList();
            checks.add(check("c" + i, some.toArray(String[]::new)));
        }
        return checks;
    }

    private static List<CheckDescription> runBySeveral(List<CheckDescription> checks) throws Exception {
        Schedule schedule =
                new Schedule(checks, ScheduleTests::dependencies, it -> it.id().length(), WORKERS);
        List<CheckDescription> run = Collections.synchronizedList(new ArrayList<>());
        Set<String> ended = ConcurrentHashMap.newKeySet();
        Callable<Boolean> work = () -> {
            boolean inOrder = true;
            for (List<CheckDescription> next = schedule.next(); !next.isEmpty(); next = schedule.next()) {
                for (CheckDescription check : next) {
                    inOrder &= ended.containsAll(check.dependsOn());
                    run.add(check);
                    ended.add(check.id());
                    schedule.ended(check.id());
                }
            }
            return inOrder;
        };
        ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
        try {
            for (Future<Boolean> worker : workers.invokeAll(Collections.nCopies(WORKERS, work))) {
                assertThat(worker.get())
                        .as("each after those that it depends on")
                        .isTrue();
            }
        } finally {
            workers.shutdownNow();
        }
        return run;
    }

    @Test
    void whoWaitsWhenItEndsGetsNothing() throws Exception {
        Schedule schedule = new Schedule(
                List.of(check("first"), check("second", "first")), ScheduleTests::dependencies, it -> 1, WORKERS);
        schedule.next();
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<List<CheckDescription>> waiting = other.submit(schedule::next);
            schedule.end();
            assertThat(waiting.get()).isEmpty();
        } finally {
            other.shutdownNow();
        }
    }
}
