// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * Which pages of its memory a machine has written since it was restored. Its memory is a file that QEMU maps for itself alone, so
 * this machine's kernel knows: a page that was written is no page of the file any more. That is Linux' own account, which
 * nothing in the guest can reach, and the memory itself need not be read. Other systems give no such account; there QEMU is
 * asked for the memory.
 */
final class MachinePages {

    /** How large a page is, in bytes. */
    static final int SIZE = 4096;

    private static final Pattern MAPPING = Pattern.compile(
            "([0-9a-f]{1,16})-([0-9a-f]{1,16}) ...p ([0-9a-f]{1,16}) [0-9a-f]{2,}:[0-9a-f]{2,} [0-9]{1,20} +(/.*)");

    // How QEMU shows memory.
    private static final int WORDS = SIZE / Long.BYTES;
    private static final Pattern LINE_START = Pattern.compile("(?m)^[0-9a-f]+:");
    private static final Pattern WORD = Pattern.compile("0x([0-9a-f]{16})");

    // What /proc/PID/pagemap says of a page.
    private static final int ENTRY = Long.BYTES;
    private static final long IN_MEMORY_OR_SWAPPED = 3L << 62;
    private static final long OF_A_FILE = 1L << 61;

    /**
     * A stretch of memory.
     *
     * @param from its first physical address
     * @param to the first one behind it
     */
    record Range(long from, long to) {

        /** {@return the pages that it lies in} */
        Range wholePages() {
            return new Range(from - from % SIZE, to + Math.floorMod(-to, (long) SIZE));
        }

        /** {@return whether some of it lies in a page} */
        boolean meets(long page) {
            return page + SIZE > from && page < to;
        }

        /** {@return where its pages begin, if it is made of whole ones} */
        List<Long> pages() {
            return LongStream.iterate(from, page -> page < to, page -> page + SIZE)
                    .boxed()
                    .toList();
        }
    }

    /** A part of a process' own memory, and where in the machine's it begins. */
    private record MemoryPart(long address, long bytes, long from) {}

    private MachinePages() {}

    /**
     * Finds the pages that were written.
     *
     * @param process QEMU
     * @param memory the file that its memory was in, and where in the machine that begins
     * @param ranges where to look, in whole pages
     * @return their physical addresses, rising; none if that process does not map the file for itself alone
     * @throws IOException if the process has gone, or is somebody else's
     */
    static List<Long> written(ProcessHandle process, KernelText.Image memory, List<Range> ranges) throws IOException {
        Path folder = Path.of("/proc", Long.toString(process.pid()));
        List<Long> written = new ArrayList<>();
        try (FileChannel pages = FileChannel.open(folder.resolve("pagemap"))) {
            for (MemoryPart mapping : mappings(folder, memory)) {
                for (Range range : ranges) {
                    addWritten(pages, mapping, range, written);
                }
            }
        }
        return written;
    }

    /**
     * Finds the pages that are not as the machine was restored, by reading them all.
     *
     * @param monitor the machine's
     * @param memory the file that its memory was in, and where in the machine that begins
     * @param ranges where to look, in whole pages
     * @return their physical addresses, rising
     * @throws IOException if the machine has gone, or the disk for temporary files is full
     */
    static List<Long> differing(Qmp monitor, KernelText.Image memory, List<Range> ranges) throws IOException {
        List<Long> differing = new ArrayList<>();
        Path saved = Files.createTempFile("msgslot-", ".memory");
        try {
            for (Range range : ranges) {
                long size = range.to() - range.from();
                monitor.execute("pmemsave", Map.of("val", range.from(), "size", size, "filename", saved.toString()));
                ByteBuffer now = ByteBuffer.wrap(Files.readAllBytes(saved));
                addDiffering(memory.mapped(range.from(), range.to()), now, range.from(), differing);
            }
        } finally {
            Files.delete(saved);
        }
        return differing;
    }

    /** Adds the pages of two stretches of memory, equally long, that are not alike. */
    static void addDiffering(ByteBuffer before, ByteBuffer now, long from, List<Long> differing) throws IOException {
        if (now.limit() != before.limit()) {
            throw new EOFException("QEMU did not write all of the guest's memory.");
        }
        for (int at = 0; at < now.limit(); at += SIZE) {
            if (!before.slice(at, SIZE).equals(now.slice(at, SIZE))) {
                differing.add(from + at);
            }
        }
    }

    /** {@return a page of a machine's memory, as it is now} */
    static ByteBuffer page(Qmp monitor, long address) throws IOException {
        String shown = LINE_START
                .matcher(monitor.print("xp /" + WORDS + "gx 0x" + Long.toHexString(address)))
                .replaceAll("");
        ByteBuffer page = ByteBuffer.allocate(MachinePages.SIZE).order(ByteOrder.LITTLE_ENDIAN);
        Matcher word = WORD.matcher(shown);
        while (page.hasRemaining() && word.find()) {
            page.putLong(Long.parseUnsignedLong(word.group(1), 16));
        }
        if (page.hasRemaining()) {
            throw new IOException("QEMU does not show the guest's memory: " + shown.strip());
        }
        return page.flip();
    }

    /** Linux tells where a file really is, not by what link. */
    private static List<MemoryPart> mappings(Path folder, KernelText.Image memory) throws IOException {
        List<MemoryPart> mappings = new ArrayList<>();
        String file = memory.file().toRealPath().toString();
        for (String line : Files.readAllLines(folder.resolve("maps"))) {
            Matcher mapping = MAPPING.matcher(line);
            if (line.endsWith(file) && mapping.matches() && mapping.group(4).equals(file)) {
                long start = Long.parseUnsignedLong(mapping.group(1), 16);
                long end = Long.parseUnsignedLong(mapping.group(2), 16);
                long offset = Long.parseUnsignedLong(mapping.group(3), 16);
                mappings.add(new MemoryPart(start, end - start, memory.start() + offset));
            }
        }
        return mappings;
    }

    private static void addWritten(FileChannel pages, MemoryPart mapping, Range range, List<Long> written)
            throws IOException {
        long from = Math.max(range.from(), mapping.from());
        long to = Math.min(range.to(), mapping.from() + mapping.bytes());
        if (from >= to) {
            return;
        }
        ByteBuffer entries =
                ByteBuffer.allocate((int) ((to - from) / SIZE) * ENTRY).order(ByteOrder.nativeOrder());
        long at = (mapping.address() + from - mapping.from()) / SIZE * ENTRY;
        while (entries.hasRemaining()) {
            if (pages.read(entries, at + entries.position()) <= 0) {
                throw new EOFException("The process has gone.");
            }
        }
        for (int i = 0; i < entries.limit() / ENTRY; i++) {
            long entry = entries.getLong(i * ENTRY);
            if ((entry & IN_MEMORY_OR_SWAPPED) != 0 && (entry & OF_A_FILE) == 0) {
                written.add(from + (long) i * SIZE);
            }
        }
    }
}
