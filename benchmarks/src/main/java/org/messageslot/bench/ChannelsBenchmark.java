// SPDX-License-Identifier: Apache-2.0
package org.messageslot.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.messageslot.lab.measure.Figure;
import org.messageslot.lab.measure.Figures;
import org.messageslot.lab.measure.Probe;
import org.messageslot.lab.measure.Unit;

/**
 * Measures the cost of calls in a slot of many channels: by the kit's module, which finds a channel by a hash table, and by one
 * that goes through a list. Immutable and thread-safe.
 */
public final class ChannelsBenchmark {

    /** Building up a list of n channels takes n² / 2 steps, which is why it ends early. */
    private static final List<String> HASHED = List.of("1", "100", "1000", "10000", "100000", "1048576");

    private static final List<String> LISTED = List.of("1", "100", "1000", "10000");
    private static final long MOST = 1 << 20;
    private static final List<String> CALLS = List.of("select", "write", "read");
    private static final String SLOT = "slot";

    private final String kernel;
    private final Figures hashed;
    private final Figures listed;

    private ChannelsBenchmark(String kernel, Figures hashed, Figures listed) {
        this.kernel = kernel;
        this.hashed = hashed;
        this.listed = listed;
    }

    /**
     * Measures.
     *
     * @param own starts a guest that counts instructions, with the kit's module
     * @param list starts a guest with the module that has a list
     * @return the report
     * @throws IOException if a kernel or the program fails
     */
    public static BenchReport measure(Probe.GuestStarter own, Probe.GuestStarter list) throws IOException {
        Figures hashed;
        String kernel;
        try (Probe probe = own.start()) {
            kernel = probe.kernel();
            hashed = probe.measure(Unit.INSTRUCTIONS, "channels", HASHED.toArray(String[]::new));
        }
        try (Probe probe = list.start()) {
            Figures listed = probe.measure(Unit.INSTRUCTIONS, "channels", LISTED.toArray(String[]::new));
            return new ChannelsBenchmark(kernel, hashed, listed).report();
        }
    }

    private BenchReport report() {
        String title = "Instructions a call in a slot of many channels, Linux " + kernel;
        return new BenchReport("channels", title, lines(title), sheet(), List.of(plot()));
    }

    private List<String> lines(String title) {
        List<String> lines = new ArrayList<>(List.of(title, ""));
        lines.add(String.format("%-12s%26s%29s", "", "the kit's (a hash table)", "a list of channels"));
        String calls = "select   write    read";
        lines.add(String.format("%-12s%26s%29s", "channels", calls, calls));
        for (long channels : List.of(1L, 100L, 1000L, 10_000L, 100_000L, MOST)) {
            lines.add((String.format(Locale.ROOT, "%-,12d", channels) + "  " + row(hashed, channels) + "     "
                            + row(listed, channels))
                    .stripTrailing());
        }
        lines.add("");
        lines.add("Random ids, messages of 128 bytes. From one channel to a million the cost with");
        lines.add(String.format(
                Locale.ROOT,
                "the hash table grows %.2f times (select), %.2f times (write), %.2f times (read).",
                growth("select"),
                growth("write"),
                growth("read")));
        return lines;
    }

    private double growth(String call) {
        return hashed.cost(SLOT, call, MOST).orElse(Double.NaN)
                / hashed.cost(SLOT, call, 1).orElse(Double.NaN);
    }

    private static String row(Figures figures, long channels) {
        StringBuilder row = new StringBuilder();
        for (String call : CALLS) {
            OptionalDouble cost = figures.cost(SLOT, call, channels);
            row.append(String.format(
                    Locale.ROOT,
                    "%10s",
                    cost.isPresent() ? String.format(Locale.ROOT, "%,.0f", cost.getAsDouble()) : ""));
        }
        return row.toString();
    }

    private Sheet sheet() {
        List<List<Object>> rows = new ArrayList<>();
        for (Figure figure : hashed.all()) {
            rows.add(List.of(kernel, "hash table", figure.call(), figure.size(), figure.cost()));
        }
        for (Figure figure : listed.all()) {
            rows.add(List.of(kernel, "list", figure.call(), figure.size(), figure.cost()));
        }
        return new Sheet(List.of("kernel", "module", "call", "channels", "instructions"), rows);
    }

    private Plot plot() {
        return Plot.lines(
                "channels",
                "Select a random channel, write and read 128 bytes",
                "channels in the slot",
                "instructions",
                List.of(line("hash table (the kit's module)", hashed), line("linked list", listed)));
    }

    private static Plot.Series line(String name, Figures figures) {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (long channels : figures.all().stream().map(Figure::size).distinct().toList()) {
            x.add((double) channels);
            y.add(CALLS.stream()
                    .mapToDouble(call -> figures.cost(SLOT, call, channels).orElse(0))
                    .sum());
        }
        return new Plot.Series(name, x, y);
    }
}
