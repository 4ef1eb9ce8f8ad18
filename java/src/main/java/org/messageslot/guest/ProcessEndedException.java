// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.util.OptionalInt;

/**
 * Signals that a process in a guest is gone though the guest lives: something killed it.
 *
 * <p>It is unchecked because it takes a kernel that kills its callers for it to happen.
 */
public final class ProcessEndedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int waitStatus;

    ProcessEndedException(int waitStatus) {
        super("The process in the guest is gone: " + describe(waitStatus) + ".");
        this.waitStatus = waitStatus;
    }

    private static String describe(int waitStatus) {
        if (waitStatus < 0) {
            return "how is not known";
        }
        int signal = waitStatus & 0x7f;
        return signal == 0 ? "it exited with code " + (waitStatus >> 8 & 0xff) : "signal " + signal + " killed it";
    }

    /** {@return the number of the signal that killed it, empty if it is not known or was none} */
    public OptionalInt signal() {
        int signal = waitStatus & 0x7f;
        return waitStatus < 0 || signal == 0 ? OptionalInt.empty() : OptionalInt.of(signal);
    }
}
