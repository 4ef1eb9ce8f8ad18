// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.measure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.OptionalDouble;

/**
 * The output of the measuring program. Immutable and thread-safe.
 *
 * @param all the figures, in its order
 * @param missing what could not be measured, and why
 */
public record Figures(List<Figure> all, Map<String, String> missing) {

    private static final int FIELDS = 4;

    public Figures {
        all = List.copyOf(all);
        missing = Map.copyOf(missing);
    }

    /**
     * Reads lines of {@code subject,call,size,cost}.
     *
     * @param printed the lines
     * @return the figures
     * @throws IOException if a line is none
     */
    public static Figures parse(String printed) throws IOException {
        List<Figure> all = new ArrayList<>();
        Map<String, String> missing = new LinkedHashMap<>();
        for (String line : printed.lines().toList()) {
            String[] fields = line.split(",", FIELDS);
            try {
                if (fields[1].equals("missing")) {
                    missing.put(fields[0], fields[3]);
                } else {
                    all.add(new Figure(fields[0], fields[1], Long.parseLong(fields[2]), Double.parseDouble(fields[3])));
                }
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw new IOException("The measuring program printed what is no figure: " + line, e);
            }
        }
        return new Figures(all, missing);
    }

    /**
     * Puts figures together.
     *
     * @param parts some figures
     * @return all of them, in their order
     */
    public static Figures together(List<Figures> parts) {
        Map<String, String> missing = new LinkedHashMap<>();
        parts.forEach(part -> missing.putAll(part.missing()));
        return new Figures(parts.stream().flatMap(part -> part.all().stream()).toList(), missing);
    }

    /**
     * Finds a figure.
     *
     * @param subject what was measured
     * @param call what was called
     * @param size bytes or channels
     * @return the cost; empty if that was not measured
     */
    public OptionalDouble cost(String subject, String call, long size) {
        return all.stream()
                .filter(figure ->
                        figure.subject().equals(subject) && figure.call().equals(call) && figure.size() == size)
                .mapToDouble(Figure::cost)
                .findFirst();
    }

    /**
     * Compares two subjects.
     *
     * @param subject what was measured
     * @param other what it is compared with
     * @param call what was called
     * @param size bytes or channels
     * @return how many times as much the first one took; empty if either was not measured
     */
    public OptionalDouble ratio(String subject, String other, String call, long size) {
        OptionalDouble one = cost(subject, call, size);
        OptionalDouble two = cost(other, call, size);
        return one.isPresent() && two.isPresent() && two.getAsDouble() > 0
                ? OptionalDouble.of(one.getAsDouble() / two.getAsDouble())
                : OptionalDouble.empty();
    }

    /**
     * Finds a figure that is known to be there.
     *
     * @param subject what was measured
     * @param call what was called
     * @param size bytes or channels
     * @return the cost, rounded
     * @throws java.util.NoSuchElementException if that was not measured
     */
    public long of(String subject, String call, long size) {
        return Math.round(cost(subject, call, size)
                .orElseThrow(() -> new NoSuchElementException(
                        "There is no figure for " + subject + ", " + call + ", " + size + ".")));
    }

    /**
     * Puts the subjects into the order of what a call cost.
     *
     * @param call what was called
     * @param size bytes or channels
     * @return the subjects of which that was measured, the cheapest first
     */
    public List<String> cheapestFirst(String call, long size) {
        return subjects().stream()
                .filter(subject -> cost(subject, call, size).isPresent())
                .sorted(Comparator.comparingDouble(
                        subject -> cost(subject, call, size).orElseThrow()))
                .toList();
    }

    /** {@return how many figures there are, and of what} */
    @Override
    public String toString() {
        return "Figures[" + all.size() + " of " + String.join(", ", subjects()) + "]";
    }

    /** {@return the subjects of which there is a figure, in the order in which they were measured} */
    public List<String> subjects() {
        return all.stream().map(Figure::subject).distinct().toList();
    }
}
