// SPDX-License-Identifier: Apache-2.0
package org.messageslot.calls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.messageslot.calls.OpenFlags.O_RDONLY;
import static org.messageslot.calls.OpenFlags.O_RDWR;
import static org.messageslot.calls.OpenFlags.O_WRONLY;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageslot.Errno;
import org.messageslot.ErrnoException;

/**
 * What every kernel with a message slot answers: the sections ioctl, write, read and atomicity of the specification.
 *
 * <p>Each target's test class implements this interface. A test gets a process with no open files, and channels of
 * {@code /dev/slot0} and {@code /dev/slot1} that nobody has written, whose ids start at {@link #base()}.
 */
public interface SystemCallsContract {

    String SLOT0 = "/dev/slot0";
    String SLOT1 = "/dev/slot1";

    /** {@return the process that the calls are made in} */
    SystemCalls calls();

    /** {@return an id; this one and the next thousand are channels that no test has used} */
    default long base() {
        return 1;
    }

    /** {@return whether the kernel lets a process fork} */
    default boolean canFork() {
        return true;
    }

    private int open(String path) throws ErrnoException {
        return calls().open(path, O_RDWR);
    }

    private int openOn(long channel) throws ErrnoException {
        int fd = open(SLOT0);
        select(fd, channel);
        return fd;
    }

    private void select(int fd, long channel) throws ErrnoException {
        assertThat(calls().ioctl(fd, SlotCommands.CHANNEL, channel)).isZero();
    }

    private void write(int fd, String message) throws ErrnoException {
        assertThat(calls().write(fd, Buffer.of(message.getBytes(ISO_8859_1)))).isEqualTo(message.length());
    }

    private String read(int fd) throws ErrnoException {
        return read(calls(), fd);
    }

    private static String read(SystemCalls calls, int fd) throws ErrnoException {
        Buffer buffer = Buffer.room(128);
        int count = (int) calls.read(fd, buffer);
        return new String(buffer.bytes(), 0, count, ISO_8859_1);
    }

    private Errno failureOf(Call call) {
        Result result = calls().run(call);
        assertThat(result.isFailure()).as("%s = %s", call, result).isTrue();
        return Errno.of(result.errno());
    }

    private Errno selectFailure(int fd, long channel) {
        return failureOf(new Ioctl(fd, SlotCommands.CHANNEL, channel));
    }

    private Errno writeFailure(int fd, Buffer buffer) {
        return failureOf(new Write(fd, buffer));
    }

    private Errno readFailure(int fd, Buffer buffer) {
        return failureOf(new Read(fd, buffer));
    }

    // R-I: ioctl

    @Test
    default void selectedChannelIsUsedByLaterCalls() throws ErrnoException {
        int fd = openOn(base());
        write(fd, "first");
        select(fd, base() + 1);
        write(fd, "second");
        select(fd, base());
        assertThat(read(fd)).isEqualTo("first");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 8, 0x4004_EB07L, 0x4004_EC00L, 0x8004_EB00L, 0x4008_EB00L, 0xFFFF_FFFFL})
    default void unknownCommandIsInvalid(long command) throws ErrnoException {
        int fd = openOn(base());
        write(fd, "kept");
        assertThat(failureOf(new Ioctl(fd, command, base() + 1))).isEqualTo(Errno.EINVAL);
        assertThat(read(fd)).isEqualTo("kept");
    }

    @Test
    default void channelZeroIsInvalidAndKeepsTheChannelSetBefore() throws ErrnoException {
        int fd = openOn(base());
        write(fd, "kept");
        assertThat(selectFailure(fd, 0)).isEqualTo(Errno.EINVAL);
        assertThat(read(fd)).isEqualTo("kept");
        int fresh = open(SLOT0);
        assertThat(selectFailure(fresh, 0)).isEqualTo(Errno.EINVAL);
        assertThat(readFailure(fresh, Buffer.room(128))).isEqualTo(Errno.EINVAL);
    }

    @ParameterizedTest
    @ValueSource(
            longs = {0xFFFFL, 0x1_0000L, 0xF_FFFFL, 0x10_0000L, 0x10_0001L, 0x7FFF_FFFFL, 0x8000_0000L, 0xFFFF_FFFFL})
    default void anyNonZeroUnsignedIntIsAChannel(long id) throws ErrnoException {
        int fd = openOn(id);
        write(fd, "channel " + id);
        int other = openOn(id);
        assertThat(read(other)).isEqualTo("channel " + id);
        select(other, id ^ 0x8000_0002L);
        assertThat(readFailure(other, Buffer.room(128))).isEqualTo(Errno.EWOULDBLOCK);
    }

    @Test
    default void selectingChangesNoOtherDescriptor() throws ErrnoException {
        int first = openOn(base());
        write(first, "one");
        int second = openOn(base() + 1);
        write(second, "two");
        int otherSlot = open(SLOT1);
        select(otherSlot, base());
        assertThat(read(first)).isEqualTo("one");
        assertThat(readFailure(otherSlot, Buffer.room(128))).isEqualTo(Errno.EWOULDBLOCK);
        assertThat(readFailure(open(SLOT0), Buffer.room(128))).isEqualTo(Errno.EINVAL);
    }

    @Test
    default void closingChangesNoOtherDescriptor() throws ErrnoException {
        int first = openOn(base());
        int second = openOn(base());
        calls().close(second);
        write(first, "still here");
        assertThat(read(first)).isEqualTo("still here");
    }

    @Test
    default void duplicatedDescriptorsShareOneChannel() throws ErrnoException {
        int fd = openOn(base());
        int copy = calls().dup(fd);
        select(copy, base() + 1);
        write(fd, "through either");
        assertThat(read(copy)).isEqualTo("through either");
        calls().close(fd);
        assertThat(read(copy)).isEqualTo("through either");
    }

    @Test
    default void forkedProcessSharesTheChannelAndItsOwnOpensDoNot() throws ErrnoException {
        if (!canFork()) {
            assertThatThrownBy(() -> calls().fork()).isInstanceOf(UnsupportedOperationException.class);
            return;
        }
        int fd = openOn(base());
        try (SystemCalls child = calls().fork()) {
            child.ioctl(fd, SlotCommands.CHANNEL, base() + 1);
            write(fd, "parent");
            assertThat(read(child, fd)).isEqualTo("parent");
            int own = child.open(SLOT0, O_RDWR);
            child.ioctl(own, SlotCommands.CHANNEL, base());
            assertThat(read(fd)).isEqualTo("parent");
            child.close(fd);
            assertThat(read(fd)).isEqualTo("parent");
        }
        assertThat(read(fd)).isEqualTo("parent");
    }

    // R-W: write

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 64, 127, 128})
    default void writeStoresAllBytes(int length) throws ErrnoException {
        byte[] message = new byte[length];
        for (int i = 0; i < length; i++) {
            message[i] = (byte) (251 * i + length);
        }
        int fd = openOn(base());
        assertThat(calls().write(fd, Buffer.of(message))).isEqualTo(length);
        Buffer room = Buffer.room(128);
        assertThat(calls().read(fd, room)).isEqualTo(length);
        assertThat(Arrays.copyOf(room.bytes(), length)).isEqualTo(message);
    }

    @Test
    default void writeWithoutChannelIsInvalid() throws ErrnoException {
        assertThat(writeFailure(open(SLOT0), Buffer.of("lost"))).isEqualTo(Errno.EINVAL);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 129, 4096, 1 << 20})
    default void wrongLengthIsRefusedAndKeepsTheMessage(int length) throws ErrnoException {
        int fd = openOn(base());
        assertThat(writeFailure(fd, Buffer.of(new byte[length]))).isEqualTo(Errno.EMSGSIZE);
        assertThat(readFailure(fd, Buffer.room(128))).isEqualTo(Errno.EWOULDBLOCK);
        write(fd, "kept");
        assertThat(writeFailure(fd, Buffer.of(new byte[length]))).isEqualTo(Errno.EMSGSIZE);
        assertThat(read(fd)).isEqualTo("kept");
    }

    @Test
    default void lastMessageReplacesLongerAndShorterOnes() throws ErrnoException {
        int fd = openOn(base());
        for (String message : List.of("a longer message", "b", "the longest message of them all", "cc")) {
            write(fd, message);
            assertThat(read(fd)).isEqualTo(message);
        }
    }

    // R-R: read

    @Test
    default void readLeavesBytesPastTheMessageAlone() throws ErrnoException {
        int fd = openOn(base());
        write(fd, "hello");
        Buffer buffer = Buffer.room(4096);
        assertThat(calls().read(fd, buffer)).isEqualTo(5);
        assertThat(new String(buffer.bytes(), 0, 5, ISO_8859_1)).isEqualTo("hello");
        byte[] rest = Arrays.copyOfRange(buffer.bytes(), 5, 4096);
        assertThat(rest).containsOnly(Buffer.FILL);
    }

    @Test
    default void messageStaysAfterReadCloseAndReopen() throws ErrnoException {
        int fd = openOn(base());
        write(fd, "again");
        assertThat(read(fd)).isEqualTo("again");
        assertThat(read(fd)).isEqualTo("again");
        calls().close(fd);
        assertThat(read(openOn(base()))).isEqualTo("again");
    }

    @Test
    default void readWithoutChannelIsInvalid() throws ErrnoException {
        assertThat(readFailure(open(SLOT0), Buffer.room(128))).isEqualTo(Errno.EINVAL);
    }

    @Test
    default void emptyChannelWouldBlock() throws ErrnoException {
        assertThat(readFailure(openOn(base()), Buffer.room(128))).isEqualTo(Errno.EWOULDBLOCK);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    default void smallBufferIsRefusedAndTheMessageStays(int size) throws ErrnoException {
        int fd = openOn(base());
        write(fd, "hello");
        Buffer buffer = Buffer.room(size);
        assertThat(readFailure(fd, buffer)).isEqualTo(Errno.ENOSPC);
        assertThat(buffer.bytes()).containsOnly(Buffer.FILL);
        assertThat(read(fd)).isEqualTo("hello");
    }

    // R-W4, R-R6, R-A: bad buffers

    private static List<Buffer> badForReading(int length) {
        return List.of(
                Buffer.nullPointer(length),
                Buffer.unmapped(length),
                Buffer.kernelHalf(length),
                Buffer.crossing(new byte[0], length),
                Buffer.crossing("x".repeat(length / 2).getBytes(ISO_8859_1), length),
                Buffer.crossing("x".repeat(length - 1).getBytes(ISO_8859_1), length));
    }

    @Test
    default void writeFromABadBufferFailsAndKeepsTheMessage() throws ErrnoException {
        int fd = openOn(base());
        for (int length : new int[] {1, 5, 128}) {
            for (Buffer bad : badForReading(length)) {
                select(fd, base() + 1);
                assertThat(writeFailure(fd, bad)).as("%s", bad).isEqualTo(Errno.EFAULT);
                assertThat(readFailure(fd, Buffer.room(128))).as("%s", bad).isEqualTo(Errno.EWOULDBLOCK);
                select(fd, base());
                write(fd, "the old message");
                assertThat(writeFailure(fd, bad)).as("%s", bad).isEqualTo(Errno.EFAULT);
                assertThat(read(fd)).as("%s", bad).isEqualTo("the old message");
            }
        }
    }

    @Test
    default void writeFromReadOnlyMemoryWorks() throws ErrnoException {
        int fd = openOn(base());
        assertThat(calls().write(fd, Buffer.readOnly(new byte[] {1, 2, 3}))).isEqualTo(3);
        assertThat(read(fd)).isEqualTo("\1\2\3");
    }

    @Test
    default void memoryThatTheKernelMustPutThereFirstIsAsGoodAsAny() throws ErrnoException {
        int fd = openOn(base());
        assertThat(calls().write(fd, Buffer.untouched(128))).isEqualTo(128);
        assertThat(read(fd)).isEqualTo("\0".repeat(128));
        write(fd, "a message");
        Buffer buffer = Buffer.untouched(100);
        assertThat(calls().read(fd, buffer)).isEqualTo(9);
        assertThat(new String(buffer.bytes(), ISO_8859_1)).isEqualTo("a message" + "\0".repeat(91));
    }

    @Test
    default void readIntoABadBufferFailsAndTheMessageStays() throws ErrnoException {
        int fd = openOn(base());
        write(fd, "a message");
        for (Buffer bad : badForReading(9)) {
            assertThat(readFailure(fd, bad)).as("%s", bad).isEqualTo(Errno.EFAULT);
            assertThat(read(fd)).as("%s", bad).isEqualTo("a message");
        }
        Buffer readOnly = Buffer.readOnly("untouched".getBytes(ISO_8859_1));
        assertThat(readFailure(fd, readOnly)).isEqualTo(Errno.EFAULT);
        assertThat(new String(readOnly.bytes(), ISO_8859_1)).isEqualTo("untouched");
    }

    @Test
    default void readIntoABufferOfWhichEnoughExistsWorks() throws ErrnoException {
        int fd = openOn(base());
        write(fd, "a message");
        Buffer buffer = Buffer.crossing(new byte[9], 128);
        assertThat(calls().read(fd, buffer)).isEqualTo(9);
        assertThat(new String(buffer.bytes(), ISO_8859_1)).isEqualTo("a message");
    }

    // What the kernel answers for a driver that has no operation

    @Test
    default void aDriverWithoutPollIsAlwaysReady() throws ErrnoException {
        int fd = openOn(base());
        int both = PollEvents.POLLIN | PollEvents.POLLOUT;
        assertThat(calls().poll(fd, both, 1000)).isEqualTo(both);
        assertThat(calls().poll(fd, PollEvents.POLLIN, -1)).isEqualTo(PollEvents.POLLIN);
        assertThat(calls().poll(-1, both, 20))
                .as("no file, so nothing but time")
                .isZero();
        calls().close(fd);
        assertThat(calls().poll(fd, both, 1000)).as("POLLNVAL").isEqualTo(0x20);
    }

    @Test
    default void aDriverWithoutMmapCannotBeMapped() throws ErrnoException {
        int fd = openOn(base());
        write(fd, "message");
        assertThat(failureOf(new Mmap(fd, 4096, MapProtection.PROT_READ, 0))).isEqualTo(Errno.ENODEV);
        assertThat(failureOf(new Peek(0, Buffer.room(4)))).isEqualTo(Errno.EINVAL);
        assertThat(failureOf(new Munmap(0))).isEqualTo(Errno.EINVAL);
    }

    @Test
    default void aFileThatNeverWaitsIsLikeAnyOther() throws ErrnoException {
        int fd = calls().open(SLOT0, O_RDWR | OpenFlags.O_NONBLOCK);
        select(fd, base());
        assertThat(readFailure(fd, Buffer.room(128))).isEqualTo(Errno.EWOULDBLOCK);
        write(fd, "message");
        assertThat(read(fd)).isEqualTo("message");
    }

    // What the kernel answers before the driver is asked

    @Test
    default void descriptorsAreCheckedFirst() throws ErrnoException {
        int readOnly = calls().open(SLOT0, O_RDONLY);
        select(readOnly, base());
        assertThat(writeFailure(readOnly, Buffer.of("no"))).isEqualTo(Errno.EBADF);
        int writeOnly = calls().open(SLOT0, O_WRONLY);
        select(writeOnly, base());
        write(writeOnly, "yes");
        assertThat(readFailure(writeOnly, Buffer.room(128))).isEqualTo(Errno.EBADF);
        assertThat(read(readOnly)).isEqualTo("yes");
        calls().close(readOnly);
        assertThat(readFailure(readOnly, Buffer.room(128))).isEqualTo(Errno.EBADF);
        assertThat(selectFailure(readOnly, base())).isEqualTo(Errno.EBADF);
        assertThat(failureOf(new Dup(readOnly))).isEqualTo(Errno.EBADF);
        assertThat(failureOf(new Close(readOnly))).isEqualTo(Errno.EBADF);
    }

    @Test
    default void missingFileAndOrdinaryDeviceAreToldApart() throws ErrnoException {
        assertThat(failureOf(new Open("/dev/no-such-slot", O_RDWR))).isEqualTo(Errno.ENOENT);
        int nothing = open("/dev/null");
        assertThat(selectFailure(nothing, base())).isEqualTo(Errno.ENOTTY);
    }
}
