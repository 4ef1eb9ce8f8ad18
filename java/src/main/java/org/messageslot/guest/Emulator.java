// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A QEMU, whatever way it came to life: what the machine around it needs to know of its process. Thread-safe. */
interface Emulator {

    /** {@return what the guest prints; it ends when the emulator does} */
    InputStream console();

    /** {@return what the emulator itself says} */
    InputStream messages();

    /** {@return completes when it has ended} */
    CompletableFuture<?> onEnd();

    /** {@return how it ended, or that it did not, in a few words} */
    String ending();

    /** {@return its processes} */
    Stream<ProcessHandle> processes();

    /** Tells it to end at once, and does not wait. */
    void end() throws IOException;

    /** Ends one that does not obey. */
    void kill();
}
