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

    /** The first that fits counts. Poison bytes: 6b is memory that was freed or is new; 5a and a5 such that was never written. */
    private static final List<Meaning> MEANINGS = List.of(
            Meaning.of(
                    "6b6b6b6b",
                    "Memory was used after it had been freed, or before it was set: kmalloc does not clear it (its bytes are"
                            + " 6b)."),
            Meaning.of("5a5a5a5a|a5a5a5a5", "Memory was used that had never been written: kmalloc does not clear it."),
            Meaning.of(
                    "for address: 0000[0-7](?s:.*)#PF: supervisor write access",
                    "The module wrote to an address of the user's by itself: only copy_to_user and put_user may, which check"
                            + " it."),
            Meaning.of(
                    "(for|virtual) address:? 0000[0-7]",
                    "The module used an address of the user's by itself: only copy_from_user, copy_to_user and their like"
                            + " may, which check it."),
            Meaning.of("usercopy", "A copy to or from the user went past the end of the kernel's buffer."),
            Meaning.of(
                    "list_add|list_del", "A list node was linked in twice, removed twice, or freed while linked in."),
            Meaning.of(
                    "mm/(slub|slab_common)\\.c|Object already free|double free",
                    "Memory was freed twice, or was never allocated."),
            Meaning.of(
                    "stack guard|stack overflow",
                    "The kernel's stack has room for some hundred calls within each other: a function that calls itself"
                            + " once for each node needs more. Use a loop; and keep large arrays off the stack."),
            Meaning.of("stack-protector", "A buffer on the stack was overrun."),
            Meaning.of("NULL pointer", "A pointer was used that is NULL: not set yet, or the result of a failed call."),
            Meaning.of(
                    "Redzone|Poison overwritten",
                    "Memory was written past its end, or after it had been freed. The kernel notices that later: a"
                            + " place is where it did, not where the mistake is."),
            Meaning.of("general protection", "A pointer was used that points nowhere: not set, or freed before."),
            Meaning.of("divide error", "Something was divided by zero."),
            Meaning.of("refcount", "A reference was given back that had been given back before."),
            Meaning.of(
                    "WARNING: .* mm/(page_alloc|util)\\.c:",
                    "More memory was asked for than there can be in one piece."),
            Meaning.of(
                    "soft lockup|NMI|Watchdog",
                    "The kernel ran in a circle: a loop whose end is never reached, or a"
                            + " spinlock that is already held."),
            Meaning.of("blocked for more than", "A lock was waited for that nobody gives back."),
            Meaning.of(
                    "scheduling while atomic|sleeping function",
                    "Something that may sleep was called under a" + " spinlock."),
            Meaning.of(
                    "page fault|Unable to handle",
                    "A pointer was used that points nowhere: a user's pointer, one"
                            + " that is not set, or one past the end of an array."),
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

    static String of(Oops oops) {
        return ofTitle(oops.title() + "\n"
                + String.join("\n", oops.trace().stream().limit(40).toList()));
    }

    static String ofTitle(String text) {
        return MEANINGS.stream()
                .filter(meaning -> meaning.sign().matcher(text).find())
                .findFirst()
                .map(Meaning::words)
                .orElse("");
    }
}
