// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.time.Duration;
import java.util.List;

/**
 * A program to be run in a guest, and what it may use. It and whatever it starts are counted together and are all
 * killed when it ends. Immutable and thread-safe.
 *
 * @param path where it lies in the guest; statically linked, for there are no libraries
 * @param arguments its arguments, without its name
 * @param input what it reads from standard input
 * @param user the number of the user that it runs as, 0 for root
 * @param group the number of its group
 * @param cpuTime how much processor time it may take, at least a second
 * @param wallTime how long it may run
 * @param maxOutput how many bytes of standard output, and of standard error, are kept, at most 4 MiB
 * @param maxProcesses how many processes and threads it may be at once
 * @param memory how many bytes of memory they may use together
 * @param fileSize how many bytes a file that it writes may have
 */
@SuppressWarnings("ArrayRecordComponent") // Bytes are the point; equality is never asked for.
public record GuestProgram(
        String path,
        List<String> arguments,
        byte[] input,
        int user,
        int group,
        Duration cpuTime,
        Duration wallTime,
        int maxOutput,
        int maxProcesses,
        long memory,
        long fileSize) {

    public GuestProgram {
        arguments = List.copyOf(arguments);
    }

    /**
     * Describes a program that runs as root for at most 10 seconds, with the limits of a small command-line tool: 64 KiB
     * of output, 16 processes, 64 MiB of memory, files of 16 MiB.
     *
     * @param path where it lies in the guest
     * @param arguments its arguments, without its name
     * @return the description
     */
    public static GuestProgram of(String path, String... arguments) {
        Duration limit = Duration.ofSeconds(10);
        return new GuestProgram(
                path, List.of(arguments), new byte[0], 0, 0, limit, limit, 64 << 10, 16, 64L << 20, 16L << 20);
    }

    /**
     * Gives it something to read.
     *
     * @param other what it reads from standard input
     * @return the description with that input
     */
    public GuestProgram withInput(byte[] other) {
        return new GuestProgram(
                path, arguments, other, user, group, cpuTime, wallTime, maxOutput, maxProcesses, memory, fileSize);
    }

    /**
     * Runs it as somebody else.
     *
     * @param otherUser the number of the user
     * @param otherGroup the number of the group
     * @return the description with that user
     */
    public GuestProgram as(int otherUser, int otherGroup) {
        return new GuestProgram(
                path,
                arguments,
                input,
                otherUser,
                otherGroup,
                cpuTime,
                wallTime,
                maxOutput,
                maxProcesses,
                memory,
                fileSize);
    }

    /**
     * Limits its time.
     *
     * @param limit how long it may run, and how much processor time it may take
     * @return the description with that limit
     */
    public GuestProgram within(Duration limit) {
        return new GuestProgram(
                path, arguments, input, user, group, limit, limit, maxOutput, maxProcesses, memory, fileSize);
    }

    /**
     * Limits what it prints.
     *
     * @param bytes how many bytes of standard output, and of standard error, are kept, at most 4 MiB
     * @return the description with that limit
     */
    public GuestProgram withMaxOutput(int bytes) {
        return new GuestProgram(
                path, arguments, input, user, group, cpuTime, wallTime, bytes, maxProcesses, memory, fileSize);
    }

    /**
     * Limits the processes and the memory.
     *
     * @param processes how many processes and threads it may be at once
     * @param bytes how many bytes of memory they may use together
     * @return the description with those limits
     */
    public GuestProgram withLimits(int processes, long bytes) {
        return new GuestProgram(
                path, arguments, input, user, group, cpuTime, wallTime, maxOutput, processes, bytes, fileSize);
    }

    Payload payload() {
        Payload payload = Payload.empty().string(path).u16(arguments.size() + 1).string(path);
        arguments.forEach(payload::string);
        return payload.u32(user)
                .u32(group)
                .u32((int) Math.max(1, cpuTime.toSeconds()))
                .u32((int) wallTime.toMillis())
                .u32(maxOutput)
                .u32(maxProcesses)
                .u64(memory)
                .u64(fileSize)
                .block(input);
    }
}
