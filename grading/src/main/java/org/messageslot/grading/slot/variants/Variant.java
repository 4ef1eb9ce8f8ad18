// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.variants;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.messageslot.grading.Status;
import org.messageslot.grading.assignment.Edition;
import org.messageslot.grading.rubric.Rubric;

/**
 * A submission that is right or wrong on purpose, and what the grader must say of it.
 *
 * <p>Immutable and thread-safe.
 *
 * @param name its name, which no other variant has
 * @param kind what it is
 * @param title what a teacher would say of it, in one sentence
 * @param breaks the clauses that it breaks; none if it is right
 * @param base the variant that it changes; empty for the kit's own submission
 * @param edition by which edition it is judged
 * @param rubric by which checks; see {@link #thorough}
 * @param full all checks that it may be judged by: the edition's, unless it says otherwise
 * @param fails the checks that must fail, and how, where that is promised, too
 * @param price what it may cost at most, if not what is usual
 * @param sameAs the variant that makes the same mistake in another design
 * @param because why it is right although it looks wrong; empty where there is nothing to say
 * @param source its file or folder
 */
public record Variant(
        String name,
        VariantKind kind,
        String title,
        List<String> breaks,
        Optional<String> base,
        Edition edition,
        Rubric rubric,
        Rubric full,
        Map<String, Optional<Status>> fails,
        Optional<PriceLimit> price,
        Optional<String> sameAs,
        String because,
        Path source) {

    /** The kinds of variants; also the folder that it lies in. */
    public enum VariantKind {
        /** A design that is right. */
        GOOD,
        /** A module that is wrong. */
        BAD,
        /** A module that was changed, and is as right as before. */
        EQUIVALENT,
        /** A sender or a reader that is wrong. */
        PROGRAMS,
        /** A header, or a build, that is unusual. */
        HEADERS
    }

    /** Keep copies of the collections. */
    public Variant {
        breaks = List.copyOf(breaks);
        fails = Collections.unmodifiableMap(new LinkedHashMap<>(fails));
    }

    /**
     * {@return this variant, to be judged by all checks that there are for it}
     *
     * <p>One that is wrong is usually judged by the checks that cite a clause which it breaks, by those that it must fail, and by
     * those that they need: the others have little to do with it, and take nine tenths of the time.
     */
    public Variant thorough() {
        return new Variant(name, kind, title, breaks, base, edition, full, full, fails, price, sameAs, because, source);
    }

    /** {@return the checks that cannot be run, because one that they need fails} */
    public Set<String> notRun() {
        return notRun(rubric, fails::containsKey);
    }

    static Set<String> notRun(Rubric rubric, Predicate<String> fails) {
        Set<String> blocked = new java.util.TreeSet<>();
        rubric.inRunningOrder().stream()
                .filter(check -> check.dependsOn().stream().anyMatch(id -> fails.test(id) || blocked.contains(id)))
                .forEach(check -> blocked.add(check.id()));
        return Collections.unmodifiableSet(blocked);
    }
}
