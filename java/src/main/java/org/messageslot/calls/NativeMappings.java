// SPDX-License-Identifier: Apache-2.0
package org.messageslot.calls;

import com.sun.jna.Pointer;
import java.util.Map;
import java.util.TreeMap;
import org.messageslot.Errno;
import org.messageslot.ErrnoException;

/** What this process has mapped, by number. Thread-safe. */
final class NativeMappings {

    private static final int MAP_SHARED = 1;

    private final Libc libc;
    private final Map<Integer, MappedMemory> mappings = new TreeMap<>();

    /** Memory that a file was mapped into. */
    private record MappedMemory(Pointer address, int length) {}

    NativeMappings(Libc libc) {
        this.libc = libc;
    }

    synchronized int map(Mmap call) {
        Pointer address = libc.pointer(
                "mmap", null, (long) call.length(), call.protection(), MAP_SHARED, call.fd(), call.offset());
        int number = 0;
        while (mappings.containsKey(number)) {
            number++;
        }
        mappings.put(number, new MappedMemory(address, call.length()));
        return number;
    }

    /**
     * Looks at a mapping. The kernel copies, through a pipe: it returns an error where a Java program would be ended. So there
     * are no more bytes at a time than a pipe has room for, 65,536.
     */
    synchronized long peek(Peek call) throws ErrnoException {
        MappedMemory mapped = mapped(call);
        Buffer buffer = call.buffer();
        if (buffer.length() > mapped.length()) {
            throw new ErrnoException(call.name(), call.subject(), Errno.EINVAL);
        }
        long length = buffer.length();
        int[] ends = new int[2];
        libc.integer("pipe2", ends, OpenFlags.O_NONBLOCK);
        try {
            libc.number("write", ends[1], mapped.address(), length);
            return libc.number("read", ends[0], buffer.bytes(), length);
        } finally {
            libc.integer("close", ends[0]);
            libc.integer("close", ends[1]);
        }
    }

    synchronized long unmap(Munmap call) throws ErrnoException {
        MappedMemory mapped = mapped(call);
        libc.integer("munmap", mapped.address(), (long) mapped.length());
        mappings.remove(call.mapping());
        return 0;
    }

    private MappedMemory mapped(Call.OnMapping call) throws ErrnoException {
        MappedMemory mapped = mappings.get(call.mapping());
        if (mapped == null) {
            throw new ErrnoException(call.name(), call.subject(), Errno.EINVAL);
        }
        return mapped;
    }
}
