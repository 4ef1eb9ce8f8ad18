// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OopsTests {

    @Test
    void findsFunctionOffsetAndModuleOfAnOops() {
        Oops oops = Oops.in("""
                [    5.100000] slot: a line before
                [    5.123456] BUG: kernel NULL pointer dereference, address: 0000000000000008
                [    5.123460] #PF: supervisor write access in kernel mode
                [    5.123470] Oops: 0002 [#1] PREEMPT SMP
                [    5.123480] RIP: 0010:slot_write+0x2d/0x90 [message_slot]
                [    5.123490] Call Trace:
                [    5.123500]  vfs_write+0xb5/0x3f0
                [    5.123510] Kernel panic - not syncing: Fatal exception
                """).orElseThrow();
        assertThat(oops.title()).isEqualTo("BUG: kernel NULL pointer dereference, address: 0000000000000008");
        assertThat(oops.place()).hasToString("Optional[slot_write+0x2d [message_slot]]");
        assertThat(oops.trace()).hasSize(7);
        assertThat(oops.place().orElseThrow().instruction())
                .as("the processor was there")
                .isEqualTo(0x2d);
    }

    /** Titles of arm64, each with the place that is told below it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Unable to handle kernel NULL pointer dereference at virtual address 0000000000000010",
                "Unable to handle kernel paging request at virtual address 006b6b6b6b6b6b6b",
                "Unable to handle kernel access to user memory outside uaccess routines at virtual address 0000aaaa0000",
                "Unable to handle kernel write to read-only memory at virtual address ffff800008093790",
                "Unable to handle kernel execute from non-executable memory at virtual address ffff000004a93980",
                "kernel BUG at message_slot.c:29!"
            })
    void findsThePlaceOfACrashOnArm64(String title) {
        Oops oops = Oops.in("""
                [    4.800000] message_slot: loaded
                [    4.897549] %s
                [    4.899125] Mem abort info:
                [    4.899162]   ESR = 0x0000000096000006
                [    4.899423] Data abort info:
                [    4.900901] Internal error: Oops: 0000000096000006 [#1] SMP
                [    4.901918] Modules linked in: message_slot(OE) virtio_console virtio_pci
                [    4.904193] CPU: 0 PID: 75 Comm: agent Tainted: G           OE      6.1.0-57-cloud-arm64 #1
                [    4.905825] pstate: 80401005 (Nzcv daif +PAN -UAO -TCO -DIT +SSBS BTYPE=--)
                [    4.906246] pc : slot_read+0x18/0x28 [message_slot]
                [    4.919370] lr : vfs_read+0x5c/0x1000
                [    4.919625] sp : ffff800009ce3910
                [    4.950000] Call trace:
                [    4.950100]  slot_read+0x18/0x28 [message_slot]
                [    4.950200]  ksys_read+0x74/0x110
                """.formatted(title)).orElseThrow();
        assertThat(oops.title()).isEqualTo(title);
        assertThat(oops.place().orElseThrow()).hasToString("slot_read+0x18 [message_slot]");
        assertThat(oops.place().orElseThrow().instruction()).isEqualTo(0x18);
    }

    @Test
    void aStackThatOverflowsOnArm64IsToldWithTheFunctionThatCallsItself() {
        Oops oops = Oops.in("[    4.602650] Kernel panic - not syncing: kernel stack overflow\n"
                        + "[    4.602813] Call trace:\n[    4.602973]  dump_backtrace+0xe4/0x140\n"
                        + "[    4.606735]  deep+0x84/0x94 [message_slot]\n".repeat(20))
                .orElseThrow();
        assertThat(oops.title()).isEqualTo("Kernel panic - not syncing: kernel stack overflow");
        assertThat(oops.repeated()).contains("deep");
        assertThat(oops.place().orElseThrow().function()).isEqualTo("deep");
    }

    @Test
    void recursionIsSeenInTheTrace() {
        String console = """
                [    8.354073] BUG: TASK stack guard page was hit at (____ptrval____) (stack is (____ptrval____))
                [    8.355495] stack guard page: 0000 [#1] PREEMPT SMP NOPTI
                [    8.360435] RIP: 0010:free_channels+0x28/0x70 [message_slot]
                [    8.372001] Call Trace:
                [    8.372010]  <TASK>
                """;
        String frame = "[    8.372053]  free_channels+0x40/0x70 [message_slot]\n";
        assertThat(Oops.in(console + frame.repeat(15)).orElseThrow().repeated()).contains("free_channels");
        assertThat(Oops.in(console + frame.repeat(2)).orElseThrow().repeated()).isEmpty();
    }

    @Test
    void blamesTheModuleThatCalledIntoTheKernel() {
        Oops oops = Oops.in("""
                BUG: unable to handle page fault for address: ffffffffdeadbeef
                RIP: 0010:strlen+0x0/0x20
                Call Trace:
                 <TASK>
                 ? asm_exc_page_fault+0x22/0x30
                 ? slot_old+0x1/0x10 [message_slot]
                 slot_ioctl+0x41/0x80 [message_slot 5f1c9e1c]
                 __x64_sys_ioctl+0x90/0xd0
                """).orElseThrow();
        assertThat(oops.summary()).endsWith(", in slot_ioctl+0x41 [message_slot]");
        assertThat(oops.place().orElseThrow().instruction())
                .as("a call returns there")
                .isEqualTo(0x40);
    }

    @Test
    void findsAComplaintOfAKernelThatWentOn() {
        Oops complaint = Oops.complaintIn(log("""
                message_slot: DEBUG: a line of the module's own
                ------------[ cut here ]------------
                WARNING: CPU: 0 PID: 78 at mm/page_alloc.c:5634 __alloc_pages+0x2a9/0x330
                RIP: 0010:__alloc_pages+0x2a9/0x330
                 <TASK>
                 ? slot_old+0x1/0x10 [message_slot]
                 __kmalloc+0xbf/0x150
                 slot_write+0x42/0x1c0 [message_slot]
                ---[ end trace 0000000000000000 ]---
                BUG kmalloc-128: another complaint
                """)).orElseThrow();
        assertThat(complaint.title()).startsWith("WARNING: CPU: 0 PID: 78 at mm/page_alloc.c:5634");
        assertThat(complaint.place()).hasToString("Optional[slot_write+0x42 [message_slot]]");
        assertThat(complaint.trace()).hasSize(7).last().asString().startsWith("---[ end trace");
        assertThat(Oops.complaintIn(log("message_slot: DEBUG: nothing"))).isEmpty();
    }

    private static KernelLog log(String text) {
        List<KernelLog.LogLine> lines =
                text.lines().map(line -> new KernelLog.LogLine(1, 4, 1, line)).toList();
        return new KernelLog(lines, 2, false);
    }

    @Test
    void seesNoCrashInAnOrdinaryLog() {
        assertThat(Oops.in("[    1.0] message_slot: loaded\n[    1.1] debugging is off\n"))
                .isEmpty();
    }
}
