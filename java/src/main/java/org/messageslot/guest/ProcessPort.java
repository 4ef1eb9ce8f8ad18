// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * A port that belongs to one process at a time: scripts go straight to it and the caller itself waits for the reply, which
 * is twice as fast as the way through the agent and a thread of ours.
 *
 * <p>One request at a time: it is the process's lock. {@link #wake} may be called by any thread.
 */
final class ProcessPort implements AutoCloseable {

    private final int number;
    private final SocketChannel channel;
    private final Selector selector;
    private ByteBuffer buffer = frameBuffer(1 << 16);
    private int ids;
    private boolean spoilt;

    ProcessPort(int number, SocketChannel channel) throws IOException {
        this.number = number;
        this.channel = channel;
        channel.configureBlocking(false);
        this.selector = Selector.open();
        channel.register(selector, SelectionKey.OP_READ);
    }

    /** What tells that the process at the other end is gone, and no reply will come. */
    interface Ended {
        boolean isTrue();
    }

    private static ByteBuffer frameBuffer(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** {@return its number, which the agent knows it by} */
    int number() {
        return number;
    }

    /** {@return whether something was left half-said, so that no other process can have the port} */
    synchronized boolean isSpoilt() {
        return spoilt;
    }

    /**
     * Asks the process, and waits.
     *
     * @return the reply; empty if the process ended
     * @throws TimeoutException if the deadline passes
     * @throws IOException if the guest is gone or talks nonsense
     */
    synchronized Optional<Reply> ask(int type, int process, byte[] payload, Deadline deadline, Ended ended)
            throws IOException, TimeoutException {
        int id = ++ids;
        spoilt = true;
        ByteBuffer frame = frameBuffer(AgentProtocol.HEADER_LENGTH + payload.length)
                .putInt(payload.length)
                .putInt(id)
                .putShort((short) type)
                .putShort((short) process)
                .put(payload)
                .flip();
        buffer.clear().limit(AgentProtocol.HEADER_LENGTH);
        if (!write(frame, deadline, ended) || !fill(deadline, ended)) {
            return Optional.empty();
        }
        int length = buffer.getInt(0);
        if (length < 4 || length > AgentProtocol.MAX_PAYLOAD || buffer.getInt(4) != id) {
            throw new IOException("a process answered what was not asked");
        }
        if (length > buffer.capacity()) {
            buffer = frameBuffer(length);
        }
        buffer.clear().limit(length);
        if (!fill(deadline, ended)) {
            return Optional.empty();
        }
        spoilt = false;
        ByteBuffer data = frameBuffer(length).put(buffer.flip()).flip();
        return Optional.of(new Reply(data.getInt(), data));
    }

    /** A long request fills the socket's buffer; then the guest must take some first. */
    private boolean write(ByteBuffer frame, Deadline deadline, Ended ended) throws IOException, TimeoutException {
        SelectionKey key = channel.keyFor(selector);
        while (channel.write(frame) >= 0 && frame.hasRemaining()) {
            key.interestOps(SelectionKey.OP_WRITE);
            boolean alive = await(deadline, ended);
            key.interestOps(SelectionKey.OP_READ);
            if (!alive) {
                return false;
            }
        }
        return true;
    }

    private boolean fill(Deadline deadline, Ended ended) throws IOException, TimeoutException {
        while (buffer.hasRemaining()) {
            int n = channel.read(buffer);
            if (n < 0) {
                throw new EOFException("it closed its port");
            }
            if (n == 0 && !await(deadline, ended)) {
                return false;
            }
        }
        return true;
    }

    private boolean await(Deadline deadline, Ended ended) throws IOException, TimeoutException {
        long left = deadline.millisLeft();
        if (left == 0) {
            throw new TimeoutException();
        }
        if (ended.isTrue()) {
            return false;
        }
        selector.select(left);
        selector.selectedKeys().clear();
        if (Thread.currentThread().isInterrupted()) {
            throw new java.io.InterruptedIOException("the wait for it was interrupted");
        }
        return true;
    }

    /** Makes a waiting caller look again whether its process is still there. */
    void wake() {
        selector.wakeup();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        selector.close();
    }
}
