// SPDX-License-Identifier: Apache-2.0
package org.messageslot.calls;

/**
 * {@code poll} of one descriptor. It returns the events that are so; 0 if there was none in time.
 *
 * @param fd the descriptor; a negative one has no events, so that time passes and nothing else
 * @param events the events that are waited for, see {@link PollEvents}
 * @param milliseconds how long it waits for one; 0 for not at all, negative for as long as it takes
 */
public record Poll(int fd, int events, int milliseconds) implements Call.OnDescriptor {

    /** The system call. */
    public static final Operation OPERATION = new Operation(
            "poll", 8, words -> new Poll((int) words.number(), (int) words.number(), (int) words.number()));

    /** {@code struct pollfd} as one number, of a little-endian machine: an int, and two shorts. */
    private static final int EVENTS = 32;

    private static final int RETURNED_EVENTS = 48;

    @Override
    public Operation operation() {
        return OPERATION;
    }

    @Override
    public String words() {
        return fd + " " + events + " " + milliseconds;
    }

    @Override
    public CallArguments arguments() {
        return CallArguments.of(fd, events, milliseconds);
    }

    @Override
    public long make(NativeCalls process) {
        long[] file = {Integer.toUnsignedLong(fd) | (long) events << EVENTS};
        process.libc().integer("poll", file, 1L, milliseconds);
        return file[0] >>> RETURNED_EVENTS;
    }

    @Override
    public String meaning(long value) {
        return PollEvents.text((int) value);
    }

    @Override
    public String inC() {
        return "poll_one(" + fd + ", " + PollEvents.text(events) + ", " + milliseconds + ")";
    }

    @Override
    public String toString() {
        return "poll({" + fd + ", " + PollEvents.text(events) + "}, 1, " + milliseconds + ")";
    }
}
