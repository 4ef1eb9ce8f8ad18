// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.edition;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.messageslot.grading.Points;
import org.messageslot.grading.rubric.Adjustment;
import org.messageslot.grading.rubric.BonusRule;
import org.messageslot.grading.rubric.Catalogue;
import org.messageslot.grading.rubric.CrashRule;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.rubric.Fields;
import org.messageslot.grading.rubric.Group;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.grading.rubric.Steps;

/**
 * One year's assignment: what differs between years, as data.
 *
 * @param name the edition's name, {@code 2024} for example
 * @param title what sets it apart, in a few words
 * @param major the major number that a module registers, 1 to 511
 * @param memoryBound what memory may grow with; empty if the edition states no bound
 * @param censorEvery k if every k-th byte is censored; 0 if the edition knows no censorship
 * @param senderArguments what message_sender takes, in order
 * @param programs which language's programs are judged where a submission brings both; the other's stand in for missing ones
 * @param rubric the checks that count, and their points
 */
public record Edition(
        String name,
        String title,
        int major,
        Optional<MemoryBound> memoryBound,
        int censorEvery,
        List<SenderArgument> senderArguments,
        ProgramLanguage programs,
        Rubric rubric) {

    /** The edition that is graded by if none is named. */
    public static final String DEFAULT = "2024";

    /** The edition that counts the optional steps, too. */
    public static final String EXTENSIONS = "extensions";

    private static final List<String> NAMES = List.of("2020", "2021", "2022", "2024", "2025", "2026");
    private static final int MAX_FILE_BYTES = 1 << 20;

    /** What message_sender takes. */
    public enum SenderArgument {
        /** The device file. */
        FILE,
        /** The channel's id. */
        CHANNEL,
        /** 1 to censor, 0 not to. */
        CENSOR,
        /** The message. */
        MESSAGE
    }

    /** What sender and reader are written in. */
    public enum ProgramLanguage {
        /** message_sender.c and message_reader.c. */
        C,
        /** MessageSender.java and MessageReader.java. */
        JAVA
    }

    /** Keep a copy of the list. */
    public Edition {
        senderArguments = List.copyOf(senderArguments);
    }

    /** {@return the names of the years' editions, in their order; {@link #EXTENSIONS} is none of them} */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * Tell whether the kit brings an edition.
     *
     * @param name any text
     * @return whether it is one of {@link #names()}, or {@link #EXTENSIONS}
     */
    public static boolean isKnown(String name) {
        return NAMES.contains(name) || name.equals(EXTENSIONS);
    }

    private static String known() {
        return String.join(", ", NAMES) + " and " + EXTENSIONS;
    }

    /** {@return the edition that is graded by if none is named} */
    public static Edition standard() {
        try {
            return named(DEFAULT);
        } catch (DataFileException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Find an edition as a user names it.
     *
     * @param nameOrPath the name of one that the kit brings, or the path of a file
     * @return the edition
     * @throws DataFileException if there is no such edition, or its file says something that cannot be
     */
    public static Edition find(String nameOrPath) throws DataFileException {
        if (isKnown(nameOrPath)) {
            return named(nameOrPath);
        }
        try {
            Path path = Path.of(nameOrPath);
            if (Files.exists(path)) {
                return read(path);
            }
        } catch (InvalidPathException e) {
            // Then it is no file either.
        }
        throw new DataFileException(
                "there is no edition and no file '" + nameOrPath + "'; the kit's editions are " + known());
    }

    /**
     * Load an edition that the kit brings.
     *
     * @param name one that {@linkplain #isKnown is known}
     * @return the edition
     * @throws DataFileException if the kit does not bring it
     */
    public static Edition named(String name) throws DataFileException {
        return parse(name + ".json", text(name));
    }

    /**
     * Get the file of an edition that the kit brings, for an instructor to adapt.
     *
     * @param name one that {@linkplain #isKnown is known}
     * @return its text
     * @throws DataFileException if the kit does not bring it
     */
    public static String text(String name) throws DataFileException {
        if (!isKnown(name)) {
            throw new DataFileException("there is no edition '" + name + "'; the kit's editions are " + known());
        }
        String file = name + ".json";
        try (InputStream in = Objects.requireNonNull(Edition.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Read an instructor's own edition.
     *
     * @param path the file
     * @return the edition
     * @throws DataFileException if the file cannot be read, or says something that cannot be
     */
    public static Edition read(Path path) throws DataFileException {
        try {
            if (Files.isRegularFile(path) && Files.size(path) > MAX_FILE_BYTES) {
                throw new DataFileException(path + " is larger than 1 MiB; that is no edition.");
            }
            return parse(path.toString(), Files.readString(path));
        } catch (CharacterCodingException e) {
            throw new DataFileException(path + " is no text in UTF-8; save it as such.");
        } catch (IOException e) {
            throw new DataFileException(path + " cannot be read: " + e.getMessage() + ".");
        }
    }

    /**
     * Read an edition.
     *
     * @param place the file, as messages name it
     * @param text its text
     * @return the edition
     * @throws DataFileException if the text says something that cannot be
     */
    public static Edition parse(String place, String text) throws DataFileException {
        Fields file = Fields.parse(place, text);
        Optional<Fields> bound = file.objectOrNull("memoryBound");
        Edition edition = new Edition(
                file.text("name"),
                file.text("title"),
                file.integer("major", 1, 511),
                bound.isEmpty() ? Optional.empty() : Optional.of(memoryBound(bound.get())),
                file.integer("censorEvery", 0, 128),
                senderArguments(file),
                file.choice("programs", ProgramLanguage.class),
                rubric(file));
        file.done();
        edition.check(place);
        return edition;
    }

    private static MemoryBound memoryBound(Fields fields) throws DataFileException {
        MemoryBound bound = new MemoryBound(
                fields.text("text"),
                fields.choice("channels", MemoryBound.Channels.class),
                fields.truth("perOpenFile"),
                fields.truth("perCensorCall"));
        fields.done();
        return bound;
    }

    private static List<SenderArgument> senderArguments(Fields file) throws DataFileException {
        List<String> words = file.texts("senderArguments");
        if (words.equals(List.of("FILE", "CHANNEL", "MESSAGE"))
                || words.equals(List.of("FILE", "CHANNEL", "CENSOR", "MESSAGE"))) {
            return words.stream().map(SenderArgument::valueOf).toList();
        }
        throw new DataFileException(file.place() + ": 'senderArguments' should be [\"FILE\", \"CHANNEL\","
                + " \"MESSAGE\"] or [\"FILE\", \"CHANNEL\", \"CENSOR\", \"MESSAGE\"], not " + words + ".");
    }

    private static Rubric rubric(Fields file) throws DataFileException {
        if (file.has("crashPenalty")) {
            throw new DataFileException(file.place() + ": write 'crash' in place of 'crashPenalty', and say where it"
                    + " counts: \"crash\": {\"points\": 35, \"groups\": \"ordinary\"}, \"mistakeCap\": 6.");
        }
        Rubric.Rules rules = new Rubric.Rules(
                CrashRule.read(file.object("crash")), file.points("mistakeCap"), file.choice("bonus", BonusRule.class));
        Map<String, Points> points = file.object("points").allPoints();
        Map<String, Points> bonusPoints = file.object("bonusPoints").allPoints();
        Points total = file.points("total");
        Points sum = Points.sum(points.values());
        if (!sum.equals(total)) {
            throw new DataFileException(file.place() + ": the points of the groups add up to " + sum
                    + ", but 'total' says " + total + "; change one of them.");
        }
        Fields checks = file.object("checks");
        Map<String, Adjustment> adjustments = new LinkedHashMap<>();
        for (String id : checks.names()) {
            adjustments.put(id, Adjustment.read(checks.object(id)));
        }
        return Catalogue.standard().rubric(file.place(), points, bonusPoints, adjustments, rules);
    }

    /**
     * Get the checks for practice up to a step: after an optional step, those of the optional steps come to the edition's own.
     *
     * @param step the number of a step
     * @return the checks, those of later steps included
     */
    public Rubric rubricFor(int step) {
        Steps steps = Steps.standard();
        return step > steps.last()
                ? rubric.with(extensions(), check -> steps.stepOf(check.id()) > steps.last())
                : rubric;
    }

    private static Rubric extensions() {
        try {
            return named(EXTENSIONS).rubric();
        } catch (DataFileException e) {
            throw new IllegalStateException(e);
        }
    }

    private void check(String place) throws DataFileException {
        boolean censorChecks = groupIds().contains("censorship");
        boolean censorArgument = senderArguments.contains(SenderArgument.CENSOR);
        boolean censors = censorEvery > 0;
        if (censors != censorArgument || censors != censorChecks) {
            throw new DataFileException(place + ": 'censorEvery', the CENSOR in 'senderArguments' and the group"
                    + " 'censorship' in 'points' belong together; have all three, or 0 and neither.");
        }
        if (memoryBound.isEmpty() && groupIds().contains("memory")) {
            throw new DataFileException(
                    place + ": there are points for the group 'memory', but 'memoryBound' is null; state a bound,"
                            + " or leave the group out.");
        }
    }

    private Set<String> groupIds() {
        return rubric.groups().stream().map(Group::id).collect(java.util.stream.Collectors.toSet());
    }
}
