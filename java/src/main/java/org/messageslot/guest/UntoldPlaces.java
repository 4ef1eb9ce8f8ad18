// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Places of a kernel whose list of symbols names functions only, as Debian's 6.1 for arm64 does: found in the code of functions
 * that use them, or by what is there.
 */
final class UntoldPlaces {

    /** Part of what a snapshot depends on: to be counted up when places are found otherwise. */
    static final String EDITION = "2";

    /** Returns the flags of what the kernel found, and does nothing else. */
    private static final String READS_TAINT = "get_taint";
    /** Looks first of all which processor panics. */
    private static final String READS_PANICKING = "nmi_panic";

    private static final int INSTRUCTIONS = 48;
    private static final int RETURN = 0xd65f03c0;
    private static final Pattern WORD = Pattern.compile("0x([0-9a-f]{8})(?![0-9a-f])");
    private static final Pattern LINE_START = Pattern.compile("(?m)^[0-9a-f]+:");

    /** An entry of the list of switches: the distances to an instruction, to where it may jump, and to its variable. */
    private static final int ENTRY = 16;
    /** So much of the kernel may lie behind its code. */
    private static final int REACH = 48 << 20;
    /** Kernels have some thousands; nothing else looks like so many in a row. */
    private static final int FEWEST = 500;

    private UntoldPlaces() {}

    /**
     * Finds what tells of crashes.
     *
     * @param symbols the content of /proc/kallsyms
     * @param monitor the machine's, whose kernel has just booted and not crashed
     * @return physical addresses, by the names of {@link KernelPlaces}
     */
    static Map<String, Long> find(String symbols, Qmp monitor) throws IOException {
        Map<String, Long> found = new HashMap<>();
        List<Long> taint = addressesIn(READS_TAINT, symbols, monitor);
        if (!taint.isEmpty()) {
            physical(taint.get(0), monitor).ifPresent(place -> found.put(KernelPlaces.TAINT, place));
        }
        List<Long> idle = new ArrayList<>();
        for (long address : addressesIn(READS_PANICKING, symbols, monitor)) {
            // Nobody panics: -1.
            if (words(monitor, address, 1).equals(List.of(-1)) && !idle.contains(address)) {
                idle.add(address);
            }
        }
        if (idle.size() == 1) {
            physical(idle.get(0), monitor).ifPresent(place -> found.put(KernelPlaces.PANICKING, place));
        }
        return found;
    }

    private static Optional<Long> physical(long address, Qmp monitor) throws IOException {
        return KernelPlaces.physical(monitor, Long.toHexString(address));
    }

    private static List<Long> addressesIn(String function, String symbols, Qmp monitor) throws IOException {
        Matcher symbol =
                Pattern.compile("(?m)^([0-9a-f]{16}) [tT] " + function + "$").matcher(symbols);
        if (!symbol.find()) {
            return List.of();
        }
        long start = Long.parseUnsignedLong(symbol.group(1), 16);
        return addresses(start, words(monitor, start, INSTRUCTIONS));
    }

    private static List<Integer> words(Qmp monitor, long address, int count) throws IOException {
        String shown = LINE_START
                .matcher(monitor.print("x /" + count + "wx 0x" + Long.toHexString(address)))
                .replaceAll("");
        List<Integer> words = new ArrayList<>();
        Matcher word = WORD.matcher(shown);
        while (word.find()) {
            words.add(Integer.parseUnsignedInt(word.group(1), 16));
        }
        return words;
    }

    /**
     * Reads which variables arm64 code uses: it makes the address of a page, adds the place in the page, and from there goes on
     * to variables close by.
     *
     * @param start the address of the first instruction
     * @param code the instructions of a function, and what is behind it
     * @return the variables' addresses, in the order in which the function comes to them
     */
    static List<Long> addresses(long start, List<Integer> code) {
        List<Long> addresses = new ArrayList<>();
        Map<Integer, Long> registers = new HashMap<>();
        for (int i = 0; i < code.size() && code.get(i) != RETURN; i++) {
            int word = code.get(i);
            int base = word >>> 5 & 31;
            if ((word & 0x9f000000) == 0x90000000) { // adrp
                long distance = ((long) (word << 8) >> 13 << 2) | (word >>> 29 & 3);
                registers.put(word & 31, ((start + 4L * i) & -4096) + distance * 4096);
            } else if ((word & 0xffc00000) == 0x91000000 && registers.containsKey(base)) { // add, 64 bits
                long sum = registers.get(base) + (word >>> 10 & 0xfff);
                registers.put(word & 31, sum);
                addresses.add(sum);
            } else if ((word & 0x3f000000) == 0x39000000 && registers.containsKey(base)) { // ldr, str
                addresses.add(registers.get(base) + ((long) (word >>> 10 & 0xfff) << (word >>> 30)));
            }
        }
        return addresses;
    }

    /**
     * Finds the list of the instructions that a kernel changes itself, behind its code.
     *
     * @param memory all of the machine's
     * @param text where its code begins
     * @param end where it ends
     * @return where the list is; empty if nothing there looks like it
     */
    static Optional<MachinePages.Range> switches(KernelText.Image memory, long text, long end) throws IOException {
        long last = Math.min(end + REACH, memory.start() + java.nio.file.Files.size(memory.file()));
        MappedByteBuffer bytes = memory.mapped(end, last);
        MachinePages.Range longest = new MachinePages.Range(0, 0);
        for (int phase = 0; phase < ENTRY; phase += Long.BYTES) {
            int from = phase;
            for (int at = phase; at + ENTRY <= bytes.limit(); at += ENTRY) {
                if (!isSwitch(bytes, at, (int) (text - end))) {
                    from = at + ENTRY;
                } else if (at + ENTRY - from > longest.to() - longest.from()) {
                    longest = new MachinePages.Range(end + from, end + at + ENTRY);
                }
            }
        }
        boolean whole = longest.to() - longest.from() >= (long) FEWEST * ENTRY;
        return whole ? Optional.of(longest) : Optional.empty();
    }

    private static boolean isSwitch(MappedByteBuffer bytes, int at, int text) {
        if (bytes.getInt(at) == 0 || bytes.getInt(at + 4) == 0 || bytes.getLong(at + 8) == 0) {
            return false; // Memory that nobody uses.
        }
        long instruction = (long) at + bytes.getInt(at);
        long target = (long) at + 4 + bytes.getInt(at + 4);
        long variable = at + 8 + (bytes.getLong(at + 8) & -4L);
        return isCode(instruction, text, bytes.limit())
                && isCode(target, text, bytes.limit())
                && variable > 0
                && variable < bytes.limit();
    }

    private static boolean isCode(long place, int text, int limit) {
        return place >= text && place < limit && (place & 3) == 0;
    }
}
