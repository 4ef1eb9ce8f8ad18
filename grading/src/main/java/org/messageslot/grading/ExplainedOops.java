// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kernel crash, decoded.
 *
 * @param title what the kernel called it, {@code BUG: kernel NULL pointer dereference} for example
 * @param function the function that it happened in; empty if unknown
 * @param offset how far into the function, {@code 0x2d} for example; empty if unknown
 * @param file the student's source file; empty if the crash is not in it
 * @param line the line of that file, from 1; 0 if unknown
 * @param meaning what such a crash usually means, in a sentence
 * @param source that line and its neighbours, with their numbers; empty if unknown, as in records of outcomes that are older
 */
public record ExplainedOops(
        String title, String function, String offset, String file, int line, String meaning, List<String> source) {

    /** Keeps a copy of the list. */
    public ExplainedOops(
            String title,
            String function,
            String offset,
            String file,
            int line,
            String meaning,
            @Nullable List<String> source) {
        this.title = title;
        this.function = function;
        this.offset = offset;
        this.file = file;
        this.line = line;
        this.meaning = meaning;
        this.source = source == null ? List.of() : List.copyOf(source);
    }

    /**
     * Describes a crash of which no source is shown.
     *
     * @param title what the kernel called it
     * @param function the function that it happened in; empty if unknown
     * @param offset how far into the function; empty if unknown
     * @param file the student's source file; empty if the crash is not in it
     * @param line the line of that file, from 1; 0 if unknown
     * @param meaning what such a crash usually means, in a sentence
     */
    public ExplainedOops(String title, String function, String offset, String file, int line, String meaning) {
        this(title, function, offset, file, line, meaning, List.of());
    }

    /** {@return where it happened, {@code device_write+0x2d, device.c:87} for example; empty if unknown} */
    public String place() {
        String inFunction = function.isEmpty() || offset.isEmpty() ? function : function + "+" + offset;
        String inFile = file.isEmpty() || line == 0 ? file : file + ":" + line;
        return inFunction.isEmpty() || inFile.isEmpty() ? inFunction + inFile : inFunction + ", " + inFile;
    }
}
