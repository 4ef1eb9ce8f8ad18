// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the names tell that course systems and students give to submissions. */
final class Names {

    private static final Pattern MOODLE =
            Pattern.compile("(?s)(.*)_(\\d{1,12})_assignsubmission_(file|onlinetext)_?(.*)");
    private static final Pattern CANVAS = Pattern.compile(
            "(?s)([^_/]+)_(?:(late)_)?(?:question_\\d+_)?(\\d{1,12})_(\\d{1,12})_([^/]+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern GRADESCOPE = Pattern.compile("submission_(\\d{1,12})");
    private static final Pattern ASSIGNMENT =
            Pattern.compile("(?is)(?:ex|hw|assignment|exercise)[ _-]?\\d{1,2}[ _-]+(.+)");
    private static final Pattern COPY = Pattern.compile("(?s)(.+?) ?\\((\\d{1,3})\\)");
    private static final Pattern NUMBERED = Pattern.compile("(\\d{5,12})[-_ ]v?(\\d{1,3})");
    private static final Pattern CANVAS_VERSION = Pattern.compile("(?s)(.+)-(\\d{1,3})((?:\\.tar)?\\.[A-Za-z0-9]+)");
    private static final List<String> ARCHIVES = List.of(
            ".tar.gz", ".tar.xz", ".tar.bz2", ".zip", ".tgz", ".txz", ".tar", ".gz", ".xz", ".bz2", ".7z", ".rar");

    private Names() {}

    /** A name in Moodle's download. */
    record Moodle(String name, String participant, boolean isFile, String file) {}

    /** A name in Canvas' download. */
    record Canvas(String name, boolean late, String user, long upload, String file, int version) {}

    /** A student's id in the name of an archive, and which of several it is. */
    record Plain(String student, int attempt) {}

    static Optional<Moodle> moodle(String top) {
        Matcher name = MOODLE.matcher(top);
        return name.matches()
                ? Optional.of(
                        new Moodle(name.group(1), name.group(2), name.group(3).equals("file"), name.group(4)))
                : Optional.empty();
    }

    static Optional<Canvas> canvas(String top) {
        Matcher name = CANVAS.matcher(top);
        if (!name.matches()) {
            return Optional.empty();
        }
        Matcher version = CANVAS_VERSION.matcher(name.group(5));
        boolean again = version.matches();
        return Optional.of(new Canvas(
                name.group(1),
                name.group(2) != null,
                name.group(3),
                Long.parseLong(name.group(4)),
                again ? version.group(1) + version.group(3) : name.group(5),
                again ? Integer.parseInt(version.group(2)) : 0));
    }

    static Optional<String> gradescope(String top) {
        Matcher name = GRADESCOPE.matcher(top);
        return name.matches() ? Optional.of(name.group(1)) : Optional.empty();
    }

    static boolean isArchive(String path) {
        String name = path.toLowerCase(Locale.ROOT);
        return ARCHIVES.stream().anyMatch(name::endsWith);
    }

    /** {@return the id in {@code ex3_123456789.zip}, {@code ex3_123456789 (1).zip} or {@code alice}} */
    static Plain plain(String file) {
        String name = withoutSuffix(file);
        Matcher assignment = ASSIGNMENT.matcher(name);
        String id = assignment.matches() ? assignment.group(1) : name;
        Matcher copy = COPY.matcher(id);
        if (copy.matches()) {
            return new Plain(copy.group(1), Integer.parseInt(copy.group(2)));
        }
        Matcher numbered = NUMBERED.matcher(id);
        return numbered.matches()
                ? new Plain(numbered.group(1), Integer.parseInt(numbered.group(2)))
                : new Plain(id, 0);
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
