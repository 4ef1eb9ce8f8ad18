// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import java.util.ArrayList;
import java.util.List;
import org.messageslot.lab.walk.Expectation.ExpectationKind;

/** Compares what a snippet did with what its script expects. */
final class Judging {

    private final String file;
    private final List<Complaint> complaints = new ArrayList<>();

    Judging(String file) {
        this.file = file;
    }

    List<Complaint> complaints() {
        return List.copyOf(complaints);
    }

    void complain(int line, String source, String wanted, String got) {
        complaints.add(new Complaint(file, line, source, wanted, got));
    }

    /**
     * Judges a snippet.
     *
     * @param calls the system calls that it made, where it expects any
     */
    void judge(WalkthroughStep.Snippet snippet, SnippetResult outcome, List<String> calls) {
        judgeLines(snippet, ExpectationKind.PRINTS, outcome.printedLines(), outcome);
        judgeLines(snippet, ExpectationKind.CALLS, calls, outcome);
        boolean endingExpected = false;
        for (Expectation expectation : snippet.expectations()) {
            switch (expectation.kind()) {
                case PRINTS, CALLS -> {
                    continue;
                }
                default -> endingExpected = true;
            }
            if (!outcome.matches(expectation)) {
                complain(expectation.line(), snippet.source(), expectation.toString(), outcome.describe());
            }
        }
        if (!endingExpected && !outcome.wentWell()) {
            complain(snippet.line(), snippet.source(), "no exception", outcome.describe());
        }
        snippet.question().ifPresent(question -> judge(question, snippet, outcome));
    }

    /** Lines are compared with as many as are expected, in their order; none expected means any. */
    private void judgeLines(
            WalkthroughStep.Snippet snippet, ExpectationKind kind, List<String> got, SnippetResult outcome) {
        List<Expectation> wanted =
                snippet.expectations().stream().filter(e -> e.kind() == kind).toList();
        if (wanted.isEmpty()) {
            return;
        }
        for (int i = 0; i < Math.max(wanted.size(), got.size()); i++) {
            String line = i < got.size() ? got.get(i) : "";
            String text = i < wanted.size() ? wanted.get(i).text() : "";
            boolean both = i < got.size() && i < wanted.size();
            if (!both || !SnippetResult.like(text.stripTrailing(), line)) {
                Expectation at = wanted.get(Math.min(i, wanted.size() - 1));
                String all = got.isEmpty() ? outcome.describe() : kind.sign() + " " + String.join("\n", got);
                complain(at.line(), snippet.source(), i < wanted.size() ? at.toString() : "no more lines", all);
                return;
            }
        }
    }

    private void judge(Question question, WalkthroughStep.Snippet snippet, SnippetResult outcome) {
        if (question.options().isEmpty()) {
            boolean answerable = outcome.ending() instanceof SnippetResult.Value
                    || outcome.ending() instanceof SnippetResult.Thrown
                    || !outcome.printed().isBlank();
            if (!answerable) {
                complain(question.line(), snippet.source(), "something to predict", outcome.describe());
            }
            return;
        }
        List<String> right = question.options().stream()
                .filter(option -> Question.matches(option, outcome))
                .map(Question.Option::letter)
                .toList();
        if (right.size() != 1) {
            String got = right.isEmpty() ? "none" : String.join(" and ", right);
            complain(
                    question.line(),
                    snippet.source(),
                    "one option that comes true",
                    got + ", for this happened:\n" + outcome.describe());
        }
    }
}
