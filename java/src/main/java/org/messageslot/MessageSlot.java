// SPDX-License-Identifier: Apache-2.0
package org.messageslot;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.NativeCalls;
import org.messageslot.calls.OpenFlags;
import org.messageslot.calls.SlotCommands;
import org.messageslot.calls.SystemCalls;

/**
 * An open message slot: choose a channel, then write and read messages.
 *
 * <pre>{@code
 * try (MessageSlot slot = MessageSlot.open("/dev/slot0")) {
 *     slot.select(7);
 *     slot.write("hello");
 *     System.out.println(slot.readText());   // hello
 * }
 * }</pre>
 *
 * <p>Every method makes one system call and adds nothing to it. As safe for several threads as its {@link SystemCalls};
 * threads that share a slot share its channel.
 */
public final class MessageSlot implements AutoCloseable {

    /** The longest message, in bytes (R-W1). */
    public static final int LONGEST_MESSAGE = 128;

    private final SystemCalls calls;
    private final int fd;

    private MessageSlot(SystemCalls calls, int fd) {
        this.calls = calls;
        this.fd = fd;
    }

    /**
     * Opens a slot of this machine, for reading and writing.
     *
     * @param path the device node, {@code /dev/slot0} for example
     * @return an open slot without a channel
     * @throws ErrnoException if the node cannot be opened
     */
    public static MessageSlot open(String path) throws ErrnoException {
        return open(new NativeCalls(), path);
    }

    /**
     * Opens a slot for reading and writing.
     *
     * @param calls the kernel to ask
     * @param path the device node
     * @return an open slot without a channel
     * @throws ErrnoException if the node cannot be opened
     */
    public static MessageSlot open(SystemCalls calls, String path) throws ErrnoException {
        return open(calls, path, OpenFlags.O_RDWR);
    }

    /**
     * Opens a slot.
     *
     * @param calls the kernel to ask
     * @param path the device node
     * @param flags see {@link OpenFlags}
     * @return an open slot without a channel
     * @throws ErrnoException if the node cannot be opened
     */
    public static MessageSlot open(SystemCalls calls, String path, int flags) throws ErrnoException {
        return new MessageSlot(calls, calls.open(path, flags));
    }

    /**
     * Chooses the channel of this open file (R-I1).
     *
     * @param channel the channel's id, an unsigned int: 1 to 4294967295
     * @throws ErrnoException {@code EINVAL} for channel 0 (R-I3); the channel chosen before stays
     * @throws IllegalArgumentException if the id does not fit in an unsigned int
     */
    public void select(long channel) throws ErrnoException {
        calls.ioctl(fd, SlotCommands.CHANNEL, ChannelId.check(channel));
    }

    /**
     * Turns censorship of this open file's writes on or off (editions 2025 and 2026).
     *
     * @param on whether every third or fourth byte becomes {@code #}
     * @throws ErrnoException {@code EINVAL} in the other editions
     */
    public void censor(boolean on) throws ErrnoException {
        calls.ioctl(fd, SlotCommands.SET_CENSORSHIP, on ? 1 : 0);
    }

    /**
     * Replaces the channel's message (R-W1, R-W5).
     *
     * @param message 1 to 128 bytes of any value
     * @return how many bytes were written: all of them
     * @throws ErrnoException {@code EMSGSIZE} for any other length (R-W3), {@code EINVAL} without a channel (R-W2)
     */
    public int write(byte[] message) throws ErrnoException {
        return Math.toIntExact(calls.write(fd, Buffer.of(message)));
    }

    /**
     * Replaces the channel's message by a text.
     *
     * @param message a text of 1 to 128 bytes in UTF-8; no terminating NUL is written
     * @return how many bytes were written: all of them
     * @throws ErrnoException as {@link #write(byte[])}
     */
    public int write(String message) throws ErrnoException {
        return write(message.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads the channel's message, which stays (R-R2).
     *
     * @return the whole message
     * @throws ErrnoException {@code EWOULDBLOCK} where there is none (R-R4), {@code EINVAL} without a channel (R-R3)
     */
    public byte[] read() throws ErrnoException {
        return read(LONGEST_MESSAGE);
    }

    /**
     * Reads the channel's message into a buffer of a chosen size.
     *
     * @param size the buffer's size in bytes, 0 or more
     * @return the whole message
     * @throws ErrnoException as {@link #read()}, and {@code ENOSPC} where the buffer is smaller than the message (R-R5)
     */
    public byte[] read(int size) throws ErrnoException {
        byte[] bytes = new byte[size];
        long count = calls.read(fd, Buffer.of(bytes));
        return count == size ? bytes : Arrays.copyOf(bytes, Math.toIntExact(count));
    }

    /**
     * Reads the channel's message as a text.
     *
     * @return the message, decoded as UTF-8
     * @throws ErrnoException as {@link #read()}
     */
    public String readText() throws ErrnoException {
        return new String(read(), StandardCharsets.UTF_8);
    }

    /** {@return the file descriptor, for calls that this class does not offer} */
    public int fd() {
        return fd;
    }

    /**
     * Closes the file. Messages stay in their channels (R-R2).
     *
     * @throws ErrnoException {@code EBADF} if the descriptor was closed already
     */
    @Override
    public void close() throws ErrnoException {
        calls.close(fd);
    }

    /** {@return the descriptor, {@code MessageSlot[fd 3]} for example} */
    @Override
    public String toString() {
        return "MessageSlot[fd " + fd + "]";
    }
}
