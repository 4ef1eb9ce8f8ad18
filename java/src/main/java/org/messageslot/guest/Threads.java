// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;

/** Threads that wait for input until there is no more. They never keep the JVM alive. */
final class Threads {

    private Threads() {}

    /** Work that ends by itself when its stream does. */
    interface StreamWork {
        void run() throws IOException;
    }

    static Thread start(String name, StreamWork work) {
        Thread thread = new Thread(() -> runQuietly(work), name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void runQuietly(StreamWork work) {
        try {
            work.run();
        } catch (IOException ignored) {
            // The stream was closed under its reader: that is how such a thread is told to stop.
        }
    }
}
