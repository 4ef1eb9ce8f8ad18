// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.messageslot.guest.Oops;

/** What a crash usually means, in words for who wrote the module. */
final class CrashMeaning {

    private record Meaning(Pattern sign, String words) {
        static Meaning of(String sign, String words) {
            return new Meaning(Pattern.compile(sign), words);
        }
    }

    /** What the kernel says of a module that is not loaded any more, with this in place of the name. */
    private static final String GONE = "last unloaded: the module";

    /** The first that fits counts. Poison bytes: 6b is memory that was freed or is new; 5a and a5 such that was never written. */
    private static final List<Meaning> MEANINGS = List.of(
            Meaning.of(
                    "6b6b6b6b",
                    "Memory was used after it had been freed, or before it was set: kmalloc does not clear it (its bytes are"
                            + " 6b)."),
            Meaning.of("5a5a5a5a|a5a5a5a5", "Memory was used that had never been written: kmalloc does not clear it."),
            Meaning.of(
                    "(RIP: [0-9a-f]+:|pc : )(string|string_nocheck|vsnprintf|format_decode)\\+",
                    "printk followed a pointer that is not good. Is a message its first argument? Then each % in it takes an"
                            + " argument that is not there. Write printk(\"%s\", ...), or do not print messages."),
            Meaning.of(
                    "for address: 0000[0-7](?s:.*)#PF: supervisor write access",
                    "The module itself wrote to an address of the user program. Only copy_to_user and put_user may do that:"
                            + " they check the address."),
            Meaning.of(
                    "(for|virtual) address:? 0000[0-7]",
                    "The module itself used an address of the user program. Only copy_from_user, copy_to_user, get_user and"
                            + " put_user may do that: they check the address."),
            Meaning.of(
                    "usercopy: .* null address",
                    "The kernel's buffer of a copy to or from the user is NULL: a call such as kmalloc returned NULL, and that"
                            + " was not checked."),
            Meaning.of("usercopy", "A copy to or from the user went past the end of the kernel's buffer."),
            Meaning.of(
                    "list_add|list_del", "A list node was linked in twice, removed twice, or freed while linked in."),
            Meaning.of(
                    "mm/(slub|slab_common)\\.c|Object already free|double free",
                    "Memory was freed twice, or was never allocated."),
            Meaning.of(
                    "stack guard|stack overflow",
                    "The kernel's stack is small. A function that calls itself once for each node fills it: use a loop."
                            + " And keep large arrays off the stack."),
            Meaning.of("stack-protector", "A buffer on the stack was overrun."),
            Meaning.of(
                    "NULL pointer",
                    "A pointer was used that is NULL: it was not set yet, or a call such as kmalloc returned NULL."),
            Meaning.of(
                    "(RIP: [0-9a-f]+:|pc : )(filp_close|filp_flush|__fput|vfs_\\w+)\\+|opcode bytes at 0x(?s:.*)"
                            + GONE,
                    "The kernel called a function of a module that is not loaded any more. Is .owner = THIS_MODULE in struct"
                            + " file_operations? It keeps the module while a file is open."),
            Meaning.of(
                    "Redzone",
                    "Memory was written past its end. The kernel noticed this later, so the place is not the place of the"
                            + " mistake."),
            Meaning.of(
                    "Poison overwritten|Free(chain|pointer) corrupt",
                    "Memory was written after it had been freed. The kernel noticed this later, so the place is not the place"
                            + " of the mistake."),
            Meaning.of(
                    "general protection",
                    "A pointer was used that points nowhere: it was not set, or comes from memory that was freed."),
            Meaning.of("divide error", "Something was divided by zero."),
            Meaning.of("refcount", "A reference was released twice."),
            Meaning.of(
                    "WARNING: .* mm/(page_alloc|util)\\.c:",
                    "More memory was asked for than there can be in one piece."),
            Meaning.of(
                    "soft lockup|NMI|Watchdog",
                    "The kernel runs in a loop that does not end, or waits for a spinlock that is already held."),
            Meaning.of("blocked for more than", "A call waits for a lock that is never released."),
            Meaning.of(
                    "scheduling while atomic|sleeping function",
                    "A function that may sleep was called while a spinlock was held."),
            Meaning.of(
                    "page fault|Unable to handle",
                    "A pointer was used that points nowhere: one that was not set, one to memory that was freed, or one past"
                            + " the end of an array."),
            Meaning.of("kernel BUG at /", "A BUG_ON or BUG of the module itself stopped the kernel."),
            Meaning.of("WARNING: ", "The kernel, or the module itself, saw that something is wrong, and went on."));

    private static final Pattern ADDRESS = Pattern.compile("\\b(0x)?([0-9a-f]{13,16})\\b");
    private static final Pattern USERS = Pattern.compile("0000[0-7][0-9a-f]{11}");
    private static final Pattern TELLING = Pattern.compile("0{12}[0-9a-f]{4}|.*(6b6b6b6b|5a5a5a5a|a5a5a5a5).*|dead0.*");

    private CrashMeaning() {}

    /** {@return the title without numbers that are others each time; addresses near 0 and poison tell something, and stay} */
    static String withoutChance(String title) {
        return without(title, number -> TELLING.matcher(number).matches());
    }

    /** {@return the same for people, who see by an address whether it is the user's} */
    static String withClues(String title) {
        return without(
                title,
                number -> TELLING.matcher(number).matches()
                        || USERS.matcher(number).matches());
    }

    private static String without(String title, Predicate<String> tells) {
        return ADDRESS.matcher(
                        title.replaceFirst("CPU: \\d+ PID: \\d+ ", "").replaceFirst(" at \\(_+ptrval_+\\).*", ""))
                .replaceAll(found -> tells.test(found.group(2)) ? found.group() : "...");
    }

    /**
     * Says it of a crash.
     *
     * @param oops the crash
     * @param console all that the kernel printed: of a copy that it stops, it tells the reason before the title
     * @param module the name of the module that is judged: others are unloaded, too
     * @return sentences; empty if nothing is known of it
     */
    static String of(Oops oops, String console, String module) {
        String text = oops.title() + "\n"
                + String.join("\n", oops.trace().stream().limit(40).toList()) + "\n"
                + console.lines()
                        .filter(line -> line.contains("usercopy: Kernel memory"))
                        .reduce("", (before, last) -> last);
        return ofTitle(text.replace("last unloaded: " + module.replace('-', '_'), GONE));
    }

    static String ofTitle(String text) {
        return MEANINGS.stream()
                .filter(meaning -> meaning.sign().matcher(text).find())
                .findFirst()
                .map(Meaning::words)
                .orElse("");
    }
}
