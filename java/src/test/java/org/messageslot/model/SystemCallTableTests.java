// SPDX-License-Identifier: Apache-2.0
package org.messageslot.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.messageslot.calls.Operation;
import org.messageslot.calls.Operations;

class SystemCallTableTests {

    @Test
    void theModelAnswersEveryCallOfTheKit() {
        assertThat(SystemCallTable.classes().stream()
                        .map(Class::getSimpleName)
                        .map(name -> name.toLowerCase(Locale.ROOT)))
                .containsExactlyInAnyOrderElementsOf(
                        Operations.all().stream().map(Operation::name).toList());
    }
}
