// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A crash of the kernel as its console tells it, decoded.
 *
 * <p>A module under test can print lines that look like this: use it to explain, never to decide.
 *
 * @param title the kernel's own words, {@code "BUG: kernel NULL pointer dereference, address: 0000000000000000"}
 * @param place where the processor was; a place in a module if the trace names one
 * @param trace the lines from the title to the end of the report, without time stamps
 */
public record Oops(String title, Optional<CodePlace> place, List<String> trace) {

    /** No call in a message slot leads through one function so often, unless it calls itself. */
    private static final int OFTEN = 8;

    private static final Pattern STAMP = Pattern.compile("^(<\\d+>)?\\[ *\\d+\\.\\d+\\](\\[ *[TC]\\d+\\])? ?");
    private static final Pattern TITLE = Pattern.compile(
            "BUG: .*|kernel BUG at .*|general protection fault.*"
                    + "|Oops: .*|Kernel panic - not syncing: .*|watchdog: BUG: soft lockup.*|INFO: task .* blocked for more than .*"
                    + "|divide error: .*|invalid opcode: .*|stack segment: .*|double fault: .*"
                    + "|Unable to handle kernel .*|Internal error: .*|Uhhuh. NMI received .*|watchdog: CPU\\d+: Watchdog detected .*");
    private static final Pattern COMPLAINT =
            Pattern.compile(".*\\b(BUG|WARNING|Bad page|list_(add|del) corruption|UBSAN)\\b.*");
    private static final Pattern RIP =
            Pattern.compile("(?:RIP: [0-9a-fA-F]{4}:|pc : )(\\S+)\\+(0x[0-9a-f]{1,8})/0x[0-9a-f]+"
                    + "(?: \\[([^\\]\\s]+)[^\\]]*\\])?.*");
    private static final Pattern FRAME =
            Pattern.compile(" (?!\\? )(\\S+)\\+(0x[0-9a-f]{1,8})/0x[0-9a-f]+ \\[([^\\]\\s]+)[^\\]]*\\].*");

    public Oops {
        trace = List.copyOf(trace);
    }

    /**
     * A place in the kernel's code.
     *
     * @param function the function's name
     * @param offset how far into the function, in bytes
     * @param module the module that the function is in; empty for the kernel proper
     * @param returned whether that is where a call returns to, one byte behind it; else an instruction begins there
     */
    public record CodePlace(String function, long offset, Optional<String> module, boolean returned) {

        /**
         * {@return the offset of a byte of the instruction itself, in bytes: of a call, whose return address may belong to the next
         * line or even to the next function, its last byte}
         */
        public long instruction() {
            return returned ? offset - 1 : offset;
        }

        /** The first frame of a module in what {@code /proc/PID/stack} says. */
        static Optional<CodePlace> inModule(List<String> stack) {
            return stack.stream()
                    .map(line -> FRAME.matcher(line.replaceFirst("^\\[<0>\\]", "")))
                    .filter(Matcher::matches)
                    .findFirst()
                    .map(CodePlace::ofFrame);
        }

        private static CodePlace ofPointer(Matcher m) {
            return of(m, false);
        }

        private static CodePlace ofFrame(Matcher m) {
            return of(m, true);
        }

        private static CodePlace of(Matcher m, boolean returned) {
            return new CodePlace(m.group(1), Long.decode(m.group(2)), Optional.ofNullable(m.group(3)), returned);
        }

        @Override
        public String toString() {
            return function + "+0x" + Long.toHexString(offset)
                    + module.map(name -> " [" + name + "]").orElse("");
        }
    }

    /** {@return the summary, and how long the trace is} */
    @Override
    public String toString() {
        return "Oops[" + summary() + "; " + trace.size() + " lines]";
    }

    /** {@return the title and the place on one line} */
    public String summary() {
        return title + place.map(at -> ", in " + at).orElse("");
    }

    /**
     * Finds the function of a module that the trace passes through again and again: recursion.
     *
     * @return its name; of several that call each other, the one that is named most often; empty if none is named often
     */
    public Optional<String> repeated() {
        Map<String, Long> counts = trace.stream()
                .map(FRAME::matcher)
                .filter(Matcher::matches)
                .collect(Collectors.groupingBy(frame -> frame.group(1), TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() >= OFTEN)
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey);
    }

    /**
     * Finds the first crash that a console tells of.
     *
     * @param console what the kernel printed
     * @return the crash, or empty if there is none
     */
    public static Optional<Oops> in(String console) {
        List<String> lines = console.lines()
                .map(line -> STAMP.matcher(line).replaceFirst(""))
                .toList();
        return first(TITLE, lines).map(Oops::of);
    }

    /**
     * Finds the first complaint in the log of a kernel that went on: a warning, or damage that it found.
     *
     * @param log what the kernel logged
     * @return the complaint, or empty if there is none
     */
    public static Optional<Oops> complaintIn(KernelLog log) {
        List<String> lines = log.records().stream().map(KernelLog.LogLine::text).toList();
        return first(COMPLAINT, lines).map(trace -> of(report(trace)));
    }

    private static Optional<List<String>> first(Pattern title, List<String> lines) {
        return IntStream.range(0, lines.size())
                .filter(i -> title.matcher(lines.get(i)).matches())
                .mapToObj(i -> lines.subList(i, lines.size()))
                .findFirst();
    }

    private static Oops of(List<String> trace) {
        return new Oops(trace.get(0).strip(), place(trace), trace);
    }

    /** What is behind the mark that ends a report belongs to another one. */
    private static List<String> report(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("---[ end trace")) {
                return lines.subList(0, i + 1);
            }
        }
        return lines;
    }

    /** The instruction pointer, unless it is in the kernel proper and the trace leads through a module. */
    private static Optional<CodePlace> place(List<String> trace) {
        List<CodePlace> pointers = new ArrayList<>();
        List<CodePlace> frames = new ArrayList<>();
        for (String line : trace) {
            Matcher rip = RIP.matcher(line.strip());
            Matcher frame = FRAME.matcher(line);
            if (rip.matches()) {
                pointers.add(CodePlace.ofPointer(rip));
            } else if (frame.matches()) {
                frames.add(CodePlace.ofFrame(frame));
            }
        }
        Optional<CodePlace> first = pointers.stream().findFirst();
        if (first.isPresent() && first.get().module().isPresent()) {
            return first;
        }
        return frames.stream().findFirst().or(() -> first);
    }
}
