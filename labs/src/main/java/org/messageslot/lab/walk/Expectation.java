// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One thing that a snippet must do, as it stands in a comment beside it or below it.
 *
 * @param line the line it stands on, from 1
 * @param trailing whether it stands behind the snippet's last line
 * @param kind what it is about
 * @param text what must happen; {@code ...} stands for anything
 */
public record Expectation(int line, boolean trailing, ExpectationKind kind, String text) {

    /** The kinds of expectations. */
    public enum ExpectationKind {
        /** The value of an expression, as jshell shows it. */
        VALUE("==>"),
        /** One line of what is printed. */
        PRINTS("prints:"),
        /** The exception: its errno or its class, and then perhaps a colon and its message. */
        THROWS("throws:"),
        /** One line of what the compiler says; the snippet does not run. */
        REJECTED("rejected:"),
        /** One system call that is made, and its result. */
        CALLS("calls:");

        private final String sign;

        ExpectationKind(String sign) {
            this.sign = sign;
        }

        /** {@return what introduces it in a comment} */
        public String sign() {
            return sign;
        }
    }

    private static final Pattern SYNTAX = Pattern.compile("(==>|prints:|throws:|rejected:|calls:)(?: (.*))?");

    /**
     * Reads an expectation.
     *
     * @param line where it stands
     * @param trailing whether it stands behind code
     * @param comment the comment, without {@code //} and the space behind it
     * @return the expectation, if the comment is one
     */
    public static Optional<Expectation> parse(int line, boolean trailing, String comment) {
        Matcher matcher = SYNTAX.matcher(comment.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String text = matcher.group(2) == null ? "" : matcher.group(2);
        return Optional.of(new Expectation(line, trailing, kindOf(matcher.group(1)), text));
    }

    private static ExpectationKind kindOf(String sign) {
        for (ExpectationKind kind : ExpectationKind.values()) {
            if (kind.sign().equals(sign)) {
                return kind;
            }
        }
        throw new AssertionError("The pattern knows a sign that no kind has: " + sign);
    }

    /** {@return the expectation as it stands in a comment} */
    @Override
    public String toString() {
        return text.isEmpty() ? kind.sign() : kind.sign() + " " + text;
    }
}
