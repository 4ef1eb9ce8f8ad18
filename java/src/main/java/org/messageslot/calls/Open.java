// SPDX-License-Identifier: Apache-2.0
package org.messageslot.calls;

import java.nio.charset.StandardCharsets;

/**
 * {@code open(path, flags)}.
 *
 * @param path the file's path
 * @param flags see {@link OpenFlags}
 */
public record Open(String path, int flags) implements Call {

    /** The system call. */
    public static final Operation OPERATION =
            new Operation("open", 1, words -> new Open(words.text(), (int) words.number()));

    @Override
    public Operation operation() {
        return OPERATION;
    }

    @Override
    public String subject() {
        return path;
    }

    @Override
    public String words() {
        return CallWords.quoted(path) + " " + flags;
    }

    @Override
    public CallArguments arguments() {
        return new CallArguments(0, Integer.toUnsignedLong(flags), 0, Buffer.of(path));
    }

    @Override
    public long make(NativeCalls process) {
        return process.libc().integer("open", path, flags);
    }

    @Override
    public String inC() {
        return "open(" + Buffer.literal(path.getBytes(StandardCharsets.UTF_8)) + ", " + OpenFlags.inC(flags) + ")";
    }

    @Override
    public String toString() {
        return "open(\"" + path + "\", " + OpenFlags.text(flags) + ")";
    }
}
