// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.rubric;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The steps in which the module of an assignment is written, and by which step each check must pass: the file {@code steps.json}.
 *
 * <p>Immutable and thread-safe.
 */
public final class Steps {

    private static final String FILE = "steps.json";

    private final List<Step> steps;
    private final Map<String, Integer> stepOf = new HashMap<>();

    private Steps(List<Step> steps) {
        this.steps = List.copyOf(steps);
        steps.forEach(step -> step.checks().forEach(id -> stepOf.put(id, step.number())));
    }

    /**
     * Reads the steps of an assignment.
     *
     * @param assignment its class, beside which {@code steps.json} lies
     * @param catalogue the checks and clauses that there are
     * @return the steps
     * @throws IllegalStateException if the file says something that cannot be
     */
    public static Steps beside(Class<?> assignment, Catalogue catalogue) {
        try (InputStream in = Objects.requireNonNull(assignment.getResourceAsStream(FILE), FILE)) {
            return parse(FILE, new String(in.readAllBytes(), UTF_8), catalogue);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (DataFileException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Reads steps.
     *
     * @param place the file, as messages name it
     * @param text its text
     * @param catalogue the checks and clauses that there are
     * @return the steps
     * @throws DataFileException if the file names something that is not there, or a check twice
     */
    public static Steps parse(String place, String text, Catalogue catalogue) throws DataFileException {
        Fields file = Fields.parse(place, text);
        List<Step> steps = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        for (Fields fields : file.objects("steps")) {
            Step step = new Step(
                    steps.size() + 1,
                    fields.text("title"),
                    fields.texts("clauses"),
                    fields.text("task"),
                    fields.texts("checks"),
                    fields.has("optional") && fields.truth("optional"));
            fields.done();
            check(fields.place(), step, catalogue, seen);
            steps.add(step);
        }
        file.done();
        return new Steps(steps);
    }

    private static void check(String place, Step step, Catalogue catalogue, Map<String, Integer> seen)
            throws DataFileException {
        for (String clause : step.clauses()) {
            if (catalogue.clause(clause).isEmpty()) {
                throw new DataFileException(place + ": there is no clause '" + clause + "'.");
            }
        }
        for (String id : step.checks()) {
            if (!catalogue.ids().contains(id)) {
                throw new DataFileException(
                        place + ": there is no check '" + id + "'" + Nearest.hint(id, catalogue.ids()) + ".");
            }
            Integer other = seen.put(id, step.number());
            if (other != null) {
                throw new DataFileException(place + ": the check '" + id + "' is in step " + other + " already.");
            }
        }
    }

    /** {@return all steps, in the order of teaching: those of the assignment, then the optional ones} */
    public List<Step> all() {
        return steps;
    }

    /** {@return the number of the last step of the assignment, after which everything works that it asks for} */
    public int last() {
        return (int) steps.stream().filter(step -> !step.optional()).count();
    }

    /**
     * Looks up by which step a check must pass.
     *
     * @param check the check's id
     * @return the step's number; that of the last one for a check that no step names
     */
    public int stepOf(String check) {
        return stepOf.getOrDefault(check, last());
    }

    /**
     * Keeps of a rubric what should work after some steps. That is practice: crashing the kernel costs no more than the check.
     *
     * @param rubric the rubric
     * @param done how many steps are done, from 1; of more than {@link #last()} a rubric should have the optional checks
     * @return those of its checks that must pass by then, each with the points that it has
     * @throws DataFileException if the number is no step's, or no check is left
     */
    public Rubric upTo(Rubric rubric, int done) throws DataFileException {
        if (done < 1 || done > steps.size()) {
            throw new DataFileException("there is no step " + done + "; the steps are 1 to " + last() + ", and "
                    + (last() + 1) + " to " + steps.size() + " if you like");
        }
        Rubric kept = rubric.keeping(check -> stepOf(check.id()) <= done);
        if (kept.checks().isEmpty()) {
            throw new DataFileException(
                    "none of these checks need pass after step " + done + "; leave --only or --upto out");
        }
        return kept.forPractice();
    }
}
