// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.mutants;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A source in C as words, without comments and lines of the preprocessor, and the functions that it defines. Immutable.
 *
 * @param text the source
 * @param tokens its words, in their order
 * @param functions its functions, in their order
 */
record CSource(String text, List<Token> tokens, List<CFunction> functions) {

    /** Long comments, texts and lines are matched without a level of Java's stack for each character. */
    private static final Pattern WORD = Pattern.compile(
            "(?<skip>/\\*.*?\\*/|//[^\\n]*+|(?<=^|\\n)[ \\t]*+#[^\\n\\\\]*+(?:\\\\.[^\\n\\\\]*+)*+|\\s++)"
                    + "|\"[^\"\\\\\\n]*+(?:\\\\.[^\"\\\\\\n]*+)*+\"|'[^'\\\\\\n]*+(?:\\\\.[^'\\\\\\n]*+)*+'"
                    + "|[A-Za-z_]\\w*+|\\.?\\d[\\w.]*+"
                    + "|<<=|>>=|\\.\\.\\.|->|\\+\\+|--|&&|\\|\\||<<|>>|[-+*/%&|^=!<>]=|.",
            Pattern.DOTALL);

    /**
     * A word of a source.
     *
     * @param text the word
     * @param start where it begins, in characters
     */
    record Token(String text, int start) {
        int end() {
            return start + text.length();
        }

        boolean is(String... words) {
            return List.of(words).contains(text);
        }

        boolean isName() {
            return Character.isJavaIdentifierStart(text.charAt(0));
        }
    }

    /**
     * A function.
     *
     * @param name its name
     * @param head the place of the bracket before its parameters among the words
     * @param first the place of the brace that begins its body
     * @param last the place of the brace that ends it
     */
    record CFunction(String name, int head, int first, int last) {}

    CSource {
        tokens = List.copyOf(tokens);
        functions = List.copyOf(functions);
    }

    static CSource of(String text) {
        List<Token> tokens = new ArrayList<>();
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            if (word.group("skip") == null) {
                tokens.add(new Token(word.group(), word.start()));
            }
        }
        return new CSource(text, tokens, functions(tokens));
    }

    private static List<CFunction> functions(List<Token> tokens) {
        List<CFunction> functions = new ArrayList<>();
        for (int at = 0; at + 1 < tokens.size(); at++) {
            if (tokens.get(at).is("{")) {
                at = partner(tokens, at);
            } else if (tokens.get(at).isName() && tokens.get(at + 1).is("(")) {
                int body = partner(tokens, at + 1) + 1;
                if (body < tokens.size() && tokens.get(body).is("{")) {
                    int end = partner(tokens, body);
                    functions.add(new CFunction(tokens.get(at).text(), at + 1, body, end));
                    at = end;
                }
            }
        }
        return functions;
    }

    /** {@return the place of the bracket that belongs to one; the last place if there is none} */
    static int partner(List<Token> tokens, int open) {
        int depth = 0;
        for (int at = open; at < tokens.size(); at++) {
            depth += tokens.get(at).is("(", "{", "[") ? 1 : tokens.get(at).is(")", "}", "]") ? -1 : 0;
            if (depth == 0) {
                return at;
            }
        }
        return tokens.size() - 1;
    }

    /** {@return the number of a line, 1 for the first} */
    int line(int place) {
        return 1 + (int) text.substring(0, place).chars().filter(c -> c == '\n').count();
    }
}
