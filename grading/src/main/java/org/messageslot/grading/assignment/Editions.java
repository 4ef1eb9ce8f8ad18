// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.assignment;

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
import org.messageslot.grading.Points;
import org.messageslot.grading.rubric.Adjustment;
import org.messageslot.grading.rubric.BonusRule;
import org.messageslot.grading.rubric.CrashRule;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.rubric.Fields;
import org.messageslot.grading.rubric.Rubric;

/**
 * The editions of an assignment: those that come with it, as files beside its class, in the folder {@code edition}, and those of
 * instructors.
 *
 * <p>Immutable and thread-safe.
 */
public final class Editions {

    private static final int MAX_FILE_BYTES = 1 << 20;

    private final Assignment assignment;
    private final List<String> names;
    private final String standard;
    private final String optional;

    /**
     * Takes editions that have optional steps in one of them.
     *
     * @param assignment of which assignment
     * @param names the names of the years' editions, in their order
     * @param standard the one that is graded by if none is named
     * @param optional the one that counts the optional steps, too; the standard one if there are no such steps
     */
    public Editions(Assignment assignment, List<String> names, String standard, String optional) {
        this.assignment = assignment;
        this.names = List.copyOf(names);
        this.standard = standard;
        this.optional = optional;
    }

    /** {@return the names of the years' editions, in their order; that with the optional steps is none of them} */
    public List<String> names() {
        return names;
    }

    /**
     * Tells whether the assignment brings an edition.
     *
     * @param name any text
     * @return whether it is one of {@link #names()}, or that with the optional steps
     */
    public boolean isKnown(String name) {
        return names.contains(name) || name.equals(optional);
    }

    private String known() {
        return names.contains(optional) ? String.join(", ", names) : String.join(", ", names) + " and " + optional;
    }

    /** {@return the edition that is graded by if none is named} */
    public Edition standard() {
        return own(standard);
    }

    /** {@return the edition that counts the optional steps, too} */
    public Edition withOptionalSteps() {
        return own(optional);
    }

    private Edition own(String name) {
        try {
            return named(name);
        } catch (DataFileException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Finds an edition as a user names it.
     *
     * @param nameOrPath the name of one that the kit brings, or the path of a file
     * @return the edition
     * @throws DataFileException if there is no such edition, or its file says something that cannot be
     */
    public Edition find(String nameOrPath) throws DataFileException {
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
     * Loads an edition that the assignment brings.
     *
     * @param name one that {@linkplain #isKnown is known}
     * @return the edition
     * @throws DataFileException if the assignment does not bring it
     */
    public Edition named(String name) throws DataFileException {
        return parse(name + ".json", text(name));
    }

    /**
     * Gets the file of an edition that the assignment brings, for an instructor to adapt.
     *
     * @param name one that {@linkplain #isKnown is known}
     * @return its text
     * @throws DataFileException if the assignment does not bring it
     */
    public String text(String name) throws DataFileException {
        if (!isKnown(name)) {
            throw new DataFileException("there is no edition '" + name + "'; the kit's editions are " + known());
        }
        String file = "edition/" + name + ".json";
        try (InputStream in = Objects.requireNonNull(assignment.getClass().getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads an instructor's own edition.
     *
     * @param path the file
     * @return the edition
     * @throws DataFileException if the file cannot be read, or says something that cannot be
     */
    public Edition read(Path path) throws DataFileException {
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
     * Reads an edition.
     *
     * @param place the file, as messages name it
     * @param text its text
     * @return the edition
     * @throws DataFileException if the text says something that cannot be
     */
    public Edition parse(String place, String text) throws DataFileException {
        Fields file = Fields.parse(place, text);
        Edition edition = new Edition(
                assignment,
                file.text("name"),
                file.text("title"),
                file.integer("major", 1, 511),
                assignment.ownFields(file),
                file.choice("programs", Edition.ProgramLanguage.class),
                rubric(file));
        file.done();
        assignment.check(edition, place);
        return edition;
    }

    private Rubric rubric(Fields file) throws DataFileException {
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
        return assignment.catalogue().rubric(file.place(), points, bonusPoints, adjustments, rules);
    }
}
