// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.messageslot.lab.walk.Expectation.ExpectationKind;

/** Rewrites a script so that it expects what happened; what already came true is left as it is, wildcards included. */
public final class Acceptance {

    private static final Pattern BRANCH = Pattern.compile("^(//     )(.*)$");
    private static final Pattern TRAILING_EXPECTATION =
            Pattern.compile("^(.*\\S)(\\s+)// (==>|prints:|throws:|rejected:|calls:).*$");

    /** By the first lines of their snippets, backwards, so that no rewriting moves another one's lines. */
    private final TreeMap<Integer, SnippetChange> changes = new TreeMap<>(java.util.Comparator.reverseOrder());

    /**
     * A snippet whose expectations change.
     *
     * @param snippet the snippet
     * @param expectations what it is to expect
     */
    private record SnippetChange(WalkthroughStep.Snippet snippet, List<String> expectations) {}

    /**
     * Notes what a snippet did.
     *
     * @param snippet the snippet
     * @param outcome what happened
     * @param calls the system calls that it made, if it expects any
     */
    public void note(WalkthroughStep.Snippet snippet, SnippetResult outcome, List<String> calls) {
        List<String> old =
                snippet.expectations().stream().map(Expectation::toString).toList();
        List<String> now = expectations(snippet, outcome, calls);
        if (!old.equals(now)) {
            changes.put(snippet.line(), new SnippetChange(snippet, now));
        }
    }

    private static List<String> expectations(
            WalkthroughStep.Snippet snippet, SnippetResult outcome, List<String> calls) {
        List<String> happened = new ArrayList<>(outcome.asExpectations());
        calls.forEach(call -> happened.add("calls: " + call));
        List<String> wanted = new ArrayList<>();
        for (ExpectationKind kind : ExpectationKind.values()) {
            List<Expectation> old = snippet.expectations().stream()
                    .filter(e -> e.kind() == kind)
                    .toList();
            List<String> lines = happened.stream()
                    .filter(line -> line.startsWith(kind.sign()))
                    .toList();
            if (!old.isEmpty() || kind == ExpectationKind.THROWS || kind == ExpectationKind.REJECTED) {
                wanted.addAll(merged(old, lines, outcome));
            }
        }
        boolean endingGone = wanted.isEmpty() && !snippet.expectations().isEmpty();
        return endingGone ? happened : wanted;
    }

    private static List<String> merged(List<Expectation> old, List<String> lines, SnippetResult outcome) {
        List<String> merged = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            boolean holds = i < old.size()
                    && (SnippetResult.like(old.get(i).toString(), lines.get(i)) || outcome.matches(old.get(i)));
            merged.add(holds ? old.get(i).toString() : lines.get(i));
        }
        return merged;
    }

    /** {@return whether anything has to be rewritten} */
    public boolean isNeeded() {
        return !changes.isEmpty();
    }

    /** {@return how many snippets get other expectations} */
    public int count() {
        return changes.size();
    }

    /**
     * Rewrites a script.
     *
     * @param lines its lines
     * @return the new lines
     */
    public List<String> rewrite(List<String> lines) {
        List<String> script = new ArrayList<>(lines);
        changes.values().forEach(change -> rewrite(script, change));
        return script;
    }

    private static void rewrite(List<String> script, SnippetChange change) {
        int first = change.snippet().line() - 1;
        int lines = (int) change.snippet().source().lines().count();
        int last = first + lines - 1;
        long below = change.snippet().expectations().stream()
                .filter(e -> !e.trailing())
                .count();
        for (int i = 0; i < below; i++) {
            script.remove(last + 1);
        }
        String column = " ".repeat(2);
        for (int i = first; i <= last; i++) {
            Matcher trailing = TRAILING_EXPECTATION.matcher(script.get(i));
            if (trailing.matches()) {
                script.set(i, trailing.group(1));
                column = trailing.group(2);
            }
        }
        String prefix = BRANCH.matcher(script.get(first)).matches() ? "//     " : "";
        boolean behind = change.expectations().size() == 1 && below == 0;
        if (behind) {
            script.set(
                    last,
                    script.get(last) + column + "// " + change.expectations().get(0));
        } else {
            List<String> comments = change.expectations().stream()
                    .map(line -> prefix + "// " + line)
                    .toList();
            script.addAll(last + 1, comments);
        }
    }
}
