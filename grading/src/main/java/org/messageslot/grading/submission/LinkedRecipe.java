// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a module is built that holds code of ours: by the kernel's own commands again, with more options for the student's source. What
 * is added is compiled beside, once for a kernel, and both become one module.
 *
 * @param plain how modules are built otherwise
 * @param module the module's name, without an ending
 * @param added what is added
 */
record LinkedRecipe(KernelRecipe plain, String module, AddedCode added) {

    private static final String OWN = """
            -w
            """;

    private static final String SOURCE = "\"$1\"";

    /** {@return how what is added is compiled, which leaves {@link AddedCode#object}} */
    KernelRecipe alone() {
        Map<String, byte[]> files = files();
        files.put("flags", OWN.getBytes(StandardCharsets.US_ASCII));
        List<String> lines = plain.script().lines().toList();
        String script = String.join("\n", lines.subList(0, compiling(lines) + 1));
        return new KernelRecipe(
                "set -- /build/" + added.source() + "\n" + script + "\nmv " + made() + " /build/" + added.object()
                        + "\n",
                plain.compiler(),
                files);
    }

    /**
     * Changes the plain recipe.
     *
     * @param object what is added, compiled
     * @return how a module is built with it
     */
    KernelRecipe with(byte[] object) {
        Map<String, byte[]> files = files();
        files.put(added.object(), object);
        List<String> lines = new ArrayList<>(plain.script().lines().toList());
        int compiling = compiling(lines);
        lines.addAll(
                compiling + 1,
                List.of(
                        "ld -r -T /build/" + added.layout() + " -o /build/marked.o " + made(),
                        added.listing(),
                        "ld -r -o " + made() + " /build/marked.o /build/" + added.object()));
        lines.add(compiling, "printf '%s' '" + added.options() + "' >> /build/flags");
        return new KernelRecipe(String.join("\n", lines) + "\n", plain.compiler(), files);
    }

    private Map<String, byte[]> files() {
        Map<String, byte[]> files = new LinkedHashMap<>(plain.files());
        files.putAll(added.files());
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
