// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messageslot.grading.slot.SlotArtifacts;

/** What gcc 12 and Debian's modpost say, word for word, and what stands beside it. */
class CompilerHintTests {

    @Test
    void printfIsOfTheCLibrary() {
        String output = """
                /submission/message_slot.c: In function 'device_open':
                /submission/message_slot.c:41:3: error: implicit declaration of function 'printf' [-Werror=implicit-function-declaration]
                   41 |   printf("opened\\n");
                /submission/message_slot.c:1:1: note: include '<stdio.h>' or provide a declaration of 'printf'
                """;
        assertThat(CompilerHint.of(output, SlotArtifacts.ALL))
                .containsExactly("The kernel has no printf, which is of the C library; use printk(KERN_INFO ...), which"
                        + " the kernel's log shows.");
    }

    @ParameterizedTest
    @CsvSource({"malloc, kmalloc", "free, kfree", "calloc, kcalloc", "perror, printk(KERN_ERR", "exit, a negative"})
    void otherFunctionsOfTheCLibraryHaveOthersInTheirPlace(String function, String instead) {
        assertThat(CompilerHint.of(
                        "a.c:1:1: error: implicit declaration of function ‘" + function + "’ [-W", SlotArtifacts.ALL))
                .singleElement()
                .asString()
                .contains("has no " + function + ",", "use " + instead);
    }

    @Test
    void headersOfTheCLibraryAreNotThere() {
        assertThat(CompilerHint.of(
                        "message_slot.c:1:10: fatal error: stdio.h: No such file or directory", SlotArtifacts.ALL))
                .singleElement()
                .asString()
                .startsWith("<stdio.h> is not the kernel's");
        assertThat(CompilerHint.of(
                        "message_slot.c:1:10: fatal error: sys/ioctl.h: No such file or directory", SlotArtifacts.ALL))
                .singleElement()
                .asString()
                .startsWith("<sys/ioctl.h> is");
        assertThat(CompilerHint.of(
                        "message_slot.c:1:10: fatal error: linux/slap.h: No such file or directory", SlotArtifacts.ALL))
                .isEmpty();
        assertThat(CompilerHint.of(
                        "message_slot.c:1:10: fatal error: message_slot.h: No such file or directory",
                        SlotArtifacts.ALL))
                .isEmpty();
    }

    @Test
    void aMissingSemicolonBeforeAPrintkIsNoInitializer() {
        assertThat(CompilerHint.of("""
                        include/linux/printk.h:427:10: error: expected expression before ‘{’ token
                        /submission/message_slot.c:5:9: error: called object is not a function or function pointer
                        """, SlotArtifacts.ALL))
                .singleElement()
                .asString()
                .startsWith("A ; is missing");
        assertThat(CompilerHint.of(
                        "message_slot.c:5:15: error: expected expression before ‘{’ token", SlotArtifacts.ALL))
                .as("int a[2]; a = {1, 2};")
                .isEmpty();
    }

    @Test
    void floatingPointIsNotThere() {
        String hint =
                "There is no floating point in the kernel: float and double cannot be used; count in whole numbers.";
        assertThat(CompilerHint.of(
                        "message_slot.c:9:1: error: SSE register return with SSE disabled", SlotArtifacts.ALL))
                .containsExactly(hint);
        assertThat(CompilerHint.of(
                        "message_slot.c:9:1: error: SSE register argument with SSE disabled", SlotArtifacts.ALL))
                .containsExactly(hint);
        assertThat(CompilerHint.of(
                        "ERROR: modpost: \"__muldf3\" [/build/message_slot.ko] undefined!", SlotArtifacts.ALL))
                .contains(hint);
    }

    @Test
    void licencesOtherThanTheKernelsAreToldOf() {
        assertThat(CompilerHint.of(
                        "ERROR: modpost: GPL-incompatible module message_slot.ko uses GPL-only symbol"
                                + " '__class_create'",
                        SlotArtifacts.ALL))
                .containsExactly("The kernel lets only modules under its own licence use __class_create: write"
                        + " MODULE_LICENSE(\"GPL\").");
    }

    @Test
    void whatModpostRefusesDoesCompile() {
        assertThat(CompilerHint.of(
                        "ERROR: modpost: \"kallsyms_lookup_name\" [/build/message_slot.ko] undefined!",
                        SlotArtifacts.ALL))
                .singleElement()
                .asString()
                .startsWith("It compiles, and cannot be linked: kallsyms_lookup_name is neither");
    }

    @Test
    void otherMistakesAreTheCompilersToTell() {
        assertThat(CompilerHint.of("message_slot.c:9:1: error: expected ';' before '}' token", SlotArtifacts.ALL))
                .isEmpty();
        assertThat(CompilerHint.of("", SlotArtifacts.ALL)).isEmpty();
    }
}
