// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.referee;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.submission.CodeLines.CodeLine;

/** A guest with a module that is watched, for one schedule after the other. Not thread-safe. */
final class WarmKernel implements Stepping.ReplayingKernel {

    private final Watched watched;
    private final Map<Long, CodeLine> lines = new HashMap<>();
    private final Set<Long> lookedUp = new HashSet<>();
    private Watched.@Nullable WatchedKernel session;

    WarmKernel(Watched watched) {
        this.watched = watched;
    }

    /** A schedule that ended badly leaves the module in pieces; the next one gets a fresh kernel. */
    @Override
    public SearchAnswer ask(String script) throws RefereeException, UngradableException {
        boolean used = session != null;
        SearchAnswer answer = opened().ask(script);
        if (used && !answer.trouble().isEmpty()) {
            close();
            answer = opened().ask(script);
        }
        if (!answer.trouble().isEmpty() || answer.behaviours().stream().anyMatch(Assessment::isDeadEnd)) {
            close();
        }
        return answer;
    }

    private Watched.WatchedKernel opened() throws RefereeException, UngradableException {
        Watched.WatchedKernel open = session;
        if (open == null) {
            open = watched.load();
            session = open;
        }
        return open;
    }

    /** Lines are looked up in the sandbox; so each place once. */
    @Override
    public CodeMap lines(SearchAnswer answer) throws UngradableException, InterruptedException {
        Set<Long> needed = Assessment.places(answer.events(), answer.faults());
        needed.removeAll(lookedUp);
        if (!needed.isEmpty()) {
            lines.putAll(CodeMap.of(watched.lines(), answer.sections(), needed).lines());
            lookedUp.addAll(needed);
        }
        return new CodeMap(lines);
    }

    @Override
    public void close() {
        if (session != null) {
            session.close();
            session = null;
        }
    }
}
