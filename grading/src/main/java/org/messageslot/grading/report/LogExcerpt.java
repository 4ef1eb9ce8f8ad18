// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Cuts a kernel's log for people: what was printed before a crash, and of the crash the few lines that tell what, how and where.
 * A module can print lines that look like a crash; so nothing is decided by this.
 */
final class LogExcerpt {

    private static final int MAX_LINES = 60;
    private static final int MAX_BEFORE = 20;

    /** How many lines of a crash are shown. */
    private static final int MAX_OOPS = 6;

    private static final String STAMP = "^(?:<\\d+>)?(?:\\[[^]]*\\] ?)*";

    private static final Pattern BEGINNING = Pattern.compile(STAMP + "-{6,}\\[ cut here");
    private static final Pattern TITLE = Pattern.compile(
            STAMP
                    + "(?:BUG: |kernel BUG at |general protection fault|Oops: |Unable to handle kernel|Internal error: |divide error"
                    + "|invalid opcode|stack segment|double fault|watchdog: |Uhhuh\\. NMI|WARNING: |list_(?:add|del) corruption)");

    /** The lines that tell most, in the order in which they are wanted. */
    private static final List<Pattern> TELLING = List.of(
            TITLE,
            Pattern.compile("(?:RIP: [0-9a-f]{4}:|pc : )\\S+\\+0x"),
            Pattern.compile("#PF: supervisor "),
            Pattern.compile(STAMP + " (?!\\? )\\S+\\+0x[0-9a-f]+/0x[0-9a-f]+ \\[\\w"),
            Pattern.compile("#PF: error_code"),
            Pattern.compile("CPU: \\d+ PID: "));

    private LogExcerpt() {}

    /**
     * Cuts a log.
     *
     * @param log what the kernel logged
     * @return its lines, safe to show: all of a short log that tells of no crash
     */
    static List<String> of(String log) {
        List<String> lines =
                log.isBlank() ? List.of() : log.stripTrailing().lines().toList();
        int begins = IntStream.range(0, lines.size())
                .filter(i -> TITLE.matcher(lines.get(i)).find()
                        || BEGINNING.matcher(lines.get(i)).find())
                .findFirst()
                .orElse(lines.size());
        if (begins == lines.size() || lines.size() - begins <= MAX_OOPS) {
            return Excerpt.of(lines, MAX_LINES);
        }
        List<String> kept = new ArrayList<>(Excerpt.of(lines.subList(0, begins), MAX_BEFORE));
        kept.addAll(gist(lines.subList(begins, lines.size())));
        return List.copyOf(kept);
    }

    /** Of each kind the first line, in the order of the log. */
    private static List<String> gist(List<String> oops) {
        List<String> kept = TELLING.stream()
                .flatMap(kind -> first(kind, oops))
                .distinct()
                .sorted()
                .limit(MAX_OOPS)
                .map(i -> Excerpt.line(oops.get(i)))
                .toList();
        List<String> all = new ArrayList<>(kept);
        all.add("[... " + (oops.size() - kept.size())
                + " more lines of it; grade.json has them all, and lab repro writes them to console.log ...]");
        return all;
    }

    private static Stream<Integer> first(Pattern kind, List<String> lines) {
        return IntStream.range(0, lines.size())
                .filter(i -> kind.matcher(lines.get(i)).find())
                .boxed()
                .limit(1);
    }
}
