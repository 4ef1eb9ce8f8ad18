// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course.export;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.course.GradedClass;
import org.messageslot.grading.course.Handing;
import org.messageslot.grading.course.Layout;
import org.messageslot.grading.course.Member;
import org.messageslot.grading.course.MoodleSheet;
import org.messageslot.grading.course.Roster;

/** Finds the participants of Moodle that get a grade: by their numbers alone, and by the group where a group handed in. */
final class Recipients {

    private static final String PARTICIPANT = "\\d{1,12}";

    private final boolean moodle;
    private final boolean blind;
    private final @Nullable MoodleSheet sheet;

    Recipients(GradedClass whole, @Nullable MoodleSheet sheet) {
        this.moodle = whole.roll().layout() == Layout.MOODLE;
        Set<String> names = new HashSet<>();
        whole.roll().counted().forEach(handing -> names.add(handing.name()));
        this.blind = names.size() == 1 && whole.roll().counted().size() > 1;
        this.sheet = sheet;
    }

    /** {@return the participants' numbers; none if they cannot be told} */
    List<String> of(Handing handing) {
        if (!moodle) {
            return sheet == null ? List.of() : byIdNumber(handing, sheet);
        }
        if (sheet != null && sheet.isGroup(handing.name())) {
            return sheet.group(handing.name()).stream().map(Member::id).toList();
        }
        List<String> numbers = handing.members().stream()
                .map(Member::id)
                .filter(id -> id.matches(PARTICIPANT))
                .toList();
        return sheet == null ? numbers : known(handing, numbers, sheet);
    }

    /** A worksheet of another assignment has the same numbers for other people. */
    private List<String> known(Handing handing, List<String> numbers, MoodleSheet in) {
        boolean one = numbers.size() == 1 && handing.student().equals(numbers.get(0));
        return numbers.stream()
                .filter(number -> in.participant(number)
                        .filter(member -> !one || isCalled(handing.name(), member.name(), in.identifier(number)))
                        .isPresent())
                .toList();
    }

    private boolean isCalled(String name, String other, String identifier) {
        Set<String> words = words(name);
        return blind
                || words.isEmpty()
                || words(other).isEmpty()
                || words.equals(words(identifier))
                || words(other).stream().anyMatch(words::contains);
    }

    private static Set<String> words(String name) {
        Set<String> words = new HashSet<>();
        String plain = Normalizer.normalize(name, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        Stream.of(plain.split("[^\\p{L}\\p{M}]+"))
                .filter(word -> !word.isEmpty())
                .forEach(words::add);
        return words;
    }

    /** Archives that are named by ID numbers or addresses, which the worksheet has besides its own. */
    private static List<String> byIdNumber(Handing handing, MoodleSheet in) {
        return handing.members().stream()
                .flatMap(member -> {
                    Set<String> ids = new HashSet<>();
                    member.ids().map(Roster::plain).forEach(ids::add);
                    List<String> found = in.numbers().stream()
                            .filter(number -> in.participant(number).orElseThrow().aliases().stream()
                                    .anyMatch(alias -> ids.contains(Roster.plain(alias))))
                            .toList();
                    return found.size() == 1 ? found.stream() : Stream.empty();
                })
                .toList();
    }
}
