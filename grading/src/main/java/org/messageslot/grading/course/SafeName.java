// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.util.Locale;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;

/** Strangers' names made into file names that every file system takes, and that lead nowhere. */
final class SafeName {

    private static final int LONGEST = 64;

    /** Windows keeps these for devices, whatever follows the first point. */
    private static final Set<String> DEVICES = Set.of("con", "prn", "aux", "nul");

    private SafeName() {}

    /**
     * Makes a file name.
     *
     * @param text any text
     * @return 1 to 80 characters, ASCII letters, digits, points, hyphens and underlines; different texts give different names,
     *     also where case is not told apart
     */
    static String of(String text) {
        StringBuilder name = new StringBuilder();
        text.codePoints().limit(LONGEST).forEach(c -> name.append(isPlain(c) ? Character.toString(c) : "_"));
        String plain = name.toString();
        boolean same = plain.equals(text)
                && plain.equals(plain.toLowerCase(Locale.ROOT))
                && !plain.isEmpty()
                && !plain.startsWith(".")
                && !plain.startsWith("-")
                && !plain.endsWith(".")
                && !plain.matches(".*-[0-9a-f]{10}")
                && !DEVICES.contains(plain.split("\\.", -1)[0])
                && !plain.matches("(com|lpt)\\d.*");
        return same
                ? plain
                : "s-" + plain.replaceAll("^[.-]+|[.]+$", "") + "-"
                        + DigestUtils.sha256Hex(text).substring(0, 10);
    }

    private static boolean isPlain(int c) {
        return c < 0x80 && (Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_');
    }
}
