// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

/** Says how many there are of something, as sentences do. */
public final class Count {

    private Count() {}

    /**
     * Says a number of things.
     *
     * @param number how many
     * @param thing one of them, {@code "file"} for example; several of them end in s
     * @return {@code "1 file"}, {@code "2 files"}
     */
    public static String of(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }

    /** {@return a number of bytes: {@code "1 byte"}, {@code "2 bytes"}} */
    public static String bytes(long number) {
        return of(number, "byte");
    }
}
