// SPDX-License-Identifier: Apache-2.0
package org.messageslot.model;

import java.util.function.Supplier;
import org.messageslot.Errno;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Buffer.BufferPlace;
import org.messageslot.calls.Call;
import org.messageslot.calls.Read;
import org.messageslot.calls.Result;
import org.messageslot.calls.Write;

/** Writes to the model's files, and reads from them. */
final class TransferHandler {

    private TransferHandler() {}

    static Result write(ModelProcess process, Write call) {
        Buffer buffer = call.buffer();
        return process.onFile(
                call.fd(),
                file -> transfer(process, call, file, file.writable, buffer, () -> file.device.write(file, buffer)));
    }

    static Result read(ModelProcess process, Read call) {
        Buffer buffer = call.buffer();
        return process.onFile(
                call.fd(),
                file -> transfer(process, call, file, file.readable, buffer, () -> file.device.read(file, buffer)));
    }

    /** Checks what the kernel checks before a driver sees a read or a write, and has the driver do it. */
    private static Result transfer(
            ModelProcess process,
            Call call,
            FileDescription file,
            boolean permitted,
            Buffer buffer,
            Supplier<Result> driver) {
        if (!permitted) {
            return Result.failure(Errno.EBADF);
        }
        if (buffer.kind() == BufferPlace.KERNEL) {
            return Result.failure(Errno.EFAULT);
        }
        return settled(process.kernel(), call, file, driver);
    }

    /** Makes a call again until it need not wait, and wakes those that wait for what it did. */
    private static Result settled(ModelKernel kernel, Call call, FileDescription file, Supplier<Result> driver) {
        Result result = driver.get();
        while (result.errno() == Errno.EWOULDBLOCK.number() && kernel.driver().waits(file, call)) {
            if (!kernel.sleeps(0)) {
                return Result.failure(Errno.EINTR);
            }
            result = driver.get();
        }
        kernel.wake();
        return result;
    }
}
