// SPDX-License-Identifier: Apache-2.0
package org.messageslot.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.messageslot.Errno;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Buffer.BufferPlace;
import org.messageslot.calls.Call;
import org.messageslot.calls.MapProtection;
import org.messageslot.calls.Mmap;
import org.messageslot.calls.PollEvents;
import org.messageslot.calls.Read;
import org.messageslot.calls.Result;
import org.messageslot.calls.SlotCommands;

/** The message slot driver, clause by clause. */
class SlotDriver {

    static final int LONGEST_MESSAGE = 128;

    /** How much of a file can be mapped: one page (R-V1). */
    static final int PAGE = 4096;

    private final ModelKernel.Ways ways;
    private final Map<Integer, SlotDevice> slots = new HashMap<>();

    SlotDriver(ModelKernel.Ways ways) {
        this.ways = ways;
    }

    /**
     * Tells whether a call waits that failed for want of a message or of room (R-B1, R-B2, R-Q3).
     *
     * @param call a read, or else a write
     */
    boolean waits(FileDescription file, Call call) {
        return file.waits && (ways.queue() > 0 || (ways.waiting() && call instanceof Read));
    }

    /**
     * Shows a channel as programs see it that have mapped it (R-V1).
     *
     * @param channel the channel
     * @return the whole page: the message's length in four bytes, the message, and zeros
     */
    static byte[] page(FileDescription.Channel channel) {
        return ByteBuffer.allocate(PAGE)
                .order(ByteOrder.nativeOrder())
                .putInt(channel.last.length)
                .put(channel.last)
                .array();
    }

    /** Slots of different minors share nothing (R-D2). */
    Device slot(int minor) {
        return slots.computeIfAbsent(minor, unused -> new SlotDevice());
    }

    /** One message slot: its channels, by id. */
    final class SlotDevice implements Device {

        private final Map<Integer, FileDescription.Channel> channels = new HashMap<>();

        @Override
        public Result open() {
            return Result.of(0);
        }

        @Override
        public Result ioctl(FileDescription file, long command, long argument) {
            if (command == SlotCommands.CHANNEL) {
                return select(file, (int) argument);
            }
            if (command == SlotCommands.SET_CENSORSHIP && ways.censorEvery() != 0) {
                return censor(file, (int) argument);
            }
            return Result.failure(Errno.EINVAL); // R-I2
        }

        private Result select(FileDescription file, int id) {
            if (id == 0) {
                return Result.failure(Errno.EINVAL); // R-I3
            }
            file.channel = channels.computeIfAbsent(id, unused -> new FileDescription.Channel()); // R-I1
            return Result.of(0);
        }

        private Result censor(FileDescription file, int flag) {
            if (flag != 0 && flag != 1) {
                return Result.failure(Errno.EINVAL);
            }
            file.censored = flag == 1;
            return Result.of(0);
        }

        @Override
        public Result write(FileDescription file, Buffer buffer) {
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
            if (isFull(file.channel)) {
                return Result.failure(Errno.EWOULDBLOCK); // R-Q3
            }
            if (ways.queue() == 0) {
                file.channel.messages.clear(); // R-W5
            }
            file.channel.messages.add(message); // R-W1, R-Q1
            file.channel.last = message;
            return Result.of(message.length);
        }

        private void hide(byte[] message) {
            for (int i = ways.censorEvery() - 1; i < message.length; i += ways.censorEvery()) {
                message[i] = '#';
            }
        }

        @Override
        public Result read(FileDescription file, Buffer buffer) {
            if (file.channel == null) {
                return Result.failure(Errno.EINVAL); // R-R3
            }
            byte[] message = file.channel.messages.peek();
            if (message == null) {
                return Result.failure(Errno.EWOULDBLOCK); // R-R4
            }
            if (buffer.length() < message.length) {
                return Result.failure(Errno.ENOSPC); // R-R5
            }
            if (buffer.kind() == BufferPlace.READ_ONLY || buffer.bytes().length < message.length) {
                return Result.failure(Errno.EFAULT); // R-R6
            }
            System.arraycopy(message, 0, buffer.bytes(), 0, message.length); // R-R1; R-R2: it stays
            if (ways.queue() > 0) {
                file.channel.messages.remove(); // R-Q2
            }
            return Result.of(message.length);
        }

        private boolean isFull(FileDescription.Channel channel) {
            return ways.queue() > 0 && channel.messages.size() >= ways.queue();
        }

        @Override
        public Result poll(FileDescription file) {
            if (!ways.extended()) {
                return Device.super.poll(file);
            }
            if (file.channel == null) {
                return Result.of(PollEvents.POLLERR); // R-B4
            }
            int readable = file.channel.messages.isEmpty() ? 0 : PollEvents.POLLIN;
            int writable = isFull(file.channel) ? 0 : PollEvents.POLLOUT;
            return Result.of(readable | writable); // R-B4, R-Q3
        }

        @Override
        public Result mmap(FileDescription file, Mmap call) {
            if (!ways.extended()) {
                return Device.super.mmap(file, call);
            }
            if (file.channel == null || call.length() < 1 || call.length() > PAGE || call.offset() != 0) {
                return Result.failure(Errno.EINVAL); // R-V3
            }
            if ((call.protection() & MapProtection.PROT_WRITE) != 0) {
                return Result.failure(Errno.EACCES); // R-V3
            }
            boolean empty = file.channel.messages.isEmpty();
            return empty ? Result.failure(Errno.EWOULDBLOCK) : Result.of(0); // R-V3, R-V1
        }
    }
}
