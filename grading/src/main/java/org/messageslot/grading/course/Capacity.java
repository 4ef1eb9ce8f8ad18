// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells how many submissions this machine can grade at a time. */
public final class Capacity {

    /** The largest guest has 896 MB with its ports; QEMU, a compiler and our own share come on top. */
    private static final long EACH_MIB = 1152;

    private static final long OURS_MIB = 768;
    private static final Pattern AVAILABLE = Pattern.compile("(?m)^MemAvailable:\\s+(\\d+) kB$");

    private Capacity() {}

    /**
     * Bounds a wish by the memory that is available.
     *
     * @param wanted how many submissions at a time, each with one guest, at least 1
     * @return how many fit, at least 1
     */
    public static int submissions(int wanted) {
        return fitting(wanted, availableMib());
    }

    static int fitting(int wanted, long availableMib) {
        long fit = (availableMib - OURS_MIB) / EACH_MIB;
        return (int) Math.max(1, Math.min(wanted, fit));
    }

    private static long availableMib() {
        return Math.min(machine(), container());
    }

    private static long machine() {
        Matcher line = AVAILABLE.matcher(text("/proc/meminfo"));
        return line.find() ? Long.parseLong(line.group(1)) / 1024 : halfMib();
    }

    /** {@return half of the memory, where the system does not tell how much can be had; what is free is no measure} */
    private static long halfMib() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getTotalMemorySize() >> 21
                : Long.MAX_VALUE;
    }

    private static long container() {
        String limit = text("/sys/fs/cgroup/memory.max").strip();
        String used = text("/sys/fs/cgroup/memory.current").strip();
        return limit.matches("\\d{1,18}") && used.matches("\\d{1,18}")
                ? (Long.parseLong(limit) - Long.parseLong(used)) >> 20
                : Long.MAX_VALUE;
    }

    private static String text(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            return ""; // Not on this kernel: then it bounds nothing.
        }
    }
}
