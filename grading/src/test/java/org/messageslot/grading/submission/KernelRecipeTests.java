// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.messageslot.grading.submission.Sandbox.JobEnd;

class KernelRecipeTests {

    @Test
    void aBuildThatWasStoppedIsNotTakenForOneThatFailed() throws Exception {
        var stopped = new Sandbox.JobResult(JobEnd.TOO_SLOW, -1, "");
        assertThat(KernelRecipe.failure(stopped, Path.of("/headers")))
                .contains("not built within 2 minutes", "too busy", "try again.")
                .doesNotContain("does not build");
    }
}
