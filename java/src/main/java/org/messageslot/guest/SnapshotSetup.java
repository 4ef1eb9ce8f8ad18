// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;

/** Prepares a guest before a snapshot is taken of it. */
public interface SnapshotSetup {

    /**
     * Changes the guest.
     *
     * @param guest a running guest, without processes; none may be left
     * @throws IOException if that fails
     */
    void apply(Guest guest) throws IOException;
}
