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
    record Read(int fd, Buffer buffer) implements OnDescriptor {
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
}
