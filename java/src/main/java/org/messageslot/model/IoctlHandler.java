// SPDX-License-Identifier: Apache-2.0
package org.messageslot.model;

import org.messageslot.calls.Ioctl;
import org.messageslot.calls.Result;

/** Gives commands to the model's devices. */
final class IoctlHandler {

    private IoctlHandler() {}

    static Result answer(ModelProcess process, Ioctl call) {
        return process.onFile(call.fd(), file -> file.device.ioctl(file, call.command(), call.argument()));
    }
}
