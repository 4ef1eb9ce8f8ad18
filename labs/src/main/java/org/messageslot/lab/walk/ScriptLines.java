// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines of a script, and the place up to which they were read: comments, keywords, and what is indented. */
final class ScriptLines {

    private static final String INDENTED = "    ";
    private static final Pattern TRAILING = Pattern.compile("^(.*\\S)\\s+//\\s?(\\S.*)$");
    private static final Pattern LOOKS_LIKE_EXPECTATION = Pattern.compile("^(=+\\s*>|[a-z]+:(\\s|$)).*");
    private static final Pattern KEYWORD = Pattern.compile("^([a-z]+):(?:\\s+(.*))?$");

    private static final List<String> KEYWORDS = List.of(
            "minutes", "needs", "only", "predict", "because", "exercise", "hint", "check", "wrong", "answer", "try");

    private final String script;
    private final List<String> lines;

    private int at; // the index of the next line

    /**
     * Begins at the first line.
     *
     * @param script the script's name
     * @param lines its lines
     */
    ScriptLines(String script, List<String> lines) {
        this.script = script;
        this.lines = lines;
    }

    /** {@return whether there is a line that was not read} */
    boolean hasMore() {
        return at < lines.size();
    }

    /** {@return the number of the next line, from 1; of the last one and one more at the end} */
    int number() {
        return at + 1;
    }

    /** {@return how many lines there are} */
    int size() {
        return lines.size();
    }

    /** {@return the next line, which stays the next one} */
    String line() {
        return lines.get(at);
    }

    /** Goes on to the line after the next one. */
    void skip() {
        at++;
    }

    /** {@return whether the next line is a comment} */
    boolean isComment() {
        return hasMore() && isComment(line());
    }

    /** {@return the next line, a comment, without the slashes} */
    String comment() {
        return content(line());
    }

    /** {@return whether the next line has neither code nor text} */
    boolean isBlank() {
        return hasMore() && line().isBlank();
    }

    /** {@return the keyword that the next line begins with; empty if it is none, or there is no line} */
    Optional<String> keyword() {
        return hasMore() ? keyword(line()) : Optional.empty();
    }

    /** {@return whether the next line is a comment whose text is indented} */
    boolean isIndented() {
        return isComment() && isIndented(line());
    }

    /**
     * Reads the indented comments that come next as code.
     *
     * @return the script up to the last of them; its next line is the first
     */
    ScriptLines indentedCode() {
        List<String> code = new ArrayList<>(lines.subList(0, at));
        ScriptLines inner = new ScriptLines(script, code);
        inner.at = at;
        while (isIndented()) {
            code.add(content(lines.get(at++)).substring(INDENTED.length()));
        }
        return inner;
    }

    /** The rest of a keyword's line, which is consumed. */
    String argument() {
        Matcher matcher = KEYWORD.matcher(content(lines.get(at++)));
        if (!matcher.matches()) {
            throw new AssertionError("Only called on the line of a keyword.");
        }
        return matcher.group(2) == null ? "" : matcher.group(2).strip();
    }

    /** Comment lines up to the next keyword or code; what is fenced by ``` holds no keywords. */
    String text() {
        List<String> text = new ArrayList<>();
        boolean fenced = false;
        while (at < lines.size() && isComment(lines.get(at))) {
            if (!fenced && keyword(lines.get(at)).isPresent()) {
                break;
            }
            String content = content(lines.get(at++));
            fenced ^= content.startsWith("```");
            text.add(content);
        }
        return String.join("\n", text).strip();
    }

    /** A keyword's argument and the indented lines that continue it. */
    String indented(String first) {
        StringBuilder text = new StringBuilder(first);
        while (at < lines.size() && isComment(lines.get(at)) && isIndented(lines.get(at))) {
            text.append('\n').append(content(lines.get(at++)).substring(INDENTED.length()));
        }
        return text.toString().strip();
    }

    void skipEmptyLines() {
        while (at < lines.size()
                && (lines.get(at).isBlank() || lines.get(at).strip().equals("//"))) {
            at++;
        }
    }

    /** {@return what tells of a mistake in a line} */
    WalkthroughException wrong(int line, String what) {
        return new WalkthroughException("labs/" + script + ":" + line + ": " + what + ".");
    }

    /** {@return the next line, of Java, without the expectation behind it, which is added to a list} */
    String withoutExpectation(List<Expectation> expectations) throws WalkthroughException {
        String line = line();
        Matcher trailing = TRAILING.matcher(line);
        if (!trailing.matches()) {
            return line.stripTrailing();
        }
        Optional<Expectation> expectation = Expectation.parse(number(), true, trailing.group(2));
        if (expectation.isPresent()) {
            expectations.add(expectation.get());
            return trailing.group(1);
        }
        if (LOOKS_LIKE_EXPECTATION.matcher(trailing.group(2)).matches()) {
            throw wrong(number(), "'// " + trailing.group(2) + "' looks like an expectation, but is none");
        }
        return line.stripTrailing();
    }

    private static boolean isIndented(String line) {
        return content(line).startsWith(INDENTED);
    }

    private static boolean isComment(String line) {
        return line.startsWith("//");
    }

    private static String content(String line) {
        String text = line.substring(2);
        return text.startsWith(" ") ? text.substring(1) : text;
    }

    private static Optional<String> keyword(String line) {
        if (!isComment(line)) {
            return Optional.empty();
        }
        Matcher matcher = KEYWORD.matcher(content(line));
        boolean keyword = matcher.matches() && KEYWORDS.stream().anyMatch(word -> isNear(matcher.group(1), word));
        return keyword ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Whether a word is a keyword, or looks like one that is misspelt: that must not pass for text. */
    private static boolean isNear(String word, String keyword) {
        return distance(word, keyword) <= (keyword.length() > 4 ? 2 : word.equals(keyword) ? 0 : -1);
    }

    /** {@return the number of letters to change, add or remove to make one word the other} */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
