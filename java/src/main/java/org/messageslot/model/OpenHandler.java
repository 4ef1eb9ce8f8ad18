// SPDX-License-Identifier: Apache-2.0
package org.messageslot.model;

import org.messageslot.Errno;
import org.messageslot.calls.Open;
import org.messageslot.calls.OpenFlags;
import org.messageslot.calls.Result;

/** Opens the model's files. */
final class OpenHandler {

    private OpenHandler() {}

    static Result answer(ModelProcess process, Open call) {
        ModelKernel.ModelNode node = process.kernel().nodes().get(call.path());
        if (node == null) {
            return Result.failure(Errno.ENOENT);
        }
        if (!node.permits(OpenFlags.canRead(call.flags()), OpenFlags.canWrite(call.flags()))) {
            return Result.failure(Errno.EACCES);
        }
        if (process.isFull()) {
            return Result.failure(Errno.EMFILE);
        }
        Result opened = node.device().open();
        return opened.isFailure() ? opened : process.newDescriptor(new FileDescription(node.device(), call.flags()));
    }
}
