// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * Tells how a program in a guest ended.
 *
 * @param exitCode its exit code, empty if a signal ended it
 * @param signal the signal that ended it, empty if it exited
 * @param timedOut whether its time was up, and it was killed
 * @param output what it printed on standard output, as far as was kept
 * @param error what it printed on standard error, as far as was kept
 * @param outputCut whether it printed more on standard output
 * @param errorCut whether it printed more on standard error
 * @param cpuTime how much processor time it took
 */
@SuppressWarnings("ArrayRecordComponent") // Bytes are the point; equality is never asked for.
public record ProgramResult(
        OptionalInt exitCode,
        OptionalInt signal,
        boolean timedOut,
        byte[] output,
        byte[] error,
        boolean outputCut,
        boolean errorCut,
        Duration cpuTime) {

    static ProgramResult of(Reply reply) {
        int status = reply.u32();
        int flags = reply.u32();
        Duration cpuTime = Duration.ofNanos(reply.u64() * 1000);
        byte[] output = reply.bytes(reply.u32());
        byte[] error = reply.bytes(reply.u32());
        int signal = status & 0x7f;
        return new ProgramResult(
                signal == 0 ? OptionalInt.of(status >> 8 & 0xff) : OptionalInt.empty(),
                signal == 0 ? OptionalInt.empty() : OptionalInt.of(signal),
                (flags & AgentProtocol.RUN_TIMED_OUT) != 0,
                output,
                error,
                (flags & AgentProtocol.RUN_OUTPUT_CUT) != 0,
                (flags & AgentProtocol.RUN_ERROR_CUT) != 0,
                cpuTime);
    }

    /** {@return standard output as text} */
    public String outputText() {
        return new String(output, StandardCharsets.UTF_8);
    }

    /** {@return standard error as text} */
    public String errorText() {
        return new String(error, StandardCharsets.UTF_8);
    }
}
