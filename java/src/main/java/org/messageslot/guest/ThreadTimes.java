// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Linux says of the threads of a process: how long they ran, and how long they waited for a processor.
 *
 * @param ran nanoseconds in which the threads that live ran; 0 where the machine does not tell
 * @param waited nanoseconds in which they were ready and did not run; 0 where the machine does not tell
 */
record ThreadTimes(long ran, long waited) {

    private static final ThreadTimes NONE = new ThreadTimes(0, 0);
    private static final int WORDS = 3;

    /** Adds up the times of a process's threads. */
    static ThreadTimes of(ProcessHandle process) {
        if (!HostSystem.isLinux()) {
            return NONE;
        }
        ThreadTimes sum = NONE;
        try (DirectoryStream<Path> threads =
                Files.newDirectoryStream(Path.of("/proc", Long.toString(process.pid()), "task"))) {
            for (Path thread : threads) {
                sum = sum.plus(ofThread(thread.resolve("schedstat")));
            }
        } catch (IOException | DirectoryIteratorException e) {
            return sum; // A thread has ended.
        }
        return sum;
    }

    private static ThreadTimes ofThread(Path schedstat) throws IOException {
        String[] words = Files.exists(schedstat) ? Files.readString(schedstat).split(" ", -1) : new String[0];
        return words.length == WORDS ? new ThreadTimes(Long.parseLong(words[0]), Long.parseLong(words[1])) : NONE;
    }

    private ThreadTimes plus(ThreadTimes other) {
        return new ThreadTimes(ran + other.ran, waited + other.waited);
    }
}
