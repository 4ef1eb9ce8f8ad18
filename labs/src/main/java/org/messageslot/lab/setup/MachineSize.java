// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.setup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.messageslot.lab.terminal.Kit;

/** How large this machine is, and whether its clock can be right. */
final class MachineSize {

    private static final long ENOUGH_MB = 900;
    private static final Pattern TOTAL = Pattern.compile("(?m)^MemTotal:\\s*(\\d+) kB");

    private MachineSize() {}

    /** Looks at memory and processors. */
    static Finding memory() {
        return ofMemory(read(Path.of("/proc/meminfo")), Runtime.getRuntime().availableProcessors());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * Judges.
     *
     * @param meminfo {@code /proc/meminfo}; empty where there is none
     * @param processors how many there are
     */
    static Finding ofMemory(String meminfo, int processors) {
        String why = "guests take 300 MB each, and lab grade runs one more than there are processors";
        String count = processors + (processors == 1 ? " processor" : " processors");
        Matcher total = TOTAL.matcher(meminfo);
        if (!total.find()) {
            return Finding.found("memory", count, why);
        }
        long mb = Long.parseLong(total.group(1)) >> 10;
        String detail = mb + " MB, " + count;
        return mb >= ENOUGH_MB
                ? Finding.found("memory", detail, why)
                : Finding.optional("memory", detail, why, "give the machine 2 GB; until then: lab grade --jobs 1");
    }

    /** Compares the clock with the times of the kit's files, which were made before now. */
    static Finding clock() {
        try (Stream<Path> files = Files.list(Kit.home())) {
            Instant newest = Instant.EPOCH;
            for (Path file : files.toList()) {
                Instant time = Files.getLastModifiedTime(file).toInstant();
                newest = time.isAfter(newest) ? time : newest;
            }
            return ofClock(Instant.now(), newest);
        } catch (IOException e) {
            return ofClock(Instant.now(), Instant.EPOCH);
        }
    }

    /**
     * Judges.
     *
     * @param now by this machine's clock
     * @param newest when the newest file of the kit was changed
     */
    static Finding ofClock(Instant now, Instant newest) {
        String why = "archives from the future are refused, Debian's and Maven's";
        Duration ahead = Duration.between(now, newest);
        return ahead.compareTo(Duration.ofHours(1)) <= 0
                ? Finding.found("clock", "no file of the kit is newer than now", why)
                : Finding.optional(
                        "clock",
                        "a file of the kit is " + ahead.toHours() + " hours newer than now",
                        why,
                        "if 'date' is wrong: sudo timedatectl set-ntp true, or date -s; else 'touch' the file");
    }
}
