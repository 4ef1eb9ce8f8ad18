// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.messageslot.grading.course.policy.Policy;

/** What a person should look at before a plan is graded by, because it can change a grade. */
final class Doubts {

    private final Layout layout;
    private final Facts facts;
    private final List<PlanRow> rows;
    private final Map<String, Set<String>> byId = new HashMap<>();
    private final Set<String> twins;

    Doubts(Layout layout, Facts facts, List<PlanRow> rows) {
        this.layout = layout;
        this.facts = facts;
        this.rows = rows;
        for (PlanRow row : rows) {
            persons(row)
                    .forEach(id -> byId.computeIfAbsent(id, one -> new LinkedHashSet<>())
                            .add(row.submission()));
        }
        this.twins = facts.roster() == null ? Set.of() : facts.roster().twins();
    }

    /** {@return the rows with how late they are, and with all their doubts} */
    List<PlanRow> judged() {
        return rows.stream().map(this::judged).toList();
    }

    private PlanRow judged(PlanRow row) {
        List<String> doubts = new ArrayList<>(row.doubts());
        Policy policy = facts.policy();
        String late = policy.lateness(Planner.handing(row, Path.of("")))
                .map(Policy.Lateness::words)
                .orElse("");
        if (policy.due() != null && row.at().isEmpty()) {
            if (row.markedLate()) {
                doubts.add("Canvas marks it as late, and does not say by how much: one day is counted");
            } else if (layout == Layout.CANVAS) {
                late = "no, not marked";
            } else {
                doubts.add("nobody says when it was handed in, so it counts as in time");
            }
        }
        elsewhere(row).forEach(doubts::add);
        if (facts.roster() != null && !row.student().isEmpty()) {
            onRoster(row).forEach(doubts::add);
        }
        return row.with(late, doubts, false);
    }

    private List<String> elsewhere(PlanRow row) {
        Set<String> others = new LinkedHashSet<>();
        persons(row).forEach(id -> others.addAll(byId.getOrDefault(id, Set.of())));
        others.remove(row.submission());
        return others.isEmpty()
                ? List.of()
                : List.of("the same student is in " + others.stream().sorted().collect(Collectors.joining(", "))
                        + ", too: both would be graded");
    }

    /** Gradescope knows one person by a student id here and by an address there; elsewhere an address may be several people's. */
    private Stream<String> persons(PlanRow row) {
        return layout == Layout.GRADESCOPE
                ? row.ids()
                : Stream.concat(Stream.of(row.student()), row.members().stream().map(Member::id))
                        .filter(id -> !id.isBlank())
                        .map(Roster::plain);
    }

    private List<String> onRoster(PlanRow row) {
        Roster roster = facts.roster();
        if (roster == null) {
            return List.of();
        }
        Roster.RosterKey person = new Roster.RosterKey(new HashSet<>(row.ids().toList()), Roster.plain(row.name()));
        if (!roster.knows(person)) {
            return List.of("not on the roster");
        }
        boolean byName = person.ids().stream().noneMatch(roster::hasId);
        long handed = rows.stream()
                .filter(one -> Roster.plain(one.name()).equals(person.name()))
                .count();
        return byName && twins.contains(person.name()) && handed < roster.named(person.name())
                ? List.of("several students of the roster are called so, and not all of them handed in")
                : List.of();
    }

    /** {@return doubts about no single row} */
    List<String> general() {
        List<Handing> handings =
                rows.stream().map(row -> Planner.handing(row, Path.of(""))).toList();
        return facts.policy().nobodys(handings).stream()
                .filter(id -> facts.roster() == null || !facts.roster().hasId(id))
                .filter(id -> facts.worksheet() == null || !facts.worksheet().hasId(id))
                .map(id -> "the policy's extension for '" + id + "' is nobody's in this class")
                .toList();
    }
}
