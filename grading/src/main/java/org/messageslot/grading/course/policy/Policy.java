// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course.policy;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Points;
import org.messageslot.grading.Submitted;
import org.messageslot.grading.course.Graded;
import org.messageslot.grading.course.Handing;
import org.messageslot.grading.course.Roster;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.rubric.Fields;

/**
 * What a course does about submissions that are late, and until when it hides what its edition hides.
 *
 * <p>It goes by when a submission was handed in, and never by the time of day: whoever grades again next year gets the same.
 * Immutable and thread-safe.
 *
 * @param due when submissions are due; {@code null} if nothing is ever late
 * @param grace how much later is still in time
 * @param late what lateness costs; {@code null} if nothing
 * @param extensions for whom they are due later, by id as the file has it
 * @param hiddenUntil when students may see the checks that the edition hides; {@code null} for never
 */
public record Policy(
        @Nullable Instant due,
        Duration grace,
        @Nullable Late late,
        Map<String, Instant> extensions,
        @Nullable Instant hiddenUntil) {

    /** Nothing is late, and what is hidden stays so. */
    public static final Policy NONE = new Policy(null, Duration.ZERO, null, Map.of(), null);

    private static final long MAX_FILE_BYTES = 1 << 20;
    private static final int MOST_MINUTES = 7 * 24 * 60;
    private static final int ALL = 100;

    /** Keep a copy of the map. */
    public Policy {
        extensions = Map.copyOf(extensions);
    }

    /**
     * What lateness costs.
     *
     * @param percentPerDay how much of the most points for each day that has begun, 0 to 100
     * @param mostPercent how much at most, 0 to 100
     * @param closesAfterDays after how many days nothing is left, 1 to 1000
     */
    public record Late(int percentPerDay, int mostPercent, int closesAfterDays) {}

    /**
     * Read a policy.
     *
     * @param path the file
     * @return the policy
     * @throws DataFileException if the file cannot be read, or says something that cannot be
     */
    public static Policy read(Path path) throws DataFileException {
        try {
            if (Files.isRegularFile(path) && Files.size(path) > MAX_FILE_BYTES) {
                throw new DataFileException(path + " is larger than 1 MiB; that is no policy.");
            }
            return parse(path.toString(), Files.readString(path));
        } catch (CharacterCodingException e) {
            throw new DataFileException(path + " is no text in UTF-8; save it as such.");
        } catch (IOException e) {
            throw new DataFileException(
                    Files.exists(path)
                            ? path + " cannot be read: " + e.getMessage() + "."
                            : "there is no file " + path + "; give the path of a policy.");
        }
    }

    static Policy parse(String place, String text) throws DataFileException {
        Fields file = Fields.parse(place, text);
        Instant due = file.has("due") ? time(file, "due") : null;
        Duration grace = file.has("graceMinutes")
                ? Duration.ofMinutes(file.integer("graceMinutes", 0, MOST_MINUTES))
                : Duration.ZERO;
        Late late = file.has("late") ? late(file.object("late")) : null;
        Map<String, Instant> extensions = new LinkedHashMap<>();
        if (file.has("extensions")) {
            Fields all = file.object("extensions");
            for (String id : all.names()) {
                extensions.put(id, time(all, id));
            }
        }
        Instant hiddenUntil = file.has("hiddenUntil") ? time(file, "hiddenUntil") : null;
        file.done();
        boolean needsDue = late != null || !extensions.isEmpty() || !grace.isZero();
        if (due == null && needsDue) {
            throw new DataFileException(
                    place + ": 'due' is missing, and without it nothing is late; write 2024-01-17T23:59:00+02:00 for"
                            + " example.");
        }
        return new Policy(due, grace, late, extensions, hiddenUntil);
    }

    private static Late late(Fields fields) throws DataFileException {
        Late late = new Late(
                fields.integer("percentPerDay", 0, ALL),
                fields.has("mostPercent") ? fields.integer("mostPercent", 0, ALL) : ALL,
                fields.has("closesAfterDays") ? fields.integer("closesAfterDays", 1, 1000) : Integer.MAX_VALUE);
        fields.done();
        return late;
    }

    /** Only with an offset is it the same moment on every machine. */
    private static Instant time(Fields fields, String name) throws DataFileException {
        String text = fields.text(name);
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new DataFileException(fields.place() + ": '" + name
                    + "' should be a date, a time and the offset from UTC, 2024-01-17T23:59:00+02:00 for example, not \""
                    + text + "\".");
        }
    }

    /**
     * Apply the policy to a grade.
     *
     * @param graded a submission and its grade, to which no policy was applied yet
     * @return the same, with what lateness costs, and a remark that says why
     */
    public Graded applied(Graded graded) {
        Handing handing = graded.handing();
        if (due == null) {
            return graded;
        }
        Instant own = dueOf(handing);
        if (handing.at().isEmpty()) {
            return remarked(graded, Points.ZERO, "When it was handed in is not known, so it counts as in time.");
        }
        Duration over = Duration.between(own, handing.at().get());
        if (over.compareTo(grace) <= 0) {
            return graded;
        }
        Points lost = lost(graded.grade(), over);
        String cost = lost.isPositive() ? "; that costs " + lost + " points." : "; that costs nothing.";
        return remarked(graded, lost, "It was handed in " + words(over) + " late" + cost);
    }

    private Points lost(Grade grade, Duration over) {
        Points score = grade.score();
        if (late == null || score == null) {
            return Points.ZERO;
        }
        long days = days(over);
        if (days > late.closesAfterDays()) {
            return score;
        }
        long percent = Math.min(late.mostPercent(), days * late.percentPerDay());
        return new Points((int) (grade.maxScore().hundredths() * percent / ALL)).min(score);
    }

    /** A day that has begun counts. */
    private static long days(Duration over) {
        return over.minusNanos(1).toDays() + 1;
    }

    private static Graded remarked(Graded graded, Points lost, String sentence) {
        Submitted submission = graded.grade().submission();
        List<String> remarks = new ArrayList<>(submission.remarks());
        remarks.add(sentence);
        Submitted other = submission.withRemarks(remarks);
        return new Graded(graded.handing(), graded.grade().withSubmission(other).withLate(lost), graded.remembered());
    }

    private Instant dueOf(Handing handing) {
        Instant usual = java.util.Objects.requireNonNull(due);
        return extensions.entrySet().stream()
                .filter(extension -> isMeant(extension.getKey(), handing))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(usual);
    }

    private static boolean isMeant(String id, Handing handing) {
        return handing.key().equals(id)
                || Roster.words(id).stream()
                        .anyMatch(word -> Roster.ids(handing).anyMatch(word::equals));
    }

    private static String words(Duration over) {
        long minutes = Math.max(1, over.toMinutes());
        if (minutes < 60) {
            return minutes + " min";
        }
        long hours = over.toHours();
        return hours < 48 ? hours + " h" : over.toDays() + " days and " + hours % 24 + " h";
    }

    /**
     * Find extensions that are nobody's, for they may be misspelt.
     *
     * @param handings what was handed in
     * @return the ids, in order
     */
    public List<String> nobodys(List<Handing> handings) {
        return extensions.keySet().stream()
                .filter(id -> handings.stream().noneMatch(handing -> isMeant(id, handing)))
                .sorted()
                .toList();
    }

    /**
     * Ask whether students may see what the edition hides.
     *
     * @param asOf the moment that is asked about; empty if the user named none
     * @return whether they may; without a moment they may not
     */
    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    public boolean reveals(Optional<Instant> asOf) {
        return hiddenUntil != null
                && asOf.filter(moment -> !moment.isBefore(hiddenUntil)).isPresent();
    }
}
