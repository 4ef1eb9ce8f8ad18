// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A running QEMU with its console, its monitor and its end of the agent's port. */
final class QemuProcess implements AutoCloseable {

    private final Emulator emulator;
    private final @Nullable ForkControl control;
    private final RunFolder folder;
    private final BoundedLog console = new BoundedLog();
    private final BoundedLog messages = new BoundedLog();
    private final Thread consoleReader;
    private final Thread messageReader;
    private final Qmp monitor;
    private final List<SocketChannel> ports;
    private final ProcessorWaits waits = new ProcessorWaits();
    private volatile @Nullable KernelPlaces places;
    private volatile @Nullable CodeWatch watch;
    private volatile @Nullable List<ProcessHandle> processes;
    private volatile @Nullable KernelState last;
    private volatile boolean stopped;

    private QemuProcess(
            Emulator emulator, @Nullable ForkControl control, RunFolder folder, Sockets sockets, Duration limit)
            throws IOException {
        this.emulator = emulator;
        this.control = control;
        this.folder = folder;
        this.consoleReader = Threads.start("guest console", () -> console.drain(emulator.console()));
        this.messageReader = Threads.start("QEMU messages", () -> messages.drain(emulator.messages()));
        // A QEMU that ends before it connects, or stops, would be waited for in vain.
        TimeLimit waiting = new TimeLimit(limit, emulator.onEnd());
        try {
            this.ports = waiting.during(() -> accept(sockets.agents()), sockets);
            this.monitor = new Qmp(waiting.during(sockets.monitors()::accept, sockets), this::onEvent);
        } catch (IOException e) {
            throw startFailure(e);
        }
    }

    /** Where a machine that starts finds us. */
    private record Sockets(ServerSocketChannel agents, ServerSocketChannel monitors) implements AutoCloseable {
        static Sockets in(RunFolder folder) throws IOException {
            return new Sockets(folder.listen("ports"), folder.listen("qmp"));
        }

        @Override
        public void close() {
            closeQuietly(agents, monitors);
        }
    }

    /**
     * Starts a machine.
     *
     * @param spec which
     * @param memory where its memory lives
     * @param limit how long QEMU may take until it has opened its devices
     * @return the machine, running, or waiting for its state if the memory is a snapshot's
     * @throws GuestFailureException if QEMU does not start
     */
    static QemuProcess start(MachineSpec spec, MachineSpec.Memory memory, Duration limit) throws IOException {
        RunFolder folder = RunFolder.choose();
        KeptEmulator emulator = KeptEmulator.start(folder.path(), spec.command(folder.path(), memory));
        try (folder) {
            folder.make();
            try (Sockets sockets = Sockets.in(folder)) {
                emulator.begin();
                return negotiated(new QemuProcess(emulator, null, folder, sockets, limit));
            }
        } catch (IOException | RuntimeException e) {
            emulator.end();
            throw e;
        }
    }

    /**
     * Starts a machine that can be forked.
     *
     * @param library what makes it so
     * @see #start
     */
    static QemuProcess startForkable(MachineSpec spec, MachineSpec.Memory memory, Duration limit, Path library)
            throws IOException {
        RunFolder folder = RunFolder.choose();
        List<String> command = ForkLibrary.preloaded(folder.path(), spec.command(folder.path(), memory));
        KeptEmulator emulator = KeptEmulator.start(folder.path(), command);
        try (folder) {
            folder.make();
            ForkLibrary.put(library, folder.path());
            try (Sockets sockets = Sockets.in(folder);
                    ServerSocketChannel controls = folder.listen(ForkControl.SOCKET)) {
                emulator.begin();
                ForkControl control = new ForkControl(
                        new TimeLimit(limit, emulator.onEnd()).during(controls::accept, controls), limit);
                return negotiated(new QemuProcess(emulator, control, folder, sockets, limit));
            }
        } catch (IOException | RuntimeException e) {
            emulator.end();
            throw e;
        }
    }

    private static QemuProcess negotiated(QemuProcess machine) throws IOException {
        try {
            machine.monitor().negotiate();
            return machine;
        } catch (IOException e) {
            throw machine.startFailure(e);
        }
    }

    /**
     * Sets going a machine that waits for its state. It gets it through its own run folder, which its keeper removes should
     * this JVM be killed meanwhile.
     *
     * @param state the file with the state
     * @param most how long that may take
     * @throws IOException if QEMU does not take it
     */
    void load(Path state, Duration most) throws IOException {
        folder.make();
        try (folder) {
            MachineState.load(monitor, state, folder.path().resolve("state"), most);
        }
    }

    /** Stops all of a machine that stands still, for good. From here on it can only be forked, and ended. */
    void freeze() throws IOException {
        Objects.requireNonNull(control, "This machine cannot be forked.").freeze();
    }

    /**
     * Makes a copy of a frozen machine.
     *
     * @param limit how long it may take until the copy has opened its devices
     * @return the copy, which stands still; it can be frozen, too
     * @throws GuestFailureException if the copy does not start
     */
    QemuProcess fork(Duration limit) throws IOException {
        ForkControl original = Objects.requireNonNull(control, "This machine cannot be forked.");
        try (RunFolder folder = RunFolder.create();
                Sockets sockets = Sockets.in(folder);
                ServerSocketChannel controls = folder.listen(ForkControl.SOCKET);
                ServerSocketChannel consoles = folder.listen(ForkControl.CONSOLE);
                ServerSocketChannel errors = folder.listen(ForkControl.MESSAGES)) {
            long pid = original.fork(folder.path());
            TimeLimit waiting = new TimeLimit(limit, emulator.onEnd());
            ForkControl own = new ForkControl(waiting.during(controls::accept, controls), limit);
            try {
                SocketChannel console = waiting.during(consoles::accept, consoles);
                SocketChannel messages = waiting.during(errors::accept, errors);
                QemuProcess machine =
                        new QemuProcess(new ForkedEmulator(pid, own, console, messages), own, folder, sockets, limit);
                machine.places = places;
                machine.watch = watch;
                return machine;
            } catch (IOException | RuntimeException e) {
                own.close();
                throw e;
            }
        }
    }

    static void closeQuietly(AutoCloseable... resources) {
        for (AutoCloseable resource : resources) {
            try {
                resource.close();
            } catch (Exception ignored) {
                // Nothing depends on how it closes.
            }
        }
    }

    private GuestFailureException startFailure(IOException cause) {
        awaitEnd(Duration.ofSeconds(5));
        GuestFailureException failure =
                new GuestFailureException(new GuestFailure.QemuFailed(ending(), console.text()));
        failure.initCause(cause);
        return failure;
    }

    /** QEMU connects its devices one after another, in the order in which its command line has them. */
    private static List<SocketChannel> accept(ServerSocketChannel server) throws IOException {
        List<SocketChannel> accepted = new ArrayList<>();
        for (int i = 0; i <= MachineSpec.PROCESS_PORTS; i++) {
            accepted.add(server.accept());
        }
        return accepted;
    }

    /** {@return our ends of the ports: those for processes by their numbers, and the agent's last} */
    List<SocketChannel> ports() {
        return ports;
    }

    Qmp monitor() {
        return monitor;
    }

    String console() {
        return console.text();
    }

    // ---- what is seen in its memory ----

    /** Says where the kernel keeps what is looked for; before anything that is not trusted runs. */
    void know(CodeWatch noted) {
        places = noted.places();
        watch = noted;
    }

    Optional<KernelPlaces> places() {
        return Optional.ofNullable(places);
    }

    /** {@return the kernel's state, as it is or as it was when the machine stopped; empty if nobody could look} */
    Optional<KernelState> state() {
        KernelState seen = last;
        return seen != null ? Optional.of(seen) : look();
    }

    private Optional<KernelState> look() {
        KernelPlaces known = places;
        try {
            return known == null ? Optional.empty() : Optional.of(KernelState.of(monitor, known));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** {@return the flags of what the living kernel found; none if nobody can look} */
    Taint taint() {
        KernelPlaces known = places;
        try {
            return known == null ? Taint.NONE : KernelState.taint(monitor, known);
        } catch (IOException e) {
            return Taint.NONE; // Then the machine has gone, and the next request says so.
        }
    }

    /** {@return whose code was changed since the guest was restored; nobody's if nobody can look} */
    CodeChange codeChange() {
        CodeWatch known = watch;
        try {
            return known == null ? CodeChange.NONE : known.look(processes(), monitor);
        } catch (IOException e) {
            return CodeChange.NONE; // Then the machine has gone, and the next request says so.
        }
    }

    /** To find them takes longer than to look at them. */
    private List<ProcessHandle> processes() {
        List<ProcessHandle> known = processes;
        if (known == null) {
            known = emulator.processes().toList();
            processes = known;
        }
        return known;
    }

    /** {@return whether its guest stopped it, by a reset for example} */
    boolean isStopped() {
        return stopped;
    }

    /** A machine that its guest stopped, by a reset for example, waits for a last look before it goes. */
    private void onEvent(JsonObject event) {
        if (eventText(event).startsWith("SHUTDOWN guest-")) {
            stopped = true;
            Threads.start("end of a guest", () -> {
                last = look().orElse(null);
                monitor.execute("quit");
            });
        }
    }

    /** {@return QEMU's own message, without its program's name, or else how it ended; and a limit that may have ended it} */
    String ending() {
        return ownEnding() + AddressSpace.remark();
    }

    private String ownEnding() {
        String message = messages.text().strip();
        if (!message.isEmpty()) {
            String own = message.lines()
                    .filter(line -> line.contains("qemu-system-"))
                    .findFirst()
                    .orElseGet(() -> message.lines().reduce((a, b) -> b).orElse(message));
            return own.replaceFirst("^\\S*qemu-system-[^:]*: ", "");
        }
        return emulator.ending();
    }

    /** {@return the processor time that QEMU has taken so far} */
    Duration cpuTime() {
        return emulator.processes()
                .map(handle -> handle.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /**
     * Tells how long the guest was kept from running because this machine's processors were busy: the time that QEMU's threads
     * were ready and did not run.
     *
     * @return nanoseconds since it was started
     */
    long starvedNanos() {
        if (!HostSystem.isLinux()) {
            return waits.until(ProcessorWaits.Look.at(emulator.processes().toList(), cpuTime()));
        }
        return emulator.processes()
                .mapToLong(handle -> ThreadTimes.of(handle).waited())
                .sum();
    }

    /** Waits for QEMU to end by itself, so long as it could run. Returns whether it did; its output is complete then. */
    boolean awaitEnd(Duration limit) {
        try {
            new Deadline(limit, this::starvedNanos).await(emulator.onEnd());
            consoleReader.join(2000);
            messageReader.join(2000);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    List<String> events() {
        return monitor.events().stream().map(QemuProcess::eventText).toList();
    }

    private static String eventText(JsonObject event) {
        String name = event.get("event").getAsString();
        JsonObject data = event.has("data") ? event.getAsJsonObject("data") : new JsonObject();
        return data.has("reason") ? name + " " + data.get("reason").getAsString() : name;
    }

    /** Ends the machine at once, and those that were forked from it. */
    @Override
    public void close() throws IOException {
        emulator.end();
        ports.forEach(QemuProcess::closeQuietly);
        closeQuietly(monitor);
        if (!awaitEnd(Duration.ofSeconds(10))) {
            emulator.kill();
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("Interrupted while a guest was being ended.");
            }
        }
    }
}
