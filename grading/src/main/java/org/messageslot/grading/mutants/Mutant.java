// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.mutants;

/**
 * A change of one place in a source. Immutable.
 *
 * @param file the source's name
 * @param line the line, 1 for the first
 * @param function the function that it is in
 * @param change what was done, in words
 * @param before the line as it was, without blanks around it
 * @param after the line as it is
 * @param source the whole changed source
 */
public record Mutant(
        String file, int line, String function, String change, String before, String after, String source) {

    static Mutant of(String file, CSource source, String function, Edit edit) {
        String changed = source.text().substring(0, edit.start())
                + edit.text()
                + source.text().substring(edit.end());
        int line = source.line(edit.start());
        return new Mutant(
                file, line, function, edit.change(), lineOf(source.text(), line), lineOf(changed, line), changed);
    }

    private static String lineOf(String text, int line) {
        return text.lines().skip(line - 1L).findFirst().orElse("").strip();
    }

    /** {@return where it is and what was done} */
    @Override
    public String toString() {
        return file + ":" + line + " " + function + ": " + change;
    }

    /** Some characters of a source, and what is there instead; it keeps lines as they are. */
    record Edit(int start, int end, String text, String change) {}
}
