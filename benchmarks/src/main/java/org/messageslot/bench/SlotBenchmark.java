// SPDX-License-Identifier: Apache-2.0
package org.messageslot.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.messageslot.lab.measure.Figure;
import org.messageslot.lab.measure.Figures;
import org.messageslot.lab.measure.Probe;
import org.messageslot.lab.measure.Unit;

/**
 * Holds what select, write and read of a slot cost, beside other ways to pass a message and beside a device that only copies.
 * Immutable and thread-safe.
 */
public final class SlotBenchmark {

    private static final List<Integer> SIZES = List.of(1, 16, 128);
    private static final int LONGEST = 128;
    private static final List<String> CALLS = List.of("write", "read", "both");

    private static final String SLOT = "slot";
    private static final String FLOOR = "floor";
    private static final String BOTH = "both";
    private static final String SELECT = "select";

    /** The other mechanisms that pass messages; the null device does not. */
    private static final List<String> OTHERS = List.of("pipe", "posix queue", "sysv queue", "unix datagram", "memfd");

    private final Unit unit;
    private final String kernel;
    private final Figures figures;

    private SlotBenchmark(Unit unit, String kernel, Figures figures) {
        this.unit = unit;
        this.kernel = kernel;
        this.figures = figures;
    }

    /**
     * Measures.
     *
     * @param probe on which kernel
     * @param unit what to count
     * @return the report
     * @throws IOException if the kernel or the program fails
     */
    public static BenchReport measure(Probe probe, Unit unit) throws IOException {
        String[] sizes = SIZES.stream().map(String::valueOf).toArray(String[]::new);
        Figures figures = probe.measure(unit, "calls", sizes);
        return new SlotBenchmark(unit, probe.kernel(), figures).report();
    }

    private BenchReport report() {
        String title = "What a call costs on Linux " + kernel + ", in " + unit
                + (unit == Unit.NANOSECONDS ? " (medians)" : "");
        return new BenchReport(SLOT, title, lines(title), sheet(), List.of(plot()));
    }

    // ---- for a person ----

    private List<String> lines(String title) {
        List<String> lines = new ArrayList<>(List.of(title, ""));
        lines.add(String.format("%-14s%18s%18s%18s", "", "1 byte", "16 bytes", "128 bytes"));
        lines.add(String.format("%-14s", "")
                + "  write  read  both".repeat(SIZES.size()).replace("  write", " write") + "  x floor");
        for (String subject : byCost()) {
            lines.add(row(subject));
        }
        lines.add("");
        figures.cost("getppid", "call", 0)
                .ifPresent(
                        cost -> lines.add("A system call that does next to nothing (getppid): " + round(cost) + "."));
        lines.add(selectLine());
        best().ifPresent(other -> lines.add(bestLine(other)));
        figures.missing().forEach((subject, why) -> lines.add("Not measured: " + subject + " (" + why + ")."));
        return lines;
    }

    private String row(String subject) {
        StringBuilder row = new StringBuilder(String.format("%-14s", subject));
        for (int size : SIZES) {
            for (String call : CALLS) {
                row.append(String.format("%6s", shown(figures.cost(subject, call, size))));
            }
        }
        OptionalDouble ratio = figures.ratio(subject, FLOOR, BOTH, LONGEST);
        if (ratio.isPresent()) {
            row.append(String.format(Locale.ROOT, "%9.2f", ratio.getAsDouble()));
        }
        return row.toString();
    }

    private String selectLine() {
        String floor = shown(figures.cost(FLOOR, SELECT, 0));
        OptionalDouble ratio = figures.ratio(SLOT, FLOOR, SELECT, 0);
        return "Selecting a channel: " + shown(figures.cost(SLOT, SELECT, 0))
                + (ratio.isPresent()
                        ? String.format(
                                Locale.ROOT,
                                "; an ioctl that does nothing: %s; ratio %.2f.",
                                floor,
                                ratio.getAsDouble())
                        : ".");
    }

    private String bestLine(String other) {
        double ratio = figures.ratio(other, SLOT, BOTH, LONGEST).orElse(Double.NaN);
        return String.format(
                Locale.ROOT,
                "The best of the others for 128 bytes (%s) takes %.2f times what a slot takes.",
                other,
                ratio);
    }

    private static String shown(OptionalDouble cost) {
        return cost.isPresent() ? round(cost.getAsDouble()) : "-";
    }

    private static String round(double cost) {
        return String.format(Locale.ROOT, "%.0f", cost);
    }

    /** The subjects that pass messages, the cheapest first; those that are not there last. */
    private List<String> byCost() {
        Stream<String> measured = figures.cheapestFirst(BOTH, LONGEST).stream();
        Stream<String> missing = figures.missing().keySet().stream().sorted();
        return Stream.concat(measured, missing).toList();
    }

    private Optional<String> best() {
        return byCost().stream()
                .filter(OTHERS::contains)
                .filter(subject -> figures.ratio(subject, SLOT, BOTH, LONGEST).isPresent())
                .findFirst();
    }

    // ---- for a program ----

    private Sheet sheet() {
        List<List<Object>> rows = new ArrayList<>();
        for (Figure figure : figures.all()) {
            OptionalDouble ratio = figures.ratio(figure.subject(), FLOOR, figure.call(), figure.size());
            rows.add(List.of(
                    kernel,
                    figure.subject(),
                    figure.call(),
                    figure.size(),
                    figure.cost(),
                    unit.toString(),
                    ratio.isPresent() ? (Object) ratio.getAsDouble() : ""));
        }
        return new Sheet(List.of("kernel", "subject", "call", "bytes", "cost", "unit", "times_the_floor"), rows);
    }

    private Plot plot() {
        List<String> bars = byCost().stream()
                .filter(subject -> !figures.missing().containsKey(subject))
                .toList();
        List<Plot.Series> parts = Stream.of("write", "read")
                .map(call -> new Plot.Series(
                        call,
                        List.of(),
                        bars.stream()
                                .map(subject ->
                                        figures.cost(subject, call, LONGEST).orElse(0))
                                .toList()))
                .toList();
        String title = "A message of 128 bytes, written and read: " + unit + ", Linux " + kernel;
        return Plot.bars(SLOT, title, unit.toString(), bars, true, parts);
    }
}
