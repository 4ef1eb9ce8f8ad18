// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The limit on what a program may map, which some shared machines set; QEMU's own words do not tell of it. */
final class AddressSpace {

    private static final Pattern LIMIT = Pattern.compile("(?m)^Max address space +(\\d+) ");

    private AddressSpace() {}

    /** {@return what to add to the words of a program that failed; empty without a limit} */
    static String remark() {
        try {
            return remark(Files.readString(Path.of("/proc/self/limits")));
        } catch (IOException e) {
            return ""; // Nothing is known of a limit there.
        }
    }

    /**
     * Reads a limit.
     *
     * @param limits what the kernel tells of a process
     */
    static String remark(String limits) {
        Matcher limit = LIMIT.matcher(limits);
        return limit.find()
                ? "; programs may use " + (Long.parseLong(limit.group(1)) >> 10)
                        + " kB of address space here, which may be too little: type 'ulimit -v unlimited'"
                : "";
    }
}
