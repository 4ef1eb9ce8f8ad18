// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

/**
 * Signals that a guest can answer no more.
 *
 * <p>It is unchecked because any call into a guest may end so, and the guest with it: every later request to the same
 * guest throws it again.
 */
public final class GuestFailureException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient GuestFailure failure;

    GuestFailureException(GuestFailure failure) {
        super(failure.summary());
        this.failure = failure;
    }

    /** {@return what happened to the guest} */
    public GuestFailure failure() {
        return failure;
    }
}
