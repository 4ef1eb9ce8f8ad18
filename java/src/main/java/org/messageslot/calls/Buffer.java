// SPDX-License-Identifier: Apache-2.0
package org.messageslot.calls;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The memory that a read or a write is given: good bytes, or one of the bad addresses that a driver must survive
 * (R-A2).
 *
 * <p>A buffer has a {@linkplain #length() length}, which is what the call claims, and {@linkplain #bytes() accessible
 * bytes}, which is what is really there. After a read the accessible bytes are what the memory holds then.
 *
 * <p>Not thread-safe: give each thread its own.
 */
public final class Buffer {

    /** What fills a buffer that a read is given, so that untouched bytes can be told from written ones. */
    public static final byte FILL = (byte) 0xA5;

    /** The places where a buffer can lie. */
    public enum BufferPlace {
        /** Ordinary memory. */
        BYTES,
        /** The address 0. */
        NULL,
        /** An address in the process's half at which nothing is mapped. */
        UNMAPPED,
        /** Memory that may be read but not written. */
        READ_ONLY,
        /** Memory that ends, at the end of a page, before the claimed length does. */
        CROSSING,
        /** An address in the kernel's half; the kernel refuses it before a driver sees it. */
        KERNEL,
        /** Memory that holds zeros and that nobody touched yet: its page is put there at the first access. */
        UNTOUCHED
    }

    private final BufferPlace kind;
    private final byte[] bytes;
    private final int length;

    private Buffer(BufferPlace kind, byte[] bytes, int length) {
        this.kind = kind;
        this.bytes = bytes;
        this.length = length;
    }

    /**
     * Uses ordinary memory.
     *
     * @param bytes the memory itself, not a copy: a read changes it
     * @return a buffer of all its bytes
     */
    public static Buffer of(byte[] bytes) {
        return new Buffer(BufferPlace.BYTES, bytes, bytes.length);
    }

    /**
     * Uses ordinary memory that holds a text.
     *
     * @param text the text; its UTF-8 bytes are the buffer's, without a terminating NUL
     * @return a new buffer
     */
    public static Buffer of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Makes room for a read.
     *
     * @param length how many bytes, 0 or more
     * @return a new buffer in which every byte is {@link #FILL}
     */
    public static Buffer room(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, FILL);
        return of(bytes);
    }

    /**
     * Pass the address 0.
     *
     * @param length the length that the call claims, 0 or more
     * @return a buffer without accessible bytes
     */
    public static Buffer nullPointer(int length) {
        return nowhere(BufferPlace.NULL, length);
    }

    /**
     * Pass an address of the process at which nothing is mapped.
     *
     * @param length the length that the call claims, 0 or more
     * @return a buffer without accessible bytes
     */
    public static Buffer unmapped(int length) {
        return nowhere(BufferPlace.UNMAPPED, length);
    }

    /**
     * Pass an address in the kernel's half of memory.
     *
     * @param length the length that the call claims, 0 or more
     * @return a buffer without accessible bytes
     */
    public static Buffer kernelHalf(int length) {
        return nowhere(BufferPlace.KERNEL, length);
    }

    /**
     * Uses memory that may be read but not written.
     *
     * @param bytes what it holds; copied
     * @return a new buffer
     */
    public static Buffer readOnly(byte[] bytes) {
        return new Buffer(BufferPlace.READ_ONLY, bytes.clone(), bytes.length);
    }

    /**
     * Uses memory of which only the beginning exists.
     *
     * @param bytes the beginning, which ends where its page ends; copied
     * @param length the length that the call claims, more than {@code bytes.length}
     * @return a new buffer
     */
    public static Buffer crossing(byte[] bytes, int length) {
        if (length <= bytes.length) {
            throw new IllegalArgumentException("A crossing buffer must claim more than its " + bytes.length
                    + " accessible bytes, but claims " + length + ".");
        }
        return new Buffer(BufferPlace.CROSSING, bytes.clone(), length);
    }

    /**
     * Uses memory that is as good as any, but that the kernel has not put there yet. A driver that must not sleep while it
     * copies, because it holds a spinlock, cannot reach it.
     *
     * @param length its length in bytes, all of them 0
     * @return a new buffer
     */
    public static Buffer untouched(int length) {
        return new Buffer(BufferPlace.UNTOUCHED, new byte[length], length);
    }

    private static Buffer nowhere(BufferPlace kind, int length) {
        if (length < 0) {
            throw new IllegalArgumentException("The length of a buffer must not be negative, but is " + length + ".");
        }
        return new Buffer(kind, new byte[0], length);
    }

    /** {@return where the buffer lies} */
    public BufferPlace kind() {
        return kind;
    }

    /** {@return the length that the call claims, in bytes} */
    public int length() {
        return length;
    }

    /** {@return the accessible bytes: the memory itself, not a copy} */
    public byte[] bytes() {
        return bytes;
    }

    /** {@return whether all {@link #length()} bytes can be read by the kernel} */
    public boolean isReadable() {
        return bytes.length == length
                && (kind == BufferPlace.BYTES || kind == BufferPlace.READ_ONLY || kind == BufferPlace.UNTOUCHED);
    }

    /**
     * Copies the buffer, memory included.
     *
     * @return a new buffer that shares nothing with this one
     */
    public Buffer copy() {
        return new Buffer(kind, bytes.clone(), length);
    }

    /** {@return the argument pair as a C programmer would write it, {@code "hello", 5} for example} */
    @Override
    public String toString() {
        String address = switch (kind) {
            case BYTES -> quoted(bytes);
            case NULL -> "NULL";
            case UNMAPPED -> "<unmapped address>";
            case READ_ONLY -> "<read-only> " + quoted(bytes);
            case CROSSING -> "<" + bytes.length + " bytes before an unmapped page>";
            case KERNEL -> "<kernel address>";
            case UNTOUCHED -> "<untouched memory>";
        };
        return address + ", " + length;
    }

    /** {@return the argument pair in a program in C, with the functions that {@code calls.c} of {@code lab repro} has} */
    public String inC() {
        String address = switch (kind) {
            case BYTES -> literal(bytes);
            case NULL -> "NULL";
            case UNMAPPED -> "unmapped()";
            case READ_ONLY -> "read_only(" + literal(bytes) + ", " + length + ")";
            case CROSSING -> "at_the_end(" + literal(bytes) + ", " + bytes.length + ")";
            case KERNEL -> "in_kernel()";
            case UNTOUCHED -> "untouched(" + length + ")";
        };
        return address + ", " + length;
    }

    /**
     * Describes the buffer as what a read is given: room, whatever it holds.
     *
     * @return the argument pair as a C programmer would write it, {@code buf, 128} for example
     */
    public String asRoom() {
        return kind == BufferPlace.BYTES ? "buf, " + length : toString();
    }

    /**
     * Writes bytes as a literal that C and Java read alike.
     *
     * @param bytes any bytes
     * @return all of them, in quotes; the only backslashes are of three octal digits
     */
    public static String literal(byte[] bytes) {
        StringBuilder text = new StringBuilder("\"");
        for (byte each : bytes) {
            char c = (char) (each & 0xff);
            boolean plain = c >= ' ' && c < 0x7f && c != '"' && c != '\\' && c != '?';
            text.append(plain ? String.valueOf(c) : String.format("\\%03o", (int) c));
        }
        return text.append('"').toString();
    }

    /**
     * Quotes bytes as a C string, as many of them as forty columns have room for.
     *
     * @param bytes any bytes
     * @return the literal, {@code "hello"} for example
     */
    public static String quoted(byte[] bytes) {
        StringBuilder text = new StringBuilder("\"");
        for (byte each : bytes) {
            String letter = quoted((char) (each & 0xff));
            if (text.length() + letter.length() > 1 + 40) {
                return text.append("\"...").toString();
            }
            text.append(letter);
        }
        return text.append('"').toString();
    }

    private static String quoted(char c) {
        if (c == '"' || c == '\\') {
            return "\\" + c;
        }
        return c >= ' ' && c < 0x7f ? String.valueOf(c) : String.format("\\x%02x", (int) c);
    }
}
