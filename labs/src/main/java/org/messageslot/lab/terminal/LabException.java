// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.terminal;

/** Ends the command with one sentence for the user and an exit code. */
public final class LabException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int exitCode;

    private LabException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** Makes the exception for work that failed. */
    public static LabException failed(String message) {
        return new LabException(ExitCode.FAILED, message);
    }

    /** Something that is needed is missing; the message says how to get it. */
    public static LabException missing(String message) {
        return new LabException(ExitCode.MISSING, message);
    }

    /** The command line is wrong in a way that picocli cannot see. */
    public static LabException usage(String message) {
        return new LabException(ExitCode.USAGE, message);
    }

    /** Somebody has to decide something first. */
    public static LabException doubts(String message) {
        return new LabException(ExitCode.DOUBTS, message);
    }

    public int exitCode() {
        return exitCode;
    }
}
