// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** A copy of a frozen QEMU. It is no child of ours: that it has ended is seen by its console, which ends with it. */
final class ForkedEmulator implements Emulator {

    private static final LongAdder RAN = new LongAdder();

    private final Optional<ProcessHandle> process;
    private final ForkControl control;
    private final InputStream console;
    private final InputStream messages;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final AtomicBoolean ended = new AtomicBoolean();

    /**
     * Takes charge of a copy.
     *
     * @param pid its process
     * @param control the way to the library in it, which ends it when this is closed
     * @param console its standard output
     * @param messages its standard error
     */
    ForkedEmulator(long pid, ForkControl control, SocketChannel console, SocketChannel messages) {
        this.process = ProcessHandle.of(pid);
        this.control = control;
        this.console = closedAtEnd(Channels.newInputStream(console), () -> end.complete(null));
        this.messages = closedAtEnd(Channels.newInputStream(messages), () -> {});
    }

    private static InputStream closedAtEnd(InputStream in, Runnable onEnd) {
        return new FilterInputStream(in) {
            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
                int count = -1;
                try {
                    count = super.read(to, offset, length);
                    return count;
                } finally {
                    if (count < 0) {
                        in.close();
                        onEnd.run();
                    }
                }
            }
        };
    }

    @Override
    public InputStream console() {
        return console;
    }

    @Override
    public InputStream messages() {
        return messages;
    }

    @Override
    public CompletableFuture<?> onEnd() {
        return end;
    }

    @Override
    public String ending() {
        return end.isDone() ? "it ended" : "it stopped answering";
    }

    @Override
    public Stream<ProcessHandle> processes() {
        return process.stream();
    }

    /**
     * {@return the nanoseconds of processor time that all copies took which were ended}
     *
     * <p>Nobody waits for copies, so that the system adds their time to nobody's.
     */
    static long ranNanos() {
        return RAN.sum();
    }

    private void noteTime() {
        if (!ended.getAndSet(true)) {
            process.ifPresent(copy -> RAN.add(ThreadTimes.of(copy).ran()));
        }
    }

    @Override
    public void end() throws IOException {
        noteTime();
        control.close();
    }

    @Override
    public void kill() {
        noteTime();
        process.ifPresent(ProcessHandle::destroyForcibly);
    }
}
