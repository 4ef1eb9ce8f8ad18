// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the names tell that students give to archives. */
final class Names {

    private static final Pattern ASSIGNMENT =
            Pattern.compile("(?is)(?:ex|hw|assignment|exercise)[ _-]?\\d{1,2}[ _-]+(.+)");
    private static final Pattern COPY = Pattern.compile("(?s)(.+?) ?\\((\\d{1,3})\\)");
    private static final String ID = "\\d{5,12}";
    private static final Pattern IDS = Pattern.compile("(" + ID + "(?:[_+,&-](?:and-)?" + ID + ")*)(?:[-_ .]+(.*))?");
    private static final Pattern NUMBER = Pattern.compile("v?(\\d{1,3})");
    private static final List<String> ARCHIVES = List.of(
            ".tar.gz", ".tar.xz", ".tar.bz2", ".zip", ".tgz", ".txz", ".tar", ".gz", ".xz", ".bz2", ".7z", ".rar");

    private Names() {}

    /** A student's id in the name of an archive, and which of several it is. */
    record Plain(String student, int attempt) {}

    static boolean isArchive(String path) {
        String name = path.toLowerCase(Locale.ROOT);
        return ARCHIVES.stream().anyMatch(name::endsWith);
    }

    /**
     * Finds the student in a name.
     *
     * @return the id in {@code ex3_123456789.zip}, {@code ex3_123456789 (1).zip}, {@code ex3_123456789_final.zip} or {@code
     *     alice}; composed, for some file systems take letters apart
     */
    static Plain plain(String file) {
        String name = Normalizer.normalize(withoutSuffix(file), Normalizer.Form.NFC);
        Matcher assignment = ASSIGNMENT.matcher(name);
        String id = assignment.matches() ? assignment.group(1) : name;
        Matcher copy = COPY.matcher(id);
        int attempt = 0;
        if (copy.matches()) {
            id = copy.group(1);
            attempt = Integer.parseInt(copy.group(2));
        }
        Matcher ids = IDS.matcher(id);
        if (!ids.matches()) {
            return new Plain(id, attempt);
        }
        Matcher number = NUMBER.matcher(String.valueOf(ids.group(2)));
        return new Plain(ids.group(1), number.matches() ? Integer.parseInt(number.group(1)) : attempt);
    }

    /** {@return whether a name is made like {@code ex3_123456789}, with or without a suffix} */
    static boolean saysWhose(String file) {
        String name = withoutSuffix(file);
        return ASSIGNMENT.matcher(name).matches() || name.matches("\\d{5,12}([-_ ].*)?");
    }

    private static String withoutSuffix(String file) {
        String lower = file.toLowerCase(Locale.ROOT);
        return ARCHIVES.stream()
                .filter(suffix -> lower.endsWith(suffix) && lower.length() > suffix.length())
                .findFirst()
                .map(suffix -> file.substring(0, file.length() - suffix.length()))
                .orElse(file);
    }
}
