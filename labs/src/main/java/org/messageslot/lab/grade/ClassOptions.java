// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.grade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.course.ClassException;
import org.messageslot.grading.course.CsvFile;
import org.messageslot.grading.course.Facts;
import org.messageslot.grading.course.Intake;
import org.messageslot.grading.course.MoodleSheet;
import org.messageslot.grading.course.PlanFile;
import org.messageslot.grading.course.Roster;
import org.messageslot.grading.course.Shard;
import org.messageslot.grading.course.policy.Policy;
import org.messageslot.grading.course.time.TimesFile;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.slot.SlotArtifacts;
import org.messageslot.lab.terminal.LabException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of {@code lab grade} that are for a class, and the files that they name. */
final class ClassOptions {

    @Option(
            names = "--plan",
            paramLabel = "FILE.csv",
            description =
                    "Of a class: write who gets a grade for which file, handed in when, and grade nothing; if the file"
                            + " is there, grade as it says.")
    private @Nullable Path plan;

    @Option(
            names = "--roster",
            paramLabel = "FILE.csv",
            description = "Of a class: who should have handed in something, one in each row; says who is missing.")
    private @Nullable Path roster;

    @Option(
            names = "--worksheet",
            paramLabel = "FILE.csv",
            description =
                    "Of a class from Moodle: the offline grading worksheet, which says who is in which group, and when"
                            + " each submission came.")
    private @Nullable Path worksheet;

    @Option(
            names = "--times",
            paramLabel = "FILE.csv",
            description = "Of a class: when each student handed in, id and time in each row; or GitHub Classroom's"
                    + " classroom_grades.csv.")
    private @Nullable Path times;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "Of a class: where times without an offset are at home, and where late days are counted,"
                    + " Asia/Jerusalem for example.")
    private @Nullable String zone;

    @Option(
            names = "--policy",
            paramLabel = "FILE.json",
            description = "Of a class: what lateness costs, who has an extension, until when checks are hidden.")
    private @Nullable Path policyFile;

    @Option(
            names = "--as-of",
            paramLabel = "TIME",
            description = "Of a class with a policy: what students see is what they may see at this time,"
                    + " 2024-02-01T00:00:00+02:00 for example (default: before anything is revealed).")
    private @Nullable String asOf;

    @Option(
            names = "--again",
            split = ",",
            paramLabel = "STUDENT|CHECK|all",
            description = "Of a class: grade these again although they are finished.")
    private List<String> again = new ArrayList<>();

    @Option(
            names = "--shard",
            paramLabel = "I/N",
            description = "Of a class: grade only the I-th of N parts; lab merge puts them together.")
    private @Nullable String shard;

    @Option(names = "--class", description = "PATH is a class, though it may not look like one.")
    private boolean asClass;

    @Option(names = "--single", description = "PATH is one submission, though it may look like a class.")
    private boolean asSingle;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    /** {@return whether the paths are a class} */
    boolean isClass(List<Path> paths) {
        if (asClass && asSingle) {
            throw wrong("--class and --single contradict each other; give one of them, or none.");
        }
        Path first = paths.get(0);
        try {
            boolean whole = !asSingle
                    && (asClass
                            || paths.size() > 1
                            || Intake.layout(first, SlotArtifacts.ALL).isPresent());
            if (!whole && paths.size() > 1) {
                throw wrong("--single means one path, and there are " + paths.size() + ".");
            }
            if (!whole && isForClass()) {
                throw wrong("--roster, --again, --shard, --policy and --as-of are for a class, as are --plan,"
                        + " --worksheet, --times and --zone, and " + first
                        + " looks like one submission; give --class if it is one.");
            }
            return whole;
        } catch (ClassException e) {
            throw wrong(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw LabException.missing(first + " cannot be read: " + e.getMessage());
        }
    }

    private boolean isForClass() {
        return roster != null
                || !again.isEmpty()
                || shard != null
                || policyFile != null
                || asOf != null
                || plan != null
                || worksheet != null
                || times != null
                || zone != null;
    }

    /** {@return whether a plan is wanted and nothing else: its file is not there yet} */
    boolean isForPlanOnly() {
        return plan != null && !Files.exists(plan);
    }

    List<String> again() {
        return again;
    }

    @Nullable
    Shard shard() {
        try {
            return shard == null ? null : Shard.of(shard);
        } catch (ClassException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    /** Reads every file that the user gave; the first that is wrong ends the command. */
    ClassIntake intake(List<Path> paths, boolean yes) {
        shard();
        Policy policy = policy();
        boolean reveals = policy.reveals(moment());
        ZoneId home = zone(policy);
        try {
            Facts facts = new Facts(
                    worksheet == null ? null : MoodleSheet.withTimes(CsvFile.read(worksheet), home),
                    roster == null ? null : Roster.read(roster),
                    times == null ? null : TimesFile.read(times, Optional.ofNullable(home)),
                    home,
                    home == null ? policy : policy.in(home));
            PlanFile given = plan == null || isForPlanOnly() ? null : PlanFile.read(plan, home);
            return new ClassIntake(paths, asClass, facts, plan, given, yes, reveals);
        } catch (ClassException e) {
            throw wrong(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw LabException.missing("a file of the class cannot be read: " + e.getMessage());
        }
    }

    /** A policy may name a zone; that of its due date alone is no zone, for it does not know when clocks change. */
    private @Nullable ZoneId zone(Policy policy) {
        if (zone == null) {
            return policy.zone() instanceof ZoneOffset ? null : policy.zone();
        }
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw wrong("--zone is a time zone, Asia/Jerusalem, Europe/Berlin or UTC for example, not '" + zone + "'.");
        }
    }

    private Policy policy() {
        try {
            return policyFile == null ? Policy.NONE : Policy.read(policyFile);
        } catch (DataFileException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private Optional<Instant> moment() {
        if (asOf != null && policyFile == null) {
            throw wrong("--as-of goes with --policy FILE.json, which says what is hidden until when.");
        }
        try {
            return Optional.ofNullable(asOf)
                    .map(text -> OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            throw wrong(
                    "--as-of is a date, a time and the offset from UTC, 2024-02-01T00:00:00+02:00 for example, not '"
                            + asOf + "'.");
        }
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }
}
