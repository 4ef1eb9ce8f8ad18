// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jdk.jshell.SourceCodeAnalysis;

/**
 * Completes Java and the lesson's words.
 *
 * @param engine the session that knows the Java
 */
record LessonAssistant(Engine engine) implements Console.Assistant {

    @Override
    public boolean isComplete(String text) {
        String stripped = text.strip();
        if (stripped.isEmpty() || LessonWords.areIn(stripped.toLowerCase(Locale.ROOT)) || !engine.isReady()) {
            return true;
        }
        return engine.session().completeness().isComplete(text);
    }

    @Override
    public Console.Completions complete(String text, int cursor) {
        if (!engine.isReady() || cursor == 0) {
            return new Console.Completions(cursor, List.of());
        }
        int[] anchor = new int[] {cursor};
        List<String> candidates = new ArrayList<>(engine.analysis().completionSuggestions(text, cursor, anchor).stream()
                .map(SourceCodeAnalysis.Suggestion::continuation)
                .distinct()
                .toList());
        LessonWords.ALL.stream().filter(word -> word.startsWith(text)).sorted().forEach(candidates::add);
        return new Console.Completions(Math.max(0, anchor[0]), candidates);
    }
}
