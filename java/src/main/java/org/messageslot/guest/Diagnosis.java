// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Finds out what is the matter with a guest that does not answer. Thread-safe. */
final class Diagnosis {

    private final QemuProcess machine;
    private final AgentConnection agent;

    Diagnosis(QemuProcess machine, AgentConnection agent) {
        this.machine = machine;
        this.agent = agent;
    }

    /**
     * A deadline has passed. Asks the guest what it is doing; if it cannot say, interrupts it so that it must.
     *
     * @param reason which deadline
     * @param process the process that was asked; 0 if it was the agent
     * @return what is known
     */
    GuestFailure hang(String reason, int process) {
        Optional<KernelState> state = machine.state().filter(KernelState::isDying);
        if (state.isPresent()) {
            // Somebody keeps a kernel from dying that has crashed.
            return crash(state.get(), machine.console());
        }
        List<String> stacks = stacks(process);
        if (stacks.isEmpty()) {
            interrupt();
        }
        String console = machine.console();
        Optional<Oops> oops = Oops.in(console);
        return new GuestFailure.Hang(reason, oops, stacks, console);
    }

    private List<String> stacks(int process) {
        CompletableFuture<Reply> reply = agent.request(AgentProtocol.STACKS, process, new byte[0]);
        try {
            byte[] text = new Deadline(Duration.ofSeconds(2), machine::starvedNanos)
                    .await(reply)
                    .rest();
            return new String(text, StandardCharsets.UTF_8).lines().toList();
        } catch (TimeoutException | ExecutionException e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    /** A non-maskable interrupt, which the kernel answers with a trace and a panic even when interrupts are off. */
    private void interrupt() {
        try {
            machine.monitor().execute("inject-nmi");
            machine.awaitEnd(Duration.ofSeconds(3));
        } catch (IOException e) {
            // Then there is no trace, and the deadline alone has to do.
            return;
        }
    }

    /**
     * The agent is gone. Finds out why from what QEMU and the console say.
     *
     * @param noticed how that was noticed
     * @return what is known
     */
    GuestFailure agentGone(String noticed) {
        boolean ended = machine.awaitEnd(Duration.ofSeconds(10));
        String console = machine.console();
        if (!ended) {
            return new GuestFailure.AgentGone(noticed, console);
        }
        List<String> events = machine.events();
        KernelState state = machine.state().orElseGet(() -> asTold(console));
        if (state.isDying()) {
            return crash(state, console);
        }
        if (events.contains("GUEST_PANICKED")) {
            return new GuestFailure.Panic(told(console), console);
        }
        if (events.contains("SHUTDOWN guest-shutdown")) {
            return new GuestFailure.AgentGone(lastWords(console).orElse("the guest powered itself off"), console);
        }
        if (events.contains("SHUTDOWN guest-reset")) {
            return new GuestFailure.AgentGone("the guest reset itself without a panic", console);
        }
        return new GuestFailure.QemuFailed(machine.ending(), console);
    }

    /** A guest without places to look at has nothing in it that is not trusted, or was booted for want of a snapshot. */
    private static KernelState asTold(String console) {
        boolean panics = console.contains("Kernel panic - not syncing");
        return new KernelState(Taint.NONE, 0, panics, false);
    }

    /** What was seen decides; what the console says only explains. */
    private static GuestFailure crash(KernelState state, String console) {
        Oops oops = told(console);
        if (state.isStuck()) {
            return new GuestFailure.Hang(
                    "the kernel's watchdog saw a processor stuck", Optional.of(oops), List.of(), console);
        }
        if (state.isBlocked()) {
            return new GuestFailure.Hang("the kernel saw a task blocked", Optional.of(oops), List.of(), console);
        }
        return new GuestFailure.Panic(oops, console);
    }

    private static Oops told(String console) {
        return Oops.in(console).orElse(new Oops("a panic without a word", Optional.empty(), List.of()));
    }

    /** What the agent said before it powered the guest off on its own account. */
    private static Optional<String> lastWords(String console) {
        return console.lines()
                .filter(line -> line.contains("agent: "))
                .map(line -> line.substring(line.indexOf("agent: ") + "agent: ".length()))
                .reduce((a, b) -> b);
    }
}
