// SPDX-License-Identifier: Apache-2.0
package org.messageslot.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.messageslot.calls.SystemCalls;
import org.messageslot.guest.Guest;
import org.messageslot.model.ModelKernel;

/** What answers in tests that compare a module in a guest with the model. */
final class Sessions {

    private Sessions() {}

    record Model(ModelKernel kernel) implements Oracle.FreshKernel {
        @Override
        public SystemCalls process() {
            return kernel.process();
        }

        @Override
        public void close() {}
    }

    /** It ends the guest. */
    record InGuest(Guest guest) implements Oracle.FreshKernel {
        @Override
        public SystemCalls process() {
            try {
                return guest.newProcess("random");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            try {
                guest.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
