// SPDX-License-Identifier: Apache-2.0
package org.messageslot.calls;

import java.util.Optional;
import org.messageslot.ErrnoException;

/**
 * One system call, written down before it is made: the material of scripts, traces and failure messages.
 *
 * <p>A class is one call in all its forms: as C source, which is its string; as a line of a script; as the numbers that a guest's
 * agent is told; and as what this machine's C library is asked to do. Another call is another class, which {@link Operations}
 * lists, with one file beside {@code kernel/guest/call_poll.c} and one beside {@code PollHandler} of the model.
 */
public interface Call {

    /** {@return the system call that this is one of} */
    Operation operation();

    /** {@return the name of the system call} */
    default String name() {
        return operation().name();
    }

    /** {@return what the call is made on: the path, or the descriptor as {@code fd 3}} */
    String subject();

    /** {@return the call as an expression of a program in C, with the functions that {@code calls.c} of {@code lab repro} has} */
    default String inC() {
        return toString();
    }

    /** {@return the call's arguments as words of a script, which {@link Operation#reader} reads} */
    String words();

    /** {@return the call's arguments as the agent of a guest is told them} */
    CallArguments arguments();

    /**
     * Makes the call in this very process.
     *
     * @param process the process, with its C library
     * @return the return value, 0 or more
     * @throws ErrnoException if the call fails
     * @throws com.sun.jna.LastErrorException if the C library says so
     */
    long make(NativeCalls process) throws ErrnoException;

    /**
     * Says what a value means that the call returned.
     *
     * @param value 0 or more
     * @return the value as a C programmer would write it
     */
    default String meaning(long value) {
        return Long.toString(value);
    }

    /** {@return the memory of the caller's that the call fills; empty if it fills none} */
    default Optional<Buffer> filled() {
        return Optional.empty();
    }

    /** {@return the same call with a copy of its memory} */
    default Call copy() {
        return this;
    }

    /** A call that is made on a descriptor. */
    interface OnDescriptor extends Call {

        /** {@return the descriptor} */
        int fd();

        @Override
        default String subject() {
            return "fd " + fd();
        }
    }

    /** A call whose one argument is its descriptor. */
    interface OfDescriptor extends OnDescriptor {

        @Override
        default String words() {
            return String.valueOf(fd());
        }

        @Override
        default CallArguments arguments() {
            return CallArguments.of(fd(), 0, 0);
        }

        @Override
        default long make(NativeCalls process) {
            return process.libc().integer(name(), fd());
        }
    }

    /** A call that moves bytes between a file and the caller's memory. */
    interface Transfer extends OnDescriptor {

        /** {@return the memory and the length} */
        Buffer buffer();

        @Override
        default String inC() {
            return name() + "(" + fd() + ", " + buffer().inC() + ")";
        }

        @Override
        default String words() {
            return fd() + " " + CallWords.of(buffer());
        }

        @Override
        default CallArguments arguments() {
            return CallArguments.of(fd(), buffer());
        }

        @Override
        default long make(NativeCalls process) {
            return NativeMemory.transfer(process.libc(), name(), fd(), buffer());
        }
    }

    /** Something that is done with a mapping. */
    interface OnMapping extends Call {

        /** {@return the mapping's number} */
        int mapping();

        @Override
        default String subject() {
            return "map" + mapping();
        }
    }
}
