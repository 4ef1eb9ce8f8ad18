// SPDX-License-Identifier: Apache-2.0
package org.messageslot.model;

import java.util.HashMap;
import java.util.Map;
import org.messageslot.Errno;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Result;
import org.messageslot.calls.SlotCommands;

/** The message slot driver, clause by clause. */
final class SlotDriver {

    static final int LONGEST_MESSAGE = 128;

    private final int censorEvery;
    private final Map<Integer, Slot> slots = new HashMap<>();

    SlotDriver(int censorEvery) {
        this.censorEvery = censorEvery;
    }

    /** Slots of different minors share nothing (R-D2). */
    Slot slot(int minor) {
        return slots.computeIfAbsent(minor, unused -> new Slot());
    }

    /** One message slot: its channels, by id. */
    final class Slot implements Device {

        private final Map<Integer, OpenFile.Channel> channels = new HashMap<>();

        @Override
        public Result open() {
            return Result.of(0);
        }

        @Override
        public Result ioctl(OpenFile file, long command, long argument) {
            if (command == SlotCommands.CHANNEL) {
                return select(file, (int) argument);
            }
            if (command == SlotCommands.SET_CENSORSHIP && censorEvery != 0) {
                return censor(file, (int) argument);
            }
            return Result.failure(Errno.EINVAL); // R-I2
        }

        private Result select(OpenFile file, int id) {
            if (id == 0) {
                return Result.failure(Errno.EINVAL); // R-I3
            }
            file.channel = channels.computeIfAbsent(id, unused -> new OpenFile.Channel()); // R-I1
            return Result.of(0);
        }

        private Result censor(OpenFile file, int flag) {
            if (flag != 0 && flag != 1) {
                return Result.failure(Errno.EINVAL);
            }
            file.censored = flag == 1;
            return Result.of(0);
        }

        @Override
        public Result write(OpenFile file, Buffer buffer) {
            if (file.channel == null) {
                return Result.failure(Errno.EINVAL); // R-W2
            }
            if (buffer.length() == 0 || buffer.length() > LONGEST_MESSAGE) {
                return Result.failure(Errno.EMSGSIZE); // R-W3
            }
            if (!buffer.isReadable()) {
                return Result.failure(Errno.EFAULT); // R-W4
            }
            byte[] message = buffer.bytes().clone();
            if (file.censored) {
                hide(message);
            }
            file.channel.message = message; // R-W1, R-W5
            return Result.of(message.length);
        }

        private void hide(byte[] message) {
            for (int i = censorEvery - 1; i < message.length; i += censorEvery) {
                message[i] = '#';
            }
        }

        @Override
        public Result read(OpenFile file, Buffer buffer) {
            if (file.channel == null) {
                return Result.failure(Errno.EINVAL); // R-R3
            }
            byte[] message = file.channel.message;
            if (message == null) {
                return Result.failure(Errno.EWOULDBLOCK); // R-R4
            }
            if (buffer.length() < message.length) {
                return Result.failure(Errno.ENOSPC); // R-R5
            }
            if (buffer.kind() == Buffer.Kind.READ_ONLY || buffer.bytes().length < message.length) {
                return Result.failure(Errno.EFAULT); // R-R6
            }
            System.arraycopy(message, 0, buffer.bytes(), 0, message.length); // R-R1; R-R2: it stays
            return Result.of(message.length);
        }
    }
}
