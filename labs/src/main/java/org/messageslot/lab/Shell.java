// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab;

import org.messageslot.calls.SystemCalls;

/** What a {@code jshell} session needs of the lab: the kernel that {@code lab shell} chose for it. */
public final class Shell {

    static final String TARGET = "messageslot.on";

    private Shell() {}

    /**
     * Start the session's kernel, which ends with the session.
     *
     * @return the system calls of a process of it
     * @throws Exception if there is no such kernel; the message says what to do
     */
    public static SystemCalls calls() throws Exception {
        Target target = Target.of(System.getProperty(TARGET, Target.MODEL.toString()));
        Kernel kernel = Kernel.start(target, Screen.standard());
        return kernel.process();
    }
}
