// SPDX-License-Identifier: Apache-2.0
package org.messageslot.calls;

import com.sun.jna.Pointer;
import org.messageslot.calls.Buffer.BufferPlace;

/** Mapped pages that have what a Java array has not: an end after which nothing is, and protection. */
final class NativeMemory implements AutoCloseable {

    /** Every one of a page's bytes is accessible or none, and this is how many there are. */
    private static final int PAGE = 4096;

    private static final int PROT_NONE = 0;
    private static final int MAP_PRIVATE_ANONYMOUS = 0x22;

    private static final long KERNEL_ADDRESS = 0xffff_8880_0000_0000L;

    private final Pointer address;
    private final Libc libc;
    private final Pointer pages;
    private final int size;
    private final Buffer buffer;

    private NativeMemory(Libc libc, Buffer buffer, Pointer pages, int size, Pointer address) {
        this.libc = libc;
        this.buffer = buffer;
        this.pages = pages;
        this.size = size;
        this.address = address;
    }

    /** Calls {@code read} or {@code write} with memory as a buffer describes it. */
    static long transfer(Libc libc, String function, int fd, Buffer buffer) {
        long length = buffer.length();
        if (buffer.kind() == BufferPlace.BYTES) {
            return libc.number(function, fd, buffer.bytes(), length);
        }
        try (NativeMemory memory = like(buffer, libc)) {
            return libc.number(function, fd, memory.address, length);
        }
    }

    /** Lays out memory as the buffer describes it: the accessible bytes end where a guard page begins. */
    private static NativeMemory like(Buffer buffer, Libc libc) {
        byte[] bytes = buffer.bytes();
        int accessible = (bytes.length + PAGE - 1) / PAGE * PAGE;
        int size = accessible + PAGE + buffer.length();
        Pointer pages = libc.pointer("mmap", null, (long) size, PROT_NONE, MAP_PRIVATE_ANONYMOUS, -1, 0L);
        Pointer address = switch (buffer.kind()) {
            case NULL -> Pointer.NULL;
            case KERNEL -> new Pointer(KERNEL_ADDRESS);
            default -> pages.share(accessible - bytes.length);
        };
        NativeMemory memory = new NativeMemory(libc, buffer, pages, size, address);
        memory.fill(accessible);
        return memory;
    }

    private void fill(int accessible) {
        byte[] bytes = buffer.bytes();
        if (bytes.length == 0) {
            return;
        }
        libc.integer("mprotect", pages, (long) accessible, MapProtection.PROT_READ | MapProtection.PROT_WRITE);
        if (buffer.kind() != BufferPlace.UNTOUCHED) {
            address.write(0, bytes, 0, bytes.length);
        }
        if (buffer.kind() == BufferPlace.READ_ONLY) {
            libc.integer("mprotect", pages, (long) accessible, MapProtection.PROT_READ);
        }
    }

    /** Brings back what the call left in memory, and unmaps it. */
    @Override
    public void close() {
        byte[] bytes = buffer.bytes();
        if (bytes.length > 0) {
            byte[] now = address.getByteArray(0, bytes.length);
            System.arraycopy(now, 0, bytes, 0, bytes.length);
        }
        libc.integer("munmap", pages, (long) size);
    }
}
