// SPDX-License-Identifier: Apache-2.0
package org.messageslot.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.messageslot.lab.measure.Figure;
import org.messageslot.lab.measure.Probe;
import org.messageslot.lab.measure.Unit;

/** Measures how much of the kernel's memory a channel takes. */
public final class MemoryBenchmark {

    private static final String CHANNELS = "100000";
    private static final List<Integer> SIZES = List.of(1, 32, 128);
    private static final List<String> IDS = List.of("dense", "sparse");

    private MemoryBenchmark() {}

    /**
     * Measures.
     *
     * @param starter starts a guest that counts instructions and whose slot is empty, for each figure
     * @return the report
     * @throws IOException if a kernel or the program fails
     */
    public static BenchReport measure(Probe.GuestStarter starter) throws IOException {
        List<Figure> all = new ArrayList<>();
        String kernel = "";
        for (int size : SIZES) {
            for (String ids : IDS) {
                try (Probe probe = starter.start()) {
                    kernel = probe.kernel();
                    all.addAll(probe.measure(Unit.INSTRUCTIONS, "memory", CHANNELS, String.valueOf(size), ids)
                            .all());
                }
            }
        }
        return report(kernel, all);
    }

    private static BenchReport report(String kernel, List<Figure> all) {
        String title = "How many bytes of the kernel's memory a channel takes, Linux " + kernel;
        List<String> lines = new ArrayList<>(List.of(title, ""));
        lines.add(String.format("%-20s%12s%12s", "message", "dense ids", "sparse ids"));
        List<List<Object>> rows = new ArrayList<>();
        for (int size : SIZES) {
            List<Figure> row =
                    all.stream().filter(figure -> figure.size() == size).toList();
            StringBuilder line = new StringBuilder(String.format("%-20s", bytes(size)));
            for (Figure figure : row) {
                line.append(String.format(Locale.ROOT, "%12.1f", figure.cost()));
                rows.add(List.of(kernel, figure.subject(), figure.size(), figure.cost()));
            }
            lines.add(line.toString());
        }
        lines.add("");
        lines.add("Of 100,000 channels with one message each; the message and the table are in it.");
        lines.add("Guests do not charge it to users. Dense ids are 1, 2, 3 and so on, sparse ones are");
        lines.add("random.");
        return new BenchReport(
                "memory",
                title,
                lines,
                new Sheet(List.of("kernel", "ids", "message_bytes", "bytes_per_channel"), rows),
                List.of(plot(all)));
    }

    private static String bytes(int size) {
        return size == 1 ? "1 byte" : size + " bytes";
    }

    private static Plot plot(List<Figure> all) {
        List<Plot.Series> parts = IDS.stream()
                .map(ids -> new Plot.Series(
                        ids + " ids",
                        List.of(),
                        all.stream()
                                .filter(figure -> figure.subject().equals(ids))
                                .map(Figure::cost)
                                .toList()))
                .toList();
        return Plot.bars(
                "memory",
                "The kernel's memory for a channel, by the length of its message",
                "bytes",
                SIZES.stream().map(MemoryBenchmark::bytes).toList(),
                false,
                parts);
    }
}
