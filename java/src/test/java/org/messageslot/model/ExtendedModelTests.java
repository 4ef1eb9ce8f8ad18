// SPDX-License-Identifier: Apache-2.0
package org.messageslot.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.messageslot.calls.MapProtection.PROT_READ;
import static org.messageslot.calls.MapProtection.PROT_WRITE;
import static org.messageslot.calls.OpenFlags.O_NONBLOCK;
import static org.messageslot.calls.OpenFlags.O_RDWR;
import static org.messageslot.calls.PollEvents.POLLERR;
import static org.messageslot.calls.PollEvents.POLLIN;
import static org.messageslot.calls.PollEvents.POLLOUT;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.messageslot.Errno;
import org.messageslot.ErrnoException;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Call;
import org.messageslot.calls.Mmap;
import org.messageslot.calls.Read;
import org.messageslot.calls.SlotCommands;
import org.messageslot.calls.SystemCalls;
import org.messageslot.calls.Write;

/** The optional steps, as the model has them: R-B, R-Q and R-V. */
@Timeout(60)
class ExtendedModelTests {

    private static final int BOTH = POLLIN | POLLOUT;

    private static int open(SystemCalls process, int flags, long channel) throws ErrnoException {
        int fd = process.open("/dev/slot0", O_RDWR | flags);
        process.ioctl(fd, SlotCommands.CHANNEL, channel);
        return fd;
    }

    private static String read(SystemCalls process, int fd) throws ErrnoException {
        Buffer room = Buffer.room(128);
        return new String(room.bytes(), 0, (int) process.read(fd, room), StandardCharsets.ISO_8859_1);
    }

    private static Errno failure(SystemCalls process, Call call) {
        return Errno.of(process.run(call).errno());
    }

    /** Makes a call in a thread of its own, and lets it come so far that it waits. */
    private static <T> CompletableFuture<T> begin(Callable<T> call) throws InterruptedException {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(call.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        thread.start();
        while (thread.isAlive()
                && thread.getState() != Thread.State.WAITING
                && thread.getState() != Thread.State.TIMED_WAITING) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        assertThat(result).isNotDone();
        return result;
    }

    @Test
    void aReadWaitsForAMessageOfItsChannel() throws Exception {
        ModelKernel kernel = ModelKernel.extended(true, 0);
        SystemCalls reader = kernel.process();
        SystemCalls writer = kernel.process();
        int in = open(reader, 0, 1);
        int out = open(writer, 0, 1);
        CompletableFuture<String> read = begin(() -> read(reader, in));
        writer.write(open(writer, 0, 2), Buffer.of("another channel's"));
        assertThat(read).isNotDone();
        writer.write(out, Buffer.of("hello"));
        assertThat(read.get()).isEqualTo("hello");
        assertThat(read(reader, in)).as("it stays").isEqualTo("hello");
    }

    @Test
    void aFileThatNeverWaitsIsToldAtOnce() throws Exception {
        SystemCalls process = ModelKernel.extended(true, 1).process();
        int fd = open(process, O_NONBLOCK, 1);
        assertThat(failure(process, new Read(fd, Buffer.room(128)))).isEqualTo(Errno.EWOULDBLOCK);
        process.write(fd, Buffer.of("one"));
        assertThat(failure(process, new Write(fd, Buffer.of("two")))).isEqualTo(Errno.EWOULDBLOCK);
        assertThat(read(process, fd)).isEqualTo("one");
    }

    @Test
    void aQueueIsReadInOrderAndAWriteWaitsForRoom() throws Exception {
        ModelKernel kernel = ModelKernel.extended(false, 2);
        SystemCalls reader = kernel.process();
        SystemCalls writer = kernel.process();
        int in = open(reader, 0, 1);
        int out = open(writer, 0, 1);
        writer.write(out, Buffer.of("one"));
        writer.write(out, Buffer.of("two"));
        CompletableFuture<Long> write = begin(() -> writer.write(out, Buffer.of("three")));
        assertThat(failure(reader, new Read(in, Buffer.room(2)))).isEqualTo(Errno.ENOSPC);
        assertThat(read(reader, in)).isEqualTo("one");
        assertThat(write.get()).isEqualTo(5);
        assertThat(read(reader, in)).isEqualTo("two");
        assertThat(read(reader, in)).isEqualTo("three");
    }

    @Test
    void aThreadThatIsInterruptedStopsWaiting() throws Exception {
        SystemCalls process = ModelKernel.extended(true, 0).process();
        int fd = open(process, 0, 1);
        Thread.currentThread().interrupt();
        assertThat(failure(process, new Read(fd, Buffer.room(1)))).isEqualTo(Errno.EINTR);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void pollTellsWhatIsSoAndWaitsForIt() throws Exception {
        ModelKernel kernel = ModelKernel.extended(false, 1);
        SystemCalls process = kernel.process();
        int fd = process.open("/dev/slot0", O_RDWR | O_NONBLOCK);
        assertThat(process.poll(fd, BOTH, 0)).isEqualTo(POLLERR);
        process.ioctl(fd, SlotCommands.CHANNEL, 1);
        assertThat(process.poll(fd, BOTH, 0)).isEqualTo(POLLOUT);
        assertThat(process.poll(fd, POLLIN, 20)).isZero();
        CompletableFuture<Integer> poll = begin(() -> process.poll(fd, POLLIN, -1));
        SystemCalls writer = kernel.process();
        writer.write(open(writer, 0, 1), Buffer.of("full"));
        assertThat(poll.get()).isEqualTo(POLLIN);
        assertThat(process.poll(fd, BOTH, 0)).as("no room").isEqualTo(POLLIN);
    }

    @Test
    void aMappingShowsWhatIsWrittenLast() throws Exception {
        SystemCalls process = ModelKernel.extended(false, 0).process();
        int fd = open(process, 0, 1);
        Mmap map = new Mmap(fd, 4096, PROT_READ, 0);
        assertThat(failure(process, map)).isEqualTo(Errno.EWOULDBLOCK);
        process.write(fd, Buffer.of("a longer one"));
        assertThat(process.run(map).value()).isZero();
        process.write(fd, Buffer.of("short"));
        process.ioctl(fd, SlotCommands.CHANNEL, 2);
        process.close(fd);
        Buffer page = Buffer.room(4096);
        assertThat(process.peek(0, page)).isEqualTo(4096);
        assertThat(page.bytes())
                .isEqualTo(ByteBuffer.allocate(4096)
                        .order(ByteOrder.nativeOrder())
                        .putInt(5)
                        .put("short".getBytes(StandardCharsets.US_ASCII))
                        .array());
        process.munmap(0);
        assertThatThrownBy(() -> process.peek(0, page)).hasMessageContaining("EINVAL");
    }

    @Test
    void whatCannotBeMappedIsRefused() throws Exception {
        SystemCalls process = ModelKernel.extended(false, 0).process();
        int none = process.open("/dev/slot0", O_RDWR);
        assertThat(failure(process, new Mmap(none, 4096, PROT_READ, 0))).isEqualTo(Errno.EINVAL);
        int fd = open(process, 0, 1);
        process.write(fd, Buffer.of("hello"));
        assertThat(failure(process, new Mmap(fd, 8192, PROT_READ, 0))).isEqualTo(Errno.EINVAL);
        assertThat(failure(process, new Mmap(fd, 4096, PROT_READ, 4096))).isEqualTo(Errno.EINVAL);
        assertThat(failure(process, new Mmap(fd, 4096, PROT_READ | PROT_WRITE, 0)))
                .isEqualTo(Errno.EACCES);
    }
}
