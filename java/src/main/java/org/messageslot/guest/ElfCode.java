// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Where the code is in an ELF file of 64 bits that is the lab's own: a program, or a module of the kernel's. */
final class ElfCode {

    // The file's head.
    private static final int SEGMENTS_AT = 32;
    private static final int SECTIONS_AT = 40;
    private static final int SEGMENTS = 56;
    private static final int SECTIONS = 60;
    private static final int NAMES = 62;

    // A segment of a program.
    private static final int SEGMENT = 56;
    private static final int LOADED = 1;
    private static final int EXECUTABLE = 1;

    // A section of a module.
    private static final int SECTION = 64;
    private static final int INSTRUCTIONS = 6;

    private final ByteBuffer file;

    ElfCode(byte[] file) {
        this.file = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** {@return the whole pages of a program's code, as they are mapped from its file} */
    List<ByteBuffer> pages() {
        List<ByteBuffer> pages = new ArrayList<>();
        for (int i = 0; i < file.getShort(SEGMENTS); i++) {
            int segment = (int) file.getLong(SEGMENTS_AT) + i * SEGMENT;
            if (file.getInt(segment) == LOADED && (file.getInt(segment + 4) & EXECUTABLE) != 0) {
                int start = (int) file.getLong(segment + 8);
                int end = start + (int) file.getLong(segment + 32);
                for (int at = start - start % MachinePages.SIZE;
                        at + MachinePages.SIZE <= end;
                        at += MachinePages.SIZE) {
                    pages.add(file.slice(at, MachinePages.SIZE));
                }
            }
        }
        return pages;
    }

    /** {@return how many bytes of a module's code stay in memory, padding between its sections left out} */
    long residentBytes() {
        long sum = 0;
        for (int i = 0; i < file.getShort(SECTIONS); i++) {
            int section = section(i);
            if ((file.getLong(section + 8) & INSTRUCTIONS) == INSTRUCTIONS
                    && !name(section).startsWith(".init")) {
                sum += file.getLong(section + 32);
            }
        }
        return sum;
    }

    private int section(int index) {
        return (int) file.getLong(SECTIONS_AT) + index * SECTION;
    }

    private String name(int section) {
        int names = (int) file.getLong(section(file.getShort(NAMES)) + 24);
        int start = names + file.getInt(section);
        int end = start;
        while (file.get(end) != 0) {
            end++;
        }
        return new String(file.array(), start, end - start, StandardCharsets.ISO_8859_1);
    }
}
