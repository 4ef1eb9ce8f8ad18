// SPDX-License-Identifier: Apache-2.0
package org.messageslot.model;

import org.messageslot.calls.Close;
import org.messageslot.calls.Dup;
import org.messageslot.calls.Result;

/** Makes second descriptors of the model's open files, and closes descriptors. */
final class DescriptorHandler {

    private DescriptorHandler() {}

    static Result dup(ModelProcess process, Dup call) {
        return process.onFile(call.fd(), process::newDescriptor);
    }

    static Result close(ModelProcess process, Close call) {
        return process.onFile(call.fd(), file -> {
            process.descriptors().remove(call.fd());
            file.device.flush(file);
            return Result.of(0);
        });
    }
}
