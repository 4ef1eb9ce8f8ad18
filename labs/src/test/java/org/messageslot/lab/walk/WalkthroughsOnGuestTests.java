// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.messageslot.guest.RequiresGuest;

/** Every step of every walkthrough, on a real kernel in a guest. */
@RequiresGuest
class WalkthroughsOnGuestTests {

    @TestFactory
    Stream<DynamicContainer> holdOnARealKernel() throws Exception {
        return Library.in(Scripts.HOME).all().stream()
                .map(walkthrough -> WalkthroughsTests.check(walkthrough, "guest"));
    }
}
