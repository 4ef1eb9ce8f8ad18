// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.course.policy.Policy;
import org.messageslot.grading.course.time.TimesFile;
import org.messageslot.grading.slot.SlotArtifacts;

/** Makes plans of classes, with the files that an assistant would give. */
final class Plans {

    private final Path folder;
    private Facts facts = Facts.NONE;

    Plans(Path folder) {
        this.folder = folder;
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    Plans zone(String zone) {
        ZoneId home = ZoneId.of(zone);
        facts = new Facts(
                facts.worksheet(),
                facts.roster(),
                facts.times(),
                home,
                facts.policy().in(home));
        return this;
    }

    Plans worksheet(String text) throws IOException {
        MoodleSheet sheet = MoodleSheet.withTimes(CsvFile.read(file("worksheet.csv", text)), facts.zone());
        facts = new Facts(sheet, facts.roster(), facts.times(), facts.zone(), facts.policy());
        return this;
    }

    Plans roster(String text) throws IOException {
        Roster roster = Roster.read(file("roster.csv", text));
        facts = new Facts(facts.worksheet(), roster, facts.times(), facts.zone(), facts.policy());
        return this;
    }

    Plans times(String text) throws IOException {
        TimesFile times = TimesFile.read(file("times.csv", text), Optional.ofNullable(facts.zone()));
        facts = new Facts(facts.worksheet(), facts.roster(), times, facts.zone(), facts.policy());
        return this;
    }

    Plans policy(String json) throws Exception {
        Policy policy = Policy.read(file("policy.json", json));
        ZoneId zone = facts.zone();
        facts = new Facts(
                facts.worksheet(), facts.roster(), facts.times(), zone, zone == null ? policy : policy.in(zone));
        return this;
    }

    Facts facts() {
        return facts;
    }

    Plan of(Zips zips) throws IOException {
        return of(zips.into(folder.resolve("class.zip")), null);
    }

    Plan of(Path path, @Nullable PlanFile given) throws IOException {
        try (Intake intake = Intake.open(List.of(path), false, SlotArtifacts.ALL)) {
            return intake.plan(facts, given);
        }
    }

    /** Writes a plan, changes it as a person would, and plans by it. */
    Plan again(Path path, Plan plan, String from, String to) throws IOException {
        String text = PlanFile.render(plan, facts);
        if (!text.contains(from)) {
            throw new AssertionError("there is no '" + from + "' in\n" + text);
        }
        return of(path, PlanFile.read(file("plan.csv", text.replace(from, to)), facts.zone()));
    }

    static PlanRow row(Plan plan, String student) {
        return plan.rows().stream()
                .filter(row -> row.student().equals(student))
                .findFirst()
                .orElseThrow(() -> new AssertionError(student + " is not in " + plan.rows()));
    }
}
