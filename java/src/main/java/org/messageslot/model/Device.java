// SPDX-License-Identifier: Apache-2.0
package org.messageslot.model;

import org.messageslot.calls.Buffer;
import org.messageslot.calls.Result;

/** What a driver supplies: the operations of {@code struct file_operations} that the model knows.
 *
 * <p>An operation that fails returns the failure, as a driver returns {@code -EINVAL}. */
interface Device {

    Result open();

    Result ioctl(OpenFile file, long command, long argument);

    Result write(OpenFile file, Buffer buffer);

    Result read(OpenFile file, Buffer buffer);
}
