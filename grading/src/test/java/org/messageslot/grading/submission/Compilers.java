// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assumptions;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.slot.SlotArtifacts;
import org.messageslot.guest.GuestUnavailableException;
import org.messageslot.guest.KernelSeries;
import org.messageslot.guest.KernelTree;

/** The compilers of this machine, made ready once; a test that needs them is skipped, with the reason, where there are none. */
final class Compilers {

    private static final Map<KernelSeries, StudentBuild> READY = new ConcurrentHashMap<>();

    private Compilers() {}

    static StudentBuild of(KernelSeries series, Path cache) throws Exception {
        StudentBuild ready = READY.get(series);
        if (ready == null) {
            ready = make(series, cache);
            READY.put(series, ready);
        }
        return ready;
    }

    private static StudentBuild make(KernelSeries series, Path cache) throws IOException, InterruptedException {
        try {
            return StudentBuild.against(kernel(series), cache, SlotArtifacts.ALL, step -> {});
        } catch (UngradableException e) {
            throw skipped(e);
        }
    }

    static KernelTree kernel(KernelSeries series) throws IOException {
        try {
            return KernelTree.of(series, step -> {});
        } catch (GuestUnavailableException e) {
            throw skipped(e);
        }
    }

    static Sandbox sandbox() throws InterruptedException {
        try {
            return Sandbox.ofHost();
        } catch (UngradableException e) {
            throw skipped(e);
        }
    }

    private static AssertionError skipped(Exception reason) {
        boolean mustRun = "true".equals(System.getenv("CI"));
        Assumptions.assumeTrue(mustRun, reason.getMessage());
        return new AssertionError(reason);
    }
}
