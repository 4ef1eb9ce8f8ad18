// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.site;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Colours C and Java: comments, literals, and keywords. It knows words, not grammar, which is enough for reading.
 *
 * <p>No coloured stretch goes over the end of a line, so that lines can be put into a table.
 */
final class Highlighter {

    private static final Pattern TOKEN = Pattern.compile("(?s)(?<comment>/\\*.*?\\*/|//[^\n]*)"
            + "|(?<text>\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\\n])+')"
            + "|(?<directive>(?m:^[ \\t]*#[ \\t]*[a-z]+))"
            + "|(?<word>[A-Za-z_][A-Za-z0-9_]*)"
            + "|(?<number>\\b[0-9][0-9a-zA-Z_.]*)");

    private static final Set<String> JAVA =
            Set.of(("abstract assert boolean break byte case catch char class continue default do "
                            + "double else enum extends false final finally float for if implements import instanceof int interface long new "
                            + "null package private protected public record return sealed short static super switch synchronized this throw "
                            + "throws true try var void volatile while")
                    .split(" "));

    private static final Set<String> C = Set.of(
            ("bool break case char const continue default do double else enum extern false for goto if inline int long NULL "
                            + "return s8 short signed size_t sizeof ssize_t static struct switch true typedef u8 u16 u32 u64 union "
                            + "unsigned void volatile while")
                    .split(" "));

    private Highlighter() {}

    /** {@return Java, as HTML} */
    static String java(String code) {
        return coloured(code, JAVA);
    }

    /**
     * Colours a file by the ending of its name; what is no C and no Java stays as it is.
     *
     * @return the text, as HTML
     */
    static String file(String name, String text) {
        if (name.matches(".*\\.[chS]")) {
            return coloured(text, C);
        }
        return name.matches(".*\\.(java|jsh)") ? coloured(text, JAVA) : Html.escape(text);
    }

    private static String coloured(String code, Set<String> keywords) {
        StringBuilder body = new StringBuilder();
        Matcher token = TOKEN.matcher(code);
        int from = 0;
        while (token.find()) {
            body.append(Html.escape(code.substring(from, token.start())));
            String kind = kindOf(token, keywords);
            body.append(kind.isEmpty() ? Html.escape(token.group()) : marked(kind, token.group()));
            from = token.end();
        }
        return body.append(Html.escape(code.substring(from))).toString();
    }

    private static String kindOf(Matcher token, Set<String> keywords) {
        if (token.group("comment") != null) {
            return "comment";
        }
        if (token.group("text") != null || token.group("number") != null) {
            return "literal";
        }
        boolean keyword = token.group("directive") != null || keywords.contains(token.group());
        return keyword ? "keyword" : "";
    }

    private static String marked(String kind, String text) {
        return text.lines()
                .map(line -> "<span class=\"" + kind + "\">" + Html.escape(line) + "</span>")
                .collect(Collectors.joining("\n"));
    }
}
