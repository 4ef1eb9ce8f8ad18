// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A C source as text, with comments and strings blanked out, for the questions that come up before a compiler is asked.
 * The answers are guesses that a compiler then confirms; no verdict rests on them. Not thread-safe.
 */
final class SourceText {

    private static final Pattern INCLUDE = Pattern.compile("(?m)^[ \\t]*#[ \\t]*include[ \\t]*\"([^\"\\n]{1,255})\"");
    private static final Pattern MAIN = Pattern.compile("\\bmain\\s{0,20}\\(");
    private static final Pattern IOCTL_MEMBER = Pattern.compile(
            "(?:\\.\\s{0,20}unlocked_ioctl\\s{0,20}=|\\bunlocked_ioctl\\s{0,20}:)\\s{0,20}&?\\s{0,20}(\\w{1,100})");
    private static final Pattern REGISTRATION =
            Pattern.compile("\\b(?:__)?register_chrdev\\s{0,20}\\(\\s{0,20}(\\w{1,100})\\s{0,20},");
    private static final String CONSTANT = "(\\w{1,100})";

    private final String raw;
    private @Nullable String code;

    private SourceText(String raw) {
        this.raw = raw;
    }

    static SourceText of(SubmittedFile file) {
        return new SourceText(file.text());
    }

    /** {@return the bytes as a compiler can read them: UTF-16 becomes UTF-8, lone carriage returns become line ends} */
    static byte[] readable(byte[] content) {
        Optional<Charset> wide = byteOrder(content);
        if (wide.isPresent()) {
            String text = new String(content, wide.get());
            return text.substring(1).getBytes(StandardCharsets.UTF_8);
        }
        String text = new String(content, StandardCharsets.ISO_8859_1);
        boolean lone = text.indexOf('\r') >= 0 && text.indexOf('\n') < 0;
        return lone ? text.replace('\r', '\n').getBytes(StandardCharsets.ISO_8859_1) : content;
    }

    private static Optional<Charset> byteOrder(byte[] content) {
        if (content.length < 2) {
            return Optional.empty();
        }
        int mark = ((content[0] & 0xff) << 8) | (content[1] & 0xff);
        return switch (mark) {
            case 0xfeff -> Optional.of(StandardCharsets.UTF_16BE);
            case 0xfffe -> Optional.of(StandardCharsets.UTF_16LE);
            default -> Optional.empty();
        };
    }

    boolean hasWindowsLines() {
        return raw.contains("\r\n");
    }

    /** {@return the names in quotes that it includes} */
    List<String> includes() {
        List<String> names = new ArrayList<>();
        Matcher matcher = INCLUDE.matcher(raw);
        while (matcher.find() && names.size() < 100) {
            names.add(matcher.group(1));
        }
        return names;
    }

    boolean hasMain() {
        return MAIN.matcher(code()).find();
    }

    boolean mentions(String word) {
        return Pattern.compile("\\b" + Pattern.quote(word) + "\\b")
                .matcher(code())
                .find();
    }

    boolean isModule() {
        return mentions("file_operations") || mentions("module_init") || mentions("init_module");
    }

    /** {@return what is registered as the major number: a name or a number} */
    Optional<String> registeredMajor() {
        Matcher matcher = REGISTRATION.matcher(code());
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** {@return what the ioctl function compares its command with, in order: names or numbers} */
    List<String> commands() {
        Set<String> commands = new LinkedHashSet<>();
        for (IoctlFunction function : ioctlFunctions()) {
            String command = Pattern.quote(function.command());
            Pattern compared = Pattern.compile("\\b" + command + "\\s{0,20}[!=]=\\s{0,20}\\(?" + CONSTANT + "|"
                    + CONSTANT + "\\)?\\s{0,20}[!=]=\\s{0,20}" + command + "\\b|\\bcase\\s{1,20}\\(?" + CONSTANT);
            Matcher matcher = compared.matcher(function.body());
            while (matcher.find() && commands.size() < 8) {
                for (int group = 1; group <= 3; group++) {
                    Optional.ofNullable(matcher.group(group)).ifPresent(commands::add);
                }
            }
        }
        return List.copyOf(commands);
    }

    private record IoctlFunction(String command, String body) {}

    private List<IoctlFunction> ioctlFunctions() {
        List<IoctlFunction> functions = new ArrayList<>();
        Matcher member = IOCTL_MEMBER.matcher(code());
        while (member.find() && functions.size() < 4) {
            function(member.group(1)).ifPresent(functions::add);
        }
        return functions;
    }

    private Optional<IoctlFunction> function(String name) {
        Matcher definition = Pattern.compile("\\b" + Pattern.quote(name)
                        + "\\s{0,20}\\([^,(){};]{1,200},([^,(){};]{1,200}),[^(){};]{1,300}\\)\\s{0,20}\\{")
                .matcher(code());
        if (!definition.find()) {
            return Optional.empty();
        }
        Matcher parameter = Pattern.compile("(\\w+)\\s*$").matcher(definition.group(1));
        return parameter.find()
                ? Optional.of(new IoctlFunction(parameter.group(1), body(definition.end())))
                : Optional.empty();
    }

    private String body(int start) {
        String code = code();
        int depth = 1;
        int end = start;
        while (end < code.length() && depth > 0) {
            char character = code.charAt(end++);
            depth += character == '{' ? 1 : character == '}' ? -1 : 0;
        }
        return code.substring(start, end);
    }

    /** Blanking takes longer than all else that is asked of a source, and is not always needed. */
    private String code() {
        if (code == null) {
            code = blanked(raw);
        }
        return code;
    }

    private static String blanked(String raw) {
        StringBuilder code = new StringBuilder(raw.length());
        int at = 0;
        while (at < raw.length()) {
            int end = at;
            if (raw.startsWith("/*", at)) {
                int close = raw.indexOf("*/", at + 2);
                end = close < 0 ? raw.length() : close + 2;
            } else if (raw.startsWith("//", at)) {
                int close = raw.indexOf('\n', at);
                end = close < 0 ? raw.length() : close;
            } else if (raw.charAt(at) == '"' || raw.charAt(at) == '\'') {
                end = literalEnd(raw, at);
            }
            if (end > at) {
                code.append(' ');
                at = end;
            } else {
                code.append(raw.charAt(at++));
            }
        }
        return code.toString();
    }

    private static int literalEnd(String raw, int start) {
        char quote = raw.charAt(start);
        int at = start + 1;
        while (at < raw.length() && raw.charAt(at) != quote && raw.charAt(at) != '\n') {
            at += raw.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(at + 1, raw.length());
    }
}
