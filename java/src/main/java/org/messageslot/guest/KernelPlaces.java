// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a kernel keeps what it knows of its own damage, as places of the machine's memory. They are noted before anything that
 * is not trusted has run, and read from outside. Immutable and thread-safe.
 *
 * @param addresses physical addresses by the kernel's own names; a name that this kernel lacks is missing
 */
record KernelPlaces(Map<String, Long> addresses) {

    /** Flags of what the kernel found, 64 bits; see {@link Taint}. */
    static final String TAINT = "tainted_mask";
    /** How many times it reported an oops, 32 bits; where it is missing, {@link Taint} tells of one. */
    static final String DIES = "die_counter";
    /** Which processor panics, 32 bits; -1 while none does. */
    static final String PANICKING = "panic_cpu";
    /** How many more blocked tasks it would report, 32 bits. */
    static final String HUNG_TASKS = "sysctl_hung_task_warnings";

    /** Where its code begins and ends. */
    static final String TEXT = "_stext";

    static final String TEXT_END = "_etext";
    /** The list of the instructions that it changes itself, from here to there. */
    static final String SWITCHES = "__start___jump_table";

    static final String SWITCHES_END = "__stop___jump_table";
    /** Where it looks up what to do for a system call. */
    static final String SYSTEM_CALLS = "sys_call_table";

    private static final List<String> WANTED =
            List.of(TAINT, DIES, PANICKING, HUNG_TASKS, TEXT, TEXT_END, SWITCHES, SWITCHES_END, SYSTEM_CALLS);
    /** Every kernel of the last years has more system calls than that, and programs seldom make the others. */
    private static final int CALLS = 440;

    private static final String FILE = "places";
    /** A variable of one function has a number behind its name. */
    private static final Pattern SYMBOL =
            Pattern.compile("([0-9a-f]{16}) [a-zA-Z] (" + String.join("|", WANTED) + ")(?:\\.\\d{1,6})?");

    private static final Pattern PHYSICAL = Pattern.compile("gpa: (0x[0-9a-f]{1,15})\\s*");

    KernelPlaces {
        addresses = Map.copyOf(addresses);
    }

    /**
     * Notes the places of a kernel that has just booted.
     *
     * @param symbols the content of /proc/kallsyms
     * @param monitor the machine's, which knows where a kernel's address lies in memory
     * @return the places
     */
    static KernelPlaces find(byte[] symbols, Qmp monitor) throws IOException {
        Map<String, Long> found = new HashMap<>();
        String text = new String(symbols, StandardCharsets.ISO_8859_1);
        for (String line : text.lines().toList()) {
            Matcher symbol = SYMBOL.matcher(line);
            if (symbol.matches()) {
                physical(monitor, symbol.group(1)).ifPresent(place -> found.putIfAbsent(symbol.group(2), place));
            }
        }
        if (!found.containsKey(TAINT)) {
            found.putAll(UntoldPlaces.find(text, monitor));
        }
        if (!found.keySet().containsAll(List.of(TAINT, PANICKING))) {
            throw new IOException("The guest's kernel does not tell where it counts its crashes; its symbols are "
                    + found.keySet() + ".");
        }
        return new KernelPlaces(found);
    }

    /** {@return where an address of the kernel's, in hexadecimal, lies in memory; empty if it is no such address} */
    static Optional<Long> physical(Qmp monitor, String address) throws IOException {
        Matcher physical = PHYSICAL.matcher(monitor.print("gva2gpa 0x" + address));
        return physical.matches() ? Optional.of(Long.decode(physical.group(1))) : Optional.empty();
    }

    /** {@return where the table of system calls is; empty if this kernel does not tell} */
    Optional<MachinePages.Range> systemCalls() {
        return Optional.ofNullable(addresses.get(SYSTEM_CALLS))
                .map(table -> new MachinePages.Range(table, table + (long) CALLS * Long.BYTES));
    }

    /** {@return what is noted, in one line, for snapshots depend on it} */
    static String noted() {
        return String.join(" ", WANTED) + " " + LabCode.FILE + " " + UntoldPlaces.EDITION;
    }

    /** {@return these places, with the list of the kernel's switches where that has no name} */
    KernelPlaces withSwitchesIn(KernelText.Image memory) throws IOException {
        if (addresses.containsKey(SWITCHES) || !addresses.containsKey(TEXT) || !addresses.containsKey(TEXT_END)) {
            return this;
        }
        Map<String, Long> more = new HashMap<>(addresses);
        UntoldPlaces.switches(memory, addresses.get(TEXT), addresses.get(TEXT_END))
                .ifPresent(range -> {
                    more.put(SWITCHES, range.from());
                    more.put(SWITCHES_END, range.to());
                });
        return new KernelPlaces(more);
    }

    void write(Path folder) throws IOException {
        List<String> lines = new TreeMap<>(addresses)
                .entrySet().stream()
                        .map(place -> place.getKey() + " " + place.getValue())
                        .toList();
        Files.write(folder.resolve(FILE), lines);
    }

    static KernelPlaces read(Path folder) throws IOException {
        Map<String, Long> addresses = new HashMap<>();
        for (String line : Files.readAllLines(folder.resolve(FILE))) {
            String[] words = line.split(" ", 2);
            addresses.put(words[0], Long.valueOf(words[1]));
        }
        return new KernelPlaces(addresses);
    }
}
