// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.messageslot.grading.UngradableException;

/**
 * What this machine says of itself when a compiler has failed: whether it ran out of room or of memory. A compiler's words
 * prove nothing, because sources make it print what they like.
 *
 * @param folder where the compiler works
 * @param free bytes that can still be written there
 * @param killed how many processes the kernel has ended for want of memory since the machine started; 0 if it does not count
 */
record HostState(Path folder, long free, long killed) {

    private static final Path COUNTERS = Path.of("/proc/vmstat");
    private static final String KILLED = "oom_kill ";

    static HostState of(Path folder) throws UngradableException {
        try {
            return new HostState(folder, bytesFree(folder), processesKilled());
        } catch (IOException e) {
            throw new UngradableException("The state of this machine cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static long bytesFree(Path folder) throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
    }

    private static long processesKilled() throws IOException {
        if (!Files.isReadable(COUNTERS)) {
            return 0;
        }
        OptionalLong count = Files.readAllLines(COUNTERS).stream()
                .filter(line -> line.startsWith(KILLED))
                .mapToLong(
                        line -> Long.parseLong(line.substring(KILLED.length()).strip()))
                .findFirst();
        return count.orElse(0);
    }

    /** Demands that a compiler which failed meanwhile was not short of room or memory by this machine's fault. */
    void demandSoundSince(HostState before, Sandbox.JobLimits limits) throws UngradableException {
        if (Math.min(free, before.free) < limits.fileSize() || !canWrite()) {
            throw new UngradableException("The disk is full; make room in " + folder + ".");
        }
        if (killed > before.killed) {
            throw new UngradableException(
                    "This machine ran out of memory during a compilation; grade fewer submissions at a time.");
        }
    }

    /** A quota, or a file system without inodes, is not seen in the number of free bytes. */
    private boolean canWrite() {
        try {
            Path probe = Files.createTempFile(folder, "room", null);
            Files.write(probe, new byte[1 << 16]);
            Files.delete(probe);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
