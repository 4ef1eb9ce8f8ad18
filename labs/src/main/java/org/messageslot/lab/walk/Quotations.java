// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Source lines that walkthroughs quote: a block fenced by {@code ```c FILE}. They are looked up in the file, so that a
 * quotation is never out of date, and has a line number that nobody had to write down.
 */
public final class Quotations {

    /** Stands in a quotation for lines that are left out. */
    private static final String LEFT_OUT = "...";

    /** Where a step of {@code lab skeleton} begins or ends in the source: nobody quotes that. */
    private static final Pattern MARK = Pattern.compile("/\\* (step \\d: [a-z-]+ \\{|\\} [a-z-]+) \\*/");

    private final Path home;
    private final Map<String, List<String>> sources = new HashMap<>();

    public Quotations(Path home) {
        this.home = home;
    }

    /**
     * A quotation.
     *
     * @param line the line of its walkthrough's step
     * @param file the file that is quoted, seen from the kit's folder
     * @param text the lines
     */
    public record Quotation(int line, String file, String text) {}

    public static List<Quotation> of(Walkthrough walkthrough) {
        List<Quotation> quotations = new ArrayList<>();
        for (WalkthroughStep step : walkthrough.steps()) {
            if (step instanceof WalkthroughStep.Prose prose) {
                collect(prose.line(), prose.markdown(), quotations);
            } else if (step instanceof WalkthroughStep.Ask ask) {
                collect(ask.line(), ask.question().text(), quotations);
                collect(ask.line(), ask.question().because(), quotations);
            } else if (step instanceof WalkthroughStep.Exercise exercise) {
                collect(exercise.line(), exercise.markdown(), quotations);
            }
        }
        return quotations;
    }

    private static void collect(int line, String markdown, List<Quotation> quotations) {
        String file = "";
        List<String> text = new ArrayList<>();
        boolean fenced = false;
        for (String row : markdown.lines().toList()) {
            if (row.startsWith("```")) {
                if (!file.isEmpty()) {
                    quotations.add(new Quotation(line, file, String.join("\n", text)));
                }
                fenced = !fenced;
                file = fenced ? fileOf(row.substring(3)) : "";
                text.clear();
            } else {
                text.add(row);
            }
        }
    }

    /** {@return the file that a fence names: {@code c kernel/message_slot.c}; empty if it names none} */
    public static String fileOf(String info) {
        String[] words = info.strip().split("\\s+", 3);
        return words.length > 1 && words[1].contains("/") ? words[1] : "";
    }

    /**
     * Finds a quotation in its source.
     *
     * @return the number of its first line there, from 1; none if it is not there
     */
    public Optional<Integer> lineOf(Quotation quotation) throws IOException {
        return lineOf(quotation.file(), quotation.text());
    }

    public Optional<Integer> lineOf(String file, String text) throws IOException {
        List<String> source = source(file);
        List<String> wanted = text.lines()
                .map(Quotations::normal)
                .filter(line -> !line.isEmpty())
                .toList();
        for (int start = 0; start < source.size(); start++) {
            if (isAt(source, start, wanted)) {
                return Optional.of(start + 1);
            }
        }
        return Optional.empty();
    }

    /** Empty lines count for nothing, here and there. */
    private static boolean isAt(List<String> source, int start, List<String> wanted) {
        int at = start;
        boolean gap = false;
        for (String line : wanted) {
            if (line.equals(LEFT_OUT)) {
                gap = true;
                continue;
            }
            while (at < source.size() && !source.get(at).equals(line) && (gap || isBlankWithin(source, start, at))) {
                at++;
            }
            gap = false;
            if (at >= source.size() || !source.get(at).equals(line)) {
                return false;
            }
            at++;
        }
        return !wanted.isEmpty();
    }

    private static boolean isBlankWithin(List<String> source, int start, int at) {
        return at > start && source.get(at).isEmpty();
    }

    private List<String> source(String file) throws IOException {
        List<String> known = sources.get(file);
        if (known == null) {
            known = Files.readAllLines(home.resolve(file)).stream()
                    .map(Quotations::normal)
                    .toList();
            sources.put(file, known);
        }
        return known;
    }

    /** Indentation is the quoter's business. */
    private static String normal(String line) {
        String text = line.strip().replaceAll("\\s+", " ");
        return MARK.matcher(text).matches() ? "" : text;
    }
}
