// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** The guest's init, compiled from the sources that this library carries ({@code kernel/guest} of the kit). */
final class AgentBinary {

    private static final List<String> SOURCES = List.of(
            "agent.c",
            "agent.h",
            "agent_arena.c",
            "agent_call.h",
            "agent_calls.c",
            "agent_errand.c",
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

    static byte[] compiled(Cache cache) throws IOException {
        CompiledProgram agent = new CompiledProgram(
                "agent",
                "the guest's agent",
                CompiledProgram.forGuests(OPTIONS),
                CompiledProgram.carried("agent", SOURCES));
        return Files.readAllBytes(agent.in(cache, "agent"));
    }
}
