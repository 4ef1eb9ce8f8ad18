// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.referee;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Calls of two or three threads that may meet. Immutable.
 *
 * @param name its name, as a person types it
 * @param title what meets
 * @param before the calls that one thread makes first
 * @param threads the calls of each thread, 2 or 3 of them
 * @param after the calls that one thread makes when the others are done
 */
public record Scenario(
        String name,
        String title,
        List<ScenarioCall> before,
        List<List<ScenarioCall>> threads,
        List<ScenarioCall> after) {

    /** Keep copies of the lists. */
    public Scenario {
        before = List.copyOf(before);
        threads = threads.stream().map(List::copyOf).toList();
        after = List.copyOf(after);
    }

    /** {@return all scenarios} */
    public static List<Scenario> all() {
        try (InputStream in = Scenario.class.getResourceAsStream("scenarios.txt")) {
            if (in == null) {
                throw new IOException("This build of the grader lacks its scenarios.");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Finds a scenario.
     *
     * @param name its name
     * @return the scenario; empty if there is none of this name
     */
    public static Optional<Scenario> named(String name) {
        return all().stream().filter(one -> one.name().equals(name)).findFirst();
    }

    /**
     * Reads scenarios.
     *
     * @param text as in {@code scenarios.txt}, which says how they are written
     * @throws IllegalArgumentException if it is written otherwise
     */
    static List<Scenario> parse(String text) {
        List<Scenario> all = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        Stream.concat(text.lines(), Stream.of("scenario ")).forEach(line -> {
            if (line.startsWith("scenario ") && !lines.isEmpty()) {
                all.add(one(lines));
                lines.clear();
            }
            if (!line.isBlank() && !line.startsWith("#")) {
                lines.add(line);
            }
        });
        return List.copyOf(all);
    }

    private static Scenario one(List<String> lines) {
        String head = lines.get(0).substring("scenario ".length());
        int colon = head.indexOf(": ");
        List<List<ScenarioCall>> threads = calls(lines, "thread");
        if (colon < 0 || threads.size() < 2 || threads.size() > 3) {
            throw new IllegalArgumentException("No scenario: " + lines.get(0));
        }
        return new Scenario(
                head.substring(0, colon),
                head.substring(colon + 2),
                calls(lines, "before").get(0),
                threads,
                calls(lines, "after").get(0));
    }

    private static List<List<ScenarioCall>> calls(List<String> lines, String word) {
        return lines.stream()
                .filter(line -> line.equals(word) || line.startsWith(word + " "))
                .map(line -> line.substring(word.length()).strip())
                .map(line -> Stream.of(line.split(", ", -1))
                        .filter(call -> !call.isEmpty())
                        .map(ScenarioCall::of)
                        .toList())
                .toList();
    }

    /**
     * Names a thread.
     *
     * @param thread its number, from 0
     * @return {@code A}, {@code B} or {@code C}
     */
    public static String threadName(int thread) {
        return thread >= 0 && thread < 3 ? String.valueOf((char) ('A' + thread)) : "-";
    }

    /** {@return the scenario as the guest's program reads it} */
    String lines() {
        StringBuilder lines = new StringBuilder();
        before.forEach(call -> lines.append("before ").append(call.line()).append('\n'));
        for (int i = 0; i < threads.size(); i++) {
            for (ScenarioCall call : threads.get(i)) {
                lines.append("thread ")
                        .append(i)
                        .append(' ')
                        .append(call.line())
                        .append('\n');
            }
        }
        after.forEach(call -> lines.append("after ").append(call.line()).append('\n'));
        return lines.toString();
    }
}
