// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import java.util.List;
import org.messageslot.ErrnoException;
import org.messageslot.calls.DirectedCalls;
import org.messageslot.guest.Guest;

/**
 * A guest, in which the candidate's module is loaded.
 *
 * @param guest the guest
 * @param candidate whose module it is
 */
record GuestVenue(Guest guest, Candidate candidate) implements Venue {

    @Override
    public DirectedCalls newProcess(String name, int user) throws ErrnoException {
        return guest.newProcess(name, user, user);
    }

    @Override
    public void makeNodes(List<Guest.GuestNode> nodes) throws ErrnoException {
        guest.makeNodes(nodes);
    }

    @Override
    public void load(String parameters) throws ErrnoException {
        guest.loadModule(candidate.module().orElseThrow(), parameters);
    }

    @Override
    public void unload() throws ErrnoException {
        guest.unloadModule(candidate.moduleName());
    }

    @Override
    public void checkHeap() throws ErrnoException {
        guest.checkHeap();
    }
}
