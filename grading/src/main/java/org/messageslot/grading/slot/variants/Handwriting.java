// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.variants;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How one student writes C: the same program in other words. Functions have other names, comments come or go, indentation is
 * of another width; so neither the source nor the binary is another student's, and all of them do the same.
 *
 * <p>Immutable and thread-safe.
 */
final class Handwriting {

    private static final Pattern TOKEN = Pattern.compile(
            "\"(?:[^\"\\\\\\n]|\\\\.)*+\"|'(?:[^'\\\\\\n]|\\\\.)*+'|/\\*.*?\\*/|//[^\\n]*+|[A-Za-z_]\\w*+|.",
            Pattern.DOTALL);
    private static final Pattern OWN_FUNCTION = Pattern.compile("(?m)^static\\b[^;(){}=#]*?\\b(\\w+)\\(");
    private static final Pattern MEMBER = Pattern.compile("(?:\\.|->)\\s*(\\w+)");
    private static final Pattern INDENTATION = Pattern.compile("(?m)^\\t+");
    private static final List<String> PREFIXES = List.of("", "my_", "ex3_", "slot_", "do_");
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";

    private final String student;
    private final String prefix;
    private final String suffix;
    private final boolean explains;
    private final String indent;

    private Handwriting(String student, String prefix, String suffix, boolean explains, String indent) {
        this.student = student;
        this.prefix = prefix;
        this.suffix = suffix;
        this.explains = explains;
        this.indent = indent;
    }

    /** {@return how a student writes} */
    static Handwriting of(String student, SplittableRandom random) {
        String suffix = "_" + letter(random) + letter(random) + letter(random);
        return new Handwriting(
                student,
                PREFIXES.get(random.nextInt(PREFIXES.size())),
                suffix,
                random.nextInt(3) > 0,
                List.of("\t", "    ", "  ").get(random.nextInt(3)));
    }

    private static char letter(SplittableRandom random) {
        return LETTERS.charAt(random.nextInt(LETTERS.length()));
    }

    /**
     * Writes something down.
     *
     * @param file the file's name
     * @param text a text in C, or another one, which stays as it is
     * @return the text in this hand
     */
    String of(String file, String text) {
        if (!file.endsWith(".c")) {
            return text;
        }
        Map<String, String> names = names(text);
        StringBuilder out = new StringBuilder("/* " + student + ": " + file + " */\n");
        Matcher token = TOKEN.matcher(text);
        while (token.find()) {
            String word = token.group();
            boolean comment = word.startsWith("/*") || word.startsWith("//");
            out.append(comment && !explains ? "\n".repeat(lines(word)) : names.getOrDefault(word, word));
        }
        return INDENTATION
                .matcher(out)
                .replaceAll(tabs ->
                        Matcher.quoteReplacement(indent.repeat(tabs.group().length())));
    }

    private static int lines(String comment) {
        return (int) comment.chars().filter(c -> c == '\n').count();
    }

    /** What the kernel's structures call their members keeps its name, for it may be theirs. */
    private Map<String, String> names(String text) {
        Set<String> members = new HashSet<>();
        MEMBER.matcher(text).results().forEach(member -> members.add(member.group(1)));
        Map<String, String> names = new HashMap<>();
        OWN_FUNCTION.matcher(text).results().map(found -> found.group(1)).forEach(name -> {
            boolean macro = name.equals(name.toUpperCase(Locale.ROOT));
            if (!macro && !members.contains(name)) {
                names.put(name, prefix + name + suffix);
            }
        });
        return names;
    }
}
