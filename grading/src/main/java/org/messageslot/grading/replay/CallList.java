// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Call;
import org.messageslot.calls.CallWords;
import org.messageslot.calls.Result;

/**
 * The calls of a trial as reports list them: lines of C, in the order in which the calls ended; of very many, the first and the
 * last. Not thread-safe.
 */
public final class CallList {

    private static final int FIRST = 20;
    private static final int LAST = 40;

    private final List<String> first = new ArrayList<>();
    private final List<String> last = new ArrayList<>();
    private int left;

    CallList() {}

    void clear() {
        first.clear();
        last.clear();
        left = 0;
    }

    void add(String line) {
        if (first.size() < FIRST) {
            first.add(line);
            return;
        }
        if (last.size() == LAST) {
            last.remove(0);
            left++;
        }
        last.add(line);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>(first);
        if (left > 0) {
            lines.add("/* ... " + left + " more calls ... */");
        }
        lines.addAll(last);
        return lines;
    }

    /**
     * Tells what a call returned.
     *
     * @param call the call
     * @param result its result
     * @return the value or the error, and what a buffer holds, as C has it
     */
    public static String shown(Call call, Result result) {
        return shown(call, result, bytes -> ", buf: " + Buffer.quoted(bytes));
    }

    /** Tells the same as a script has it: all bytes. */
    static String inScript(Call call, Result result) {
        return shown(call, result, bytes -> " " + CallWords.quoted(bytes));
    }

    private static String shown(Call call, Result result, Function<byte[], String> memory) {
        if (result.isFailure()) {
            return result.toString();
        }
        if (call.filled().isEmpty()) {
            return call.meaning(result.value());
        }
        byte[] bytes = result.filled();
        return result.value() + (bytes.length == 0 ? "" : memory.apply(bytes));
    }
}
