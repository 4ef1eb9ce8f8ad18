// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import java.util.List;
import org.messageslot.ErrnoException;
import org.messageslot.calls.DirectedCalls;
import org.messageslot.guest.Guest;

/**
 * The kernel in which a trial takes place, as far as checks do without knowing what kernel it is: a guest, or a model in memory.
 *
 * <p>Not thread-safe.
 */
public interface Venue {

    /**
     * Starts a process.
     *
     * @param name its name, at most 15 bytes
     * @param user the user's and the group's number, 0 for root
     */
    DirectedCalls newProcess(String name, int user) throws ErrnoException;

    /** Makes nodes of character devices, at least one. */
    void makeNodes(List<Guest.GuestNode> nodes) throws ErrnoException;

    /** Loads the module, with parameters as on insmod's command line. */
    void load(String parameters) throws ErrnoException;

    /** Unloads the module, unless it is in use. */
    void unload() throws ErrnoException;

    /** Has the kernel look over what it allocated, if it allocates anything. */
    void checkHeap() throws ErrnoException;
}
