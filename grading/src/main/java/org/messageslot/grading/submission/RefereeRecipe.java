// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a module is built that the referee watches: by the kernel's own commands again, with the compiler's hooks and the referee's
 * header in front of the student's source. The referee itself is compiled beside, and both become one module.
 */
final class RefereeRecipe {

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

    private static final String OWN = """
            -w
            """;

    private static final String SOURCE = "\"$1\"";

    private RefereeRecipe() {}

    /**
     * Changes a recipe.
     *
     * @param plain how modules are built otherwise
     * @param module the module's name, without an ending
     * @param runtime the referee's sources by name: {@code referee.c}, {@code shim.h}, {@code marks.lds} and what they include
     */
    static KernelRecipe of(KernelRecipe plain, String module, Map<String, byte[]> runtime) {
        Map<String, byte[]> files = new LinkedHashMap<>(plain.files());
        files.putAll(runtime);
        return new KernelRecipe(script(plain.script(), "/build/" + module + ".o"), plain.compiler(), files);
    }

    private static String script(String plain, String object) {
        List<String> lines = plain.lines().toList();
        StringBuilder script = new StringBuilder();
        for (String line : lines) {
            script.append(line.contains(SOURCE) ? joined(line, object) : line).append('\n');
        }
        return script.toString();
    }

    private static String joined(String compile, String object) {
        return String.join(
                "\n",
                "student=$1",
                "mv /build/flags /build/flags.student",
                "printf '%s' '" + OWN + "' > /build/flags",
                "set -- /build/referee.c",
                compile,
                "mv " + object + " /build/referee.o",
                "{ cat /build/flags.student; printf '%s' '" + HOOKS + "'; } > /build/flags",
                "set -- \"$student\"",
                compile,
                "ld -r -T /build/marks.lds -o /build/marked.o " + object,
                "ld -r -o " + object + " /build/marked.o /build/referee.o");
    }
}
