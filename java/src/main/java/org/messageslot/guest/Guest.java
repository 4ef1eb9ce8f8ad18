// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.messageslot.ErrnoException;

/**
 * A running guest: a kernel of its own, to be broken at will.
 *
 * <pre>{@code
 * try (Guest guest = Guest.start(GuestOptions.standard())) {
 *     guest.loadModule(Path.of("message_slot.ko"), "");
 *     guest.makeNode("/dev/slot0", 0666, 235, 0);
 *     try (GuestCalls process = guest.newProcess("writer")) {
 *         int fd = process.open("/dev/slot0", OpenFlags.O_RDWR);
 *     }
 * }
 * }</pre>
 *
 * <p>Any request may end in a {@link GuestFailureException} when the kernel crashes or hangs; so does every later one.
 * What fails inside a guest that lives is an {@link ErrnoException}. Thread-safe: requests may be outstanding at once,
 * but each process carries out one at a time. The guest ends with {@link #close()}, or with this JVM however that ends.
 */
public final class Guest implements AutoCloseable {

    /** The mode bit of a character device, which mknod wants beside the permissions. */
    private static final int CHARACTER_DEVICE = 0x2000;

    private static final int MAX_LOG = 4 << 20;

    private final QemuProcess machine;
    private final AgentConnection agent;
    private final Diagnosis diagnosis;
    private final GuestOptions options;
    private final String release;
    private final AtomicInteger processes = new AtomicInteger();
    private final AtomicReference<@Nullable GuestFailure> failure = new AtomicReference<>();

    private volatile Supplier<Duration> patience;
    private final List<ProcessPort> ports = new ArrayList<>();
    private final Deque<ProcessPort> freePorts = new ConcurrentLinkedDeque<>();

    /** Waits until the agent answers. */
    private Guest(QemuProcess machine, GuestOptions options, Duration limit) throws IOException {
        this.machine = machine;
        this.options = options;
        this.patience = options::deadline;
        List<SocketChannel> channels = machine.ports();
        int last = channels.size() - 1;
        for (int i = 0; i < last; i++) {
            ports.add(new ProcessPort(i + 1, channels.get(i)));
        }
        freePorts.addAll(ports);
        this.agent = new AgentConnection(channels.get(last), () -> ports.forEach(ProcessPort::wake));
        this.diagnosis = new Diagnosis(machine, agent);
        Reply hello = ask(AgentProtocol.HELLO, 0, Payload.empty(), limit);
        int version = hello.u32();
        if (version != AgentProtocol.VERSION) {
            throw new IOException("The guest's agent speaks version " + version + " of the protocol, not "
                    + AgentProtocol.VERSION + ".");
        }
        this.release = hello.string();
    }

    /**
     * Starts a guest, and makes whatever it takes that is not in the cache yet.
     *
     * @param options what kind of guest
     * @return a running guest
     * @throws GuestUnavailableException if there can be none on this machine; its message says what to do
     * @throws GuestFailureException if QEMU or the guest's kernel fails
     * @throws IOException if the cache cannot be used
     */
    public static Guest start(GuestOptions options) throws IOException {
        return start(options, step -> {});
    }

    /**
     * Starts a guest, and tells what takes long.
     *
     * @param options what kind of guest
     * @param progress is told, in a few words each, what takes over a second
     * @return a running guest
     * @throws GuestUnavailableException if there can be none on this machine; its message says what to do
     * @throws GuestFailureException if QEMU or the guest's kernel fails
     * @throws IOException if the cache cannot be used
     */
    public static Guest start(GuestOptions options, Consumer<String> progress) throws IOException {
        return Snapshot.prepare(options, progress).restore();
    }

    /** Waits until the agent answers. The machine is ended if it does not. */
    static Guest attach(QemuProcess machine, GuestOptions options, Duration limit) throws IOException {
        try {
            return new Guest(machine, options, limit);
        } catch (IOException | RuntimeException e) {
            machine.close();
            throw e;
        }
    }

    // ---- what it is ----

    /**
     * Lets each request have another deadline than that of the guest's options, for who knows what to expect of it.
     *
     * @param limit is asked before each request how long that may take
     */
    public void setPatience(Supplier<Duration> limit) {
        patience = limit;
    }

    /** {@return how long the next request may take} */
    Duration patience() {
        return patience.get();
    }

    /** {@return the kernel's release as {@code uname -r} prints it} */
    public String kernelRelease() {
        return release;
    }

    /** {@return what kind of guest it is} */
    public GuestOptions options() {
        return options;
    }

    /** {@return what happened to the guest, empty while it lives as far as is known} */
    public Optional<GuestFailure> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** {@return what was printed on the console so far; the middle is cut out where it is very long} */
    public String console() {
        return machine.console();
    }

    /** {@return the processor time that the guest has cost this machine} */
    public Duration cpuTime() {
        return machine.cpuTime();
    }

    /**
     * {@return the processor time of all copies of guests that this program ended, which the system adds to nobody's}
     *
     * <p>Thread-safe.
     */
    public static Duration cpuTimeOfCopies() {
        return Duration.ofNanos(ForkedEmulator.ranNanos());
    }

    // ---- modules ----

    /**
     * Loads a module.
     *
     * @param file the module, {@code .ko}
     * @param parameters as on insmod's command line, {@code "major=240 censor_every=3"} for example
     * @throws ErrnoException if the kernel refuses it; its log says why
     * @throws IOException if the file cannot be read
     */
    public void loadModule(Path file, String parameters) throws IOException {
        loadModule(Files.readAllBytes(file), parameters);
    }

    /**
     * Loads a module.
     *
     * @param image the module's bytes, at most 15 MiB
     * @param parameters as on insmod's command line
     * @throws ErrnoException if the kernel refuses it; its log says why
     */
    public void loadModule(byte[] image, String parameters) throws ErrnoException {
        request(AgentProtocol.LOAD_MODULE, Payload.empty().string(parameters).raw(image))
                .orThrow("init_module", "module");
    }

    /**
     * Unloads a module, and does not wait if it is in use.
     *
     * @param name its name as /proc/modules has it
     * @throws ErrnoException EWOULDBLOCK if a file is open on it, ENOENT if there is none
     */
    public void unloadModule(String name) throws ErrnoException {
        int nonblock = 0x800;
        request(AgentProtocol.UNLOAD_MODULE, Payload.empty().string(name).u32(nonblock))
                .orThrow("delete_module", name);
    }

    // ---- files ----

    /**
     * Makes a node of a character device, as {@code mknod PATH c MAJOR MINOR} does.
     *
     * @param path where
     * @param permissions its permissions, 0 to 0777, exactly (there is no umask)
     * @param major the driver
     * @param minor the device
     * @throws ErrnoException if it cannot be made, EEXIST for example
     */
    public void makeNode(String path, int permissions, int major, int minor) throws ErrnoException {
        makeNodes(List.of(new GuestNode(path, permissions, major, minor)));
    }

    /**
     * A node of a character device.
     *
     * @param path where
     * @param permissions its permissions, 0 to 0777, exactly (there is no umask)
     * @param major the driver
     * @param minor the device
     */
    public record GuestNode(String path, int permissions, int major, int minor) {}

    /**
     * Makes nodes of character devices in one go.
     *
     * @param nodes the nodes, at least one
     * @throws ErrnoException if one of them cannot be made; those before it are
     */
    public void makeNodes(List<GuestNode> nodes) throws ErrnoException {
        Payload payload = Payload.empty();
        for (GuestNode node : nodes) {
            payload.string(node.path())
                    .u32(CHARACTER_DEVICE | node.permissions())
                    .u32(node.major())
                    .u32(node.minor());
        }
        request(AgentProtocol.MKNOD, payload).orThrow("mknod", nodes.get(0).path());
    }

    /**
     * Removes a file.
     *
     * @param path which
     * @throws ErrnoException if it cannot be removed
     */
    public void remove(String path) throws ErrnoException {
        request(AgentProtocol.UNLINK, Payload.empty().string(path)).orThrow("unlink", path);
    }

    /**
     * Changes a file's permissions.
     *
     * @param path which
     * @param permissions 0 to 07777
     * @throws ErrnoException if they cannot be changed
     */
    public void changeMode(String path, int permissions) throws ErrnoException {
        request(AgentProtocol.CHMOD, Payload.empty().string(path).u32(permissions))
                .orThrow("chmod", path);
    }

    /**
     * Changes a file's owner.
     *
     * @param path which
     * @param user the owner's number
     * @param group the group's number
     * @throws ErrnoException if they cannot be changed
     */
    public void changeOwner(String path, int user, int group) throws ErrnoException {
        request(AgentProtocol.CHOWN, Payload.empty().string(path).u32(user).u32(group))
                .orThrow("chown", path);
    }

    /**
     * Writes a file; it replaces one that is there.
     *
     * @param path where; files of the kernel's (under /proc and /sys) too
     * @param permissions of a new file
     * @param content its bytes, of any length that fits into the guest
     * @throws ErrnoException if it cannot be written
     */
    public void putFile(String path, int permissions, byte[] content) throws ErrnoException {
        int part = 8 << 20;
        for (int at = 0; at == 0 || at < content.length; at += part) {
            byte[] piece = java.util.Arrays.copyOfRange(content, at, Math.min(content.length, at + part));
            Payload payload = Payload.empty()
                    .string(path)
                    .u32(permissions)
                    .u32(at == 0 ? 0 : 1)
                    .raw(piece);
            request(AgentProtocol.PUT_FILE, payload).orThrow("write", path);
        }
    }

    /**
     * Reads a file. One that would block (a pipe of the kernel's) is read as far as it is ready.
     *
     * @param path which
     * @param max at most so many bytes, 0 to 8 MiB
     * @return its content, cut after {@code max} bytes
     * @throws ErrnoException if it cannot be read
     */
    public byte[] getFile(String path, int max) throws ErrnoException {
        Reply reply =
                request(AgentProtocol.GET_FILE, Payload.empty().string(path).u32(max));
        reply.orThrow("read", path);
        reply.u32();
        return reply.rest();
    }

    /**
     * Reads a text file.
     *
     * @param path which
     * @return the first MiB of it
     * @throws ErrnoException if it cannot be read
     */
    public String getText(String path) throws ErrnoException {
        return new String(getFile(path, 1 << 20), java.nio.charset.StandardCharsets.UTF_8);
    }

    /** {@return what the kernel remembers of its past: what it says, and what is seen in its memory from outside}
     * @throws ErrnoException if they cannot be read
     */
    public Taint taint() throws ErrnoException {
        Reply reply = request(AgentProtocol.TAINT, Payload.empty());
        reply.orThrow("read", "/proc/sys/kernel/tainted");
        Taint told = new Taint(decoded(reply, Reply::u64));
        return told.with(machine.taint());
    }

    /** {@return whose code was changed since the guest was restored, but for what a kernel changes itself, as seen from outside} */
    public CodeChange codeChange() {
        return machine.codeChange();
    }

    /**
     * Has the kernel look over what it allocated, if it watches that ({@link GuestOptions#hardened}). What was written past
     * its end, or after it was freed, is then told in the log and taints the kernel even if nobody comes across it again.
     *
     * @throws ErrnoException if it cannot
     */
    public void checkHeap() throws ErrnoException {
        request(AgentProtocol.CHECK_HEAP, Payload.empty()).orThrow("write", "/sys/kernel/slab");
    }

    /**
     * Reads a page of the guest's memory from outside, whatever its kernel makes of it.
     *
     * @param address its physical address, a multiple of 4096
     * @return its 4096 bytes, as the guest's processor orders them
     * @throws IOException if there is no such memory, or the guest is gone
     */
    public ByteBuffer memoryPage(long address) throws IOException {
        return MachinePages.page(machine.monitor(), address);
    }

    // ---- what it does ----

    /**
     * Starts a process, as root.
     *
     * @param name its name as drivers see it, at most 15 bytes
     * @return the process; its first open file will be descriptor 3
     * @throws ErrnoException if the guest can have no more
     */
    public GuestCalls newProcess(String name) throws ErrnoException {
        return newProcess(name, 0, 0);
    }

    /**
     * Starts a process.
     *
     * @param name its name as drivers see it, at most 15 bytes
     * @param user its user's number, 0 for root
     * @param group its group's number
     * @return the process; its first open file will be descriptor 3
     * @throws ErrnoException if the guest can have no more
     */
    public GuestCalls newProcess(String name, int user, int group) throws ErrnoException {
        return startProcess((number, port) -> {
            Payload payload = Payload.empty().string(name).u32(user).u32(group).u16(port);
            ask(AgentProtocol.NEW_PROCESS, number, payload, patience.get()).orThrow("fork", name);
        });
    }

    /** Asks for a process that has this number and this port, 0 for none. */
    interface ProcessStarter {
        void start(int number, int port) throws ErrnoException;
    }

    /** Starts a process, with a port of its own while there is one. */
    GuestCalls startProcess(ProcessStarter starter) throws ErrnoException {
        int number = processes.incrementAndGet();
        ProcessPort port = freePorts.poll();
        try {
            starter.start(number, port == null ? 0 : port.number());
        } catch (ErrnoException e) {
            release(port);
            throw e;
        }
        return new GuestCalls(this, number, port);
    }

    /** Takes back the port of a process that is no more. */
    void release(@Nullable ProcessPort port) {
        if (port != null && !port.isSpoilt()) {
            freePorts.add(port);
        }
    }

    /**
     * Runs a program to its end.
     *
     * @param program which, with what, within which limits
     * @return how it ended and what it printed
     * @throws ErrnoException if it cannot be started, ENOENT or EACCES for example
     */
    public ProgramResult run(GuestProgram program) throws ErrnoException {
        Duration deadline = patience.get().plus(program.wallTime());
        Reply reply = ask(AgentProtocol.RUN, 0, program.payload(), deadline);
        reply.orThrow("execve", program.path());
        return decoded(reply, ProgramResult::of);
    }

    /**
     * Reads the kernel's log.
     *
     * @param since the first record wanted; 0 for all that there are
     * @return the records from there on
     * @throws ErrnoException if it cannot be read
     */
    public KernelLog kernelLog(long since) throws ErrnoException {
        Reply reply =
                request(AgentProtocol.KERNEL_LOG, Payload.empty().u64(since).u32(MAX_LOG));
        reply.orThrow("read", "/dev/kmsg");
        return decoded(reply, KernelLog::of);
    }

    /** Powers the guest off from within, and waits until it is. */
    public void powerOff() {
        CompletableFuture<Reply> never = agent.request(AgentProtocol.POWER_OFF, 0, new byte[0]);
        boolean ended = machine.awaitEnd(options.deadline());
        never.cancel(false);
        if (!ended) {
            throw fail(diagnosis.hang("it does not power off", 0));
        }
    }

    /**
     * Lets debuggers attach: QEMU listens, and stops the guest while one is there.
     *
     * @param socket where; at most 100 bytes long, in a folder that is there
     * @throws IOException if QEMU does not listen there
     */
    public void serveDebuggers(Path socket) throws IOException {
        String device = "unix:" + socket.toAbsolutePath().toString().replace(",", ",,") + ",server=on,wait=off";
        machine.monitor().print("gdbserver " + device);
        if (!Files.exists(socket)) {
            throw new IOException("QEMU does not listen at " + socket + ".");
        }
    }

    /** What is done with a machine's monitor to keep something of its state. */
    interface Keeping<T> {
        T by(Qmp monitor) throws IOException;
    }

    /**
     * Keeps the machine's state, and ends it.
     *
     * @throws GuestFailureException if the guest itself ends meanwhile
     */
    void keep(Path state) throws IOException {
        kept(monitor -> {
            MachineState.save(monitor, state);
            return state;
        });
        machine.monitor().execute("quit");
        machine.awaitEnd(Duration.ofSeconds(10));
    }

    /**
     * Stops the guest for good, so that it can be copied. Nothing else can be asked of it.
     *
     * @param keeping what is done while it stands still and its monitor still answers
     * @return what that returns
     * @throws GuestFailureException if the guest itself ends meanwhile
     */
    <T> T freeze(Keeping<T> keeping) throws IOException {
        return kept(monitor -> {
            monitor.execute("stop");
            T result = keeping.by(monitor);
            machine.freeze();
            return result;
        });
    }

    /** Stops the guest for good, so that it can be copied. */
    void freeze() throws IOException {
        freeze(monitor -> true);
    }

    private <T> T kept(Keeping<T> keeping) throws IOException {
        try {
            T result = keeping.by(machine.monitor());
            if (!machine.isStopped()) {
                return result;
            }
        } catch (IOException e) {
            if (!machine.isStopped()) {
                throw e;
            }
        }
        throw fail(diagnosis.agentGone("it went down while its state was being kept"));
    }

    /**
     * Makes a running copy of a frozen guest.
     *
     * @param limit how long it may take
     * @return the copy; it may be frozen, too
     * @throws GuestFailureException if it does not start
     */
    Guest copy(Duration limit) throws IOException {
        QemuProcess copy = machine.fork(limit);
        try {
            copy.monitor().execute("cont");
        } catch (IOException e) {
            copy.close();
            throw e;
        }
        return attach(copy, options, limit);
    }

    /** {@return what the emulator prints when it is asked this} */
    String monitor(String line) throws IOException {
        return machine.monitor().print(line);
    }

    /** Ends the guest at once. It leaves nothing behind. */
    @Override
    public void close() throws IOException {
        machine.close();
        agent.close();
        for (ProcessPort port : ports) {
            port.close();
        }
    }

    /** {@return the kernel, and whether it lives} */
    @Override
    public String toString() {
        return "Guest[Linux " + release + ", "
                + failure().map(known -> "ended: " + known.summary()).orElse("running") + "]";
    }

    // ---- requests and failures ----

    private Reply request(int type, Payload payload) {
        return ask(type, 0, payload, patience.get());
    }

    /**
     * Asks the agent, and waits for the reply.
     *
     * @throws GuestFailureException if the guest fails meanwhile, or has failed
     */
    Reply ask(int type, int process, Payload payload, Duration limit) {
        return await(begin(type, process, payload), process, limit);
    }

    /**
     * Asks the agent, and does not wait for the reply.
     *
     * @throws GuestFailureException if the guest has failed
     */
    CompletableFuture<Reply> begin(int type, int process, Payload payload) {
        GuestFailure earlier = failure.get();
        if (earlier != null) {
            throw new GuestFailureException(earlier);
        }
        return agent.request(type, process, payload.toBytes());
    }

    /**
     * Waits for a reply.
     *
     * @throws GuestFailureException if the guest fails meanwhile, or has failed
     */
    Reply await(CompletableFuture<Reply> reply, int process, Duration limit) {
        Deadline deadline = new Deadline(limit, machine::starvedNanos);
        try {
            return deadline.await(reply);
        } catch (TimeoutException e) {
            throw fail(diagnosis.hang(Deadline.PASSED, process));
        } catch (ExecutionException e) {
            throw fail(diagnosis.agentGone("it closed its port"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw fail(new GuestFailure.AgentGone("the wait for it was interrupted", machine.console()));
        }
    }

    /**
     * Asks a process by its own port, and waits for the reply.
     *
     * @return the reply; empty if the process has ended
     * @throws GuestFailureException if the guest fails meanwhile, or has failed
     */
    Optional<Reply> askDirectly(ProcessPort port, int type, int process, Payload payload) {
        GuestFailure earlier = failure.get();
        if (earlier != null) {
            throw new GuestFailureException(earlier);
        }
        Deadline deadline = new Deadline(patience.get(), machine::starvedNanos);
        try {
            return port.ask(
                    type,
                    process,
                    payload.toBytes(),
                    deadline,
                    () -> endOf(process).isPresent());
        } catch (TimeoutException e) {
            throw fail(diagnosis.hang(Deadline.PASSED, process));
        } catch (IOException e) {
            throw fail(diagnosis.agentGone(String.valueOf(e.getMessage())));
        }
    }

    /** Takes a reply apart; one that is shorter than it should be is a failure of the guest's. */
    <T> T decoded(Reply reply, Function<Reply, T> decoder) {
        try {
            return decoder.apply(reply);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw fail(new GuestFailure.AgentGone("it sent a reply that makes no sense", machine.console()));
        }
    }

    /** {@return the wait status of a process that died unasked} */
    Optional<Integer> endOf(int process) {
        return Optional.ofNullable(agent.endOf(process));
    }

    /** Notes the first failure, ends the machine, and makes the exception to throw. */
    private GuestFailureException fail(GuestFailure now) {
        failure.compareAndSet(null, now);
        GuestFailure first = failure.get();
        GuestFailureException exception = new GuestFailureException(first == null ? now : first);
        try {
            close();
        } catch (IOException e) {
            exception.addSuppressed(e);
        }
        return exception;
    }
}
