// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a module is built that the referee watches: by the kernel's own commands again, with the compiler's hooks and the referee's
 * header in front of the student's source. The referee itself is compiled beside, once for a kernel, and both become one module.
 *
 * @param plain how modules are built otherwise
 * @param module the module's name, without an ending
 * @param runtime the referee's sources by name: {@code referee.c}, {@code shim.h}, {@code marks.lds} and what they include
 */
record RefereeRecipe(KernelRecipe plain, String module, Map<String, byte[]> runtime) {

    /** The referee, compiled. */
    static final String OBJECT = "referee.o";

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

    /** {@return how the referee itself is compiled, which leaves {@link #OBJECT}} */
    KernelRecipe alone() {
        Map<String, byte[]> files = files();
        files.put("flags", OWN.getBytes(StandardCharsets.US_ASCII));
        List<String> lines = plain.script().lines().toList();
        String script = String.join("\n", lines.subList(0, compiling(lines) + 1));
        return new KernelRecipe(
                "set -- /build/referee.c\n" + script + "\nmv " + made() + " /build/" + OBJECT + "\n",
                plain.compiler(),
                files);
    }

    /**
     * Changes the plain recipe.
     *
     * @param object the referee, compiled
     * @return how a module is built with it
     */
    KernelRecipe with(byte[] object) {
        Map<String, byte[]> files = files();
        files.put(OBJECT, object);
        List<String> lines = new ArrayList<>(plain.script().lines().toList());
        int compiling = compiling(lines);
        lines.addAll(
                compiling + 1,
                List.of(
                        "ld -r -T /build/marks.lds -o /build/marked.o " + made(),
                        "ld -r -o " + made() + " /build/marked.o /build/" + OBJECT));
        lines.add(compiling, "printf '%s' '" + HOOKS + "' >> /build/flags");
        return new KernelRecipe(String.join("\n", lines) + "\n", plain.compiler(), files);
    }

    private Map<String, byte[]> files() {
        Map<String, byte[]> files = new LinkedHashMap<>(plain.files());
        files.putAll(runtime);
        return files;
    }

    private static int compiling(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(SOURCE)) {
                return i;
            }
        }
        throw new IllegalStateException("The kernel's build compiles nothing.");
    }

    private String made() {
        return "/build/" + module + ".o";
    }
}
