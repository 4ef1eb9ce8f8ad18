// SPDX-License-Identifier: Apache-2.0
package org.messageslot.model;

import java.util.Map;
import java.util.TreeMap;
import org.messageslot.Errno;
import org.messageslot.ErrnoException;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Call;
import org.messageslot.calls.OpenFlags;
import org.messageslot.calls.SystemCalls;

/** A process of the model: a table of descriptors. */
final class ModelProcess implements SystemCalls {

    private static final int FIRST_DESCRIPTOR = 3;
    private static final int MOST_DESCRIPTORS = 1024;

    private final ModelKernel kernel;
    private final Map<Integer, OpenFile> descriptors = new TreeMap<>();

    ModelProcess(ModelKernel kernel) {
        this.kernel = kernel;
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
            descriptors.put(fd, new OpenFile(node.device(), reading, writing));
            return fd;
        }
    }

    @Override
    public long ioctl(int fd, long command, long argument) throws ErrnoException {
        Call call = new Call.Ioctl(fd, command, argument);
        synchronized (kernel) {
            OpenFile file = file(call, fd);
            return file.device.ioctl(file, command, argument).orThrow(call);
        }
    }

    @Override
    public long write(int fd, Buffer buffer) throws ErrnoException {
        Call call = new Call.Write(fd, buffer);
        synchronized (kernel) {
            OpenFile file = file(call, fd);
            check(call, file.writable, buffer);
            return file.device.write(file, buffer).orThrow(call);
        }
    }

    @Override
    public long read(int fd, Buffer buffer) throws ErrnoException {
        Call call = new Call.Read(fd, buffer);
        synchronized (kernel) {
            OpenFile file = file(call, fd);
            check(call, file.readable, buffer);
            return file.device.read(file, buffer).orThrow(call);
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
            OpenFile file = file(call, fd);
            int copy = lowestFree(call);
            descriptors.put(copy, file);
            return copy;
        }
    }

    @Override
    public void close(int fd) throws ErrnoException {
        Call call = new Call.Close(fd);
        synchronized (kernel) {
            file(call, fd);
            descriptors.remove(fd);
        }
    }

    @Override
    public SystemCalls fork() {
        synchronized (kernel) {
            ModelProcess child = new ModelProcess(kernel);
            child.descriptors.putAll(descriptors);
            return child;
        }
    }

    @Override
    public void close() {
        synchronized (kernel) {
            descriptors.clear();
        }
    }

    private OpenFile file(Call call, int fd) throws ErrnoException {
        OpenFile file = descriptors.get(fd);
        if (file == null) {
            throw failure(call, Errno.EBADF);
        }
        return file;
    }

    private int lowestFree(Call call) throws ErrnoException {
        int fd = FIRST_DESCRIPTOR;
        while (descriptors.containsKey(fd)) {
            fd++;
        }
        if (fd >= MOST_DESCRIPTORS) {
            throw failure(call, Errno.EMFILE);
        }
        return fd;
    }

    private static ErrnoException failure(Call call, Errno errno) {
        return new ErrnoException(call.name(), call.subject(), errno);
    }
}
