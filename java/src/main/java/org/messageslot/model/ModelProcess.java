// SPDX-License-Identifier: Apache-2.0
package org.messageslot.model;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.messageslot.Errno;
import org.messageslot.ErrnoException;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Call;
import org.messageslot.calls.MapProtection;
import org.messageslot.calls.OpenFlags;
import org.messageslot.calls.PollEvents;
import org.messageslot.calls.Result;
import org.messageslot.calls.SystemCalls;

/** A process of the model: a table of descriptors. */
final class ModelProcess implements SystemCalls {

    private static final int FIRST_DESCRIPTOR = 3;
    private static final int MOST_DESCRIPTORS = 1024;
    private static final int MOST_MAPPINGS = 16;

    /** {@code POLLNVAL}: the descriptor is not open. */
    private static final int NOT_OPEN = 0x20;

    /** The events that are told whether they were asked for or not. */
    private static final int ALWAYS = PollEvents.POLLERR | NOT_OPEN;

    private final ModelKernel kernel;
    private final Map<Integer, FileDescription> descriptors = new TreeMap<>();
    private final Map<Integer, FileDescription.Channel> mappings = new TreeMap<>();

    ModelProcess(ModelKernel kernel) {
        this.kernel = kernel;
        kernel.processes().add(this);
    }

    boolean holdsFiles() {
        return !mappings.isEmpty() || descriptors.values().stream().anyMatch(file -> file.device.isDriven());
    }

    Optional<FileDescription> file(int fd) {
        return Optional.ofNullable(descriptors.get(fd));
    }

    /** {@return what it is a process of} */
    @Override
    public String toString() {
        return "a process of the model, with " + descriptors.size() + " open descriptors";
    }

    @Override
    public int open(String path, int flags) throws ErrnoException {
        Call.Open call = new Call.Open(path, flags);
        synchronized (kernel) {
            ModelKernel.Node node = kernel.nodes().get(path);
            if (node == null) {
                throw failure(call, Errno.ENOENT);
            }
            boolean reading = OpenFlags.canRead(flags);
            boolean writing = OpenFlags.canWrite(flags);
            if (!node.permits(reading, writing)) {
                throw failure(call, Errno.EACCES);
            }
            int fd = lowestFree(call);
            node.device().open().orThrow(call);
            descriptors.put(fd, new FileDescription(node.device(), flags));
            return fd;
        }
    }

    @Override
    public long ioctl(int fd, long command, long argument) throws ErrnoException {
        Call call = new Call.Ioctl(fd, command, argument);
        synchronized (kernel) {
            FileDescription file = file(call, fd);
            return file.device.ioctl(file, command, argument).orThrow(call);
        }
    }

    @Override
    public long write(int fd, Buffer buffer) throws ErrnoException {
        Call call = new Call.Write(fd, buffer);
        synchronized (kernel) {
            FileDescription file = file(call, fd);
            check(call, file.writable, buffer);
            return settled(call, file, () -> file.device.write(file, buffer)).orThrow(call);
        }
    }

    @Override
    public long read(int fd, Buffer buffer) throws ErrnoException {
        Call call = new Call.Read(fd, buffer);
        synchronized (kernel) {
            FileDescription file = file(call, fd);
            check(call, file.readable, buffer);
            return settled(call, file, () -> file.device.read(file, buffer)).orThrow(call);
        }
    }

    /** Makes a call again until it need not wait, and wakes those that wait for what it did. */
    private Result settled(Call call, FileDescription file, Supplier<Result> made) {
        Result result = made.get();
        while (result.errno() == Errno.EWOULDBLOCK.number() && kernel.driver().waits(file, call)) {
            if (!sleeps(0)) {
                return Result.failure(Errno.EINTR);
            }
            result = made.get();
        }
        kernel.notifyAll();
        return result;
    }

    /** Waits until another call has ended, but no longer than so many milliseconds, if that is not 0. */
    private boolean sleeps(long milliseconds) {
        try {
            kernel.wait(milliseconds);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public int poll(int fd, int events, int milliseconds) throws ErrnoException {
        Call call = new Call.Poll(fd, events, milliseconds);
        long end = System.nanoTime() + milliseconds * 1_000_000L;
        synchronized (kernel) {
            for (; ; ) {
                int now = eventsOf(fd) & (events | ALWAYS);
                long left = milliseconds < 0 ? 0 : (end - System.nanoTime() + 999_999) / 1_000_000;
                if (now != 0 || (milliseconds >= 0 && left <= 0)) {
                    return now;
                }
                if (!sleeps(left)) {
                    throw failure(call, Errno.EINTR);
                }
            }
        }
    }

    private int eventsOf(int fd) {
        if (fd < 0) {
            return 0;
        }
        FileDescription file = descriptors.get(fd);
        return file == null ? NOT_OPEN : (int) file.device.poll(file).value();
    }

    @Override
    public int mmap(int fd, int length, int protection, long offset) throws ErrnoException {
        Call.Mmap call = new Call.Mmap(fd, length, protection, offset);
        synchronized (kernel) {
            FileDescription file = file(call, fd);
            boolean writing = (protection & MapProtection.PROT_WRITE) != 0;
            if (!file.readable || (writing && !file.writable)) {
                throw failure(call, Errno.EACCES);
            }
            file.device.mmap(file, call).orThrow(call);
            int number = lowestFree(mappings, 0);
            if (number >= MOST_MAPPINGS) {
                throw failure(call, Errno.ENOMEM);
            }
            mappings.put(number, Objects.requireNonNull(file.channel));
            return number;
        }
    }

    @Override
    public long peek(int mapping, Buffer buffer) throws ErrnoException {
        Call call = new Call.Peek(mapping, buffer);
        synchronized (kernel) {
            FileDescription.Channel channel = mappings.get(mapping);
            if (channel == null || buffer.length() > SlotDriver.PAGE) {
                throw failure(call, Errno.EINVAL);
            }
            System.arraycopy(SlotDriver.page(channel), 0, buffer.bytes(), 0, buffer.length());
            return buffer.length();
        }
    }

    @Override
    public void munmap(int mapping) throws ErrnoException {
        synchronized (kernel) {
            if (mappings.remove(mapping) == null) {
                throw failure(new Call.Munmap(mapping), Errno.EINVAL);
            }
        }
    }

    /** What the kernel checks before a driver sees a read or a write. */
    private static void check(Call call, boolean permitted, Buffer buffer) throws ErrnoException {
        if (!permitted) {
            throw failure(call, Errno.EBADF);
        }
        if (buffer.kind() == Buffer.Kind.KERNEL) {
            throw failure(call, Errno.EFAULT);
        }
    }

    @Override
    public int dup(int fd) throws ErrnoException {
        Call call = new Call.Dup(fd);
        synchronized (kernel) {
            FileDescription file = file(call, fd);
            int copy = lowestFree(call);
            descriptors.put(copy, file);
            return copy;
        }
    }

    @Override
    public void close(int fd) throws ErrnoException {
        Call call = new Call.Close(fd);
        synchronized (kernel) {
            FileDescription file = file(call, fd);
            descriptors.remove(fd);
            file.device.flush(file);
        }
    }

    @Override
    public SystemCalls fork() {
        synchronized (kernel) {
            ModelProcess child = new ModelProcess(kernel);
            child.descriptors.putAll(descriptors);
            child.mappings.putAll(mappings);
            return child;
        }
    }

    @Override
    public void close() {
        synchronized (kernel) {
            descriptors.values().forEach(file -> file.device.flush(file));
            descriptors.clear();
            mappings.clear();
            kernel.processes().remove(this);
        }
    }

    private FileDescription file(Call call, int fd) throws ErrnoException {
        FileDescription file = descriptors.get(fd);
        if (file == null) {
            throw failure(call, Errno.EBADF);
        }
        return file;
    }

    private int lowestFree(Call call) throws ErrnoException {
        int fd = lowestFree(descriptors, FIRST_DESCRIPTOR);
        if (fd >= MOST_DESCRIPTORS) {
            throw failure(call, Errno.EMFILE);
        }
        return fd;
    }

    private static int lowestFree(Map<Integer, ?> taken, int first) {
        int number = first;
        while (taken.containsKey(number)) {
            number++;
        }
        return number;
    }

    private static ErrnoException failure(Call call, Errno errno) {
        return new ErrnoException(call.name(), call.subject(), errno);
    }
}
