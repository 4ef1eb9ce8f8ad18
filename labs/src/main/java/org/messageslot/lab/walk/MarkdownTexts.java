// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The texts of a walkthrough, wherever they stand. */
final class MarkdownTexts {

    private static final Pattern LAB_LINK = Pattern.compile("\\]\\(([0-9]{2}-[a-z0-9-]+\\.jsh)\\)");

    private MarkdownTexts() {}

    /** {@return all Markdown of a walkthrough} */
    static List<String> of(Walkthrough walkthrough) {
        List<String> texts = new ArrayList<>();
        for (WalkthroughStep step : walkthrough.steps()) {
            if (step instanceof WalkthroughStep.Prose prose) {
                texts.add(prose.markdown());
            } else if (step instanceof WalkthroughStep.Ask ask) {
                texts.add(ask.question().text());
                texts.add(ask.question().because());
            } else if (step instanceof WalkthroughStep.Branch branch) {
                texts.add(branch.markdown());
            } else if (step instanceof WalkthroughStep.Exercise exercise) {
                texts.add(exercise.markdown());
                texts.addAll(exercise.hints());
            }
        }
        return texts;
    }

    /** {@return the scripts that a text links to} */
    static List<String> labLinks(String markdown) {
        return LAB_LINK.matcher(markdown)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
