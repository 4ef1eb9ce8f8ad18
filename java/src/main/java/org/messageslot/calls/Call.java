// SPDX-License-Identifier: Apache-2.0
package org.messageslot.calls;

/**
 * One system call, written down before it is made: the material of scripts, traces and failure messages.
 *
 * <p>{@link #toString()} gives the call as C source.
 */
public sealed interface Call {

    /** {@return the name of the system call} */
    String name();

    /**
     * {@code open(path, flags)}.
     *
     * @param path the file's path
     * @param flags see {@link OpenFlags}
     */
    record Open(String path, int flags) implements Call {
        @Override
        public String name() {
            return "open";
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
    record Ioctl(int fd, long command, long argument) implements Call {
        @Override
        public String name() {
            return "ioctl";
        }

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
    record Write(int fd, Buffer buffer) implements Call {
        @Override
        public String name() {
            return "write";
        }

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
    record Read(int fd, Buffer buffer) implements Call {
        @Override
        public String name() {
            return "read";
        }

        @Override
        public String toString() {
            return "read(" + fd + ", " + buffer + ")";
        }
    }

    /**
     * {@code dup(fd)}.
     *
     * @param fd the descriptor
     */
    record Dup(int fd) implements Call {
        @Override
        public String name() {
            return "dup";
        }

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
    record Close(int fd) implements Call {
        @Override
        public String name() {
            return "close";
        }

        @Override
        public String toString() {
            return "close(" + fd + ")";
        }
    }

    /** {@return what the call is made on: the path, or the descriptor as {@code fd 3}} */
    default String subject() {
        if (this instanceof Open open) {
            return open.path();
        }
        return "fd " + descriptor();
    }

    private int descriptor() {
        if (this instanceof Ioctl call) {
            return call.fd();
        }
        if (this instanceof Write call) {
            return call.fd();
        }
        if (this instanceof Read call) {
            return call.fd();
        }
        if (this instanceof Dup call) {
            return call.fd();
        }
        if (this instanceof Close call) {
            return call.fd();
        }
        throw new AssertionError("A call without a descriptor: " + this);
    }
}
