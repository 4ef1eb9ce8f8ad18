// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

/**
 * Tells whose code was changed in a guest.
 *
 * @param kernel the kernel's own
 * @param systemCalls the kernel's table of what to do for a system call
 * @param lab that of the lab's agent or modules
 */
public record CodeChange(boolean kernel, boolean systemCalls, boolean lab) {

    static final CodeChange NONE = new CodeChange(false, false, false);

    /** {@return what this one and another are together} */
    CodeChange and(CodeChange other) {
        return new CodeChange(kernel || other.kernel, systemCalls || other.systemCalls, lab || other.lab);
    }

    /** {@return whether there is none} */
    public boolean isNone() {
        return !kernel && !systemCalls && !lab;
    }
}
