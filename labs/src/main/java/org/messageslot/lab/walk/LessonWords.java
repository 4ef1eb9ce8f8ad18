// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import java.util.Set;

/** The words that a student can type in a lesson, beside Java. */
final class LessonWords {

    /** The text of the word {@code help}. */
    static final String HELP = """
            Wherever you are asked, you can type

            - **Enter** to go on, which runs the line of Java that is shown
            - **Java** of your own; it runs in the same session, and Tab completes it
            - `back` to see the step before again (what ran stays done)
            - `skip` to leave out a line, a question or an exercise
            - `hint`, `check` and `solution` in an exercise
            - `try` to run the lines of a "try this"
            - `clause R-W4` to read what the assignment says there
            - `shell` to play in jshell for a while; `exit` comes back
            - `reset` to begin with a new kernel, at the same place in the text
            - `restart` to begin the lab again, from its first line
            - `quit` to leave; the next time you go on from here

            Ctrl-C drops what you have begun to type, and stops Java that does not end.
            """;

    /** All of them that are words alone. */
    static final Set<String> ALL = Set.of(
            "back",
            "skip",
            "hint",
            "check",
            "solution",
            "try",
            "shell",
            "reset",
            "restart",
            "quit",
            "exit",
            "help",
            "?");

    private LessonWords() {}

    /** {@return whether what was typed, in lower case, is one of them, and no Java} */
    static boolean areIn(String word) {
        return ALL.contains(word) || word.startsWith("clause ") || word.startsWith("/");
    }

    /** Somebody who wants to try something before answering; a value or a name has no call in it. */
    static boolean isJavaToRun(String text) {
        return text.endsWith(";") || text.matches("[a-zA-Z][\\w.]*\\(.*");
    }
}
