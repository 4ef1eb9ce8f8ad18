// SPDX-License-Identifier: Apache-2.0
package org.messageslot.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.messageslot.lab.measure.Figure;
import org.messageslot.lab.measure.Figures;
import org.messageslot.lab.measure.Probe;
import org.messageslot.lab.measure.Unit;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures what a call costs from Java and from C, and what the library adds to it. */
public final class JavaBenchmark {

    private static final long BYTES = JavaCalls.BYTES;
    private static final String C = "C";
    private static final String BARE = "bare JNA";
    private static final String SLOT = "MessageSlot";
    private static final List<String> CALLS = List.of("write", "read");
    private static final String ALLOCATES = " allocates";
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    /** A way to call, and the program that measures it. */
    private record MeasuredProgram(String name, Class<?> program) {
        List<Figure> figures(Collection<RunResult> results) {
            return CALLS.stream().flatMap(call -> figures(results, call)).toList();
        }

        private Stream<Figure> figures(Collection<RunResult> results, String call) {
            String method = program.getCanonicalName() + "." + call;
            List<IterationResult> rounds = results.stream()
                    .filter(result -> result.getParams().getBenchmark().equals(method))
                    .flatMap(result -> result.getBenchmarkResults().stream())
                    .flatMap(machine -> machine.getIterationResults().stream())
                    .toList();
            double bytes = least(rounds, round -> round.getSecondaryResults().get(ALLOCATED));
            return Stream.of(
                    new Figure(name, call, BYTES, least(rounds, IterationResult::getPrimaryResult)),
                    new Figure(name, call + ALLOCATES, BYTES, Math.rint(bytes)));
        }

        /** The best of many rounds: whatever else the machine does can only add to it. */
        private static double least(List<IterationResult> rounds, Function<IterationResult, Result<?>> result) {
            return rounds.stream()
                    .mapToDouble(round -> result.apply(round).getScore())
                    .min()
                    .orElseThrow();
        }
    }

    private static final List<MeasuredProgram> SUBJECTS = List.of(
            new MeasuredProgram(BARE, JavaCalls.BareJna.class),
            new MeasuredProgram("NativeCalls", JavaCalls.Native.class),
            new MeasuredProgram(SLOT, JavaCalls.Slot.class),
            new MeasuredProgram("the model", JavaCalls.Model.class));

    private JavaBenchmark() {}

    /**
     * Measures on this machine; it needs no slot.
     *
     * @param home the kit's folder
     * @return the report
     * @throws IOException if a program fails, or there is no compiler
     */
    public static BenchReport measure(Path home) throws IOException {
        List<Figure> all = new ArrayList<>();
        try (Probe probe = Probe.here(home)) {
            probe.measure(Unit.NANOSECONDS, "calls", String.valueOf(BYTES)).all().stream()
                    .filter(figure -> figure.subject().equals("null and zero") && CALLS.contains(figure.call()))
                    .map(figure -> new Figure(C, figure.call(), figure.size(), figure.cost()))
                    .forEach(all::add);
        }
        all.addAll(inJava());
        return report(new Figures(all, Map.of()));
    }

    /** By JMH, whose programs run in Java machines of their own: the lab's compiles in a hurry. */
    private static List<Figure> inJava() throws IOException {
        Options options = new OptionsBuilder()
                .include(Pattern.quote(JavaCalls.class.getName()) + "\\W")
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .build();
        try {
            Collection<RunResult> results = new Runner(options).run();
            return SUBJECTS.stream()
                    .flatMap(subject -> subject.figures(results).stream())
                    .toList();
        } catch (RunnerException e) {
            throw new IOException("the measuring program fails: " + e.getMessage(), e);
        }
    }

    private static BenchReport report(Figures figures) {
        String title = "What a call costs from Java, in nanoseconds (Java "
                + Runtime.version().feature() + ")";
        List<String> lines = new ArrayList<>(List.of(title, ""));
        lines.add(String.format("%-16s%10s%10s%28s", "128 bytes", "write", "read", "bytes allocated by each"));
        List<List<Object>> rows = new ArrayList<>();
        for (String subject : figures.subjects()) {
            StringBuilder line = new StringBuilder(String.format("%-16s", subject));
            for (String call : Stream.concat(CALLS.stream(), CALLS.stream().map(call -> call + ALLOCATES))
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
        lines.add("are those of a slot. By the clock, by JMH, the best of ten rounds; C is a median.");
        return new BenchReport(
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
