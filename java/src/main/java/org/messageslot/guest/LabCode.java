// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Where the lab's own code lies in a guest, its agent's and its modules', as pages of the machine's memory. They are noted before
 * anything that is not trusted has run. Immutable and thread-safe.
 *
 * @param pages the physical addresses of the pages
 */
record LabCode(Set<Long> pages) {

    /** Where a snapshot keeps it. */
    static final String FILE = "lab-code";

    private static final int MAX_MODULES = 1 << 16;

    /** A look at a hundred pages costs no more than another look. */
    private static final long CLOSE = 100L * MachinePages.SIZE;

    LabCode {
        pages = Set.copyOf(pages);
    }

    /**
     * Finds the pages of a program. A kernel keeps a program's file in whole pages, so they are known by what they hold. What stands
     * there twice is left out, for one of the two is memory that the kernel has freed.
     *
     * @param memory all of the machine's memory
     * @param program the program's file
     */
    static Set<Long> ofProgram(KernelText.Image memory, byte[] program) throws IOException {
        Set<ByteBuffer> wanted = new HashSet<>(new ElfCode(program).pages());
        Set<Long> heads = wanted.stream().map(page -> page.getLong(0)).collect(Collectors.toSet());
        Map<ByteBuffer, Long> found = new HashMap<>();
        Set<ByteBuffer> twice = new HashSet<>();
        try (FileChannel file = FileChannel.open(memory.file())) {
            MappedByteBuffer bytes = file.map(FileChannel.MapMode.READ_ONLY, 0, file.size());
            for (int at = 0; at + MachinePages.SIZE <= bytes.limit(); at += MachinePages.SIZE) {
                ByteBuffer page = bytes.slice(at, MachinePages.SIZE);
                if (heads.contains(page.getLong(0))
                        && wanted.contains(page)
                        && found.put(page, memory.start() + at) != null) {
                    twice.add(page);
                }
            }
        }
        found.keySet().removeAll(twice);
        return new TreeSet<>(found.values());
    }

    /**
     * Finds the pages of a module, which begins with its code.
     *
     * @param guest where it is loaded
     * @param monitor the machine's
     * @param module its file, called as the module
     */
    static Set<Long> ofModule(Guest guest, Qmp monitor, Path module) throws IOException {
        String name = module.getFileName().toString().replaceFirst("\\.ko$", "");
        String modules = new String(guest.getFile("/proc/modules", MAX_MODULES), StandardCharsets.ISO_8859_1);
        Set<Long> pages = new TreeSet<>();
        for (String line : modules.lines().toList()) {
            String[] words = line.split(" ", -1);
            if (words[0].equals(name)) {
                long start = Long.parseUnsignedLong(words[5].substring(2), 16);
                long end = start + new ElfCode(Files.readAllBytes(module)).residentBytes();
                for (long at = start; at < end; at += MachinePages.SIZE) {
                    KernelPlaces.physical(monitor, Long.toHexString(at)).ifPresent(pages::add);
                }
            }
        }
        return pages;
    }

    /** {@return where the pages are, from the first to the last of those that lie close together} */
    List<MachinePages.Range> ranges() {
        Deque<MachinePages.Range> ranges = new ArrayDeque<>();
        for (long page : new TreeSet<>(pages)) {
            MachinePages.Range last = ranges.peekLast();
            boolean close = last != null && page - last.to() <= CLOSE;
            long from = close ? ranges.removeLast().from() : page;
            ranges.add(new MachinePages.Range(from, page + MachinePages.SIZE));
        }
        return List.copyOf(ranges);
    }

    void write(Path folder) throws IOException {
        List<String> lines =
                new TreeSet<>(pages).stream().map(page -> Long.toString(page)).toList();
        Files.write(folder.resolve(FILE), lines);
    }

    static LabCode read(Path folder) throws IOException {
        Set<Long> pages = new HashSet<>();
        for (String line : Files.readAllLines(folder.resolve(FILE))) {
            pages.add(Long.valueOf(line));
        }
        return new LabCode(pages);
    }
}
