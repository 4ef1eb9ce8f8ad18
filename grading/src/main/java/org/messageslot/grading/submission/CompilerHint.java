// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sentence for those who know C and not the kernel, to stand beside what compiler and modpost say of a module. The compiler's own
 * advice, to include {@code <stdio.h>} for example, is for programs.
 *
 * @param words what is said of the mistake
 * @param sentence makes the hint of what the first group of the words found
 */
record CompilerHint(Pattern words, UnaryOperator<String> sentence) {

    private static final String QUOTED = "\\W{1,3}";

    private static final Map<String, String> INSTEAD = new TreeMap<>(Map.of(
            "printf", "printk(KERN_INFO ...), which the kernel's log shows",
            "fprintf", "printk(KERN_ERR ...), which the kernel's log shows",
            "puts", "printk(KERN_INFO ...), which the kernel's log shows",
            "perror", "printk(KERN_ERR ...), and return the negative error number",
            "exit", "a negative error number, returned",
            "malloc", "kmalloc(size, GFP_KERNEL) of <linux/slab.h>",
            "calloc", "kcalloc(n, size, GFP_KERNEL) of <linux/slab.h>",
            "realloc", "krealloc(pointer, size, GFP_KERNEL) of <linux/slab.h>",
            "free", "kfree(pointer) of <linux/slab.h>"));

    private static final List<CompilerHint> ALL = List.of(
            hint(
                    "implicit declaration of function " + QUOTED + "(" + String.join("|", INSTEAD.keySet()) + ")\\b",
                    function -> "The kernel has no " + function + ", which is of the C library; use "
                            + INSTEAD.get(function) + "."),
            hint(
                    "fatal error: ((?!linux/|asm/)[a-z0-9_/]{1,40}\\.h): No such file",
                    header -> "<" + header
                            + "> is not the kernel's: a module includes headers of <linux/...> only, and has no C library"
                            + " (printk instead of printf, kmalloc of <linux/slab.h> instead of malloc)."),
            hint(
                    // Where a printk follows, its macro is taken for the arguments of a call. An initializer that is
                    // assigned is no expression either, but nothing is called there.
                    "expected expression before " + QUOTED + "(\\{)" + QUOTED
                            + " token(?s:.*)called object .*is not a function",
                    unused -> "A ; is missing, most often at the end of the statement before the line that is named."),
            hint(
                    "(SSE register return|SSE register argument|__(?:add|sub|mul|div|float|fix)[a-z]{2,6}[0-9]?\" .*undefined)",
                    unused ->
                            "There is no floating point in the kernel: float and double cannot be used; count in whole numbers."),
            hint(
                    "GPL-incompatible module \\S{1,80} uses GPL-only symbol '?(\\w{1,80})",
                    symbol -> "The kernel lets only modules under its own licence use " + symbol
                            + ": write MODULE_LICENSE(\"GPL\")."),
            hint(
                    "ERROR: modpost: \"(\\w{1,80})\" \\[[^]]{0,200}] undefined!",
                    symbol -> "It compiles, and cannot be linked: " + symbol
                            + " is neither defined in the module nor one of the functions that the"
                            + " kernel offers to modules."));

    private static CompilerHint hint(String words, UnaryOperator<String> sentence) {
        return new CompilerHint(Pattern.compile(words), sentence);
    }

    /** {@return the hints to a build's output, each once; the assignment's own header may be missing, and is not the kernel's} */
    static List<String> of(String output, Artifacts artifacts) {
        String others = artifacts
                .header()
                .map(header -> output.replace("fatal error: " + header.baseName(), ""))
                .orElse(output);
        return ALL.stream().flatMap(hint -> hint.to(others).stream()).toList();
    }

    private Optional<String> to(String output) {
        Matcher matcher = words.matcher(output);
        return matcher.find() ? Optional.of(sentence.apply(matcher.group(1))) : Optional.empty();
    }
}
