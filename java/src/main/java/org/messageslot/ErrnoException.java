// SPDX-License-Identifier: Apache-2.0
package org.messageslot;

import java.io.IOException;

/**
 * Signals that a system call returned -1.
 *
 * <p>It says which call failed, on what, and with which error, like {@code perror} does in C.
 */
public final class ErrnoException extends IOException {

    private static final long serialVersionUID = 1;

    private final String call;
    private final String subject;
    private final transient Errno errno;

    /**
     * Describes a failed call.
     *
     * @param call the name of the system call, {@code "ioctl"} for example
     * @param subject what it was called on: a path, or {@code "fd 3"}
     * @param errno why it failed
     */
    public ErrnoException(String call, String subject, Errno errno) {
        super(call + "(" + subject + "): " + errno.text() + ", " + errno);
        this.call = call;
        this.subject = subject;
        this.errno = errno;
    }

    /** {@return the name of the system call that failed} */
    public String call() {
        return call;
    }

    /** {@return what the call was made on: a path, or a descriptor as {@code fd 3}} */
    public String subject() {
        return subject;
    }

    /** {@return why the call failed} */
    public Errno errno() {
        return errno;
    }
}
