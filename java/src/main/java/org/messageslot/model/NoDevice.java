// SPDX-License-Identifier: Apache-2.0
package org.messageslot.model;

import org.messageslot.Errno;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Result;

/** What stands behind a node whose number no driver has registered: it cannot be opened. */
final class NoDevice implements Device {

    @Override
    public Result open() {
        return Result.failure(Errno.ENXIO);
    }

    @Override
    public Result ioctl(FileDescription file, long command, long argument) {
        throw neverOpen();
    }

    @Override
    public Result write(FileDescription file, Buffer buffer) {
        throw neverOpen();
    }

    @Override
    public Result read(FileDescription file, Buffer buffer) {
        throw neverOpen();
    }

    private static AssertionError neverOpen() {
        return new AssertionError("A node without a driver is never open.");
    }
}
