// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.rubric;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.messageslot.grading.ExplainedOops;
import org.messageslot.grading.Mistake;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Points;
import org.messageslot.grading.Status;
import org.messageslot.grading.Verdict;

/** The mistakes that a submission's failing checks come from, and what each check is charged for its own. */
final class Mistakes {

    private final Rubric rubric;
    private final Set<String> bonusGroups;
    private final Map<String, Points> charged = new HashMap<>();
    private final List<Mistake> all = new ArrayList<>();

    /** The checks of one cause: those that lose points by it, and those that it merely kept from being judged. */
    private record ChecksOfCause(Cause cause, List<Verdict> lost, List<String> others) {}

    /**
     * Finds the mistakes.
     *
     * @param rubric the checks that count
     * @param ended how each of them ended, in the rubric's order
     * @param fates what becomes of each
     */
    Mistakes(Rubric rubric, List<Verdict> ended, Fates fates) {
        this.rubric = rubric;
        this.bonusGroups =
                rubric.groups().stream().filter(Group::bonus).map(Group::id).collect(Collectors.toSet());
        gathered(ended, fates).forEach(members -> {
            Points price = price(members);
            charge(members.lost(), price);
            all.add(mistake(members, price));
        });
        all.sort(Comparator.comparing(Mistake::price).reversed());
    }

    /** {@return the mistakes, the dearest first} */
    List<Mistake> all() {
        return all;
    }

    /** {@return what a check loses, of all its points} */
    Points chargedTo(String id) {
        return charged.getOrDefault(id, Points.ZERO);
    }

    private List<ChecksOfCause> gathered(List<Verdict> ended, Fates fates) {
        Map<String, Verdict> owners = new LinkedHashMap<>();
        ended.stream()
                .filter(verdict -> fates.of(verdict.id()).by().equals(java.util.Optional.of(verdict.id())))
                .forEach(verdict -> owners.put(verdict.id(), verdict));
        Map<String, Cause> causes = Cause.of(List.copyOf(owners.values()));
        Map<List<String>, ChecksOfCause> byCause = new LinkedHashMap<>();
        for (Verdict verdict : ended) {
            Fates.Fate fate = fates.of(verdict.id());
            if (fate.by().isPresent()) {
                Verdict owner = Objects.requireNonNull(owners.get(fate.by().get()));
                Cause cause = Objects.requireNonNull(causes.get(owner.id()));
                List<String> key = new ArrayList<>(cause.key());
                key.add(isBonus(owner) ? "bonus" : "");
                ChecksOfCause members = byCause.computeIfAbsent(
                        key, one -> new ChecksOfCause(cause, new ArrayList<>(), new ArrayList<>()));
                if (fate.lost() && isBonus(verdict) == isBonus(owner)) {
                    members.lost().add(verdict);
                } else {
                    members.others().add(verdict.id());
                }
            }
        }
        return List.copyOf(byCause.values());
    }

    private boolean isBonus(Verdict verdict) {
        return bonusGroups.contains(verdict.check().group());
    }

    private Points price(ChecksOfCause members) {
        List<Verdict> lost = members.lost();
        Points sum =
                Points.sum(lost.stream().map(one -> one.check().maxPoints()).toList());
        if (!isCapped(lost)) {
            return sum;
        }
        return switch (members.cause().cap()) {
            case NONE -> sum;
            case USUAL -> sum.min(mostInOneGroup(lost).max(rubric.rules().mistakeCap()));
            case ONE_GROUP -> sum.min(mostInOneGroup(lost));
        };
    }

    /** Without what is essential nothing works, and without a build there is nothing; a bonus is earned by passing alone. */
    private boolean isCapped(List<Verdict> lost) {
        return lost.stream()
                .noneMatch(one -> one.check().essential() || one.status() == Status.BUILD_FAILED || isBonus(one));
    }

    private static Points mostInOneGroup(List<Verdict> lost) {
        Map<String, Points> byGroup = new HashMap<>();
        lost.forEach(one -> byGroup.merge(one.check().group(), one.check().maxPoints(), Points::plus));
        return byGroup.values().stream().reduce(Points.ZERO, Points::max);
    }

    /** Shares the price out among the checks, so that each keeps what it does not pay and all sums stay sums. */
    private void charge(List<Verdict> lost, Points price) {
        int[] weights = lost.stream()
                .mapToInt(one -> one.check().maxPoints().hundredths())
                .toArray();
        int[] shares = Apportionment.of(price.hundredths(), weights, 0);
        for (int i = 0; i < shares.length; i++) {
            charged.put(lost.get(i).id(), new Points(shares[i]));
        }
    }

    private static Mistake mistake(ChecksOfCause members, Points price) {
        Verdict shown = shown(members.lost());
        List<String> checks = Stream.concat(
                        Stream.of(shown.id()),
                        members.lost().stream().map(Verdict::id).filter(id -> !id.equals(shown.id())))
                .toList();
        return new Mistake(sentence(shown), members.cause().words(), price, shown.id(), checks, members.others());
    }

    /** The check that failed by itself, in the fewest calls; one that lists none comes last. */
    private static Verdict shown(List<Verdict> lost) {
        return lost.stream()
                .min(Comparator.comparing((Verdict one) -> !one.status().isFailure())
                        .thenComparing(one -> one.outcome().calls().isEmpty())
                        .thenComparing(one -> one.outcome().calls().size()))
                .orElseThrow();
    }

    private static String sentence(Verdict shown) {
        Outcome outcome = shown.outcome();
        ExplainedOops oops = outcome.oops();
        String said = outcome.message().isEmpty() ? shown.check().title() : outcome.message();
        return oops == null || oops.meaning().isEmpty() || said.contains(oops.meaning())
                ? said
                : said + " " + oops.meaning();
    }
}
