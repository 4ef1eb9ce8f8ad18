// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.messageslot.Errno;
import org.messageslot.ErrnoException;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Buffer.BufferPlace;
import org.messageslot.calls.Call;
import org.messageslot.calls.CallArguments;
import org.messageslot.calls.DirectedCalls;
import org.messageslot.calls.Result;

/**
 * A process in a guest, and the calls that it makes there: the target {@code guest}.
 *
 * <p>Buffers lie so that they end where accessible memory ends: a driver that touches a byte too many gets a fault, not
 * luck. Every call may end in a {@link GuestFailureException}, or a {@link ProcessEndedException} if the kernel killed the
 * process. Not thread-safe: the process carries out one request at a time; for calls at the same time see
 * {@link #runConcurrently}, or use several processes.
 */
public final class GuestCalls implements DirectedCalls {

    /** A script is cut where its frame would grow beyond this; nobody notices. */
    private static final int FRAME = 4 << 20;

    private static final int CALL_OVERHEAD = 28;

    /** The agent's answers about a process that is no more: ESRCH before it could ask it, ECHILD while it waited. */
    private static final int NO_SUCH_PROCESS = 3;

    private static final int PROCESS_DIED = 10;

    private final Guest guest;
    private final int number;
    private final @Nullable ProcessPort port;
    private @Nullable SentCall begun;
    private boolean ended;

    private final class SentCall implements Begun {

        private final Call call;
        private final CompletableFuture<Reply> reply;
        private @Nullable Result result;

        private SentCall(Call call, CompletableFuture<Reply> reply) {
            this.call = call;
            this.reply = reply;
        }

        @Override
        public Call call() {
            return call;
        }

        @Override
        public boolean isDone() {
            return reply.isDone();
        }

        @Override
        public Result result() {
            Result known = result;
            if (known == null) {
                Reply all = accepted(guest.await(reply, number, guest.patience()));
                known = guest.decoded(all, r -> GuestCalls.result(r, call));
                result = known;
            }
            return known;
        }
    }

    GuestCalls(Guest guest, int number, @Nullable ProcessPort port) {
        this.guest = guest;
        this.number = number;
        this.port = port;
    }

    @Override
    public GuestCalls fork() throws ErrnoException {
        return fork("");
    }

    @Override
    public GuestCalls fork(String name) throws ErrnoException {
        demandFree();
        return guest.startProcess((child, childsPort) -> {
            Payload payload = Payload.empty().u16(child).u16(childsPort).string(name);
            ask(AgentProtocol.FORK, payload).orThrow("fork", "process " + number);
        });
    }

    /** {@inheritDoc} Does nothing if the guest is gone. */
    @Override
    public void close() {
        if (ended || guest.failure().isPresent()) {
            return;
        }
        ended = true;
        guest.ask(AgentProtocol.END_PROCESS, number, Payload.empty(), guest.patience());
    }

    /** {@inheritDoc} An end is much more work for a kernel. */
    @Override
    public void closeFiles() {
        if (ended || guest.failure().isPresent()) {
            return;
        }
        if (isInCall()) {
            close();
            return;
        }
        Payload payload = Payload.empty().u16(1).u16(0).u32(1).u32(1);
        encode(payload, AgentProtocol.CALL_CLOSE_ALL, CallArguments.of(0, 0, 0));
        try {
            sent(payload);
        } catch (ProcessEndedException e) {
            // So its files are closed.
        }
    }

    /** {@return the process by its number} */
    @Override
    public String toString() {
        return "GuestCalls[process " + number + "]";
    }

    @Override
    public Result run(Call call) {
        return run(List.of(call)).get(0);
    }

    /** {@inheritDoc} {@link #close} ends the process in the middle of it. */
    @Override
    public Begun begin(Call call) {
        Payload payload = scriptOf(List.of(List.of(call)), 1);
        demandFree();
        SentCall now = new SentCall(call, guest.begin(AgentProtocol.SCRIPT, number, payload));
        begun = now;
        return now;
    }

    /** {@return whether the process is in a call that has not returned} */
    private boolean isInCall() {
        return begun != null && !begun.isDone();
    }

    private void demandThere() {
        if (ended) {
            throw new IllegalStateException("The process was closed.");
        }
    }

    private void demandFree() {
        demandThere();
        if (isInCall()) {
            throw new IllegalStateException("The process is in a call that has not returned.");
        }
    }

    @Override
    public List<Result> run(List<Call> script) {
        List<Result> results = new ArrayList<>(script.size());
        for (List<Call> part : parts(script)) {
            results.addAll(send(List.of(part), 1).get(0));
        }
        return results;
    }

    @Override
    public List<List<Result>> runConcurrently(List<List<Call>> lanes, int repeat) {
        if (lanes.isEmpty() || lanes.size() > AgentProtocol.MAX_LANES || repeat < 1) {
            throw new IllegalArgumentException("A process runs 1 to " + AgentProtocol.MAX_LANES
                    + " lanes at least once each, not " + lanes.size() + " lanes " + repeat + " times.");
        }
        return send(lanes, repeat);
    }

    /**
     * Makes calls in several threads of the process, which begin together.
     *
     * @param lanes what each thread does, one after another; 1 to 64 of them
     * @return the results of each thread in the order in which it made its calls
     * @throws IllegalArgumentException if there is more than one request can carry
     */
    public List<List<Result>> runConcurrently(List<List<Call>> lanes) {
        return runConcurrently(lanes, 1);
    }

    /** {@return what the kernel says the process's threads wait in, one frame a line}
     * @throws ErrnoException if the process is gone
     */
    public List<String> stacks() throws ErrnoException {
        Reply reply = ask(AgentProtocol.STACKS, Payload.empty());
        reply.orThrow("read", "/proc/self/stack");
        return new String(reply.rest(), StandardCharsets.UTF_8).lines().toList();
    }

    private Reply ask(int type, Payload payload) {
        demandThere();
        return guest.ask(type, number, payload, guest.patience());
    }

    /**
     * Cuts a script where a frame would grow too long, and where a buffer occurs again: what the first call leaves in
     * it is what the second finds.
     */
    private static List<List<Call>> parts(List<Call> script) {
        List<List<Call>> parts = new ArrayList<>();
        List<Call> part = new ArrayList<>();
        Set<Buffer> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        int length = 0;
        for (Call call : script) {
            Buffer memory = call.arguments().memory();
            int more = CALL_OVERHEAD + 2 * memory.bytes().length;
            if (!part.isEmpty() && (length + more > FRAME || seen.contains(memory))) {
                parts.add(part);
                part = new ArrayList<>();
                seen.clear();
                length = 0;
            }
            part.add(call);
            length += more;
            call.filled().ifPresent(seen::add);
        }
        if (!part.isEmpty()) {
            parts.add(part);
        }
        return parts;
    }

    private List<List<Result>> send(List<List<Call>> lanes, int repeat) {
        Payload payload = scriptOf(lanes, repeat);
        return guest.decoded(sent(payload), r -> results(r, lanes, repeat));
    }

    private static Payload scriptOf(List<List<Call>> lanes, int repeat) {
        Payload payload = Payload.empty().u16(lanes.size()).u16(0).u32(repeat);
        for (List<Call> lane : lanes) {
            payload.u32(lane.size());
            lane.forEach(call -> encode(call, payload));
        }
        return payload;
    }

    private Reply sent(Payload payload) {
        return accepted(script(payload));
    }

    private Reply accepted(Reply reply) {
        if (reply.status() == NO_SUCH_PROCESS || reply.status() == PROCESS_DIED) {
            throw new ProcessEndedException(guest.endOf(number).orElse(-1));
        }
        if (reply.status() != 0) {
            throw new IllegalArgumentException("The guest refuses the script: " + Errno.of(reply.status()) + ".");
        }
        return reply;
    }

    private Reply script(Payload payload) {
        demandFree();
        if (port == null) {
            return ask(AgentProtocol.SCRIPT, payload);
        }
        return guest.askDirectly(port, AgentProtocol.SCRIPT, number, payload)
                .orElseThrow(() -> new ProcessEndedException(guest.endOf(number).orElse(-1)));
    }

    private static void encode(Call call, Payload to) {
        CallArguments arguments = call.arguments();
        Buffer memory = arguments.memory();
        if (memory.bytes().length > AgentProtocol.MAX_BUFFER) {
            throw new IllegalArgumentException(
                    "A buffer in the guest has at most " + AgentProtocol.MAX_BUFFER + " accessible bytes.");
        }
        encode(to, call.operation().number(), arguments);
    }

    private static void encode(Payload to, int operation, CallArguments arguments) {
        Buffer memory = arguments.memory();
        to.u8(operation).u8(kind(memory.kind())).u16(0).u32(arguments.fd());
        to.u64(arguments.a()).u64(arguments.b()).block(memory.bytes());
    }

    private static int kind(BufferPlace kind) {
        return switch (kind) {
            case BYTES -> 0;
            case NULL -> 1;
            case UNMAPPED -> 2;
            case READ_ONLY -> 3;
            case CROSSING -> 4;
            case KERNEL -> 5;
            case UNTOUCHED -> 6;
        };
    }

    private static List<List<Result>> results(Reply reply, List<List<Call>> lanes, int repeat) {
        List<List<Result>> all = new ArrayList<>(lanes.size());
        for (List<Call> lane : lanes) {
            List<Result> results = new ArrayList<>(lane.size() * repeat);
            for (int round = 0; round < repeat; round++) {
                for (Call call : lane) {
                    results.add(result(reply, call));
                }
            }
            all.add(results);
        }
        return all;
    }

    private static Result result(Reply reply, Call call) {
        long value = reply.u64();
        int errno = reply.u32();
        byte[] memory = reply.bytes(reply.u32());
        call.filled().ifPresent(own -> fill(own.bytes(), memory));
        return new Result(value, errno, memory);
    }

    private static void fill(byte[] own, byte[] memory) {
        if (memory.length != own.length) {
            throw new IllegalArgumentException("A call's result has another length than its buffer.");
        }
        System.arraycopy(memory, 0, own, 0, own.length);
    }
}
