// SPDX-License-Identifier: Apache-2.0
package org.messageslot.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.messageslot.calls.OpenFlags.O_RDONLY;
import static org.messageslot.calls.OpenFlags.O_RDWR;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.messageslot.Errno;
import org.messageslot.ErrnoException;
import org.messageslot.MessageSlot;
import org.messageslot.calls.Open;
import org.messageslot.calls.SlotCommands;
import org.messageslot.calls.SystemCalls;
import org.messageslot.calls.SystemCallsContract;

class ModelKernelTests {

    @Nested
    class AnswersSystemCalls implements SystemCallsContract {
        private final SystemCalls process = new ModelKernel().process();

        @Override
        public SystemCalls calls() {
            return process;
        }
    }

    @Test
    void censorsEveryThirdByteOnlyWhereTurnedOn() throws ErrnoException {
        ModelKernel kernel = new ModelKernel(3);
        try (MessageSlot slot = MessageSlot.open(kernel.process(), "/dev/slot0");
                MessageSlot other = MessageSlot.open(kernel.process(), "/dev/slot0")) {
            slot.censor(true);
            slot.select(1);
            slot.write("Hello World!");
            assertThat(slot.readText()).isEqualTo("He#lo#Wo#ld#");
            other.select(1);
            assertThat(other.readText()).isEqualTo("He#lo#Wo#ld#");
            other.write("Hello World!");
            assertThat(slot.readText()).isEqualTo("Hello World!");
            slot.censor(false);
            slot.write("as it is");
            assertThat(slot.readText()).isEqualTo("as it is");
        }
    }

    @Test
    void censorsEveryFourthByteInTheEditionOf2026() throws ErrnoException {
        try (MessageSlot slot = MessageSlot.open(new ModelKernel(4).process(), "/dev/slot0")) {
            slot.select(1);
            slot.censor(true);
            slot.write("abcdefgh!");
            assertThat(slot.read()).isEqualTo("abc#efg#!".getBytes(UTF_8));
        }
    }

    @Test
    void hasNoCensorshipBefore2025() throws ErrnoException {
        try (MessageSlot slot = MessageSlot.open(new ModelKernel().process(), "/dev/slot0")) {
            assertThatThrownBy(() -> slot.censor(true))
                    .isInstanceOfSatisfying(
                            ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL));
        }
    }

    @Test
    void honoursTheModeOfANode() {
        ModelKernel kernel = new ModelKernel();
        kernel.mknod("/dev/readable", SlotCommands.MAJOR, 9, 0400);
        SystemCalls process = kernel.process();
        assertThat(process.run(new Open("/dev/readable", O_RDONLY)).isFailure()).isFalse();
        assertThatThrownBy(() -> process.open("/dev/readable", O_RDWR))
                .isInstanceOfSatisfying(
                        ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EACCES));
    }

    @Test
    void opensNoNodeWithoutADriver() {
        ModelKernel kernel = new ModelKernel();
        kernel.mknod("/dev/other", 99, 0, 0600);
        kernel.mknod("/dev/beyond", SlotCommands.MAJOR, 256, 0600);
        for (String path : new String[] {"/dev/other", "/dev/beyond"}) {
            assertThatThrownBy(() -> kernel.process().open(path, O_RDWR))
                    .isInstanceOfSatisfying(
                            ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENXIO));
        }
    }

    @Test
    void messagesOutliveTheirNodeAndProcess() throws ErrnoException {
        ModelKernel kernel = new ModelKernel();
        try (SystemCalls process = kernel.process()) {
            MessageSlot slot = MessageSlot.open(process, "/dev/slot2");
            slot.select(5);
            slot.write("stays");
        }
        kernel.unlink("/dev/slot2");
        kernel.mknod("/dev/again", SlotCommands.MAJOR, 2, 0600);
        try (MessageSlot slot = MessageSlot.open(kernel.process(), "/dev/again")) {
            slot.select(5);
            assertThat(slot.readText()).isEqualTo("stays");
        }
    }
}
