// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.util.Optional;
import org.messageslot.ErrnoException;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.OpenFlags;

/**
 * Does in a guest what most checks do, so that the emulator has translated the kernel's code for it, and undoes it.
 *
 * <p>The driver is one of the kernel's own, for the processor's registers: it is signed, so that the kernel neither notes that a
 * foreign module was loaded nor prints a line, and no submission resembles it.
 */
final class Rehearsal {

    private static final String MODULE = "msr";
    private static final int MAJOR = 202;
    private static final String NODE = "/dev/rehearsal";
    private static final int ANYBODY = 0666;
    private static final long UNKNOWN_COMMAND = 0x4004_7200;
    private static final int ROUNDS = 2;

    /** The guest's own init, which ends at once if it is not the first process: a program is started, and it ends. */
    private static final String PROGRAM = "/init";

    private Rehearsal() {}

    /**
     * Rehearses.
     *
     * @param guest a running guest, without processes
     * @param kernel its kernel
     */
    static void in(Guest guest, KernelTree kernel) throws IOException {
        Optional<byte[]> module = OwnModules.single(kernel, MODULE);
        for (int round = 0; round < ROUNDS; round++) {
            guest.taint();
            if (module.isPresent()) {
                // Writing is refused, or it would be complained of.
                guest.loadModule(module.get(), "allow_writes=off");
            }
            guest.getText("/proc/devices");
            guest.makeNode(NODE, ANYBODY, MAJOR, 0);
            inProcesses(guest);
            guest.run(GuestProgram.of(PROGRAM));
            guest.remove(NODE);
            if (module.isPresent()) {
                guest.unloadModule(MODULE);
            }
            if (guest.options().hardened()) {
                guest.checkHeap();
            }
            guest.codeChange();
        }
    }

    private static void inProcesses(Guest guest) throws ErrnoException {
        try (GuestCalls root = guest.newProcess("rehearsal");
                GuestCalls user = guest.newProcess("rehearsal", 1000, 1000);
                GuestCalls child = root.fork("rehearsal")) {
            for (GuestCalls process : new GuestCalls[] {root, user, child}) {
                callsOn(process, NODE);
                callsOn(process, "/dev/null");
                process.closeFiles();
            }
        }
    }

    /** Whether they succeed is all the same. */
    private static void callsOn(GuestCalls process, String path) {
        try {
            int fd = process.open(path, OpenFlags.O_RDWR);
            attempt(() -> process.ioctl(fd, UNKNOWN_COMMAND, 0));
            attempt(() -> process.write(fd, Buffer.of(new byte[24])));
            attempt(() -> process.read(fd, Buffer.room(8)));
        } catch (ErrnoException e) {
            // A kernel without the module, or a user who may not.
            return;
        }
    }

    private interface Attempt {
        void make() throws ErrnoException;
    }

    private static void attempt(Attempt call) {
        try {
            call.make();
        } catch (ErrnoException e) {
            // The way to the refusal is rehearsed, too.
            return;
        }
    }
}
