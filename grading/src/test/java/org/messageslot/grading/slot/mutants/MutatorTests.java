// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MutatorTests {

    private static final String SOURCE = """
            #define LONGEST 128 /* if (1) */
            static const int limit = 7;
            static int copy(char *to, const char *from, size_t length, size_t room)
            {
            	int error = 0;

            	if (length > room) // too long; if (2)
            		return -EINVAL;
            	for (error = 0; error < 3; error++)
            		to[error] = from[error];
            	kfree(to);
            	return error;
            }
            """;

    private static List<String> changed(String line) {
        return Mutator.mutants("a.c", SOURCE).stream()
                .filter(mutant -> mutant.before().equals(line.strip()))
                .map(Mutant::after)
                .toList();
    }

    @Test
    void changesOnePlaceOfAFunction() {
        assertThat(changed("if (length > room) // too long; if (2)"))
                .contains(
                        "if (length >= room) // too long; if (2)",
                        "if (!(length > room)) // too long; if (2)",
                        "if ((length > room) && 0) // too long; if (2)",
                        "if (room > room) // too long; if (2)",
                        "if (length > length) // too long; if (2)")
                .hasSize(5);
        assertThat(changed("return -EINVAL;")).containsExactly("return -EFAULT;");
        assertThat(changed("for (error = 0; error < 3; error++)"))
                .containsExactly(
                        "for (error = 1; error < 3; error++)",
                        "for (error = 0; error <= 3; error++)",
                        "for (error = 0; error < 4; error++)",
                        "for (error = 0; error < 2; error++)",
                        "for (error = 0; error < 3; error--)");
        assertThat(changed("to[error] = from[error];")).containsExactly(";");
        assertThat(changed("kfree(to);")).containsExactly(";");
    }

    @Test
    void leavesAloneWhatIsNotCode() {
        assertThat(Mutator.mutants("a.c", SOURCE))
                .allSatisfy(mutant -> assertThat(mutant.function()).isEqualTo("copy"))
                .extracting(Mutant::before)
                .doesNotContain("static const int limit = 7;", "#define LONGEST 128 /* if (1) */");
    }

    @Test
    void readsSourcesThatNobodyWrites() {
        String many = "x\\\\".repeat(50_000);
        String source = "#define A " + "\\\n".repeat(50_000) + "\n/*" + "*".repeat(100_000) + "*/\nint f(void) { g(\""
                + many + "\"); return 1; }\nint h(void) { (";
        assertThat(Mutator.mutants("a.c", source)).extracting(Mutant::function).contains("f");
        assertThat(Mutator.mutants("a.c", "")).isEmpty();
        assertThat(Mutator.mutants("a.c", "}) \" ' /* {")).isEmpty();
    }

    @Test
    void keepsAllOtherLines() {
        for (Mutant mutant : Mutator.mutants("a.c", SOURCE)) {
            List<String> was = SOURCE.lines().collect(Collectors.toList());
            List<String> is = mutant.source().lines().collect(Collectors.toList());
            assertThat(is).as("%s", mutant).hasSameSizeAs(was);
            was.remove(mutant.line() - 1);
            is.remove(mutant.line() - 1);
            assertThat(is).as("%s", mutant).isEqualTo(was);
            assertThat(mutant.after()).as("%s", mutant).isNotEqualTo(mutant.before());
        }
    }
}
