// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.referee;

/** Tells in one sentence why the referee cannot watch a module. That is no judgement of the module. */
public final class RefereeException extends Exception {

    private static final long serialVersionUID = 1;

    private final boolean hang;

    RefereeException(String message) {
        this(message, false);
    }

    /** Tells, too, whether something did not return, which takes long and would take as long again. */
    RefereeException(String message, boolean hang) {
        super(message);
        this.hang = hang;
    }

    /** {@return whether something did not return} */
    boolean isHang() {
        return hang;
    }
}
