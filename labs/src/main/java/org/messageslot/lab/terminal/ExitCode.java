// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.terminal;

/** Names the exit codes of {@code lab}; {@code lab --help} says the same. */
public final class ExitCode {

    /** All went well. */
    public static final int DONE = 0;

    /** The command did its work, and something in it failed: a system call, a step of the tour. */
    public static final int FAILED = 1;

    /** The command line is wrong. */
    public static final int USAGE = 2;

    /** Something that is needed is missing; the message says what, and how to get it. */
    public static final int MISSING = 3;

    /** Somebody has to decide something first; nothing was done. */
    public static final int DOUBTS = 4;

    private ExitCode() {}
}
