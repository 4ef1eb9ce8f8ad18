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
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
 * Says what a course does about submissions that are late, and until when it hides what its edition hides.
 *
 * <p>It goes by when a submission was handed in, and never by the time of day: whoever grades again next year gets the same.
 * Immutable and thread-safe.
 *
 * @param due when submissions are due; {@code null} if nothing is ever late
 * @param grace how much later is still in time
 * @param late what lateness costs; {@code null} if nothing
 * @param extensions for whom they are due later, by id as the file has it
 * @param hiddenUntil when students may see the checks that the edition hides; {@code null} for never
 * @param zone where days are counted, as people count them there; that of {@code due} if nobody names one
 */
public record Policy(
        @Nullable Instant due,
        Duration grace,
        @Nullable Late late,
        Map<String, Instant> extensions,
        @Nullable Instant hiddenUntil,
        ZoneId zone) {

    /** Nothing is late, and what is hidden stays so. */
    public static final Policy NONE = new Policy(null, Duration.ZERO, null, Map.of(), null, ZoneOffset.UTC);

    private static final long MAX_FILE_BYTES = 1 << 20;
    private static final int MOST_MINUTES = 7 * 24 * 60;
    private static final int ALL = 100;
    private static final Pattern FIELD = Pattern.compile("'([^']+)'");

    /** Keep a copy of the map. */
    public Policy {
        extensions = Map.copyOf(extensions);
    }

    /**
     * Says what lateness costs.
     *
     * @param percentPerDay how much of the most points for each day that has begun, 0 to 100
     * @param mostPercent how much at most, 0 to 100
     * @param closesAfterDays after how many days nothing is left, 1 to 1000
     */
    public record Late(int percentPerDay, int mostPercent, int closesAfterDays) {}

    /**
     * Reads a policy.
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
            String text = Files.readString(path);
            try {
                return parse(path.toString(), text);
            } catch (DataFileException e) {
                throw located(path, text, e);
            }
        } catch (CharacterCodingException e) {
            throw new DataFileException(path + " is no text in UTF-8; save it as such.");
        } catch (IOException e) {
            throw new DataFileException(
                    Files.exists(path)
                            ? path + " cannot be read: " + e.getMessage() + "."
                            : "there is no file " + path + "; give the path of a policy.");
        }
    }

    /** Says where the field stands that is wrong; what is no JSON at all says so itself. */
    private static DataFileException located(Path path, String text, DataFileException e) {
        String sentence = String.valueOf(e.getMessage());
        Matcher field = FIELD.matcher(sentence);
        Matcher at = Pattern.compile("\"" + Pattern.quote(field.find() ? field.group(1) : "\n") + "\"\\s*:")
                .matcher(text);
        if (!at.find()) {
            return e;
        }
        String before = text.substring(0, at.start());
        long line = before.chars().filter(c -> c == '\n').count() + 1;
        int column = before.length() - before.lastIndexOf('\n');
        return new DataFileException(path + ", line " + line + ", column " + column + ": "
                + sentence.substring(path.toString().length()).replaceFirst("^[:,] ", ""));
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
        boolean needsDue = late != null || !extensions.isEmpty() || !grace.isZero();
        if (due == null && needsDue) {
            throw new DataFileException(
                    place + ": 'due' is missing, and without it nothing is late; write 2024-01-17T23:59:00+02:00 for"
                            + " example.");
        }
        ZoneId zone = file.has("zone") ? zone(file) : null;
        ZoneOffset offset = due == null ? ZoneOffset.UTC : offset(file, "due");
        file.done();
        return new Policy(due, grace, late, extensions, hiddenUntil, zone == null ? offset : zone);
    }

    private static ZoneId zone(Fields file) throws DataFileException {
        String name = file.text("zone");
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new DataFileException(
                    file.place() + ": 'zone' should be a time zone, Asia/Jerusalem for example, not \"" + name + "\".");
        }
    }

    private static ZoneOffset offset(Fields file, String name) throws DataFileException {
        return OffsetDateTime.parse(file.text(name)).getOffset();
    }

    /**
     * Counts days elsewhere.
     *
     * @param other the zone
     * @return the same policy, with days as people count them there
     */
    public Policy in(ZoneId other) {
        return new Policy(due, grace, late, extensions, hiddenUntil, other);
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

    /** {@return all that the policy says, in one line; equal for equal policies} */
    public String terms() {
        return String.join(
                " ",
                String.valueOf(due),
                grace.toString(),
                String.valueOf(late),
                new TreeMap<>(extensions).toString(),
                String.valueOf(hiddenUntil),
                zone.getId());
    }

    /**
     * Tells how late a submission is.
     *
     * @param over how much later than due it came; {@code null} if it is not known
     * @param days how many days have begun since it was due, counted in the policy's zone; 0 if it is in time
     */
    public record Lateness(@Nullable Duration over, long days) {

        /** {@return in words: {@code "no"}, {@code "26 h, 2 days"}} */
        public String words() {
            if (days == 0) {
                return over == null ? "not known" : "no";
            }
            String length = days == 1 ? "1 day" : days + " days";
            return (over == null ? "marked" : Policy.words(over)) + ", " + length;
        }
    }

    /**
     * Tells how late a submission is.
     *
     * @param handing the submission
     * @return its lateness; empty if nothing is ever late
     */
    public Optional<Lateness> lateness(Handing handing) {
        if (due == null) {
            return Optional.empty();
        }
        if (handing.at().isEmpty()) {
            return Optional.of(new Lateness(null, handing.markedLate() ? 1 : 0));
        }
        Instant own = dueOf(handing);
        Duration over = Duration.between(own, handing.at().get());
        return Optional.of(new Lateness(
                over, over.compareTo(grace) <= 0 ? 0 : days(own, handing.at().get())));
    }

    /**
     * Applies the policy to a grade.
     *
     * @param graded a submission and its grade, to which no policy was applied yet
     * @return the same, with what lateness costs, and a remark that says why
     */
    public Graded applied(Graded graded) {
        Optional<Lateness> known = lateness(graded.handing());
        if (known.isEmpty()) {
            return graded;
        }
        Lateness lateness = known.get();
        if (lateness.days() == 0) {
            return lateness.over() == null
                    ? remarked(graded, Points.ZERO, "When it was handed in is not known, so it counts as in time.")
                    : graded;
        }
        Points lost = lost(graded.grade(), lateness.days());
        String cost = lost.isPositive() ? "; that costs " + lost + " points." : "; that costs nothing.";
        Duration over = lateness.over();
        String length =
                over == null ? "late, as the course system marks it; one day is counted" : words(over) + " late";
        return remarked(graded, lost, "It was handed in " + length + cost);
    }

    private Points lost(Grade grade, long days) {
        Points score = grade.score();
        if (late == null || score == null) {
            return Points.ZERO;
        }
        if (days > late.closesAfterDays()) {
            return score;
        }
        long percent = Math.min(late.mostPercent(), days * late.percentPerDay());
        return new Points((int) (grade.maxScore().hundredths() * percent / ALL)).min(score);
    }

    /** A day that has begun counts. Days go by the clock on the wall, so they have 23 or 25 hours when it is changed. */
    private long days(Instant own, Instant at) {
        Duration wall = Duration.between(
                own.atZone(zone).toLocalDateTime(), at.atZone(zone).toLocalDateTime());
        return Math.max(1, wall.minusNanos(1).toDays() + 1);
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
        return handing.key().equals(id) || handing.ids().anyMatch(Roster.plain(id)::equals);
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
     * Finds extensions that are nobody's, for they may be misspelt.
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
     * Asks whether students may see what the edition hides.
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
