// SPDX-License-Identifier: Apache-2.0
package org.messageslot.model;

import org.messageslot.Errno;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Result;

/** {@code /dev/null}: the character device that everybody knows, to compare a slot with. */
final class NullDevice implements Device {

    @Override
    public boolean isDriven() {
        return false;
    }

    @Override
    public Result open() {
        return Result.of(0);
    }

    @Override
    public Result ioctl(FileDescription file, long command, long argument) {
        return Result.failure(Errno.ENOTTY);
    }

    @Override
    public Result write(FileDescription file, Buffer buffer) {
        return Result.of(buffer.length());
    }

    @Override
    public Result read(FileDescription file, Buffer buffer) {
        return Result.of(0);
    }
}
