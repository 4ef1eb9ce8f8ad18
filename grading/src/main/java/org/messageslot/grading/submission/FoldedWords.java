// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The compiler's words with the insides of the kernel's macros folded away. A mistake in a printk is reported inside of the header
 * that defines it, by some twenty lines; what is left is the message, at the student's line.
 */
final class FoldedWords {

    private static final Pattern DIAGNOSTIC =
            Pattern.compile("(\\S+?):(\\d+:(?:\\d+:)?) (fatal error|error|warning|note): (.*)");
    private static final Pattern INCLUDED = Pattern.compile("In file included from .*|\\s+from \\S+:\\d+[,:]");
    private static final Pattern EXCERPT = Pattern.compile("\\s+(?:\\d+ )?\\|.*");
    private static final Pattern MACRO = Pattern.compile("in (?:expansion|definition) of macro .*");

    private final List<String> kept = new ArrayList<>();
    private final List<String> intro = new ArrayList<>();
    private final Set<String> said = new HashSet<>();
    private final List<Message> diagnostic = new ArrayList<>();

    /** One message of a diagnostic: an error or a warning first, then notes; each with the lines of source under it. */
    private record Message(String path, String place, String kind, String text, List<String> excerpt) {

        boolean isOwn() {
            return path.startsWith(Workshop.SOURCES + "/");
        }

        boolean isMacro() {
            return kind.equals("note") && MACRO.matcher(text).matches();
        }

        String line() {
            return path + ":" + place + " " + kind + ": " + text;
        }
    }

    private FoldedWords() {}

    /**
     * Folds what a compiler said.
     *
     * @param output its words; the student's files lie in {@link Workshop#SOURCES}
     * @return the same, shorter; what belongs to no diagnostic stays as it is
     */
    static String of(String output) {
        FoldedWords words = new FoldedWords();
        output.lines().forEach(words::take);
        words.end();
        String text = String.join("\n", words.kept);
        return output.endsWith("\n") ? text + "\n" : text;
    }

    private void take(String line) {
        Matcher message = DIAGNOSTIC.matcher(line);
        if (message.matches()) {
            if (!message.group(3).equals("note")) {
                end();
            }
            diagnostic.add(new Message(
                    message.group(1), message.group(2), message.group(3), message.group(4), new ArrayList<>()));
        } else if (EXCERPT.matcher(line).matches() && !diagnostic.isEmpty()) {
            diagnostic.get(diagnostic.size() - 1).excerpt().add(line);
        } else {
            end();
            (INCLUDED.matcher(line).matches() ? intro : kept).add(line);
        }
    }

    /** Notes what was taken since the last error or warning. */
    private void end() {
        if (diagnostic.isEmpty()) {
            return;
        }
        Message main = diagnostic.get(0);
        Optional<Message> own = diagnostic.stream().filter(Message::isOwn).findFirst();
        if (own.isEmpty()) {
            kept.addAll(intro);
            diagnostic.forEach(this::keep);
        } else if (said.add(own.get().place().replaceFirst(":.*", "") + main.kind() + main.text())) {
            Message there = own.get();
            keep(new Message(there.path(), there.place(), main.kind(), main.text(), there.excerpt()));
            diagnostic.stream()
                    .skip(1)
                    .filter(note -> !note.equals(there) && !note.isMacro())
                    .forEach(this::keep);
        }
        intro.clear();
        diagnostic.clear();
    }

    private void keep(Message message) {
        kept.add(message.line());
        kept.addAll(message.excerpt());
    }
}
