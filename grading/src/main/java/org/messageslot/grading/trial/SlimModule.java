// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A kernel module without its debug information, which is most of it and which each guest would have to be sent.
 *
 * <p>Sections keep their numbers: those that go become empty. A module that looks odd is left as it is.
 */
final class SlimModule {

    private static final int HEADER = 64;
    private static final int SECTION = 64;
    private static final int NOTHING = 0;
    private static final int NO_BITS = 8;
    private static final Pattern DEBUG = Pattern.compile("(\\.rela)?\\.debug_.*|\\.BTF.*|\\.comment");

    private SlimModule() {}

    /**
     * Leaves out what the kernel does not load.
     *
     * @param module an ELF file of 64 bits, little-endian
     * @return a smaller module that loads alike, or the same
     */
    static byte[] of(byte[] module) {
        try {
            byte[] slim = slim(module);
            return slim.length < module.length ? slim : module;
        } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException e) {
            return module;
        }
    }

    private static byte[] slim(byte[] module) {
        ByteBuffer elf = ByteBuffer.wrap(module).order(ByteOrder.LITTLE_ENDIAN);
        if (elf.getInt(0) != 0x464c457f || elf.get(4) != 2 || elf.getShort(58) != SECTION) {
            throw new IllegalArgumentException("no such ELF file");
        }
        int table = Math.toIntExact(elf.getLong(40));
        int count = Short.toUnsignedInt(elf.getShort(60));
        int names = Math.toIntExact(elf.getLong(table + Short.toUnsignedInt(elf.getShort(62)) * SECTION + 24));
        ByteBuffer headers = ByteBuffer.allocate(count * SECTION).order(ByteOrder.LITTLE_ENDIAN);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(module, 0, HEADER);
        for (int i = 0; i < count; i++) {
            byte[] header = new byte[SECTION];
            elf.get(table + i * SECTION, header);
            keep(elf, ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN), names, out);
            headers.put(header);
        }
        align(out, 8);
        ByteBuffer slim = ByteBuffer.allocate(out.size() + headers.capacity()).order(ByteOrder.LITTLE_ENDIAN);
        slim.put(out.toByteArray()).putLong(40, out.size()).put(headers.array());
        return slim.array();
    }

    /** Copies a section's bytes behind those already kept, or empties its header. */
    private static void keep(ByteBuffer elf, ByteBuffer header, int names, ByteArrayOutputStream out) {
        int type = header.getInt(4);
        if (DEBUG.matcher(name(elf, names + header.getInt(0))).matches()) {
            header.putInt(4, NOTHING);
            for (int field = 8; field < SECTION; field += 8) {
                header.putLong(field, 0);
            }
        } else if (type != NOTHING && type != NO_BITS) {
            align(out, Math.max(1, Math.min(4096, Math.toIntExact(header.getLong(48)))));
            byte[] bytes = new byte[Objects.checkIndex(Math.toIntExact(header.getLong(32)), elf.capacity())];
            elf.get(Math.toIntExact(header.getLong(24)), bytes);
            header.putLong(24, out.size());
            out.writeBytes(bytes);
        }
    }

    private static void align(ByteArrayOutputStream out, int alignment) {
        while (out.size() % alignment != 0) {
            out.write(0);
        }
    }

    private static String name(ByteBuffer elf, int at) {
        int end = at;
        while (elf.get(end) != 0) {
            end++;
        }
        byte[] bytes = new byte[end - at];
        elf.get(at, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
