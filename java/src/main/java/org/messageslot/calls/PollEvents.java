// SPDX-License-Identifier: Apache-2.0
package org.messageslot.calls;

import java.util.ArrayList;
import java.util.List;

/** The events of {@code poll} that this kit uses, with Linux's values. */
public final class PollEvents {

    /** There is something to read. */
    public static final int POLLIN = 1;

    /** There is room to write. */
    public static final int POLLOUT = 4;

    /** Something is wrong with the file; told whether it was asked for or not. */
    public static final int POLLERR = 8;

    private static final int ALL = POLLIN | POLLOUT | POLLERR;

    private PollEvents() {}

    /**
     * Names events as a C programmer would write them.
     *
     * @param events events, or-ed together
     * @return their names, {@code POLLIN|POLLOUT} for example; 0 for none
     */
    public static String text(int events) {
        List<String> names = new ArrayList<>();
        if ((events & POLLIN) != 0) {
            names.add("POLLIN");
        }
        if ((events & POLLOUT) != 0) {
            names.add("POLLOUT");
        }
        if ((events & POLLERR) != 0) {
            names.add("POLLERR");
        }
        int others = events & ~ALL;
        if (others != 0 || names.isEmpty()) {
            names.add(others == 0 ? "0" : "0x" + Integer.toHexString(others));
        }
        return String.join("|", names);
    }
}
