// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.rubric;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.messageslot.grading.CheckDescription;
import org.messageslot.grading.Points;

/**
 * The checks that count, their points, and what a crash costs.
 *
 * <p>Immutable and thread-safe.
 */
public final class Rubric {

    /**
     * The rules that hold for all checks.
     *
     * @param crash what crashing the kernel costs, and where
     * @param mistakeCap the most that one mistake costs beyond what it costs within one group
     * @param bonus what bonus groups do to the score
     */
    public record Rules(CrashRule crash, Points mistakeCap, BonusRule bonus) {}

    private final List<Group> groups;
    private final Map<String, CheckDescription> checks;
    private final Map<String, List<String>> owners;
    private final Rules rules;

    private Rubric(
            List<Group> groups, Map<String, CheckDescription> checks, Map<String, List<String>> owners, Rules rules) {
        this.groups = List.copyOf(groups);
        this.checks = checks;
        this.owners = owners;
        this.rules = rules;
    }

    /** Keeps of each check's dependencies, and of each step's owners, those that count too. */
    static Rubric of(List<Group> groups, List<CheckDescription> checks, Map<String, List<String>> owners, Rules rules) {
        Set<String> ids = checks.stream().map(CheckDescription::id).collect(Collectors.toSet());
        Map<String, CheckDescription> byId = new LinkedHashMap<>();
        for (CheckDescription check : checks) {
            byId.put(
                    check.id(),
                    check.withDependsOn(
                            check.dependsOn().stream().filter(ids::contains).toList()));
        }
        Map<String, List<String>> kept = new TreeMap<>();
        owners.forEach(
                (step, all) -> kept.put(step, all.stream().filter(ids::contains).toList()));
        return new Rubric(groups, byId, kept, rules);
    }

    /** {@return the groups, in the order of reports} */
    public List<Group> groups() {
        return groups;
    }

    /** {@return the checks, in the order of reports: by group} */
    public List<CheckDescription> checks() {
        return List.copyOf(checks.values());
    }

    /** {@return the check of that id; empty if there is none} */
    public Optional<CheckDescription> check(String id) {
        return Optional.ofNullable(checks.get(id));
    }

    /** {@return the group that a check of this rubric is in} */
    Group groupOf(CheckDescription check) {
        return groups.stream()
                .filter(group -> group.id().equals(check.group()))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Looks up which checks ask about steps that others need.
     *
     * @param steps the steps' ids, with a blank between them
     * @return the checks of this rubric that do; none if there is no such step, or they do not count
     */
    public List<String> owners(String steps) {
        return Stream.of(steps.split(" "))
                .flatMap(step -> owners.getOrDefault(step, List.of()).stream())
                .distinct()
                .toList();
    }

    /** {@return what holds for all checks} */
    public Rules rules() {
        return rules;
    }

    /** {@return what can be reached without a bonus} */
    public Points maxScore() {
        return Points.sum(groups.stream()
                .filter(group -> !group.bonus())
                .map(Group::points)
                .toList());
    }

    /** {@return the checks in an order in which each comes after those that it depends on} */
    public List<CheckDescription> inRunningOrder() {
        Set<CheckDescription> order = new LinkedHashSet<>();
        checks.values().forEach(check -> addAfterDependencies(check, order));
        return List.copyOf(order);
    }

    private void addAfterDependencies(CheckDescription check, Set<CheckDescription> order) {
        for (String dependency : check.dependsOn()) {
            addAfterDependencies(Objects.requireNonNull(checks.get(dependency)), order);
        }
        order.add(check);
    }

    /**
     * Asks what keeps a check from being run.
     *
     * @param check the check
     * @param passed whether the check of an id passed
     * @return the first dependency that did not pass; empty if all did
     */
    public static Optional<String> obstacle(CheckDescription check, Predicate<String> passed) {
        return check.dependsOn().stream()
                .filter(dependency -> !passed.test(dependency))
                .findFirst();
    }

    /** {@return what practice needs: no bonus group, and crashing the kernel costs no more than the check} */
    public Rubric withoutBonus() {
        return keeping(check -> !groupOf(check).bonus()).forPractice();
    }

    /** {@return the same checks with the same points, for practice: crashing the kernel costs no more than the check} */
    Rubric forPractice() {
        CrashRule free = new CrashRule(Points.ZERO, CrashRule.Where.NONE, Set.of());
        return new Rubric(groups, checks, owners, new Rules(free, rules.mistakeCap(), rules.bonus()));
    }

    /** {@return the check's name with its group's, which names no group: {@code write-then-read/read-returns-length}} */
    public static String fullName(CheckDescription check) {
        return check.group() + "/" + check.id();
    }

    /**
     * Keeps some checks only, each with the points that it has; what is not kept is nobody's dependency.
     *
     * @param names ids of checks and of groups; where a check is called as a group is, its {@linkplain #fullName full name} names it
     *     alone
     * @return a rubric of those
     * @throws DataFileException if a name is unknown
     */
    public Rubric only(Set<String> names) throws DataFileException {
        Set<String> known = new LinkedHashSet<>(checks.keySet());
        groups.forEach(group -> known.add(group.id()));
        checks.values().forEach(check -> known.add(fullName(check)));
        for (String name : names) {
            if (!known.contains(name)) {
                throw new DataFileException("there is no check and no group '" + name + "' in this edition"
                        + Nearest.hint(name, known) + "; lab checks lists them");
            }
        }
        return keeping(check ->
                names.contains(check.id()) || names.contains(check.group()) || names.contains(fullName(check)));
    }

    /**
     * Adds checks of another rubric, in the groups and with the points that they have there.
     *
     * @param other a rubric of the same catalogue
     * @param wanted which of its checks; none of a group that this rubric has
     * @return this rubric, and those checks that are not in it
     */
    public Rubric with(Rubric other, Predicate<CheckDescription> wanted) {
        List<CheckDescription> more = other.checks.values().stream()
                .filter(check -> !checks.containsKey(check.id()))
                .filter(wanted)
                .toList();
        Set<String> theirs = more.stream().map(CheckDescription::group).collect(Collectors.toSet());
        Stream<Group> newGroups = other.groups.stream().filter(group -> theirs.contains(group.id()));
        return of(
                Stream.concat(groups.stream(), newGroups).toList(),
                Stream.concat(checks.values().stream(), more.stream()).toList(),
                owners,
                rules);
    }

    /**
     * Keeps some checks only, as {@link #only} does, by their ids alone: some groups are called as one of their checks is.
     *
     * @param ids ids of checks; others are left out
     * @return a rubric of those
     */
    public Rubric onlyChecks(Set<String> ids) {
        return keeping(check -> ids.contains(check.id()));
    }

    /** Keeps some checks only, each with the points that it has; what is not kept is nobody's dependency. */
    Rubric keeping(Predicate<CheckDescription> wanted) {
        List<CheckDescription> kept = checks.values().stream().filter(wanted).toList();
        List<Group> left = new ArrayList<>();
        for (Group group : groups) {
            List<Points> points = kept.stream()
                    .filter(check -> check.group().equals(group.id()))
                    .map(CheckDescription::maxPoints)
                    .toList();
            if (!points.isEmpty()) {
                left.add(new Group(group.id(), group.title(), group.bonus(), group.programs(), Points.sum(points)));
            }
        }
        return of(left, kept, owners, rules);
    }

    /** {@return the SHA-256 of all that decides on points, 64 hexadecimal digits} */
    public String sha256() {
        StringBuilder all = new StringBuilder(rules + "\n");
        groups.forEach(group -> all.append(group).append('\n'));
        checks.values().forEach(check -> all.append(check).append('\n'));
        all.append(owners);
        return DigestUtils.sha256Hex(all.toString());
    }

    /** {@return the hash of all that decides on points, so that whatever holds a rubric is described by all of it} */
    @Override
    public String toString() {
        return "Rubric[" + sha256() + "]";
    }
}
