// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.messageslot.grading.engine.Grader;

/** What {@code lab --version} says. */
class VersionTests {

    @Test
    void it_names_the_version_and_in_a_clone_with_git_the_commit() throws Exception {
        assertThat(new Version().getVersion())
                .singleElement()
                .asString()
                .matches("Message Slot Lab \\Q" + Grader.KIT_VERSION
                        + "\\E(, commit [0-9a-f]{7,} of \\d{4}-\\d\\d-\\d\\d)?");
    }
}
