// SPDX-License-Identifier: Apache-2.0
package org.messageslot.setup;

import java.io.Console;
import java.util.Locale;
import java.util.Optional;

/** The terminal that this process was started on, if there is one. */
public final class Terminal {

    private Terminal() {}

    /** {@return the terminal; empty if no person sits there: JDK 22 and later have a console also for pipes} */
    @SuppressWarnings("SystemConsoleNull") // The kit runs on JDK 17 too, where it may be null.
    public static Optional<Console> find() {
        return Optional.ofNullable(System.console()).filter(Terminal::isTerminal);
    }

    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true; // Before JDK 22 there is a console only on a terminal.
        }
    }

    /**
     * Tells an answer's meaning.
     *
     * @param answer what was typed
     * @return whether it means yes; Enter alone does
     */
    public static boolean isYes(String answer) {
        return answer.isBlank() || answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }
}
