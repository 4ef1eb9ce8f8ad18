// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.replay;

import java.util.ArrayList;
import java.util.List;
import org.messageslot.calls.Call;
import org.messageslot.calls.Result;

/**
 * What a check does, noted as it does it: the lines of a script, each with what came of it.
 *
 * <p>An act is noted before it is done, so that the one that ends everything is there. Not thread-safe.
 */
public final class Recording {

    /** Parts an act from what came of it. */
    static final String RESULT = "  -> ";

    private static final int MOST = 20_000;

    private final List<String> lines = new ArrayList<>();
    private final int most;
    private int goFrom;

    private Recording(int most) {
        this.most = most;
    }

    /** {@return a recording that notes the first 20,000 acts} */
    public static Recording started() {
        return new Recording(MOST);
    }

    /** {@return a recording that notes nothing} */
    public static Recording off() {
        return new Recording(0);
    }

    /** {@return whether it notes anything} */
    public boolean isOn() {
        return most > 0;
    }

    /**
     * Note what is about to be done.
     *
     * @param act what
     */
    public void begin(Act act) {
        add(act.toString());
    }

    /**
     * Note what came of the last act.
     *
     * @param result in a few words
     */
    public void end(String result) {
        if (!lines.isEmpty() && lines.size() <= most) {
            int last = lines.size() - 1;
            lines.set(last, lines.get(last) + RESULT + result);
        }
    }

    /**
     * Note what a call returned that was noted last.
     *
     * @param call the call
     * @param result what it returned
     */
    public void end(Call call, Result result) {
        end(Replay.shown(call, result));
    }

    /**
     * Note calls that are about to be made in one go.
     *
     * @param acts the calls
     */
    public void pending(List<Act> acts) {
        goFrom = lines.size();
        acts.forEach(this::begin);
    }

    /**
     * Note what the calls returned that were made in one go.
     *
     * @param calls the calls
     * @param results what they returned
     */
    public void returned(List<Call> calls, List<Result> results) {
        for (int i = 0; i < results.size() && goFrom + i < Math.min(most, lines.size()); i++) {
            int at = goFrom + i;
            lines.set(at, lines.get(at) + RESULT + Replay.shown(calls.get(i), results.get(i)));
        }
    }

    /**
     * Note something that a script cannot do.
     *
     * @param text what, on one line
     */
    public void comment(String text) {
        add("# " + text);
    }

    private void add(String line) {
        if (lines.size() < most) {
            lines.add(line);
        } else if (lines.size() == most && most > 0) {
            lines.add("# The check went on; what is above are its first " + most + " acts.");
        }
    }

    /** {@return the script} */
    public List<String> lines() {
        return List.copyOf(lines);
    }
}
