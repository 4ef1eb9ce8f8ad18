// SPDX-License-Identifier: Apache-2.0
package org.messageslot.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.messageslot.lab.measure.Figure;
import org.messageslot.lab.measure.Figures;
import org.messageslot.lab.measure.Probe;
import org.messageslot.lab.measure.Unit;

/** Measures two threads at the same time: on one channel, on two, on two slots, and on a device that only copies. */
public final class ThreadsBenchmark {

    private static final String OTHER_SLOT = "/dev/slot1";
    private static final String ALONE = "one thread";
    private static final String FLOOR_ALONE = "the floor by one thread";
    private static final String FLOOR = "the floor";

    private ThreadsBenchmark() {}

    /**
     * Measures.
     *
     * @param probe a kernel with two processors
     * @return the report
     * @throws IOException if the kernel or the program fails
     */
    public static BenchReport measure(Probe probe) throws IOException {
        Figures figures = probe.measure(Unit.NANOSECONDS, "threads", OTHER_SLOT);
        double alone = alone(figures, ALONE);
        double floorAlone = alone(figures, FLOOR_ALONE);
        String kernel = probe.kernel();
        String title = "What two threads do at once on two processors, Linux " + kernel;
        List<String> lines = new ArrayList<>(List.of(title, ""));
        List<List<Object>> rows = new ArrayList<>();
        lines.add(String.format("%-30s%24s%20s", "", "writes + reads a second", "times one thread"));
        for (Figure figure : figures.all()) {
            double times = figure.cost() / (figure.subject().startsWith(FLOOR) ? floorAlone : alone);
            boolean one = figure.subject().equals(ALONE) || figure.subject().equals(FLOOR_ALONE);
            String name = one ? figure.subject() : "two threads, " + figure.subject();
            lines.add(String.format(Locale.ROOT, "%-30s%,24.0f%20.2f", name, figure.cost(), times));
            rows.add(List.of(kernel, figure.subject(), figure.size(), figure.cost(), times));
        }
        lines.add("");
        lines.add("By the clock, so the rates are this machine's; the ratios are of one run, in");
        lines.add("which the cases took turns. Other work of the machine makes them smaller.");
        lines.add("The floor only copies and shares nothing: what two threads make of it is what two");
        lines.add("processors make of any driver here.");
        Plot plot = Plot.bars(
                "smp",
                "Writes and reads a second, by one thread and by two",
                "pairs of calls a second",
                figures.subjects(),
                false,
                List.of(new Plot.Series(
                        "all threads together",
                        List.of(),
                        figures.all().stream().map(Figure::cost).toList())));
        return new BenchReport(
                "smp",
                title,
                lines,
                new Sheet(List.of("kernel", "case", "threads", "pairs_per_second", "times_one_thread"), rows),
                List.of(plot));
    }

    private static double alone(Figures figures, String subject) throws IOException {
        return figures.cost(subject, "both", 1)
                .orElseThrow(() -> new IOException("The measuring program measured no single thread."));
    }
}
