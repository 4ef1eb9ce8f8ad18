// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.mutants;

/** A change of one place in a source. Immutable; all mutants of a source share its text. */
public final class Mutant {

    private final String file;
    private final String original;
    private final String function;
    private final int line;
    private final Edit edit;

    /** Some characters of a source, and what is there instead; it keeps lines as they are. */
    record Edit(int start, int end, String text, String change) {}

    Mutant(String file, CSource source, String function, Edit edit) {
        this.file = file;
        this.original = source.text();
        this.function = function;
        this.line = source.line(edit.start());
        this.edit = edit;
    }

    /** {@return the source's name} */
    public String file() {
        return file;
    }

    /** {@return the line, 1 for the first} */
    public int line() {
        return line;
    }

    /** {@return the function that it is in} */
    public String function() {
        return function;
    }

    /** {@return what was done, in words} */
    public String change() {
        return edit.change();
    }

    /** {@return the line as it was, without blanks around it} */
    public String before() {
        return lineOf(original);
    }

    /** {@return the line as it is, without blanks around it} */
    public String after() {
        return lineOf(source());
    }

    /** {@return the whole changed source} */
    public String source() {
        return original.substring(0, edit.start()) + edit.text() + original.substring(edit.end());
    }

    private String lineOf(String text) {
        return text.lines().skip(line - 1L).findFirst().orElse("").strip();
    }

    /** {@return where it is and what was done} */
    @Override
    public String toString() {
        return file + ":" + line + " " + function + ": " + change();
    }
}
