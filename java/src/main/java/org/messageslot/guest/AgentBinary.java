// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Consumer;

/** The guest's init, compiled from the sources that this library carries ({@code kernel/guest} of the kit). */
final class AgentBinary {

    private static final List<String> SOURCES = List.of(
            "agent.c",
            "agent.h",
            "agent_arena.c",
            "agent_boot.c",
            "agent_call.h",
            "agent_calls.c",
            "agent_errand.c",
            "agent_peer.c",
            "agent_peer.h",
            "agent_port.c",
            "agent_process.c",
            "agent_protocol.h",
            "agent_run.c",
            "agent_wire.c",
            "agent_worker.c",
            "call_descriptor.c",
            "call_ioctl.c",
            "call_mapping.c",
            "call_open.c",
            "call_poll.c",
            "call_transfer.c");

    /** Static, because nothing else is in the guest. */
    private static final List<String> OPTIONS =
            List.of("-std=gnu11", "-D_GNU_SOURCE", "-O2", "-Wall", "-Wextra", "-Werror", "-static", "-pthread", "-s");

    private AgentBinary() {}

    /**
     * Finds the agent, or compiles it: on this machine, or else in a first guest, which needs no agent.
     *
     * @param kernel what that guest runs
     * @param progress is told what takes long
     */
    static byte[] compiled(Cache cache, KernelTree kernel, Consumer<String> progress) throws IOException {
        CompiledProgram agent = new CompiledProgram(
                "agent",
                "the guest's agent",
                CompiledProgram.forGuests(OPTIONS),
                CompiledProgram.carried("agent", SOURCES));
        FirstGuest first = new FirstGuest(kernel, cache, progress);
        return Files.readAllBytes(agent.in(cache, "agent", first));
    }
}
