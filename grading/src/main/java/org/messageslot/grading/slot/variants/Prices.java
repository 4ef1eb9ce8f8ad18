// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.variants;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Judged;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Points;
import org.messageslot.grading.Run;
import org.messageslot.grading.Status;
import org.messageslot.grading.Submitted;
import org.messageslot.grading.rubric.CrashRule;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.rubric.Group;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.grading.rubric.Scoring;
import org.messageslot.grading.slot.SlotAssignment;

/**
 * Checks what variants cost: one mistake shall have one price, which a strict and fair teacher would take.
 *
 * <p>A variant costs at most what the groups of the checks have that it fails, and at most {@value #USUAL} points; or what the
 * largest of the groups has, if that is ten points or more; and a crash in ordinary use adds its penalty. It costs at least a
 * third of that, but where no crash is, two points are enough. A variant may state another limit and its reason: a detail of which
 * most users never hear costs 1, 2 or 4 points at most, and what leaves hardly anything that works more than six.
 *
 * <p>Not thread-safe.
 */
public final class Prices {

    private static final int USUAL = 6;
    private static final int LARGE_GROUP = 10;

    /** By how much the same mistake may differ in different designs. */
    private static final int SAME = 100;

    private final VariantCollection collection;
    private final Map<String, Map<String, Outcome>> outcomes;
    private final Map<String, Points> perfect = new HashMap<>();
    private final Map<String, Rubric> rubrics = new HashMap<>();
    private final Map<String, Points> prices = new HashMap<>();

    /**
     * Prices what a run, or a record of one, came to.
     *
     * @param collection the variants
     * @param outcomes for each variant that is to be priced, how its checks ended; those that are not there passed
     */
    public Prices(VariantCollection collection, Map<String, Map<String, Outcome>> outcomes) {
        this.collection = collection;
        this.outcomes = new LinkedHashMap<>(outcomes);
    }

    /** {@return prices of what a run came to} */
    public static Prices of(VariantCollection collection, List<Judgement> judgements) {
        return new Prices(
                collection,
                judgements.stream()
                        .collect(Collectors.toMap(
                                judgement -> judgement.variant().name(),
                                Judgement::outcomes,
                                (one, other) -> one,
                                LinkedHashMap::new)));
    }

    /** {@return the names of the variants that are priced} */
    public Set<String> names() {
        return outcomes.keySet();
    }

    /** {@return what a variant costs in its own edition; empty if it is not priced} */
    public Optional<Points> of(Variant variant) {
        return outcomes.containsKey(variant.name())
                ? Optional.of(prices.computeIfAbsent(variant.name(), name -> price(variant, variant.full())))
                : Optional.empty();
    }

    /**
     * Prices a variant by the weights of one of the kit's editions.
     *
     * @param variant a variant that is priced
     * @param edition the edition's name
     * @return what the checks cost there that fail, and are part of that edition
     */
    public Points of(Variant variant, String edition) {
        return price(variant, rubrics.computeIfAbsent(edition, Prices::rubric));
    }

    private static Rubric rubric(String edition) {
        try {
            return SlotAssignment.SLOT.editions().named(edition).rubric();
        } catch (DataFileException e) {
            throw new IllegalStateException("The kit's edition " + edition + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** What a submission without a mistake gets more, bonus points included. */
    private Points price(Variant variant, Rubric rubric) {
        Points perfect = this.perfect.computeIfAbsent(rubric.sha256(), same -> score(variant, rubric, Map.of()));
        return perfect.minus(score(variant, rubric, Objects.requireNonNull(outcomes.get(variant.name()))));
    }

    /** The score where every check passes that nothing is known of. */
    private static Points score(Variant variant, Rubric rubric, Map<String, Outcome> ended) {
        List<Judged> judged = rubric.checks().stream()
                .map(check -> new Judged(check.id(), ended.getOrDefault(check.id(), Outcome.passed(0))))
                .toList();
        Grade grade = new Scoring(rubric)
                .grade(
                        new Submitted(variant.name(), "", List.of(), List.of(), List.of(), List.of()),
                        new Run(variant.edition().name(), rubric.sha256(), 0, "", ""),
                        List.of(),
                        judged,
                        List.of());
        if (!grade.gradable()) {
            throw new IllegalStateException(variant.name() + " has no price: " + grade.ungradableBecause());
        }
        return Objects.requireNonNull(grade.score());
    }

    /** {@return the most that a variant may cost in its own edition} */
    public Points most(Variant variant) {
        return variant.price().map(PriceLimit::most).orElseGet(() -> usual(variant));
    }

    private Points usual(Variant variant) {
        Rubric rubric = variant.full();
        Set<String> failing = new LinkedHashSet<>();
        variant.fails().keySet().stream()
                .flatMap(id -> rubric.check(id).stream())
                .filter(check -> !check.catchAll())
                .forEach(check -> failing.add(check.group()));
        List<Group> groups = rubric.groups().stream()
                .filter(group -> failing.contains(group.id()))
                .toList();
        int largest = groups.stream()
                .mapToInt(group -> group.points().hundredths())
                .max()
                .orElse(0);
        int sum = groups.stream().mapToInt(group -> group.points().hundredths()).sum();
        Points most = new Points(largest >= 100 * LARGE_GROUP ? largest : Math.min(sum, 100 * USUAL));
        return crashes(variant) ? most.plus(rubric.rules().crash().points()) : most;
    }

    /** Of what a variant costs a third at least: its limit, but a group of twenty points need not be lost to a third. */
    private Points expected(Variant variant) {
        Points most = most(variant);
        boolean usual = variant.price().isEmpty() && !crashes(variant);
        return usual ? most.min(Points.of(USUAL)) : most;
    }

    private boolean crashes(Variant variant) {
        CrashRule rule = variant.full().rules().crash();
        return Objects.requireNonNull(outcomes.get(variant.name())).entrySet().stream()
                .filter(one -> one.getValue().status() == Status.CRASHED)
                .flatMap(one -> variant.full().check(one.getKey()).stream())
                .anyMatch(rule::countsIn);
    }

    /**
     * Compares with the limits.
     *
     * @return a sentence for each variant that is too dear, too cheap, or costs something else than the same mistake elsewhere
     */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (Variant variant : collection.all()) {
            of(variant).filter(price -> !variant.fails().isEmpty()).ifPresent(price -> {
                Points most = most(variant);
                if (price.compareTo(most) > 0) {
                    problems.add(variant.name() + " costs " + price + ", and " + most + " at most is fair.");
                }
                Points expected = expected(variant);
                if (price.hundredths() < expected.hundredths() / 3) {
                    problems.add(variant.name() + " costs " + price + ", less than a third of " + expected + ".");
                }
                variant.sameAs()
                        .flatMap(collection::named)
                        .flatMap(other -> difference(variant, price, other))
                        .ifPresent(problems::add);
            });
        }
        return problems;
    }

    private Optional<String> difference(Variant variant, Points price, Variant other) {
        return of(other)
                .filter(theirs -> Math.abs(theirs.hundredths() - price.hundredths()) > SAME)
                .map(theirs -> variant.name() + " costs " + price + ", and the same mistake " + theirs + " in "
                        + other.name() + ".");
    }
}
