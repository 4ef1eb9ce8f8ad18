// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.coverage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.messageslot.grading.CheckDescription;
import org.messageslot.oracle.Asked;
import org.messageslot.oracle.AskedInARow;

/** A coverage as lines of text. Immutable. */
public final class CoverageText {

    private static final int SHOWN = 3;

    private final Coverage coverage;
    private final Set<String> catchAll;

    /**
     * Takes a coverage.
     *
     * @param coverage what checks ask
     */
    public CoverageText(Coverage coverage) {
        this.coverage = coverage;
        this.catchAll = coverage.edition().rubric().checks().stream()
                .filter(CheckDescription::catchAll)
                .map(CheckDescription::id)
                .collect(Collectors.toSet());
    }

    /** {@return the lines} */
    public List<String> lines() {
        Map<Asked, Set<String>> decided = coverage.decided();
        Map<AskedInARow, Set<String>> inARow = coverage.decidedInARow();
        List<String> lines = new ArrayList<>();
        lines.add("What the checks of the edition " + coverage.edition().name() + " ask, as they do it on the model:");
        lines.add("  " + rate(decided.values(), "calls in a condition of an open file"));
        lines.add("  " + rate(inARow.values(), "pairs of calls in a row"));
        byCondition(decided).forEach((condition, questions) -> {
            lines.add("");
            lines.add(condition);
            questions.forEach((asked, checks) -> lines.add(line(asked.kind().toString(), names(checks))));
        });
        section(lines, "Not asked in a row:", Coverage.missing(inARow).stream().map(missing -> "  " + missing));
        section(lines, "Left open by the text:", leftOpen());
        section(
                lines,
                "Checks that run in a guest only, and are not counted here:",
                coverage.elsewhere().entrySet().stream().map(check -> line(check.getKey(), check.getValue())));
        return lines;
    }

    private String rate(Collection<Set<String>> questions, String what) {
        long asked = questions.stream().filter(checks -> !checks.isEmpty()).count();
        long byOne = questions.stream()
                .filter(checks -> !catchAll.containsAll(checks))
                .count();
        return asked + " of " + questions.size() + " " + what + "; " + byOne + " by a check that looks for one thing";
    }

    private static Map<String, Map<Asked, Set<String>>> byCondition(Map<Asked, Set<String>> decided) {
        Map<String, Map<Asked, Set<String>>> conditions = new LinkedHashMap<>();
        decided.forEach((asked, checks) -> conditions
                .computeIfAbsent(asked.condition().toString(), unused -> new LinkedHashMap<>())
                .put(asked, checks));
        return conditions;
    }

    private Stream<String> leftOpen() {
        Map<String, SortedSet<String>> kinds = new TreeMap<>();
        coverage.leftOpen()
                .forEach((asked, checks) -> kinds.computeIfAbsent(asked.kind().toString(), unused -> new TreeSet<>())
                        .addAll(checks));
        return kinds.entrySet().stream().map(kind -> line(kind.getKey(), names(kind.getValue())));
    }

    private static void section(List<String> lines, String heading, Stream<String> content) {
        List<String> all = content.toList();
        if (!all.isEmpty()) {
            lines.add("");
            lines.add(heading);
            lines.addAll(all);
        }
    }

    private static String line(String what, String by) {
        return String.format("  %-34s %s", what, by);
    }

    /** Checks that look for one thing come first. */
    private String names(Set<String> checks) {
        if (checks.isEmpty()) {
            return "not asked";
        }
        List<String> sorted =
                checks.stream().sorted(Comparator.comparing(catchAll::contains)).toList();
        String first = String.join(", ", sorted.subList(0, Math.min(SHOWN, sorted.size())));
        return sorted.size() > SHOWN ? first + " and " + (sorted.size() - SHOWN) + " more" : first;
    }
}
