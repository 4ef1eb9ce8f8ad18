// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

/**
 * A number that a submission defines and whoever tests it has to know (R-I4), found without running any of its code.
 *
 * @param meaning the assignment's name for the number; empty for the major number that the module registers
 * @param value the number, 0 to 2^32-1
 * @param name what the submission calls it; the number itself where it has no name
 * @param found how the compiler was brought to tell
 */
public record Constant(String meaning, long value, String name, Found found) {

    /** The meaning of the major number that the module registers, where its source shows a constant. */
    public static final String REGISTERED_MAJOR = "";

    /** The ways in which the compiler was brought to tell a number. */
    public enum Found {
        /** A program that includes the header and nothing else. */
        BY_HEADER_ALONE("by the header alone"),
        /** A program that includes {@code <sys/ioctl.h>} first. */
        AFTER_SYS_IOCTL("after <sys/ioctl.h>"),
        /** A program for which the kernel's headers are empty. */
        WITH_STUBS("with empty stand-ins for the kernel's headers"),
        /** As kernel code sees the header. */
        IN_KERNEL("as kernel code"),
        /** The module's source, which defines the number itself. */
        IN_MODULE("in the module's source");

        private final String words;

        Found(String words) {
            this.words = words;
        }

        /** {@return a phrase that continues "found"} */
        public String words() {
            return words;
        }
    }

    @Override
    public String toString() {
        return name + " = " + value + ", found " + found.words();
    }
}
