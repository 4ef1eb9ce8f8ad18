// SPDX-License-Identifier: Apache-2.0
package org.messageslot.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.messageslot.Errno;
import org.messageslot.ErrnoException;

@EnabledOnOs(value = OS.LINUX, disabledReason = "the system calls of this machine are not Linux's")
class NativeCallsTests {

    private final NativeCalls calls = new NativeCalls();

    /** Runs where the module is loaded: in the course VM. Elsewhere the contract is tried in a guest. */
    @Nested
    @EnabledIf(
            value = "org.messageslot.calls.NativeCallsTests#slotIsHere",
            disabledReason =
                    "no message slot is loaded on this machine; the course VM and the guests run this contract")
    class AnswersSystemCalls implements SystemCallsContract {
        private static long next;

        @BeforeAll
        static void chooseChannelsThatNobodyUses() {
            next = 1_000_000_000L + new Random().nextInt(1_000_000_000);
        }

        @Override
        public SystemCalls calls() {
            return calls;
        }

        @Override
        public long base() {
            return next;
        }

        @Override
        public boolean canFork() {
            return false;
        }

        @AfterEach
        void moveOn() {
            next += 1000;
        }
    }

    static boolean slotIsHere() {
        return Files.isWritable(Path.of(SystemCallsContract.SLOT0));
    }

    @Test
    void pollsMapsAndLooks(@TempDir Path folder) throws IOException {
        int fd = calls.open(
                Files.write(folder.resolve("file"), new byte[100_000]).toString(), OpenFlags.O_RDWR);
        assertThat(calls.poll(fd, PollEvents.POLLIN, 0)).isEqualTo(PollEvents.POLLIN);
        assertThat(calls.poll(-1, PollEvents.POLLIN, 1)).isZero();
        int map = calls.mmap(fd, 1 << 20, MapProtection.PROT_READ, 0);
        assertThat(calls.mmap(fd, 4096, MapProtection.PROT_READ, 0)).isEqualTo(map + 1);
        calls.write(fd, Buffer.of("hello"));
        calls.close(fd);
        Buffer seen = Buffer.room(5);
        assertThat(calls.peek(map, seen)).isEqualTo(5);
        assertThat(seen.bytes()).isEqualTo("hello".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(calls.peek(map, Buffer.room(1 << 20)))
                .as("no more than a pipe holds, and it does not wait")
                .isEqualTo(1 << 16);
        assertThatThrownBy(() -> calls.peek(map + 1, Buffer.room(4097))).hasMessageContaining("EINVAL");
        calls.munmap(map);
        assertThatThrownBy(() -> calls.peek(map, seen)).hasMessageContaining("EINVAL");
        calls.munmap(map + 1);
    }

    @Test
    void whereNothingLiesBehindAMappingIsAnError(@TempDir Path folder) throws IOException {
        int fd = calls.open(Files.createFile(folder.resolve("empty")).toString(), OpenFlags.O_RDONLY);
        int map = calls.mmap(fd, 4096, MapProtection.PROT_READ, 0);
        assertThatThrownBy(() -> calls.peek(map, Buffer.room(1))).hasMessageContaining("EFAULT");
        calls.munmap(map);
        calls.close(fd);
    }

    @Test
    void writesAndReadsAnOrdinaryFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("fïle"), "before");
        int fd = calls.open(file.toString(), OpenFlags.O_WRONLY);
        assertThat(calls.write(fd, Buffer.of("after!"))).isEqualTo(6);
        calls.close(fd);
        assertThat(file).hasContent("after!");
        fd = calls.open(file.toString(), OpenFlags.O_RDONLY);
        Buffer buffer = Buffer.room(8);
        assertThat(calls.read(fd, buffer)).isEqualTo(6);
        assertThat(buffer.bytes()).startsWith("after!".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(buffer.bytes()[6]).isEqualTo(Buffer.FILL);
        int copy = calls.dup(fd);
        calls.close(fd);
        assertThat(calls.read(copy, Buffer.room(8))).isZero();
        calls.close(copy);
    }

    @Test
    void namesTheCallTheFileAndTheError() {
        assertThatThrownBy(() -> calls.open("/no/such/file", OpenFlags.O_RDWR))
                .isInstanceOf(ErrnoException.class)
                .hasMessage("open(/no/such/file): No such file or directory, ENOENT (2)");
        assertThat(calls.run(new Close(-1))).hasToString("-1 EBADF (9)");
        assertThatThrownBy(() -> calls.ioctl(-1, SlotCommands.CHANNEL, 1)).hasMessageStartingWith("ioctl(fd -1): ");
    }

    @Test
    void knowsADeviceThatIsNoSlot() throws ErrnoException {
        int fd = calls.open("/dev/null", OpenFlags.O_RDWR);
        assertThat(calls.run(new Ioctl(fd, SlotCommands.CHANNEL, 7)).errno()).isEqualTo(Errno.ENOTTY.number());
        calls.close(fd);
    }

    @Test
    void laysOutBadMemoryAsDescribed(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("data"), new byte[200]);
        int fd = calls.open(file.toString(), OpenFlags.O_RDWR);
        for (Buffer bad : new Buffer[] {Buffer.nullPointer(8), Buffer.unmapped(8), Buffer.kernelHalf(8)}) {
            assertThat(calls.run(new Read(fd, bad)).errno()).as("%s", bad).isEqualTo(Errno.EFAULT.number());
            assertThat(calls.run(new Write(fd, bad)).errno()).as("%s", bad).isEqualTo(Errno.EFAULT.number());
        }
        Buffer readOnly = Buffer.readOnly(new byte[] {1, 2, 3});
        assertThat(calls.run(new Read(fd, readOnly)).errno()).isEqualTo(Errno.EFAULT.number());
        assertThat(calls.write(fd, readOnly)).isEqualTo(3);
        // An ordinary file takes what lies before the fault; that shows where the memory ends.
        assertThat(calls.write(fd, Buffer.crossing(new byte[5000], 6000))).isEqualTo(5000);
        calls.close(fd);
    }

    @Test
    void refusesToFork() {
        assertThatThrownBy(calls::fork)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("use the guest or the model");
    }
}
