// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course.export;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.BuildResult;
import org.messageslot.grading.ExplainedOops;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Mistake;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Submitted;
import org.messageslot.grading.Verdict;
import org.messageslot.grading.course.ClassException;
import org.messageslot.grading.course.CsvFile;
import org.messageslot.grading.course.Graded;
import org.messageslot.grading.course.GradedClass;
import org.messageslot.grading.course.Handing;
import org.messageslot.grading.course.Member;
import org.messageslot.grading.course.Roll;
import org.messageslot.grading.report.CsvCell;

/**
 * A class without its students: numbers in place of names, and nothing that a submission wrote.
 *
 * <p>What is left is how each check ended. What a module printed or a compiler quoted may name its author, and the hash of a
 * submission can be compared with submissions; all that goes.
 *
 * @param whole the class, anonymous
 * @param key the file that says who is who, to be kept elsewhere
 * @param fresh the numbers that were given for the first time
 */
public record Anonymous(GradedClass whole, String key, List<String> fresh) {

    private static final String SALT = "salt";
    private static final int SALT_BYTES = 32;

    /** Keep a copy of the list. */
    public Anonymous {
        fresh = List.copyOf(fresh);
    }

    /**
     * Takes the students out of a class.
     *
     * @param whole the class
     * @param oldKey the key that was made before, so that everybody keeps the number; {@code null} for new ones
     * @return the class without them, and the key
     * @throws ClassException if the old key is none
     */
    public static Anonymous of(GradedClass whole, @Nullable CsvFile oldKey) throws ClassException {
        Map<String, Old> known = known(oldKey);
        String salt = Optional.ofNullable(known.remove(SALT)).map(Old::number).orElseGet(Anonymous::newSalt);
        List<Graded> shuffled = whole.graded().stream()
                .sorted(Comparator.comparing(
                        one -> DigestUtils.sha256Hex(salt + one.handing().key())))
                .toList();
        List<Graded> anonymous = new ArrayList<>();
        List<String> fresh = new ArrayList<>();
        StringBuilder key = new StringBuilder("number,key,student,name\r\n" + SALT + "," + salt + ",,\r\n");
        int next = last(known.values().stream().map(Old::number).toList()) + 1;
        for (Graded one : shuffled) {
            Handing handing = one.handing();
            Old old = known.remove(handing.key());
            String number = old == null ? String.format("a%04d", next++) : old.number();
            if (old == null) {
                fresh.add(number);
            }
            key.append(row(number, handing.key(), handing.student(), handing.name()));
            anonymous.add(new Graded(nobody(number, handing), withoutTraces(number, one.grade()), true));
        }
        // Whoever left keeps the number, so that nobody else is ever given it.
        known.forEach((who, old) -> key.append(row(old.number(), who, old.student(), old.name())));
        anonymous.sort(Comparator.comparing(one -> one.handing().student()));
        Roll roll = new Roll(
                whole.roll().layout(), anonymous.stream().map(Graded::handing).toList(), List.of(), List.of());
        return new Anonymous(
                new GradedClass(whole.run(), roll, anonymous, List.of(), List.of()), key.toString(), fresh);
    }

    /** A row of the key that was made before. */
    private record Old(String number, String student, String name) {}

    private static String row(String number, String key, String student, String name) {
        return String.join(",", number, CsvCell.of(key), CsvCell.of(student), CsvCell.of(name)) + "\r\n";
    }

    private static int last(List<String> numbers) {
        return numbers.stream()
                .filter(number -> number.matches("a\\d{1,9}"))
                .mapToInt(number -> Integer.parseInt(number.substring(1)))
                .max()
                .orElse(0);
    }

    private static Map<String, Old> known(@Nullable CsvFile key) throws ClassException {
        Map<String, Old> numbers = new LinkedHashMap<>();
        if (key == null) {
            return numbers;
        }
        Set<String> given = new HashSet<>();
        for (int row = 1; row < key.rows().size(); row++) {
            String number = key.cell(row, 0);
            String whose = key.cell(row, 1);
            if (whose.isEmpty() || !(number.equals(SALT) || number.matches("a\\d{1,9}"))) {
                throw key.wrong(row, 0, "the key is not one that this kit wrote; name another file for a new one.");
            }
            if (!given.add(number)) {
                throw key.wrong(row, 0, number + " is there twice; mend the key, or name another file for a new one.");
            }
            boolean salt = number.equals(SALT);
            numbers.put(
                    salt ? SALT : whose,
                    salt ? new Old(whose, "", "") : new Old(number, key.cell(row, 2), key.cell(row, 3)));
        }
        return numbers;
    }

    private static String newSalt() {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return Hex.encodeHexString(salt);
    }

    private static Handing nobody(String number, Handing handing) {
        return new Handing(
                number,
                "",
                number,
                Optional.empty(),
                handing.markedLate(),
                number,
                handing.path(),
                List.of(Member.of(number)));
    }

    private static Grade withoutTraces(String number, Grade grade) {
        Submitted nobody = Submitted.unread(number);
        return new Grade(
                grade.version(),
                nobody,
                grade.run(),
                grade.gradable(),
                grade.gradable() ? List.of() : List.of("The grader failed."),
                grade.score(),
                grade.maxScore(),
                grade.earned(),
                grade.penalty(),
                grade.bonus(),
                grade.late(),
                grade.gradable() ? grade.audit() : "",
                grade.builds().stream()
                        .map(build -> new BuildResult(build.part(), build.built(), "", List.of(), 0))
                        .toList(),
                grade.groups(),
                grade.verdicts().stream()
                        .map(verdict -> new Verdict(verdict.check(), plain(verdict.outcome()), verdict.points()))
                        .toList(),
                grade.mistakes().stream()
                        .map(one -> new Mistake("", "", one.price(), one.shown(), one.checks(), one.others()))
                        .toList(),
                null);
    }

    private static Outcome plain(Outcome outcome) {
        ExplainedOops oops = outcome.oops();
        Outcome plain = Outcome.without(outcome.status(), "");
        return oops == null
                ? plain
                : plain.withOops(new ExplainedOops(kind(oops.title()), "", "", "", 0, oops.meaning()));
    }

    /** The kernel's own words for a crash; what follows a colon may be the module's. */
    private static String kind(String title) {
        return title.replaceAll("(?s)[^A-Za-z :-].*", "").strip();
    }
}
