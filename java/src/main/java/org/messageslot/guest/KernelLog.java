// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A stretch of the kernel's log. Immutable and thread-safe.
 *
 * @param records the records, oldest first
 * @param next where the next stretch begins: the sequence number after the last record
 * @param incomplete whether records in between were lost, or are too many to be fetched at once
 */
public record KernelLog(List<LogLine> records, long next, boolean incomplete) {

    public KernelLog {
        records = List.copyOf(records);
    }

    /**
     * One record.
     *
     * @param sequence its number; they rise by one
     * @param level its severity, 0 (emergency) to 7 (debug)
     * @param microseconds when, counted from the kernel's start
     * @param text what was printed, control characters written as {@code \xNN}
     */
    public record LogLine(long sequence, int level, long microseconds, String text) {}

    static KernelLog of(Reply reply) {
        long next = reply.u64();
        boolean incomplete = reply.u32() != 0;
        List<LogLine> lines = new ArrayList<>();
        new String(reply.rest(), StandardCharsets.UTF_8)
                .lines()
                // A line that begins with a blank is a property of the record above it.
                .filter(line -> !line.startsWith(" "))
                .forEach(line -> lines.add(line(line)));
        return new KernelLog(lines, next, incomplete);
    }

    private static LogLine line(String text) {
        int semicolon = text.indexOf(';');
        String[] fields = text.substring(0, Math.max(semicolon, 0)).split(",", -1);
        if (semicolon < 0 || fields.length < 3) {
            throw new IllegalArgumentException("Not a record of the kernel's log: " + text);
        }
        return new LogLine(
                Long.parseLong(fields[1]),
                Integer.parseInt(fields[0]) & 7,
                Long.parseLong(fields[2]),
                text.substring(semicolon + 1));
    }

    /** {@return how many records there are, and the last one} */
    @Override
    public String toString() {
        String last = records.isEmpty()
                ? ""
                : ", the last one: " + records.get(records.size() - 1).text();
        return "KernelLog[" + records.size() + " records" + last + "]";
    }

    /** {@return the texts, one a line} */
    public String text() {
        return records.stream().map(LogLine::text).collect(Collectors.joining("\n"));
    }
}
