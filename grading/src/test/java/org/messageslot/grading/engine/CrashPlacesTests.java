// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageslot.grading.ExplainedOops;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Status;
import org.messageslot.grading.Verdict;
import org.messageslot.guest.RequiresGuest;

/** A crash, or a hang, is shown at the line of the student's that it is in, wherever in a function that is. */
@RequiresGuest
class CrashPlacesTests {

    private static final Path KIT = Path.of("../kernel");
    private static final String GUARD = "	if (length == 0 || length > sizeof(text))";

    /** The functions that crash; a comment tells in which check a line does; compilers may make a tail call of one. Equal code the compiler would do once for all. */
    private static final String FUNCTIONS = """
            #define CRASH_MACRO(address) (*(volatile int *)(address) = 129)

            static noinline size_t crash_call(const char *text)
            {
            	size_t length;

            	length = strnlen(text, 5); /* write-length-128 */
            	return length + 1;
            }

            static noinline size_t crash_tail(const char *text)
            {
            	return strnlen(text, 7); /* write-length-1 */
            }

            static __always_inline void crash_inline(volatile int *number)
            {
            	*number = 2; /* write-length-2 */
            }

            static noinline void crash_last(const char *text)
            {
            	pr_info("the next line is the last one\\n");
            	panic("%s", text); /* write-length-4096 */
            }

            """;

    private static final String CALLS = """
            	if (length == 127)
            		*(volatile int *)8 = 127; /* write-length-127 */
            	if (length == 128)
            		return crash_call((char *)8);
            	if (length == 1)
            		length += crash_tail((char *)8); /* write-length-1 */
            	if (length == 2)
            		crash_inline((int *)8);
            	if (length == 0)
            		hlist_del((struct hlist_node *)8); /* write-length-0 */
            	if (length == 129)
            		CRASH_MACRO(8); /* write-length-129 */
            	if (length == 4096)
            		crash_last("of the module's own");
            """;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Grader grader;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @BeforeAll
    static void getReady() throws Exception {
        grader = Graders.standard();
    }

    private Map<String, Outcome> outcomes(String source, List<String> checks) throws Exception {
        for (String name : List.of("message_slot.h", "message_sender.c", "message_reader.c")) {
            Files.copy(KIT.resolve(name), folder.resolve(name));
        }
        Files.writeString(folder.resolve("message_slot.c"), source);
        var rubric = grader.edition().rubric().onlyChecks(new java.util.LinkedHashSet<>(checks));
        Grade grade = grader.grade(folder, new Grader.Wish(rubric, 2, 42), id -> {});
        assertThat(grade.ungradableBecause()).isEmpty();
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (Verdict verdict : grade.verdicts()) {
            outcomes.put(verdict.id(), verdict.outcome());
        }
        return outcomes;
    }

    private static String kitWith(String functions, String calls) throws IOException {
        String source = Files.readString(KIT.resolve("message_slot.c"));
        String place = "/* A buffer for a message, outside any channel. */";
        assertThat(source).contains(GUARD).contains(place);
        return source.replace(place, functions + place).replace(GUARD, calls + GUARD);
    }

    @Test
    void everyCrashIsShownAtItsLine() throws Exception {
        List<String> checks = List.of(
                "write-length-127",
                "write-length-128",
                "write-length-1",
                "write-length-2",
                "write-length-0",
                "write-length-129",
                "write-length-4096");
        String source = kitWith(FUNCTIONS, CALLS);
        Map<String, Outcome> outcomes = outcomes(source, checks);
        List<String> lines = source.lines().toList();
        for (String check : checks) {
            Outcome outcome = Objects.requireNonNull(outcomes.get(check));
            ExplainedOops oops = outcome.oops();
            assertThat(outcome.status()).as("%s: %s", check, outcome).isEqualTo(Status.CRASHED);
            assertThat(oops).as("%s: %s", check, outcome).isNotNull();
            assertThat(Objects.requireNonNull(oops).file()).isEqualTo("message_slot.c");
            assertThat(lines.get(oops.line() - 1)).as("%s", oops).endsWith("/* " + check + " */");
            assertThat(oops.source()).hasSize(3);
            assertThat(oops.source().get(1)).startsWith("> ").contains(check);
        }
    }

    @Test
    void anAddressOfTheUsersIsToldFromOthers() throws Exception {
        String calls = "	if (length == 127)\n		memcpy(text, (const void __force *)buffer, length);\n";
        Outcome outcome = Objects.requireNonNull(
                outcomes(kitWith("", calls), List.of("write-length-127")).get("write-length-127"));
        assertThat(outcome.status()).isEqualTo(Status.CRASHED);
        assertThat(outcome.got()).containsPattern("page fault for address: 0000[0-7]");
        assertThat(Objects.requireNonNull(outcome.oops()).meaning()).contains("copy_from_user");
        assertThat(outcome.oops().title())
                .as("groups of crashes are known by it")
                .contains("address: ...");
    }

    @Test
    void aHangSaysOnWhatAndAsksAboutTheCallThatFailed() throws Exception {
        String lock = "static DEFINE_MUTEX(crash_lock);\n\n";
        String copy = "	if (copy_from_user(text, buffer, length))\n		return -EFAULT;\n";
        String source = kitWith(lock, "");
        assertThat(source).contains(copy);
        Outcome outcome = Objects.requireNonNull(outcomes(
                        source.replace(copy, "	mutex_lock(&crash_lock);\n" + copy + "	mutex_unlock(&crash_lock);\n"),
                        List.of("write-fault-then-write"))
                .get("write-fault-then-write"));
        assertThat(outcome.status()).isEqualTo(Status.HUNG);
        assertThat(Objects.requireNonNull(outcome.oops()).meaning())
                .matches("mutex_lock at message_slot\\.c:\\d+ waits for ever\\. The last call that failed was"
                        + " .*write\\(.* = -1 EFAULT \\(14\\): does that path unlock\\?");
        assertThat(outcome.oops().source().get(1)).contains("mutex_lock(&crash_lock);");
    }
}
