// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.course.Claim.Whose;
import org.messageslot.grading.course.time.Moment;
import org.messageslot.grading.course.time.TimesFile;
import org.messageslot.grading.submission.Artifacts;
import org.messageslot.grading.submission.Shown;

/** Makes the plan of a class: facts first, then what a person wrote into an earlier plan, then what is still in doubt. */
final class Planner {

    private final Layout layout;
    private final Map<String, Material> materials;
    private final List<String> strays;
    private final Facts facts;
    private final @Nullable PlanFile given;

    /** What one student handed in, by all the class says. */
    record Material(String submission, List<Claim> claims, List<HandedIn> candidates) {

        Claim first() {
            return claims.get(0);
        }
    }

    Planner(
            Layout layout,
            Map<String, Material> materials,
            List<String> strays,
            Facts facts,
            @Nullable PlanFile given) {
        this.layout = layout;
        this.materials = materials;
        this.strays = strays;
        this.facts = facts;
        this.given = given;
    }

    /** {@return what each student handed in, by the name of the row} */
    static Map<String, Material> materials(List<Claim> claims, Artifacts artifacts) {
        Map<String, List<Claim>> byStudent = new LinkedHashMap<>();
        for (Claim claim : claims) {
            String student = claim.whose().student();
            byStudent
                    .computeIfAbsent(student.isEmpty() ? " " + claim.where() : student, one -> new ArrayList<>())
                    .add(claim);
        }
        Map<String, Material> materials = new LinkedHashMap<>();
        for (List<Claim> own : byStudent.values()) {
            String name = Shown.name(own.get(0).where());
            for (int twin = 2; materials.containsKey(name); twin++) {
                name = Shown.name(own.get(0).where()) + " #" + twin;
            }
            List<HandedIn> candidates = own.stream()
                    .flatMap(claim -> HandedIn.of(claim, artifacts).stream())
                    .toList();
            materials.put(name, new Material(name, own, candidates));
        }
        return materials;
    }

    Plan plan() throws IOException {
        demandSameClass();
        List<PlanRow> rows = new ArrayList<>();
        for (Material material : materials.values()) {
            rows.add(row(material));
        }
        demandTimes(rows);
        List<PlanRow> judged = new ArrayList<>(new Doubts(layout, facts, rows).judged());
        judged.sort(Comparator.comparing(PlanRow::student).thenComparing(PlanRow::submission));
        judged.addAll(missing(rows));
        List<PlanRow> settled = judged.stream().map(this::settled).toList();
        List<String> general = new Doubts(layout, facts, rows).general();
        return new Plan(
                layout,
                facts.zone() == null ? "" : facts.zone().getId(),
                settled,
                strays,
                given != null && given.settles(general) ? List.of() : general);
    }

    private void demandSameClass() throws ClassException {
        if (given == null) {
            return;
        }
        for (String submission : materials.keySet()) {
            if (given.row(submission).isEmpty()) {
                throw new ClassException(given.name() + " has no row for " + submission
                        + "; the class is not the one that the plan was made of: make a new one.");
            }
        }
        given.demandKnown(materials.keySet());
    }

    private PlanRow row(Material material) throws IOException {
        Optional<PlanFile.EditedRow> written = given == null ? Optional.empty() : given.row(material.submission());
        Choice choice = Choice.among(material.candidates());
        if (written.isPresent()) {
            choice = written.get().choice(choice, material.candidates());
        }
        Whose whose = material.first().whose();
        List<String> doubts = new ArrayList<>();
        String own = shown(whose.student());
        // A spreadsheet takes zeros away that a number begins with; that is no correction.
        String student = written.map(PlanFile.EditedRow::student)
                .filter(one -> !Roster.plain(one).equals(Roster.plain(own)))
                .orElse(own);
        List<Member> members = members(whose, written);
        boolean corrected = !student.equals(own) || !ids(members).equals(ids(whose.members()));
        if (!whose.doubt().isEmpty() && !corrected) {
            doubts.add(whose.doubt());
        }
        doubts.addAll(choice.doubts());
        boolean late = material.claims().stream().anyMatch(Claim::markedLate);
        return new PlanRow(
                material.submission(),
                student,
                Shown.name(written.map(PlanFile.EditedRow::text).orElse(whose.name())),
                members,
                corrected ? "plan" : whose.by(),
                choice.counts().stream().map(HandedIn::where).toList(),
                choice.folder(),
                others(material, choice),
                time(material, members, written),
                late,
                "",
                doubts,
                false);
    }

    private static List<PlanRow.Other> others(Material material, Choice choice) {
        return Stream.concat(
                        choice.others().stream(), material.claims().stream().flatMap(claim -> claim.earlier().stream()))
                .toList();
    }

    /** {@return an id fit to be shown; of two long ones that differ, it differs, too} */
    private static String shown(String id) {
        String shown = Shown.name(id);
        return shown.length() < Shown.name(id + " ").length()
                ? shown
                : shown + " " + DigestUtils.sha256Hex(id).substring(0, 8);
    }

    private static List<String> ids(List<Member> members) {
        return members.stream().map(one -> Shown.name(one.id())).toList();
    }

    private static List<String> plain(List<String> ids) {
        return ids.stream().map(Roster::plain).toList();
    }

    /** Those whom the plan names, with all that is known of them. */
    private List<Member> members(Whose whose, Optional<PlanFile.EditedRow> written) {
        boolean same = written.isEmpty() || plain(written.get().members()).equals(plain(ids(whose.members())));
        if (same) {
            return whose.members();
        }
        return written.orElseThrow().members().stream()
                .map(id -> Optional.ofNullable(facts.worksheet())
                        .flatMap(sheet -> sheet.participant(id))
                        .orElse(Member.of(id)))
                .toList();
    }

    /** The plan's own time, a table's, the course system's, the worksheet's, and nothing else. */
    private Optional<Moment> time(Material material, List<Member> members, Optional<PlanFile.EditedRow> written) {
        Optional<Moment> said = material.claims().stream()
                .map(Claim::said)
                .filter(Objects::nonNull)
                .max(Comparator.comparing(Moment::at));
        Optional<Moment> known =
                table(members, material.first().whose()).or(() -> said).or(() -> worksheet(members));
        return written.flatMap(row -> row.time(known)).or(() -> known);
    }

    private Optional<Moment> table(List<Member> members, Whose whose) {
        TimesFile times = facts.times();
        if (times == null) {
            return Optional.empty();
        }
        Set<String> ids = new HashSet<>(Set.of(Roster.plain(whose.student())));
        members.stream().flatMap(Member::ids).map(Roster::plain).forEach(ids::add);
        return times.moments().entrySet().stream()
                .filter(entry -> ids.contains(Roster.plain(entry.getKey())))
                .flatMap(entry -> entry.getValue().stream())
                .max(Comparator.naturalOrder())
                .map(at -> new Moment(at, "table"));
    }

    private Optional<Moment> worksheet(List<Member> members) {
        MoodleSheet sheet = facts.worksheet();
        return sheet == null
                ? Optional.empty()
                : members.stream()
                        .flatMap(member -> sheet.submitted(member.id()).stream())
                        .max(Comparator.comparing(Moment::at));
    }

    /** With a policy, somebody has to say when things came; what an archive says is when it was made. */
    private void demandTimes(List<PlanRow> rows) throws ClassException {
        boolean needed = facts.policy().due() != null && layout != Layout.CANVAS && !rows.isEmpty();
        if (needed && rows.stream().allMatch(row -> row.at().isEmpty())) {
            throw new ClassException("the policy needs to know when each submission was handed in, and "
                    + layout.words()
                    + " do" + (layout == Layout.PLAIN || layout == Layout.CLASSROOM ? "" : "es") + " not say it: "
                    + TimeSources.fetch(layout, facts));
        }
    }

    private List<PlanRow> missing(List<PlanRow> rows) {
        Set<String> missing = new LinkedHashSet<>();
        if (facts.roster() != null) {
            missing.addAll(facts.roster()
                    .missingMembers(rows.stream()
                            .map(row ->
                                    new Roster.RosterKey(new HashSet<>(row.ids().toList()), Roster.plain(row.name())))
                            .toList()));
        } else if (given != null) {
            missing.addAll(given.missing());
        }
        return missing.stream()
                .map(who -> new PlanRow(
                        "",
                        who,
                        "",
                        List.of(),
                        "roster",
                        List.of(),
                        "",
                        List.of(),
                        Optional.empty(),
                        false,
                        "",
                        List.of("on the roster, and handed in nothing"),
                        false))
                .toList();
    }

    private PlanRow settled(PlanRow row) {
        boolean settled = given != null
                && (row.isSubmission()
                        ? given.row(row.submission())
                                .filter(written -> written.settles(row.doubts()))
                                .isPresent()
                        : given.settlesMissing(row.student(), row.doubts()));
        return row.with(row.late(), row.doubts(), settled);
    }

    /** {@return a handing as the policy asks for one, before it lies anywhere} */
    static Handing handing(PlanRow row, Path place) {
        return new Handing(
                row.student(),
                row.name(),
                row.submission(),
                row.at().map(Moment::at),
                row.markedLate(),
                SafeName.of(row.student()),
                place,
                row.members());
    }
}
