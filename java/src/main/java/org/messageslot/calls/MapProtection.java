// SPDX-License-Identifier: Apache-2.0
package org.messageslot.calls;

/** Names what a program may do with memory that {@code mmap} gives it, with Linux's values. */
public final class MapProtection {

    /** It may be read. */
    public static final int PROT_READ = 1;

    /** It may be written. */
    public static final int PROT_WRITE = 2;

    private MapProtection() {}

    static String text(int protection) {
        return switch (protection) {
            case PROT_READ -> "PROT_READ";
            case PROT_WRITE -> "PROT_WRITE";
            case PROT_READ | PROT_WRITE -> "PROT_READ|PROT_WRITE";
            default -> Integer.toString(protection);
        };
    }
}
