// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

/**
 * Whose code was changed in a guest.
 *
 * @param kernel the kernel's own
 * @param lab that of the lab's agent or modules
 */
public record CodeChange(boolean kernel, boolean lab) {

    static final CodeChange NONE = new CodeChange(false, false);

    /** {@return whether there is none} */
    public boolean isNone() {
        return !kernel && !lab;
    }
}
