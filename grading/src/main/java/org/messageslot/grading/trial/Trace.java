// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.messageslot.Errno;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Call;
import org.messageslot.calls.Result;

/**
 * The calls of a trial as lines of C, in the order in which they were made; of very many, the first and the last.
 *
 * <p>Not thread-safe.
 */
final class Trace {

    private static final int FIRST = 20;
    private static final int LAST = 40;

    private final List<String> first = new ArrayList<>();
    private final List<String> last = new ArrayList<>();
    private int left;
    private @Nullable String pending;

    /** Notes what is about to be done, so that it is known if it never ends. */
    void begin(String line) {
        pending = line;
    }

    /** {@return what was begun and has not ended; empty if all has} */
    String pending() {
        return pending == null ? "" : pending;
    }

    /** Notes how it ended. */
    void end(String result) {
        if (pending != null) {
            add(pending + result);
        }
        pending = null;
    }

    void clear() {
        first.clear();
        last.clear();
        left = 0;
        pending = null;
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

    /** {@return all lines; the last is what never ended, if there is such} */
    List<String> lines() {
        List<String> lines = new ArrayList<>(first);
        if (left > 0) {
            lines.add("/* ... " + left + " more calls ... */");
        }
        lines.addAll(last);
        if (pending != null) {
            lines.add(pending + "; /* did not return */");
        }
        return List.copyOf(lines);
    }

    static String shown(Call call, Result result) {
        if (result.isFailure()) {
            return "-1 " + Errno.of(result.errno());
        }
        if (!(call instanceof Call.IntoBuffer)) {
            return call.meaning(result.value());
        }
        byte[] memory = result.bytes();
        int length = (int) Math.max(0, Math.min(result.value(), memory.length));
        byte[] message = java.util.Arrays.copyOf(memory, length);
        return result.value() + (length == 0 ? "" : ", buf: " + Buffer.quoted(message));
    }
}
