// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The clauses of the assignment, by the numbers that labs, checks and sources cite. Immutable. */
public final class Clauses {

    private static final Pattern ENTRY = Pattern.compile("^- \\*\\*(R-[A-Z][0-9])\\*\\* (.*)$");
    private static final Pattern CITED = Pattern.compile("\\bR-[A-Z][0-9]\\b");

    private final Map<String, String> texts;

    private Clauses(Map<String, String> texts) {
        this.texts = texts;
    }

    /**
     * Reads the clauses.
     *
     * @param home the folder of the kit, which has them in {@code labs/clauses.md}
     * @return the clauses
     * @throws IOException if they cannot be read
     */
    public static Clauses in(Path home) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        String last = "";
        for (String line : Files.readAllLines(home.resolve("labs/clauses.md"))) {
            Matcher entry = ENTRY.matcher(line);
            if (entry.matches()) {
                last = entry.group(1);
                texts.put(last, entry.group(2));
            } else if (line.startsWith("  ") && !last.isEmpty()) {
                texts.merge(last, line.strip(), (text, more) -> text + " " + more);
            }
        }
        return new Clauses(texts);
    }

    /**
     * Finds a clause.
     *
     * @param number its number, {@code R-W4} for example
     * @return its text, as Markdown
     */
    public Optional<String> text(String number) {
        return Optional.ofNullable(texts.get(number));
    }

    /** {@return the numbers of all clauses, in their order} */
    public List<String> numbers() {
        return List.copyOf(texts.keySet());
    }

    /**
     * Finds the clauses that a text cites.
     *
     * @param text any text
     * @return their numbers, each once
     */
    public static List<String> citedIn(String text) {
        return CITED.matcher(text)
                .results()
                .map(match -> match.group())
                .distinct()
                .toList();
    }

    /** {@return a clause in Markdown, or which ones there are} */
    String told(String number) {
        String wanted = number.strip().toUpperCase(Locale.ROOT);
        return text(wanted)
                .map(text -> "**" + wanted + "** " + text)
                .orElse("There is no clause '" + number + "'; there are: " + String.join(", ", numbers()) + ".");
    }
}
