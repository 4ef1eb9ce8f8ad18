// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The state of a machine's processors and devices, in a file; its memory lies in another one. */
final class MachineState {

    private static final Duration MOMENT = Duration.ofMillis(1);

    private MachineState() {}

    /** Stops a machine and writes its state to a file. */
    static void save(Qmp monitor, Path state) throws IOException {
        ignoreSharedMemory(monitor);
        monitor.execute("stop");
        monitor.execute("migrate", Map.of("uri", "exec:cat >" + quoted(state)));
        String status = "";
        for (int tries = 0; !status.equals("completed"); tries++) {
            JsonObject answer = monitor.execute("query-migrate");
            status = answer.has("status") ? answer.get("status").getAsString() : "";
            if (status.equals("failed") || tries > 20_000) {
                throw new IOException("QEMU cannot save the guest's state: " + answer);
            }
            pause(MOMENT);
        }
    }

    /**
     * Sets a machine going that waits for its state. By a socket, which may not be there yet: a program that QEMU starts to
     * read the file would cost as much as the reading.
     */
    static void load(Qmp monitor, Path state, Path socket, Duration most) throws IOException {
        ignoreSharedMemory(monitor);
        long limit = System.nanoTime() + most.toNanos();
        monitor.execute("migrate-incoming", Map.of("uri", "unix:" + socket));
        send(state, socket, most);
        while (status(monitor).equals("inmigrate")) {
            if (System.nanoTime() > limit) {
                throw new IOException("QEMU does not come to an end with the guest's state.");
            }
            pause(MOMENT);
        }
        monitor.execute("cont");
    }

    private static void send(Path state, Path socket, Duration most) throws IOException {
        try (FileChannel file = FileChannel.open(state);
                SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            // A QEMU that stops reading would be waited for in vain.
            TimeLimit.of(most).during(() -> transferAll(file, channel), channel);
        }
    }

    private static long transferAll(FileChannel file, SocketChannel to) throws IOException {
        long done = 0;
        while (done < file.size()) {
            done += file.transferTo(done, file.size() - done, to);
        }
        return done;
    }

    private static String status(Qmp monitor) throws IOException {
        return monitor.execute("query-status").get("status").getAsString();
    }

    /** The memory stays where it is, in its file; only the devices' state is written and read. */
    private static void ignoreSharedMemory(Qmp monitor) throws IOException {
        Map<String, Object> capability = Map.of("capability", "x-ignore-shared", "state", true);
        monitor.execute("migrate-set-capabilities", Map.of("capabilities", List.of(capability)));
    }

    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "'\\''") + "'";
    }

    static void pause(Duration duration) throws IOException {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("Interrupted while a guest was being started.");
        }
    }
}
