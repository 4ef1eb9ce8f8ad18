// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.slot;

import org.messageslot.Errno;
import org.messageslot.ErrnoException;

/** Tells of a failed call on a slot in the terms of the command that was typed. */
final class FailedCall {

    private final String file;
    private final long channel;

    /**
     * Tells of the calls of one command.
     *
     * @param file the slot's file, as typed
     * @param channel the channel, as typed
     */
    FailedCall(String file, long channel) {
        this.file = file;
        this.channel = channel;
    }

    /** {@return one sentence: what happened, and what to do} */
    String of(ErrnoException failure) {
        Errno errno = failure.errno();
        return switch (failure.call()) {
            case "open" -> ofOpen(failure, errno);
            case "ioctl" -> ofIoctl(failure, errno);
            case "write" ->
                errno.equals(Errno.EMSGSIZE)
                        ? "a message has 1 to 128 bytes, and this one has not: " + errno
                        : general(failure);
            case "read" ->
                errno.equals(Errno.EWOULDBLOCK)
                        ? "channel " + channel + " of " + file + " holds no message yet: " + errno
                        : general(failure);
            default -> general(failure);
        };
    }

    private String ofOpen(ErrnoException failure, Errno errno) {
        if (errno.equals(Errno.ENOENT)) {
            return "there is no " + file + ": " + errno + "; see which slots there are with ls /dev/slot*";
        }
        if (errno.equals(Errno.EACCES)) {
            return "you may not open " + file + ": " + errno + "; the slots belong to the group messageslot"
                    + " (sudo usermod -aG messageslot $USER, then log in again)";
        }
        if (errno.equals(Errno.ENXIO) || errno.equals(Errno.ENODEV)) {
            return "no driver answers behind " + file + ": " + errno
                    + "; is the module loaded (sudo modprobe message_slot)?";
        }
        return general(failure);
    }

    private String ofIoctl(ErrnoException failure, Errno errno) {
        if (errno.equals(Errno.EINVAL) && channel == 0) {
            return "0 is no channel: " + errno + "; choose one from 1 to 4294967295";
        }
        if (errno.equals(Errno.ENOTTY)) {
            return file + " is not a message slot: " + errno + " to the command MSG_SLOT_CHANNEL";
        }
        return general(failure);
    }

    private String general(ErrnoException failure) {
        return failure.call() + " on " + file + " failed: " + failure.errno().text() + ", " + failure.errno();
    }
}
