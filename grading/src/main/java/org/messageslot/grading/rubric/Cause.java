// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.rubric;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.messageslot.grading.ExplainedOops;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Status;
import org.messageslot.grading.Symptom;
import org.messageslot.grading.Symptom.SymptomKind;
import org.messageslot.grading.Verdict;

/**
 * By what failing checks are known to fail by one mistake. Checks of different groups are only ever taken together if a place in
 * the module or an error says so: two mistakes shall never be taken for one.
 *
 * @param key what tells one cause from another
 * @param words the place or the error, for people; empty if the group says enough
 * @param cap the most that it costs: nothing limits it where one wrong error stands for many right ones, each of which is asked for by
 *     a clause of its own
 */
record Cause(List<String> key, String words, Cap cap) {

    /** The most that a mistake costs. */
    enum Cap {
        /** all of its checks */
        NONE,
        /** the most that it costs within one group, or what the rules say if that is more */
        USUAL,
        /** the most that it costs within one group, for all groups only look at the same thing at other times */
        ONE_GROUP
    }

    Cause(List<String> key, String words) {
        this(key, words, Cap.USUAL);
    }

    /** So many right errors, and one wrong error in place of each: the module knows no other. */
    private static final int ALWAYS = 3;

    /** {@return the cause of each of these verdicts, which are failures of their own} */
    static Map<String, Cause> of(List<Verdict> verdicts) {
        Map<String, Cause> causes = new LinkedHashMap<>();
        Set<String> always = alwaysGiven(verdicts);
        for (Verdict verdict : verdicts) {
            causes.put(verdict.id(), of(verdict, always));
        }
        return causes;
    }

    private static Cause of(Verdict verdict, Set<String> always) {
        Outcome outcome = verdict.outcome();
        ExplainedOops oops = outcome.oops();
        if (oops != null && !oops.function().isEmpty()) {
            return at(oops, verdict);
        }
        Symptom symptom = outcome.symptom();
        String group = verdict.check().group();
        if (outcome.status() == Status.CRASHED) {
            return new Cause(List.of("crash", group, oops == null ? outcome.message() : oops.title()), "");
        }
        if (outcome.status() == Status.TAMPERED) {
            return new Cause(List.of("tampering"), "");
        }
        if (outcome.status() == Status.BUILD_FAILED) {
            return new Cause(List.of("build", outcome.message()), "");
        }
        if (outcome.status() == Status.HUNG) {
            return new Cause(List.of("hang", group), "");
        }
        return switch (symptom.kind()) {
            case WRONG_ERROR -> wrongError(symptom, always);
            case LEAK ->
                symptom.call().isEmpty()
                        ? new Cause(List.of("leak", group), "")
                        : new Cause(
                                List.of("leak at", symptom.call()),
                                "memory allocated in " + symptom.call(),
                                Cap.ONE_GROUP);
            case STEP -> new Cause(List.of("step", symptom.step()), "");
            default -> new Cause(List.of("answer", group, symptom.kind().name()), "");
        };
    }

    /**
     * A loop is interrupted at any of its lines, so of a hang the function counts. A place in the kernel proper, which has no line
     * of the module, is where many mistakes may be noticed.
     */
    private static Cause at(ExplainedOops oops, Verdict verdict) {
        if (verdict.status() == Status.HUNG) {
            return new Cause(List.of("hang at", oops.function()), oops.function());
        }
        if (oops.line() == 0) {
            return new Cause(
                    List.of(
                            "crash at",
                            oops.function(),
                            oops.title(),
                            verdict.check().group()),
                    oops.function());
        }
        String line = oops.file() + ":" + oops.line();
        return new Cause(List.of("crash at", oops.function(), line), oops.function() + ", " + line);
    }

    private static Cause wrongError(Symptom symptom, Set<String> always) {
        return always.contains(symptom.got())
                ? new Cause(List.of("error", symptom.got()), "every error is " + symptom.got(), Cap.NONE)
                : new Cause(
                        List.of("error", symptom.call(), symptom.wanted(), symptom.got()),
                        symptom.call() + " fails with " + symptom.got() + ", not " + symptom.wanted());
    }

    /** {@return the errors that stand for many right ones} */
    static Set<String> alwaysGiven(List<Verdict> verdicts) {
        Map<String, Set<String>> wanted = new HashMap<>();
        for (Verdict verdict : verdicts) {
            Symptom symptom = verdict.outcome().symptom();
            if (symptom.kind() == SymptomKind.WRONG_ERROR) {
                wanted.computeIfAbsent(symptom.got(), got -> new TreeSet<>()).add(symptom.wanted());
            }
        }
        Set<String> always = new TreeSet<>();
        wanted.forEach((got, rights) -> {
            if (rights.size() >= ALWAYS) {
                always.add(got);
            }
        });
        return always;
    }
}
