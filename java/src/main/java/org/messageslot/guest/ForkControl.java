// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** Our end of the line to the library in a QEMU that can be forked ({@code kernel/forks/forks.c}). Thread-safe. */
final class ForkControl implements AutoCloseable {

    /** The name of its socket, and of those that a copy's output goes to. */
    static final String SOCKET = "forks";

    static final String CONSOLE = "console";
    static final String MESSAGES = "messages";

    private static final int LONGEST_ANSWER = 128;

    private final SocketChannel channel;
    private final Duration limit;

    ForkControl(SocketChannel channel, Duration limit) {
        this.channel = channel;
        this.limit = limit;
    }

    /** Stops all that the emulator does, for good. */
    void freeze() throws IOException {
        String answer = ask("freeze");
        if (!answer.equals("ok")) {
            throw new IOException("QEMU cannot be frozen: " + answer + ".");
        }
    }

    /**
     * Makes a copy of a frozen emulator.
     *
     * @param folder where it connects to the host
     * @return the copy's process
     */
    long fork(Path folder) throws IOException {
        String answer = ask("fork " + folder);
        try {
            return Long.parseLong(answer);
        } catch (NumberFormatException e) {
            throw new IOException("QEMU cannot be forked: " + answer + ".", e);
        }
    }

    private synchronized String ask(String line) throws IOException {
        return TimeLimit.of(limit).during(() -> answer(line), channel);
    }

    private String answer(String line) throws IOException {
        channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
        ByteBuffer answer = ByteBuffer.allocate(LONGEST_ANSWER);
        while (answer.position() == 0 || answer.get(answer.position() - 1) != '\n') {
            if (channel.read(answer) <= 0) {
                throw new IOException("The QEMU that is to be forked is gone.");
            }
        }
        return new String(answer.array(), 0, answer.position() - 1, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
