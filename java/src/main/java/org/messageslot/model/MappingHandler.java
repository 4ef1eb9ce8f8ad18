// SPDX-License-Identifier: Apache-2.0
package org.messageslot.model;

import java.util.Objects;
import org.messageslot.Errno;
import org.messageslot.calls.MapProtection;
import org.messageslot.calls.Mmap;
import org.messageslot.calls.Munmap;
import org.messageslot.calls.Peek;
import org.messageslot.calls.Result;

/** Maps the model's channels into memory. */
final class MappingHandler {

    private static final int MOST_MAPPINGS = 16;

    private MappingHandler() {}

    static Result mmap(ModelProcess process, Mmap call) {
        return process.onFile(call.fd(), file -> mmap(process, file, call));
    }

    private static Result mmap(ModelProcess process, FileDescription file, Mmap call) {
        boolean writing = (call.protection() & MapProtection.PROT_WRITE) != 0;
        if (!file.readable || (writing && !file.writable)) {
            return Result.failure(Errno.EACCES);
        }
        Result mapped = file.device.mmap(file, call);
        if (mapped.isFailure()) {
            return mapped;
        }
        int number = ModelProcess.lowestFree(process.mappings(), 0);
        if (number >= MOST_MAPPINGS) {
            return Result.failure(Errno.ENOMEM);
        }
        process.mappings().put(number, Objects.requireNonNull(file.channel));
        return Result.of(number);
    }

    static Result peek(ModelProcess process, Peek call) {
        FileDescription.Channel channel = process.mappings().get(call.mapping());
        int length = call.buffer().length();
        if (channel == null || length > SlotDriver.PAGE) {
            return Result.failure(Errno.EINVAL);
        }
        System.arraycopy(SlotDriver.page(channel), 0, call.buffer().bytes(), 0, length);
        return Result.of(length);
    }

    static Result munmap(ModelProcess process, Munmap call) {
        boolean known = process.mappings().remove(call.mapping()) != null;
        return known ? Result.of(0) : Result.failure(Errno.EINVAL);
    }
}
