// SPDX-License-Identifier: Apache-2.0
package org.messageslot.calls;

import java.util.List;
import java.util.Optional;

/** All system calls that the kit knows. */
public final class Operations {

    private static final List<Operation> ALL = List.of(
            Open.OPERATION,
            Ioctl.OPERATION,
            Write.OPERATION,
            Read.OPERATION,
            Poll.OPERATION,
            Mmap.OPERATION,
            Peek.OPERATION,
            Munmap.OPERATION,
            Dup.OPERATION,
            Close.OPERATION);

    private Operations() {}

    /** {@return all of them, in the order in which messages list them} */
    public static List<Operation> all() {
        return ALL;
    }

    /**
     * Finds a system call.
     *
     * @param name its name
     * @return the system call; empty if there is none of that name
     */
    public static Optional<Operation> named(String name) {
        return ALL.stream().filter(one -> one.name().equals(name)).findFirst();
    }
}
