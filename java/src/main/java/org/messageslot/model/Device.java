// SPDX-License-Identifier: Apache-2.0
package org.messageslot.model;

import org.messageslot.Errno;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Mmap;
import org.messageslot.calls.PollEvents;
import org.messageslot.calls.Result;

/** What a driver supplies: the operations of {@code struct file_operations} that the model knows.
 *
 * <p>An operation that fails returns the failure, as a driver returns {@code -EINVAL}. */
interface Device {

    Result open();

    Result ioctl(FileDescription file, long command, long argument);

    Result write(FileDescription file, Buffer buffer);

    Result read(FileDescription file, Buffer buffer);

    /** Tells whether it is a module's, which must stay while it is open. */
    default boolean isDriven() {
        return true;
    }

    /** Hears that a descriptor of a file is closed, the last one or not. */
    default void flush(FileDescription file) {}

    /** Tells which events are so, of all that there are. What the kernel says for a driver that has no such operation. */
    default Result poll(FileDescription file) {
        return Result.of(PollEvents.POLLIN | PollEvents.POLLOUT);
    }

    /** Tells whether the channel can be mapped. What the kernel says for a driver that has no such operation. */
    default Result mmap(FileDescription file, Mmap call) {
        return Result.failure(Errno.ENODEV);
    }
}
