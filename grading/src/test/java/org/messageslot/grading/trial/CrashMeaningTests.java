// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messageslot.guest.Oops;

class CrashMeaningTests {

    private static String meaning(String title, String... trace) {
        return CrashMeaning.of(new Oops(title, Optional.empty(), List.of(trace)), title, "message_slot");
    }

    @Test
    void anAddressOfTheProgramIsOneEvenWhereMemcpyUsesIt() {
        String fault = "BUG: unable to handle page fault for address: 00007f589e032f80";
        assertThat(meaning(fault, "#PF: supervisor write access in kernel mode", "RIP: 0010:__memcpy+0x12/0x20"))
                .contains("wrote to an address of the user program", "copy_to_user");
        assertThat(meaning(fault, "#PF: supervisor read access in kernel mode", "RIP: 0010:__memcpy+0x12/0x20"))
                .contains("used an address of the user program", "copy_from_user");
    }

    @Test
    void aFormatIsNoPointerOfTheModules() {
        assertThat(meaning(
                        "BUG: unable to handle page fault for address: 00007f1628b8b000",
                        "#PF: supervisor read access in kernel mode",
                        "RIP: 0010:string+0x4b/0xe0",
                        " vsnprintf+0x12d/0x550",
                        " _printk+0x58/0x6f",
                        " device_write.cold+0xc/0x20 [message_slot]"))
                .contains("printk(\"%s\", ...)")
                .doesNotContain("copy_from_user");
    }

    @Test
    void functionsOfAModuleThatIsGoneAreAskedForByTheKernel() {
        assertThat(meaning(
                        "BUG: unable to handle page fault for address: ffffffffc0402018",
                        "#PF: supervisor read access in kernel mode",
                        "RIP: 0010:filp_close+0x1d/0x90"))
                .contains(".owner = THIS_MODULE");
    }

    @Test
    void onlyTheModuleThatIsJudgedIsMissed() {
        String title = "BUG: unable to handle page fault for address: ffffffffc0402018";
        String bytes = "Code: Unable to access opcode bytes at 0xffffffffc0401fee.";
        assertThat(meaning(title, bytes, "Modules linked in: ledger(OE) [last unloaded: message_slot(OE)]"))
                .contains(".owner = THIS_MODULE");
        assertThat(meaning(title, bytes, "Modules linked in: message_slot(OE) [last unloaded: msr]"))
                .doesNotContain(".owner = THIS_MODULE");
    }

    @Test
    void aCopyToNullIsNoCopyPastAnEnd() {
        Oops oops = new Oops(
                "kernel BUG at mm/usercopy.c:101!", Optional.empty(), List.of("RIP: 0010:usercopy_abort+0x75/0x77"));
        String before = "[   10.938747] usercopy: Kernel memory overwrite attempt detected to ";
        assertThat(CrashMeaning.of(oops, before + "null address (offset 0, size 60)!\n", "message_slot"))
                .contains("kmalloc returned NULL");
        assertThat(CrashMeaning.of(oops, before + "SLUB object 'kmalloc-64' (offset 0, size 100)!\n", "message_slot"))
                .contains("past the end");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BUG kmalloc-8 (Tainted: G OE): Right Redzone overwritten | written past its end",
                "BUG kmalloc-16 (Tainted: G OE): Poison overwritten | written after it had been freed",
                "BUG kmalloc-8 (Tainted: G OE): Freechain corrupt | written after it had been freed",
                "BUG kmalloc-64 (Tainted: G OE): Object already free | freed twice",
                "kernel BUG at /submission/message_slot.c:161! | BUG_ON",
                "kernel BUG at mm/slub.c:419! | freed twice",
                "BUG: kernel NULL pointer dereference, address: 0000000000000008 | kmalloc returned NULL",
                "BUG: unable to handle page fault for address: ffff9c0000000000 | memory that was freed",
            })
    void kindsOfDamageAreToldApart(String title, String words) {
        assertThat(meaning(title)).contains(words);
    }
}
