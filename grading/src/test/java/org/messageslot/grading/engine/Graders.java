// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.engine;

import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.guest.GuestOptions;

/** Graders for tests. */
public final class Graders {

    private Graders() {}

    /** {@return one of the standard edition, in guests of the kernel that the tests are run with; it says what takes long} */
    public static Grader standard() throws Exception {
        return Grader.of(
                SlotAssignment.SLOT.editions().standard(),
                GuestOptions.standard().series(),
                step -> System.err.println("grader: " + step));
    }
}
