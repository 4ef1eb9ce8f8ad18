// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * The code of a kernel, in two files that hold its memory.
 *
 * <p>A kernel changes its own code where it has switches for what is rarely used. Those places, which it lists, are left out. The
 * list is that of the first snapshot, in which nothing has run that is not trusted.
 */
final class KernelText {

    /**
     * A file with a stretch of a machine's memory.
     *
     * @param file the file
     * @param start the address of its first byte
     */
    record Image(Path file, long start) {
        MappedByteBuffer mapped(long from, long to) throws IOException {
            try (FileChannel channel = FileChannel.open(file)) {
                MappedByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, from - start, to - from);
                bytes.order(ByteOrder.LITTLE_ENDIAN);
                return bytes;
            }
        }

        /** {@return whether the file has these bytes at an address} */
        boolean holds(ByteBuffer bytes, long address) throws IOException {
            return mapped(address, address + bytes.limit()).equals(bytes);
        }
    }

    private static final int JUMP = 5;
    private static final int ENTRY = 16;

    private final KernelPlaces places;

    KernelText(KernelPlaces places) {
        this.places = places;
    }

    /**
     * Writes a machine's code to a file.
     *
     * @param monitor the machine's
     * @param file where
     * @return the file's content; empty if this kernel does not tell where its code is
     */
    Optional<Image> saved(Qmp monitor, Path file) throws IOException {
        Long start = places.addresses().get(KernelPlaces.TEXT);
        Long end = places.addresses().get(KernelPlaces.TEXT_END);
        if (start == null || end == null) {
            return Optional.empty();
        }
        monitor.execute("pmemsave", Map.of("val", start, "size", end - start, "filename", file.toString()));
        return Optional.of(new Image(file, start));
    }

    /**
     * Compares.
     *
     * @param before all of the memory of the first snapshot
     * @param after the memory of a later one, its code at least
     * @return how far into the code the first difference lies, in bytes; empty if there is none, or this kernel does not tell where
     *     its code is
     */
    OptionalLong firstChange(Image before, Image after) throws IOException {
        Long start = places.addresses().get(KernelPlaces.TEXT);
        Long end = places.addresses().get(KernelPlaces.TEXT_END);
        return start == null || end == null
                ? OptionalLong.empty()
                : firstChange(before, after.mapped(start, end), start, start);
    }

    /** {@return the pages of its code; empty if this kernel does not tell where it is} */
    Optional<MachinePages.Range> range() {
        Long start = places.addresses().get(KernelPlaces.TEXT);
        Long end = places.addresses().get(KernelPlaces.TEXT_END);
        return start == null || end == null
                ? Optional.empty()
                : Optional.of(new MachinePages.Range(start, end).wholePages());
    }

    /** {@return whether a page of memory holds code of the kernel's} */
    boolean isIn(long page) {
        Long start = places.addresses().get(KernelPlaces.TEXT);
        Long end = places.addresses().get(KernelPlaces.TEXT_END);
        return start != null && end != null && page + MachinePages.SIZE > start && page < end;
    }

    /**
     * Compares a page of memory.
     *
     * @param before all of the memory of the first snapshot
     * @param memory what is there now; what of it is no code of the kernel's is not looked at
     * @param from the address of its first byte
     * @return whether code of the kernel's is as it was
     */
    boolean isOwn(Image before, ByteBuffer memory, long from) throws IOException {
        if (!isIn(from)) {
            return true;
        }
        long start = Objects.requireNonNull(places.addresses().get(KernelPlaces.TEXT));
        long first = Math.max(start, from);
        long last =
                Math.min(Objects.requireNonNull(places.addresses().get(KernelPlaces.TEXT_END)), from + memory.limit());
        return firstChange(before, memory.slice((int) (first - from), (int) (last - first)), first, start)
                .isEmpty();
    }

    private OptionalLong firstChange(Image before, ByteBuffer now, long from, long start) throws IOException {
        MappedByteBuffer old = before.mapped(from, from + now.limit());
        Set<Long> switches = new TreeSet<>();
        for (int at = old.mismatch(now); at >= 0; at = next(old, now, at)) {
            if (switches.isEmpty()) {
                switches.addAll(switches(before));
            }
            if (!isSwitch(switches, from + at)) {
                return OptionalLong.of(from + at - start);
            }
        }
        return OptionalLong.empty();
    }

    private static int next(ByteBuffer old, ByteBuffer now, int at) {
        int from = at + 1;
        int more = old.slice(from, old.limit() - from).mismatch(now.slice(from, now.limit() - from));
        return more < 0 ? more : from + more;
    }

    private static boolean isSwitch(Set<Long> switches, long address) {
        for (long start = address - JUMP + 1; start <= address; start++) {
            if (switches.contains(start)) {
                return true;
            }
        }
        return false;
    }

    /** Each entry begins with the distance from itself to the instruction that is switched. */
    private Set<Long> switches(Image memory) throws IOException {
        Set<Long> switches = new TreeSet<>();
        Long start = places.addresses().get(KernelPlaces.SWITCHES);
        Long end = places.addresses().get(KernelPlaces.SWITCHES_END);
        if (start != null && end != null) {
            MappedByteBuffer table = memory.mapped(start, end);
            for (int at = 0; at + ENTRY <= table.limit(); at += ENTRY) {
                switches.add(start + at + table.getInt(at));
            }
        }
        return switches;
    }
}
