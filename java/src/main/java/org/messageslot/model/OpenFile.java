// SPDX-License-Identifier: Apache-2.0
package org.messageslot.model;

import org.jspecify.annotations.Nullable;

/** An open file description: what descriptors made by {@code dup} and {@code fork} share (R-I5). */
final class OpenFile {

    final Device device;
    final boolean readable;
    final boolean writable;

    /** The channel that {@code ioctl} chose, or {@code null} before. */
    @Nullable
    Channel channel;

    /** Whether writes through this file are censored. */
    boolean censored;

    OpenFile(Device device, boolean readable, boolean writable) {
        this.device = device;
        this.readable = readable;
        this.writable = writable;
    }

    /** A channel: the last message written to it, or none. */
    static final class Channel {
        byte @Nullable [] message;
    }
}
