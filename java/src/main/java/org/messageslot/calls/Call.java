// SPDX-License-Identifier: Apache-2.0
package org.messageslot.calls;

import java.util.Locale;

/**
 * One system call, written down before it is made: the material of scripts, traces and failure messages.
 *
 * <p>As a string, a call is C source.
 */
public sealed interface Call {

    /** {@return the name of the system call} */
    default String name() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** {@return what the call is made on: the path, or the descriptor as {@code fd 3}} */
    String subject();

    /**
     * Say what a value means that the call returned.
     *
     * @param value 0 or more
     * @return the value as a C programmer would write it
     */
    default String meaning(long value) {
        return Long.toString(value);
    }

    /** A call that fills memory of the caller's. */
    sealed interface IntoBuffer extends Call {

        /** {@return the memory and the length} */
        Buffer buffer();

        /** {@return the same call with a copy of the memory} */
        IntoBuffer copy();
    }

    /** A call that is made on a descriptor. */
    sealed interface OnDescriptor extends Call {

        /** {@return the descriptor} */
        int fd();

        @Override
        default String subject() {
            return "fd " + fd();
        }
    }

    /**
     * {@code open(path, flags)}.
     *
     * @param path the file's path
     * @param flags see {@link OpenFlags}
     */
    record Open(String path, int flags) implements Call {
        @Override
        public String subject() {
            return path;
        }

        @Override
        public String toString() {
            return "open(\"" + path + "\", " + OpenFlags.text(flags) + ")";
        }
    }

    /**
     * {@code ioctl(fd, command, argument)}.
     *
     * @param fd the descriptor
     * @param command the command's number, 0 to 2^32-1
     * @param argument the argument, passed by value as an {@code unsigned long}
     */
    record Ioctl(int fd, long command, long argument) implements OnDescriptor {
        @Override
        public String toString() {
            return "ioctl(" + fd + ", " + SlotCommands.text(command) + ", " + Long.toUnsignedString(argument) + ")";
        }
    }

    /**
     * {@code write(fd, buffer, length)}.
     *
     * @param fd the descriptor
     * @param buffer the memory and the length
     */
    record Write(int fd, Buffer buffer) implements OnDescriptor {
        @Override
        public String toString() {
            return "write(" + fd + ", " + buffer + ")";
        }
    }

    /**
     * {@code read(fd, buffer, length)}.
     *
     * @param fd the descriptor
     * @param buffer the memory and the length
     */
    record Read(int fd, Buffer buffer) implements OnDescriptor, IntoBuffer {
        @Override
        public Read copy() {
            return new Read(fd, buffer.copy());
        }

        @Override
        public String toString() {
            return "read(" + fd + ", " + buffer.asRoom() + ")";
        }
    }

    /**
     * {@code dup(fd)}.
     *
     * @param fd the descriptor
     */
    record Dup(int fd) implements OnDescriptor {
        @Override
        public String toString() {
            return "dup(" + fd + ")";
        }
    }

    /**
     * {@code close(fd)}.
     *
     * @param fd the descriptor
     */
    record Close(int fd) implements OnDescriptor {
        @Override
        public String toString() {
            return "close(" + fd + ")";
        }
    }

    /**
     * {@code poll} of one descriptor. It returns the events that are so; 0 if there was none in time.
     *
     * @param fd the descriptor; a negative one has no events, so that time passes and nothing else
     * @param events the events that are waited for, see {@link PollEvents}
     * @param milliseconds how long it waits for one; 0 for not at all, negative for as long as it takes
     */
    record Poll(int fd, int events, int milliseconds) implements OnDescriptor {
        @Override
        public String meaning(long value) {
            return PollEvents.text((int) value);
        }

        @Override
        public String toString() {
            return "poll({" + fd + ", " + PollEvents.text(events) + "}, 1, " + milliseconds + ")";
        }
    }

    /**
     * {@code mmap(NULL, length, protection, MAP_SHARED, fd, offset)}. It returns the number of the mapping in its process,
     * 0 for the first: addresses differ from run to run.
     *
     * @param fd the descriptor
     * @param length how many bytes
     * @param protection see {@link MapProtection}
     * @param offset where in the file, in bytes
     */
    record Mmap(int fd, int length, int protection, long offset) implements OnDescriptor {
        @Override
        public String meaning(long value) {
            return "map" + value;
        }

        @Override
        public String toString() {
            return "mmap(NULL, " + length + ", " + MapProtection.text(protection) + ", MAP_SHARED, " + fd + ", "
                    + offset + ")";
        }
    }

    /** Something that is done with a mapping. */
    sealed interface OnMapping extends Call {

        /** {@return the mapping's number} */
        int mapping();

        @Override
        default String subject() {
            return "map" + mapping();
        }
    }

    /**
     * A look at the first bytes of a mapping: no system call, but a copy that fails with {@code EFAULT} where a program would
     * be ended by {@code SIGBUS}.
     *
     * @param mapping the mapping's number
     * @param buffer ordinary memory, no longer than the mapping
     */
    record Peek(int mapping, Buffer buffer) implements OnMapping, IntoBuffer {
        @Override
        public Peek copy() {
            return new Peek(mapping, buffer.copy());
        }

        @Override
        public String toString() {
            return "memcpy(buf, map" + mapping + ", " + buffer.length() + ")";
        }
    }

    /**
     * {@code munmap} of a whole mapping. Its number is free then.
     *
     * @param mapping the mapping's number
     */
    record Munmap(int mapping) implements OnMapping {
        @Override
        public String toString() {
            return "munmap(map" + mapping + ")";
        }
    }
}
