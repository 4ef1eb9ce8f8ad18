// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.desk;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.messageslot.calls.Call;
import org.messageslot.calls.Close;
import org.messageslot.calls.Dup;
import org.messageslot.calls.Ioctl;
import org.messageslot.calls.Open;
import org.messageslot.calls.Result;
import org.messageslot.calls.SlotCommands;
import org.messageslot.calls.Write;

/**
 * The descriptors of a process, as its calls tell: which node each was opened by, and which channel it is on. So it can be
 * said where a message went. Not thread-safe.
 */
final class OpenFiles {

    /** An open file, which several descriptors may share. */
    private static final class SharedFile {
        private final String path;
        private long channel;

        SharedFile(String path) {
            this.path = path;
        }
    }

    private final Map<Integer, SharedFile> byDescriptor = new HashMap<>();

    /** {@return the descriptors of a child: its own, of the same open files} */
    OpenFiles ofChild() {
        OpenFiles child = new OpenFiles();
        child.byDescriptor.putAll(byDescriptor);
        return child;
    }

    /**
     * Follows a call.
     *
     * @return the place of the message that it stored, {@code channel 7 of /dev/slot0} for example; null if it stored none
     */
    @Nullable
    String follow(Call call, Result result) {
        if (result.isFailure()) {
            return null;
        }
        if (call instanceof Open open) {
            byDescriptor.put((int) result.value(), new SharedFile(open.path()));
        } else if (call instanceof Dup dup) {
            SharedFile file = byDescriptor.get(dup.fd());
            if (file != null) {
                byDescriptor.put((int) result.value(), file);
            }
        } else if (call instanceof Close close) {
            byDescriptor.remove(close.fd());
        } else if (call instanceof Ioctl ioctl && ioctl.command() == SlotCommands.CHANNEL) {
            SharedFile file = byDescriptor.get(ioctl.fd());
            if (file != null) {
                file.channel = ioctl.argument();
            }
        } else if (call instanceof Write write) {
            SharedFile file = byDescriptor.get(write.fd());
            return file == null || file.channel == 0 ? null : "channel " + file.channel + " of " + file.path;
        }
        return null;
    }

    /**
     * A message that was stored.
     *
     * @param place the slot's node and the channel
     * @param message the message's bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // Compared by holds() only.
    record StoredMessage(String place, byte[] message) {

        boolean holds(byte[] bytes) {
            return Arrays.equals(message, bytes);
        }
    }
}
