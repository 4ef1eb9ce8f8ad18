// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Code of ours that is linked into a student's module.
 *
 * @param name what it is called: {@code referee} of {@code referee.c}
 * @param options the compiler's options for the student's source, one a line
 * @param layout the linker's script for the student's object
 * @param files its sources by name, and the linker's script
 * @param listing a command that looks at the student's object, {@code /build/marked.o}; {@code :} if there is none
 * @param besides the files that are kept of such a build besides the module
 */
record AddedCode(
        String name, String options, String layout, Map<String, byte[]> files, String listing, List<String> besides) {

    /** The hooks before each access are those of the thread sanitizer; calls of memcpy and the like are to stay calls. */
    private static final String HOOKS = """
            -w
            -include /build/shim.h
            -fsanitize=thread
            -fsanitize=bounds
            --param=tsan-distinguish-volatile=1
            --param=tsan-instrument-func-entry-exit=0
            -fno-optimize-sibling-calls
            -fno-builtin
            """;

    /**
     * What is optimized before the counters are put in has lost lines: {@code return -EINVAL;} for example, whose number becomes that
     * of the function's end. Counters in sections of their own can be gathered.
     */
    private static final String COUNTING = """
            -w
            -fprofile-arcs
            -ftest-coverage
            -fprofile-update=atomic
            -fno-early-inlining
            -fdisable-tree-early_optimizations
            -fdata-sections
            """;

    /** Where a build that counts leaves what its compiler knows of the module's flow. */
    static final String GRAPH = "graph";

    /** Where it leaves a list of its counters, as {@code nm} prints it. */
    static final String COUNTERS = "counters";

    private static final String LISTING = "mv /build/*.gcno /build/" + GRAPH
            + "; ${TOOLS}nm -S --defined-only /build/marked.o | grep -F ' b __gcov0.' > /build/" + COUNTERS
            + " || true";

    /** {@return the referee, whose sources these are} */
    static AddedCode referee(Map<String, byte[]> sources) {
        return new AddedCode("referee", HOOKS, "marks.lds", sources, ":", List.of());
    }

    /** {@return what lets lines be counted} */
    static AddedCode coverage() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (String name : List.of("coverage.c", "coverage.lds")) {
            try (InputStream in = AddedCode.class.getResourceAsStream("coverage/" + name)) {
                if (in == null) {
                    throw new IOException("This build of the grader lacks " + name + ".");
                }
                files.put(name, in.readAllBytes());
            }
        }
        return new AddedCode("coverage", COUNTING, "coverage.lds", files, LISTING, List.of(GRAPH, COUNTERS));
    }

    String source() {
        return name + ".c";
    }

    /** {@return the name of what its source is compiled to} */
    String object() {
        return name + ".o";
    }
}
