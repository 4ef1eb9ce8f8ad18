// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.messageslot.MessageSlot;
import org.messageslot.calls.JnaLocation;

/** What a call costs from Java, beside C, and what the library adds to it. */
public final class JavaBenchmark {

    private static final long BYTES = 128;
    private static final String C = "C";
    private static final String BARE = "bare JNA";
    private static final String SLOT = "MessageSlot";
    private static final List<String> CALLS = List.of("write", "read");

    private JavaBenchmark() {}

    /**
     * Measure on this machine; it needs no slot.
     *
     * @param home the kit's folder
     * @return the report
     * @throws IOException if a program fails, or there is no compiler
     */
    public static Report measure(Path home) throws IOException {
        List<Figure> all = new ArrayList<>();
        try (Probe probe = Probe.here(home)) {
            probe.measure(Unit.NANOSECONDS, "calls", String.valueOf(BYTES)).all().stream()
                    .filter(figure -> figure.subject().equals("null and zero") && CALLS.contains(figure.call()))
                    .map(figure -> new Figure(C, figure.call(), figure.size(), figure.cost()))
                    .forEach(all::add);
        }
        all.addAll(Figures.parse(run()).all());
        return report(new Figures(all, java.util.Map.of()));
    }

    /** In a machine of its own: the lab's compiles in a hurry. */
    private static String run() throws IOException {
        Set<Path> archives = new LinkedHashSet<>();
        for (Class<?> member : List.of(JavaCalls.class, MessageSlot.class)) {
            archives.add(JnaLocation.of(member));
        }
        archives.add(JnaLocation.archive());
        String classPath = String.join(
                File.pathSeparator, archives.stream().map(Path::toString).toList());
        return HostProgram.run(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-cp",
                classPath,
                JavaCalls.class.getName()));
    }

    private static Report report(Figures figures) {
        String title = "What a call costs from Java, in nanoseconds (Java "
                + Runtime.version().feature() + ")";
        List<String> lines = new ArrayList<>(List.of(title, ""));
        lines.add(String.format("%-16s%10s%10s%28s", "128 bytes", "write", "read", "bytes allocated by each"));
        List<List<Object>> rows = new ArrayList<>();
        for (String subject : figures.subjects()) {
            StringBuilder line = new StringBuilder(String.format("%-16s", subject));
            for (String call : Stream.concat(CALLS.stream(), CALLS.stream().map(call -> call + " allocates"))
                    .toList()) {
                figures.cost(subject, call, BYTES).ifPresent(cost -> {
                    line.append(String.format(Locale.ROOT, call.contains(" ") ? "%14.0f" : "%10.0f", cost));
                    rows.add(List.of(subject, call, cost));
                });
            }
            lines.add(line.toString());
        }
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "MessageSlot adds %.0f %% to a bare JNA call when it writes, and %.0f %% when it reads.",
                added(figures, "write"),
                added(figures, "read")));
        lines.add("The calls write to /dev/null and read from /dev/zero of this machine; the model's");
        lines.add("are those of a slot. By the clock, the best of many rounds; C is a median.");
        return new Report(
                "java",
                title,
                lines,
                new Sheet(List.of("subject", "call", "nanoseconds_or_bytes"), rows),
                List.of(plot(figures)));
    }

    private static double added(Figures figures, String call) {
        return 100 * (figures.ratio(SLOT, BARE, call, BYTES).orElse(Double.NaN) - 1);
    }

    private static Plot plot(Figures figures) {
        List<Plot.Series> parts = CALLS.stream()
                .map(call -> new Plot.Series(
                        call,
                        List.of(),
                        figures.subjects().stream()
                                .map(subject ->
                                        figures.cost(subject, call, BYTES).orElse(0))
                                .toList()))
                .toList();
        return Plot.bars("java", "A call from Java, 128 bytes", "nanoseconds", figures.subjects(), false, parts);
    }
}
