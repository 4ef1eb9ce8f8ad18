// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.rubric;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.messageslot.grading.CheckDescription;
import org.messageslot.grading.Points;

/**
 * All checks that there are, with their clauses and groups: the file {@code checks.json}.
 *
 * <p>An edition picks groups from it and gives them points. Immutable and thread-safe.
 */
public final class Catalogue {

    private static final String FILE = "checks.json";

    private final Map<String, String> clauses;
    private final Map<String, Named> groups;
    private final Map<String, CatalogueEntry> entries;
    private final Map<String, List<String>> owners;

    /** A group before it has points. */
    private record Named(String id, String title, boolean programs) {}

    private Catalogue(
            Map<String, String> clauses,
            Map<String, Named> groups,
            Map<String, CatalogueEntry> entries,
            Map<String, List<String>> owners) {
        this.owners = Collections.unmodifiableMap(owners);
        this.clauses = Collections.unmodifiableMap(clauses);
        this.groups = Collections.unmodifiableMap(groups);
        this.entries = Collections.unmodifiableMap(entries);
    }

    /**
     * Reads the catalogue of an assignment.
     *
     * @param assignment its class, beside which {@code checks.json} lies
     * @return the catalogue
     * @throws IllegalStateException if the file says something that cannot be
     */
    public static Catalogue beside(Class<?> assignment) {
        try (InputStream in = Objects.requireNonNull(assignment.getResourceAsStream(FILE), FILE)) {
            return parse(FILE, new String(in.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (DataFileException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Reads a catalogue.
     *
     * @param place the file, as messages name it
     * @param text its text
     * @return the catalogue
     * @throws DataFileException if the file says something that cannot be
     */
    public static Catalogue parse(String place, String text) throws DataFileException {
        Fields file = Fields.parse(place, text);
        Catalogue catalogue = new Catalogue(
                clauses(file.object("clauses")),
                groups(file.objects("groups")),
                entries(file.objects("checks")),
                file.has("steps") ? owners(file.object("steps")) : Map.of());
        file.done();
        for (CatalogueEntry entry : catalogue.entries.values()) {
            catalogue.checkReferences(place, entry);
        }
        catalogue.checkOwners(place);
        catalogue.checkThatNoCircle(place);
        return catalogue;
    }

    private static Map<String, String> clauses(Fields fields) throws DataFileException {
        Map<String, String> clauses = new LinkedHashMap<>();
        for (String clause : fields.names()) {
            clauses.put(clause, fields.text(clause));
        }
        return clauses;
    }

    private static Map<String, List<String>> owners(Fields fields) throws DataFileException {
        Map<String, List<String>> owners = new LinkedHashMap<>();
        for (String step : fields.names()) {
            owners.put(step, fields.texts(step));
        }
        return owners;
    }

    private void checkOwners(String place) throws DataFileException {
        for (Map.Entry<String, List<String>> step : owners.entrySet()) {
            for (String id : step.getValue()) {
                if (!entries.containsKey(id)) {
                    throw new DataFileException(place + ": the step '" + step.getKey() + "' names the check '" + id
                            + "', which is not there" + Nearest.hint(id, entries.keySet()) + ".");
                }
            }
        }
    }

    private static Map<String, Named> groups(List<Fields> list) throws DataFileException {
        Map<String, Named> groups = new LinkedHashMap<>();
        for (Fields fields : list) {
            Named group = new Named(
                    fields.text("id"), fields.text("title"), fields.has("programs") && fields.truth("programs"));
            if (groups.put(group.id(), group) != null) {
                throw twice(fields, "group", group.id());
            }
            fields.done();
        }
        return groups;
    }

    private static Map<String, CatalogueEntry> entries(List<Fields> list) throws DataFileException {
        Map<String, CatalogueEntry> entries = new LinkedHashMap<>();
        for (Fields fields : list) {
            CatalogueEntry entry = CatalogueEntry.read(fields);
            if (entries.put(entry.id(), entry) != null) {
                throw twice(fields, "check", entry.id());
            }
        }
        return entries;
    }

    private static DataFileException twice(Fields fields, String kind, String id) {
        return new DataFileException(fields.place() + ": there is another " + kind + " '" + id + "' before this one.");
    }

    private void checkReferences(String place, CatalogueEntry entry) throws DataFileException {
        require(place, entry, "group", entry.group(), groups.keySet());
        for (String clause : entry.requirements()) {
            require(place, entry, "clause", clause, clauses.keySet());
        }
        for (String dependency : entry.dependsOn()) {
            require(place, entry, "check", dependency, entries.keySet());
        }
    }

    private static void require(String place, CatalogueEntry entry, String kind, String name, Set<String> known)
            throws DataFileException {
        if (!known.contains(name)) {
            throw new DataFileException(place + ": the check '" + entry.id() + "' names the " + kind + " '" + name
                    + "', which is not there" + Nearest.hint(name, known) + ".");
        }
    }

    private void checkThatNoCircle(String place) throws DataFileException {
        Set<String> settled = new HashSet<>();
        for (String id : entries.keySet()) {
            follow(place, id, new LinkedHashSet<>(), settled);
        }
    }

    private void follow(String place, String id, Set<String> path, Set<String> settled) throws DataFileException {
        if (settled.contains(id)) {
            return;
        }
        if (!path.add(id)) {
            throw new DataFileException(
                    place + ": these checks depend on each other in a circle: " + String.join(", ", path) + ".");
        }
        for (String dependency : Objects.requireNonNull(entries.get(id)).dependsOn()) {
            follow(place, dependency, path, settled);
        }
        path.remove(id);
        settled.add(id);
    }

    /** {@return the ids of all checks, in the file's order} */
    public Set<String> ids() {
        return entries.keySet();
    }

    /**
     * Looks up what a check asks.
     *
     * @param id one of {@link #ids()}
     * @return the check as a question or a claim
     */
    public String title(String id) {
        return Objects.requireNonNull(entries.get(id), id).title();
    }

    /** {@return the ids of all groups, in the file's order} */
    public Set<String> groups() {
        return groups.keySet();
    }

    /** {@return the steps that some check needs and others ask about, in the file's order} */
    public Set<String> steps() {
        return owners.keySet();
    }

    /** {@return the clauses that some check cites} */
    public Set<String> citedClauses() {
        Set<String> cited = new TreeSet<>();
        entries.values().forEach(entry -> cited.addAll(entry.requirements()));
        return cited;
    }

    /**
     * Looks up what a clause says.
     *
     * @param id the clause, {@code R-W4} for example
     * @return its text; empty if the catalogue does not know it
     */
    public Optional<String> clause(String id) {
        return Optional.ofNullable(clauses.get(id));
    }

    /**
     * Compares the catalogue with the checks that are implemented.
     *
     * @param implemented the ids of all implemented checks
     * @return one sentence for each difference; empty if both are the same set
     */
    public List<String> differencesTo(Set<String> implemented) {
        List<String> differences = new ArrayList<>();
        for (String id : entries.keySet()) {
            if (!implemented.contains(id)) {
                differences.add("'" + id + "' is in " + FILE + ", but no check implements it.");
            }
        }
        for (String id : new TreeSet<>(implemented)) {
            if (!entries.containsKey(id)) {
                differences.add("'" + id + "' is implemented, but is not in " + FILE + ".");
            }
        }
        return differences;
    }

    /**
     * Gives the checks of some groups their points.
     *
     * @param place the edition's file, as messages name it
     * @param points the points of each ordinary group; a group that is not named is left out
     * @param bonusPoints the points of each bonus group
     * @param adjustments what changes about single checks, by id
     * @param rules what holds for all of them
     * @return the rubric
     * @throws DataFileException if a group or a check is unknown, or points are too few to be shared out
     */
    public Rubric rubric(
            String place,
            Map<String, Points> points,
            Map<String, Points> bonusPoints,
            Map<String, Adjustment> adjustments,
            Rubric.Rules rules)
            throws DataFileException {
        checkNames(place, "group", points.keySet(), groups.keySet());
        checkNames(place, "group", bonusPoints.keySet(), groups.keySet());
        checkNames(place, "check", adjustments.keySet(), entries.keySet());
        List<Group> chosen = new ArrayList<>();
        List<CheckDescription> checks = new ArrayList<>();
        checkNames(place, "group", rules.crash().groups(), groups.keySet());
        for (Named named : groups.values()) {
            Optional<Group> group = group(place, named, points, bonusPoints);
            if (group.isPresent() && (!group.get().bonus() || rules.bonus() != BonusRule.OFF)) {
                chosen.add(group.get());
                checks.addAll(shareOut(place, group.get(), adjustments));
            }
        }
        return Rubric.of(chosen, checks, owners, rules);
    }

    private static void checkNames(String place, String kind, Set<String> names, Set<String> known)
            throws DataFileException {
        for (String name : names) {
            if (!known.contains(name)) {
                throw new DataFileException(
                        place + ": there is no " + kind + " '" + name + "'" + Nearest.hint(name, known) + ".");
            }
        }
    }

    private static Optional<Group> group(
            String place, Named named, Map<String, Points> ordinary, Map<String, Points> bonus)
            throws DataFileException {
        String id = named.id();
        Points points = ordinary.get(id);
        Points extra = bonus.get(id);
        if (points != null && extra != null) {
            throw new DataFileException(
                    place + ": the group '" + id + "' is in points and in bonusPoints; it should be in one of them.");
        }
        if (points != null) {
            return Optional.of(new Group(id, named.title(), false, named.programs(), points));
        }
        return Optional.ofNullable(extra).map(some -> new Group(id, named.title(), true, named.programs(), some));
    }

    /** Shares a group's points out, in hundredths, so that they add up: the largest remainders get what is left. */
    private List<CheckDescription> shareOut(String place, Group group, Map<String, Adjustment> adjustments)
            throws DataFileException {
        List<CatalogueEntry> members = entries.values().stream()
                .filter(entry -> entry.group().equals(group.id()))
                .filter(entry -> !adjustment(adjustments, entry).omit())
                .toList();
        if (members.isEmpty() || group.points().hundredths() < members.size()) {
            throw new DataFileException(place + ": the group '" + group.id() + "' has " + members.size()
                    + " checks for its " + group.points()
                    + " points; each needs at least 0.01, and a group without checks should be left out.");
        }
        int[] shares = members.stream()
                .mapToInt(entry -> adjustment(adjustments, entry).share().orElse(entry.share()))
                .toArray();
        int[] hundredths = Apportionment.of(group.points().hundredths(), shares);
        List<CheckDescription> checks = new ArrayList<>();
        for (int i = 0; i < hundredths.length; i++) {
            CatalogueEntry entry = members.get(i);
            checks.add(entry.described(
                    new Points(hundredths[i]), adjustment(adjustments, entry).visibility()));
        }
        return checks;
    }

    private static Adjustment adjustment(Map<String, Adjustment> adjustments, CatalogueEntry entry) {
        return adjustments.getOrDefault(entry.id(), Adjustment.NONE);
    }
}
