// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.referee;

/** Tells in one sentence why the referee cannot watch a module. That is no judgement of the module. */
public final class RefereeException extends Exception {

    private static final long serialVersionUID = 1;

    RefereeException(String message) {
        super(message);
    }
}
