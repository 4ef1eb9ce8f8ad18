// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Requests to the agent, any number at once, and the replies that come back in whatever order.
 *
 * <p>Nothing that comes from a guest is trusted: a frame that makes no sense ends the connection. Thread-safe.
 */
final class AgentConnection implements AutoCloseable {

    private final SocketChannel channel;
    private final Map<Integer, CompletableFuture<Reply>> outstanding = new ConcurrentHashMap<>();
    private final Map<Integer, Integer> ended = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final ReentrantLock writing = new ReentrantLock();
    private final Runnable onProcessEnd;
    private volatile boolean closed;

    /**
     * Begins to listen.
     *
     * @param channel the way to the agent
     * @param onProcessEnd is run when a process has died unasked, and at the end
     */
    AgentConnection(SocketChannel channel, Runnable onProcessEnd) {
        this.channel = channel;
        this.onProcessEnd = onProcessEnd;
        Threads.start("guest agent", this::readAll);
    }

    /**
     * Sends a request.
     *
     * @param type what is asked
     * @param process whom, 0 for the agent
     * @param payload the payload
     * @return completes with the reply; exceptionally, with an IOException, when the agent is gone
     */
    CompletableFuture<Reply> request(int type, int process, byte[] payload) {
        if (payload.length > AgentProtocol.MAX_PAYLOAD) {
            throw new IllegalArgumentException(
                    "A request of " + payload.length + " bytes is too long for the guest; send it in parts.");
        }
        int id = ids.incrementAndGet();
        ByteBuffer frame = ByteBuffer.allocate(AgentProtocol.HEADER_LENGTH + payload.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(payload.length)
                .putInt(id)
                .putShort((short) type)
                .putShort((short) process)
                .put(payload)
                .flip();
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        outstanding.put(id, reply);
        try {
            send(frame);
        } catch (IOException e) {
            reply.completeExceptionally(e);
        }
        if (closed) {
            reply.completeExceptionally(new EOFException("The agent is gone."));
        }
        return reply;
    }

    private void send(ByteBuffer frame) throws IOException {
        writing.lock();
        try {
            while (frame.hasRemaining()) {
                channel.write(frame);
            }
        } finally {
            writing.unlock();
        }
    }

    private void readAll() throws IOException {
        IOException end = new EOFException("The agent is gone.");
        ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
        try {
            while (channel.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.remaining() >= AgentProtocol.HEADER_LENGTH) {
                    readFrame(buffer);
                }
                buffer.compact();
            }
        } catch (IOException e) {
            end = e;
        } finally {
            closed = true;
            IOException reason = end;
            outstanding.values().forEach(reply -> reply.completeExceptionally(reason));
            channel.close();
        }
    }

    private void readFrame(ByteBuffer buffer) throws IOException {
        int length = buffer.getInt();
        int id = buffer.getInt();
        int type = buffer.getShort() & 0xffff;
        int process = buffer.getShort() & 0xffff;
        if (length < 4 || length > AgentProtocol.MAX_PAYLOAD) {
            throw new IOException("The agent sent a frame of " + Integer.toUnsignedString(length) + " bytes.");
        }
        ByteBuffer payload = readPayload(buffer, length);
        if (type == AgentProtocol.PROCESS_ENDED) {
            ended.put(process, payload.getInt());
            onProcessEnd.run();
            return;
        }
        CompletableFuture<Reply> reply = outstanding.remove(id);
        if (reply == null || (type & AgentProtocol.REPLY) == 0) {
            throw new IOException("The agent answered what was not asked.");
        }
        reply.complete(new Reply(payload.getInt(), payload));
    }

    private ByteBuffer readPayload(ByteBuffer buffer, int length) throws IOException {
        ByteBuffer payload = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        int there = Math.min(length, buffer.remaining());
        payload.put(buffer.slice(buffer.position(), there));
        buffer.position(buffer.position() + there);
        while (payload.hasRemaining()) {
            if (channel.read(payload) < 0) {
                throw new EOFException("The agent broke off in the middle of a frame.");
            }
        }
        return payload.flip();
    }

    /** {@return the wait status of a process that died unasked, null if it did not} */
    @org.jspecify.annotations.Nullable
    Integer endOf(int process) {
        return ended.get(process);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
