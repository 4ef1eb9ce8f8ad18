// SPDX-License-Identifier: Apache-2.0
package org.messageslot.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.messageslot.calls.OpenFlags;

/** An open file description: what descriptors made by {@code dup} and {@code fork} share (R-I5). */
final class FileDescription {

    final Device device;
    final boolean readable;
    final boolean writable;

    /** Whether a read or a write through this file may wait. */
    final boolean waits;

    /** The channel that {@code ioctl} chose, or {@code null} before. */
    @Nullable
    Channel channel;

    /** Whether writes through this file are censored. */
    boolean censored;

    FileDescription(Device device, int flags) {
        this.device = device;
        this.readable = OpenFlags.canRead(flags);
        this.writable = OpenFlags.canWrite(flags);
        this.waits = OpenFlags.canWait(flags);
    }

    FileState state() {
        return new FileState(
                this,
                channel != null,
                Optional.ofNullable(channel).map(one -> one.messages.peek()).map(message -> message.length),
                censored);
    }

    /** A channel: its messages, the oldest first. Without queues there is one at most. */
    static final class Channel {

        final Deque<byte[]> messages = new ArrayDeque<>();

        /** The message that was written last, whether it was read or not. */
        byte[] last = {};
    }
}
