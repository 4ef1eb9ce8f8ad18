// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.desk;

/**
 * A device node that a student has made.
 *
 * @param major the driver's number
 * @param minor the slot's number
 * @param mode its permission bits
 */
record DeviceNode(int major, int minor, int mode) {

    /** {@return the two numbers as {@code ls -l} shows them} */
    String numbers() {
        return major + ", " + minor;
    }

    /** {@return the permission bits as {@code chmod} takes them} */
    String permissions() {
        return String.format("%04o", mode);
    }
}
