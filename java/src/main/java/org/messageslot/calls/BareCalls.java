// SPDX-License-Identifier: Apache-2.0
package org.messageslot.calls;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;

/**
 * {@code write} and {@code read} of the C library through JNA, with nothing around them: what the library's own calls are
 * compared with when their cost is measured. Thread-safe; Linux only.
 */
public final class BareCalls {

    /** The two functions, as section 2 of the manual describes them. */
    private interface LibC extends Library {

        // ssize_t write(int fd, const void *buf, size_t count);
        NativeLong write(int fd, byte[] buffer, NativeLong count) throws LastErrorException;

        // ssize_t read(int fd, void *buf, size_t count);
        NativeLong read(int fd, byte[] buffer, NativeLong count) throws LastErrorException;
    }

    private final LibC libc = Native.load("c", LibC.class);

    /**
     * Writes all of an array.
     *
     * @param fd the open file
     * @param bytes what is written
     * @return how many bytes were written
     * @throws RuntimeException if the call fails; it is JNA's, and holds the error number
     */
    public long write(int fd, byte[] bytes) {
        return libc.write(fd, bytes, new NativeLong(bytes.length)).longValue();
    }

    /**
     * Reads as much as an array holds.
     *
     * @param fd the open file
     * @param bytes what is filled
     * @return how many bytes were read
     * @throws RuntimeException if the call fails; it is JNA's, and holds the error number
     */
    public long read(int fd, byte[] bytes) {
        return libc.read(fd, bytes, new NativeLong(bytes.length)).longValue();
    }
}
