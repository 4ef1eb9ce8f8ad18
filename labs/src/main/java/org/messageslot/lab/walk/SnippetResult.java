// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The outcome of running a snippet.
 *
 * @param printed what it printed, with its line ends
 * @param ending how it ended
 */
public record SnippetResult(String printed, Ending ending) {

    /** The ending of a snippet. */
    public sealed interface Ending {}

    /**
     * With a value.
     *
     * @param text the value, as jshell shows it
     */
    public record Value(String text) implements Ending {}

    /** Well, and without a value. */
    public record Nothing() implements Ending {}

    /**
     * With an exception.
     *
     * @param type its class, without the package
     * @param message its message; empty if it has none
     */
    public record Thrown(String type, String message) implements Ending {}

    /**
     * Never started: the compiler refused it.
     *
     * @param messages what the compiler said
     */
    public record Rejected(List<String> messages) implements Ending {

        /** Make the ending. */
        public Rejected {
            messages = List.copyOf(messages);
        }
    }

    /**
     * Stopped from outside, because it went on for too long or because of Ctrl-C. The session goes on.
     *
     * @param seconds how long it ran
     */
    public record Stopped(long seconds) implements Ending {}

    /**
     * Took the session with it: it ended the Java machine, or could not be stopped.
     *
     * @param why what is known of it, a clause without a full stop
     */
    public record Fatal(String why) implements Ending {}

    /** {@return whether the session can go on} */
    public boolean survived() {
        return !(ending instanceof Fatal);
    }

    /** {@return whether it ended by itself and without an exception} */
    public boolean wentWell() {
        return ending instanceof Value || ending instanceof Nothing;
    }

    /** {@return the lines that were printed} */
    public List<String> printedLines() {
        return printed.lines().map(String::stripTrailing).toList();
    }

    /**
     * Compares with one expectation. {@code calls:} is about the system calls, which are compared elsewhere.
     *
     * @param expectation what was expected
     * @return whether it happened
     */
    public boolean matches(Expectation expectation) {
        return switch (expectation.kind()) {
            case VALUE -> ending instanceof Value value && like(expectation.text(), value.text());
            case PRINTS -> like(expectation.text(), printed.stripTrailing());
            case THROWS -> ending instanceof Thrown thrown && isThrown(expectation.text(), thrown);
            case REJECTED ->
                ending instanceof Rejected rejected
                        && rejected.messages().stream().anyMatch(message -> like(expectation.text(), message));
            case CALLS -> false;
        };
    }

    /** {@code NAME} or {@code NAME: message}, where the name is that of an errno or of a class. */
    private static boolean isThrown(String wanted, Thrown thrown) {
        String[] parts = wanted.split(": ", 2);
        boolean named = thrown.type().equals(parts[0]) || containsWord(thrown.message(), parts[0]);
        return named && (parts.length == 1 || like(parts[1], thrown.message()));
    }

    private static boolean containsWord(String text, String word) {
        return Pattern.compile("\\b" + Pattern.quote(word) + "\\b")
                .matcher(text)
                .find();
    }

    /**
     * Compares a text with a pattern.
     *
     * @param pattern the text, in which {@code ...} stands for any letters, or none
     * @param text the text that came
     * @return whether they agree, letter for letter
     */
    static boolean like(String pattern, String text) {
        StringBuilder regex = new StringBuilder();
        for (String part : pattern.split("\\.\\.\\.", -1)) {
            regex.append(regex.length() == 0 ? "" : ".*").append(Pattern.quote(part));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(text).matches();
    }

    /**
     * Tells whether a prediction that was typed means this: quotes and case make no difference.
     *
     * @param typed a value, a text that is printed, or the name of an error or exception
     * @return whether it is
     */
    boolean isMeantBy(String typed) {
        String meant = plain(typed);
        if (meant.isEmpty()) {
            return false;
        }
        if (ending instanceof Thrown thrown) {
            List<String> names = new ArrayList<>(List.of(thrown.type().toLowerCase(Locale.ROOT)));
            names.addAll(List.of(thrown.message().toLowerCase(Locale.ROOT).split("[^a-z0-9]+")));
            String name = meant.replaceAll("^(it )?throws:? +", "");
            return names.contains(name.equals("eagain") ? "ewouldblock" : name);
        }
        boolean value = ending instanceof Value given && plain(given.text()).equals(meant);
        return value || (!printed.isBlank() && plain(printed).equals(meant));
    }

    /** {@return a text as people type it: quotes around it and case do not matter} */
    static String plain(String text) {
        return text.strip().replaceAll("^\"|\"$", "").toLowerCase(Locale.ROOT);
    }

    /** {@return the expectations that describe the outcome, as they would stand in comments} */
    public List<String> asExpectations() {
        List<String> lines = new ArrayList<>();
        printedLines().forEach(line -> lines.add("prints: " + line));
        if (ending instanceof Value value) {
            lines.add("==> " + value.text());
        } else if (ending instanceof Thrown thrown) {
            lines.add("throws: " + nameOf(thrown));
        } else if (ending instanceof Rejected rejected) {
            rejected.messages().forEach(message -> lines.add("rejected: " + message));
        }
        return lines;
    }

    /** The errno where there is one: it is the last word but one of the message. */
    private static String nameOf(Thrown thrown) {
        var errno = Pattern.compile("\\b(E[A-Z0-9]+) \\([0-9]+\\)$").matcher(thrown.message());
        return thrown.type().equals("ErrnoException") && errno.find() ? errno.group(1) : thrown.type();
    }

    /** {@return what happened in one line or several, for people} */
    public String describe() {
        List<String> lines = new ArrayList<>(asExpectations());
        if (ending instanceof Thrown thrown) {
            lines.set(lines.size() - 1, "throws: " + thrown.type() + ": " + thrown.message());
        } else if (ending instanceof Stopped stopped) {
            lines.add("was still running after " + stopped.seconds() + " s, and was stopped");
        } else if (ending instanceof Fatal fatal) {
            lines.add(fatal.why());
        }
        return lines.isEmpty() ? "nothing: no value, nothing printed, no exception" : String.join("\n", lines);
    }
}
