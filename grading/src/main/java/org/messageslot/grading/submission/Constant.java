// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

/**
 * A number that a submission defines and whoever tests it has to know (R-I4), found without running any of its code.
 *
 * @param meaning what the number is for
 * @param value the number, 0 to 2^32-1
 * @param name what the submission calls it; the number itself where it has no name
 * @param found how the compiler was brought to tell
 */
public record Constant(Meaning meaning, long value, String name, Found found) {

    /** What a number is for. */
    public enum Meaning {
        /** The ioctl command that selects a channel (R-I1). */
        SELECT_CHANNEL("MSG_SLOT_CHANNEL"),
        /** The ioctl command that switches censorship; editions 2025 and 2026 only. */
        SET_CENSORSHIP("MSG_SLOT_SET_CEN"),
        /** The major number that the header promises (R-D1). */
        MAJOR("MAJOR_NUM"),
        /** The major number that the module registers, where its source shows a constant. */
        REGISTERED_MAJOR("");

        private final String assignmentName;

        Meaning(String assignmentName) {
            this.assignmentName = assignmentName;
        }

        /** {@return the assignment's name for it; empty if it has none} */
        public String assignmentName() {
            return assignmentName;
        }
    }

    /** How the compiler was brought to tell a number. */
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
