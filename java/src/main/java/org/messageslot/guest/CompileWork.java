// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Something that a compile guest runs, and what it may use. Times are those of a processor that is not emulated. Immutable.
 *
 * @param command its words; the program by its path in the guest, or by its name
 * @param environment its variables, beside those that every work has
 * @param folder a folder of this machine that it sees as {@code /build}, and works in: files that it leaves there are here, too
 * @param readOnly what else it sees: paths in the guest, and the folders and files of this machine that are there
 * @param cpu of each process, whole seconds
 * @param wall of the whole work
 * @param memory address space of each process in bytes
 * @param fileSize of each file in bytes
 * @param processes at the same time
 * @param output bytes that it may print, at most 4 MiB; it is ended when it prints more
 */
public record CompileWork(
        List<String> command,
        Map<String, String> environment,
        Path folder,
        Map<String, Path> readOnly,
        Duration cpu,
        Duration wall,
        long memory,
        long fileSize,
        int processes,
        int output) {

    /** Keep copies of the lists. */
    public CompileWork {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        readOnly = Map.copyOf(readOnly);
    }

    /**
     * Describes work on the kit's own sources, which ends by itself.
     *
     * @param command its words
     * @param folder its folder
     */
    static CompileWork ofOwnSources(List<String> command, Path folder) {
        return new CompileWork(
                command,
                Map.of(),
                folder,
                Map.of(),
                Duration.ofMinutes(1),
                Duration.ofMinutes(2),
                1L << 30,
                64L << 20,
                64,
                1 << 20);
    }

    /**
     * The result of work.
     *
     * @param timedOut whether it was ended for taking too long
     * @param cut whether it was ended for printing too much
     * @param exitCode its exit code; 128 and more for a signal
     * @param output what it printed on both streams
     */
    public record CompileResult(boolean timedOut, boolean cut, int exitCode, String output) {

        /** {@return whether it ended by itself with exit code 0} */
        boolean isSuccess() {
            return !timedOut && !cut && exitCode == 0;
        }
    }
}
