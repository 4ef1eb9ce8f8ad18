// SPDX-License-Identifier: Apache-2.0
package org.messageslot.calls;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.util.Map;
import java.util.TreeMap;
import org.messageslot.Errno;
import org.messageslot.ErrnoException;
import org.messageslot.LabFolders;

/**
 * The system calls of this very process, made through JNA: the target {@code here}.
 *
 * <p>Thread-safe, as the kernel is. Works on Linux only, because the error numbers are Linux's.
 */
public final class NativeCalls implements SystemCalls {

    /** Every one of a page's bytes is accessible or none, and this is how many there are. */
    private static final int PAGE = 4096;

    private static final String UNPACKED_IN = "jna.tmpdir";

    private static final int PROT_NONE = 0;
    private static final int MAP_SHARED = 1;
    private static final int MAP_PRIVATE_ANONYMOUS = 0x22;

    /** {@code struct pollfd} as one number, of a little-endian machine: an int, and two shorts. */
    private static final int EVENTS = 32;

    private static final int RETURNED_EVENTS = 48;

    private static final long KERNEL_ADDRESS = 0xffff_8880_0000_0000L;

    /** The C library's part of the job; each function is described in section 2 of the manual. */
    private interface LibC extends Library {

        // int open(const char *path, int flags, ...);
        int open(String path, int flags, Object... mode) throws LastErrorException;

        // int ioctl(int fd, unsigned long request, ...);
        int ioctl(int fd, NativeLong request, Object... argument) throws LastErrorException;

        // ssize_t write(int fd, const void *buf, size_t count);
        NativeLong write(int fd, byte[] buffer, NativeLong count) throws LastErrorException;

        NativeLong write(int fd, Pointer buffer, NativeLong count) throws LastErrorException;

        // ssize_t read(int fd, void *buf, size_t count);
        NativeLong read(int fd, byte[] buffer, NativeLong count) throws LastErrorException;

        NativeLong read(int fd, Pointer buffer, NativeLong count) throws LastErrorException;

        // int dup(int fd);
        int dup(int fd) throws LastErrorException;

        // int close(int fd);
        int close(int fd) throws LastErrorException;

        // void *mmap(void *addr, size_t length, int prot, int flags, int fd, off_t offset);
        Pointer mmap(Pointer address, NativeLong length, int protection, int flags, int fd, NativeLong offset)
                throws LastErrorException;

        // int mprotect(void *addr, size_t len, int prot);
        int mprotect(Pointer address, NativeLong length, int protection) throws LastErrorException;

        // int munmap(void *addr, size_t length);
        int munmap(Pointer address, NativeLong length) throws LastErrorException;

        // int poll(struct pollfd *fds, nfds_t nfds, int timeout);
        int poll(long[] fds, NativeLong count, int timeout) throws LastErrorException;

        // int pipe2(int pipefd[2], int flags);
        int pipe2(int[] ends, int flags) throws LastErrorException;
    }

    private final LibC libc;
    private final Map<Integer, Mapping> mappings = new TreeMap<>();

    /** Memory that a file was mapped into. */
    private record Mapping(Pointer address, int length) {}

    /**
     * Load the C library.
     *
     * @throws UnsupportedOperationException if this machine does not run Linux, or lets no library be loaded; the message says
     *     what to do
     */
    public NativeCalls() {
        if (!isSupported()) {
            throw new UnsupportedOperationException("This machine runs " + System.getProperty("os.name")
                    + ", and a message slot is a Linux device; use --on model, or the course VM.");
        }
        libc = load();
    }

    /** JNA unpacks a library first, by itself into a home that may be full, read-only or noexec. */
    private static LibC load() {
        if (System.getProperty(UNPACKED_IN) == null) {
            LabFolders.forLibraries().ifPresent(folder -> System.setProperty(UNPACKED_IN, folder.toString()));
        }
        try {
            return Native.load("c", LibC.class, Map.of(Library.OPTION_STRING_ENCODING, "UTF-8"));
        } catch (LinkageError e) {
            throw new UnsupportedOperationException(
                    "Java cannot load the library by which it makes system calls: " + LabFolders.librariesSought()
                            + " are full, not yours, or mounted noexec; " + LabFolders.LIBRARIES_REMEDY + ".",
                    e);
        }
    }

    /** {@return whether this machine's own kernel can be asked at all: whether it is Linux} */
    public static boolean isSupported() {
        return Platform.isLinux();
    }

    @Override
    public int open(String path, int flags) throws ErrnoException {
        try {
            return libc.open(path, flags);
        } catch (LastErrorException e) {
            throw failure("open", path, e);
        }
    }

    @Override
    public long ioctl(int fd, long command, long argument) throws ErrnoException {
        try {
            return libc.ioctl(fd, new NativeLong(command, true), new NativeLong(argument));
        } catch (LastErrorException e) {
            throw failure("ioctl", fd, e);
        }
    }

    @Override
    public long write(int fd, Buffer buffer) throws ErrnoException {
        NativeLong length = new NativeLong(buffer.length());
        try {
            if (buffer.kind() == Buffer.Kind.BYTES) {
                return libc.write(fd, buffer.bytes(), length).longValue();
            }
            try (Memory memory = Memory.like(buffer, libc)) {
                return libc.write(fd, memory.address, length).longValue();
            }
        } catch (LastErrorException e) {
            throw failure("write", fd, e);
        }
    }

    @Override
    public long read(int fd, Buffer buffer) throws ErrnoException {
        NativeLong length = new NativeLong(buffer.length());
        try {
            if (buffer.kind() == Buffer.Kind.BYTES) {
                return libc.read(fd, buffer.bytes(), length).longValue();
            }
            try (Memory memory = Memory.like(buffer, libc)) {
                return libc.read(fd, memory.address, length).longValue();
            }
        } catch (LastErrorException e) {
            throw failure("read", fd, e);
        }
    }

    @Override
    public int dup(int fd) throws ErrnoException {
        try {
            return libc.dup(fd);
        } catch (LastErrorException e) {
            throw failure("dup", fd, e);
        }
    }

    @Override
    public void close(int fd) throws ErrnoException {
        try {
            libc.close(fd);
        } catch (LastErrorException e) {
            throw failure("close", fd, e);
        }
    }

    @Override
    public int poll(int fd, int events, int milliseconds) throws ErrnoException {
        long[] file = {Integer.toUnsignedLong(fd) | (long) events << EVENTS};
        try {
            libc.poll(file, new NativeLong(1), milliseconds);
            return (int) (file[0] >>> RETURNED_EVENTS);
        } catch (LastErrorException e) {
            throw failure("poll", fd, e);
        }
    }

    @Override
    public synchronized int mmap(int fd, int length, int protection, long offset) throws ErrnoException {
        try {
            Pointer address =
                    libc.mmap(Pointer.NULL, new NativeLong(length), protection, MAP_SHARED, fd, new NativeLong(offset));
            int number = 0;
            while (mappings.containsKey(number)) {
                number++;
            }
            mappings.put(number, new Mapping(address, length));
            return number;
        } catch (LastErrorException e) {
            throw failure("mmap", fd, e);
        }
    }

    /**
     * {@inheritDoc} The kernel copies, through a pipe: it returns an error where a Java program would be ended. So there are no more
     * bytes at a time than a pipe has room for, 65,536.
     */
    @Override
    public synchronized long peek(int mapping, Buffer buffer) throws ErrnoException {
        Mapping mapped = mapped("peek", mapping);
        if (buffer.length() > mapped.length()) {
            throw new ErrnoException("peek", "map" + mapping, Errno.EINVAL);
        }
        NativeLong length = new NativeLong(buffer.length());
        int[] ends = new int[2];
        try {
            libc.pipe2(ends, OpenFlags.O_NONBLOCK);
            try {
                libc.write(ends[1], mapped.address(), length);
                return libc.read(ends[0], buffer.bytes(), length).longValue();
            } finally {
                libc.close(ends[0]);
                libc.close(ends[1]);
            }
        } catch (LastErrorException e) {
            throw failure("peek", "map" + mapping, e);
        }
    }

    @Override
    public synchronized void munmap(int mapping) throws ErrnoException {
        Mapping mapped = mapped("munmap", mapping);
        try {
            libc.munmap(mapped.address(), new NativeLong(mapped.length()));
            mappings.remove(mapping);
        } catch (LastErrorException e) {
            throw failure("munmap", "map" + mapping, e);
        }
    }

    private Mapping mapped(String call, int mapping) throws ErrnoException {
        Mapping mapped = mappings.get(mapping);
        if (mapped == null) {
            throw new ErrnoException(call, "map" + mapping, Errno.EINVAL);
        }
        return mapped;
    }

    /**
     * Refuse: a Java virtual machine cannot fork itself, because only the calling thread would live on in the child.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public SystemCalls fork() {
        throw new UnsupportedOperationException(
                "A Java program cannot fork itself; use the guest or the model for checks with several processes.");
    }

    /** Do nothing: this process lives on, and whoever opened a descriptor closes it. */
    @Override
    public void close() {}

    private static ErrnoException failure(String call, int fd, LastErrorException e) {
        return failure(call, "fd " + fd, e);
    }

    private static ErrnoException failure(String call, String subject, LastErrorException e) {
        return new ErrnoException(call, subject, Errno.of(e.getErrorCode()));
    }

    /** Mapped pages that have what a Java array has not: an end after which nothing is, and protection. */
    private static final class Memory implements AutoCloseable {

        final Pointer address;
        private final LibC libc;
        private final Pointer pages;
        private final int size;
        private final Buffer buffer;

        private Memory(LibC libc, Buffer buffer, Pointer pages, int size, Pointer address) {
            this.libc = libc;
            this.buffer = buffer;
            this.pages = pages;
            this.size = size;
            this.address = address;
        }

        /** Lay out memory as the buffer describes it: the accessible bytes end where a guard page begins. */
        static Memory like(Buffer buffer, LibC libc) {
            byte[] bytes = buffer.bytes();
            int accessible = (bytes.length + PAGE - 1) / PAGE * PAGE;
            int size = accessible + PAGE + buffer.length();
            Pointer pages = libc.mmap(
                    Pointer.NULL, new NativeLong(size), PROT_NONE, MAP_PRIVATE_ANONYMOUS, -1, new NativeLong(0));
            Pointer address = switch (buffer.kind()) {
                case NULL -> Pointer.NULL;
                case KERNEL -> new Pointer(KERNEL_ADDRESS);
                default -> pages.share(accessible - bytes.length);
            };
            Memory memory = new Memory(libc, buffer, pages, size, address);
            memory.fill(accessible);
            return memory;
        }

        private void fill(int accessible) {
            byte[] bytes = buffer.bytes();
            if (bytes.length == 0) {
                return;
            }
            libc.mprotect(pages, new NativeLong(accessible), MapProtection.PROT_READ | MapProtection.PROT_WRITE);
            if (buffer.kind() != Buffer.Kind.UNTOUCHED) {
                address.write(0, bytes, 0, bytes.length);
            }
            if (buffer.kind() == Buffer.Kind.READ_ONLY) {
                libc.mprotect(pages, new NativeLong(accessible), MapProtection.PROT_READ);
            }
        }

        /** Bring back what the call left in memory, and unmap it. */
        @Override
        public void close() {
            byte[] bytes = buffer.bytes();
            if (bytes.length > 0) {
                byte[] now = address.getByteArray(0, bytes.length);
                System.arraycopy(now, 0, bytes, 0, bytes.length);
            }
            libc.munmap(pages, new NativeLong(size));
        }
    }
}
