// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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
    }

    @Test
    void seesNoCrashInAnOrdinaryLog() {
        assertThat(Oops.in("[    1.0] message_slot: loaded\n[    1.1] debugging is off\n"))
                .isEmpty();
    }
}
