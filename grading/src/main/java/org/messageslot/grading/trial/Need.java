// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import org.messageslot.grading.submission.Role;

/** A part of the submission that a check cannot do without. */
public enum Need {
    /** The kernel module. */
    MODULE(Role.MODULE),
    /** message_sender. */
    SENDER(Role.SENDER),
    /** message_reader. */
    READER(Role.READER);

    private final Role role;

    Need(Role role) {
        this.role = role;
    }

    /** {@return the role of its file} */
    public Role role() {
        return role;
    }
}
