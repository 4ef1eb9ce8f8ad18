// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.rubric;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.CheckDescription;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Status;

/**
 * Which checks cost points, and by which check's mistake: the rule of {@link Scoring}, applied to all outcomes of a
 * submission.
 */
final class Fates {

    /** A check that passed, and one whose own fate is just being asked for. */
    private static final Fate NONE = new Fate(false, Optional.empty(), false);

    private static final Pattern BECAUSE = Pattern.compile("^It cannot be judged because of \\S+\\. ");

    private final Rubric rubric;
    private final Map<String, Outcome> outcomes;
    private final Map<String, Fate> fates = new LinkedHashMap<>();
    private final Set<String> asked = new HashSet<>();

    /**
     * What becomes of a check.
     *
     * @param lost whether it costs points
     * @param by the check whose mistake it is: itself, or what it needed; empty if nothing went wrong
     * @param takesOthers whether what needs this check is lost with it
     */
    record Fate(boolean lost, Optional<String> by, boolean takesOthers) {}

    /** Decides; in the rubric's order, so that the same outcomes always give the same fates. */
    Fates(Rubric rubric, Map<String, Outcome> outcomes) {
        this.rubric = rubric;
        this.outcomes = new HashMap<>(outcomes);
        rubric.checks().forEach(check -> fate(check.id()));
        excuseCatchAlls();
    }

    /** {@return what becomes of a check of the rubric} */
    Fate of(String id) {
        return Objects.requireNonNull(fates.get(id));
    }

    /** {@return how a check ended: it failed if what kept it from being judged is nobody's question} */
    Outcome outcome(String id) {
        return Objects.requireNonNull(outcomes.get(id));
    }

    private Fate fate(String id) {
        Fate known = fates.get(id);
        if (known != null) {
            return known;
        }
        if (!asked.add(id)) {
            return NONE;
        }
        CheckDescription check = rubric.check(id).orElseThrow();
        Outcome outcome = outcome(id);
        Fate fate = switch (outcome.status()) {
            case PASSED, UNGRADABLE -> NONE;
            case FAILED, CRASHED, HUNG, TAMPERED, BUILD_FAILED -> ownFault(check);
            case NOT_RUN -> needed(check.dependsOn()).orElse(ownFault(check));
            case NOT_JUDGED -> hindered(check, outcome);
        };
        fates.put(id, fate);
        return fate;
    }

    private static Fate ownFault(CheckDescription check) {
        return new Fate(true, Optional.of(check.id()), check.essential());
    }

    private Fate hindered(CheckDescription check, Outcome outcome) {
        // What is essential owns its steps itself, for all others build on it.
        Optional<Fate> needed = check.essential() ? Optional.empty() : needed(ownersOf(outcome));
        outcomes.put(
                check.id(),
                needed.flatMap(Fate::by)
                        .map(by -> because(by, outcome))
                        .orElse(outcome.withStatus(outcome.symptom().asOwn())));
        return needed.orElse(ownFault(check));
    }

    /** Says which check's mistake it is; of a grade that is scored anew, it was said before. */
    private static Outcome because(String by, Outcome outcome) {
        String message = BECAUSE.matcher(outcome.message()).replaceFirst("");
        return outcome.withMessage("It cannot be judged because of " + by + ". " + message);
    }

    /** The owners of a check's steps; of steps that took the kernel, those that lost it, too: a crash is charged somewhere. */
    private List<String> ownersOf(Outcome outcome) {
        boolean took = tookTheKernel(outcome.symptom().asOwn());
        return rubric.owners(outcome.symptom().step()).stream()
                .filter(id -> !took || isByOneThatTookTheKernel(fate(id)))
                .toList();
    }

    private boolean isByOneThatTookTheKernel(Fate fate) {
        return fate.by().map(id -> tookTheKernel(outcome(id).status())).orElse(false);
    }

    private static boolean tookTheKernel(Status status) {
        return status == Status.CRASHED || status == Status.HUNG;
    }

    /** The fate of a check that needs others, by what became of those; empty if nothing did. */
    private Optional<Fate> needed(List<String> ids) {
        List<Fate> went = new ArrayList<>();
        ids.forEach(id -> went.add(fate(id)));
        @Nullable Fate first = null;
        for (Fate fate : went) {
            if (fate.takesOthers()) {
                return Optional.of(new Fate(true, fate.by(), true));
            }
            if (first == null && fate.by().isPresent()) {
                first = new Fate(false, fate.by(), false);
            }
        }
        return Optional.ofNullable(first);
    }

    private void excuseCatchAlls() {
        Set<Boolean> found = new HashSet<>();
        for (CheckDescription check : rubric.checks()) {
            Group group = rubric.groupOf(check);
            if (of(check.id()).lost() && !check.catchAll() && !group.bonus()) {
                found.add(group.programs());
            }
        }
        Set<String> excused = rubric.checks().stream()
                .filter(check ->
                        check.catchAll() && found.contains(rubric.groupOf(check).programs()))
                // What was not built was not asked anything.
                .filter(check -> outcome(check.id()).status() != Status.BUILD_FAILED)
                .map(CheckDescription::id)
                .collect(Collectors.toSet());
        fates.replaceAll((id, fate) -> fate.by().filter(excused::contains).isPresent() ? NONE : fate);
    }
}
