// SPDX-License-Identifier: Apache-2.0
package org.messageslot.calls;

/**
 * {@code mmap(NULL, length, protection, MAP_SHARED, fd, offset)}. It returns the number of the mapping in its process,
 * 0 for the first: addresses differ from run to run.
 *
 * @param fd the descriptor
 * @param length how many bytes
 * @param protection see {@link MapProtection}
 * @param offset where in the file, in bytes
 */
public record Mmap(int fd, int length, int protection, long offset) implements Call.OnDescriptor {

    /** The system call. */
    public static final Operation OPERATION = new Operation(
            "mmap",
            9,
            words -> new Mmap((int) words.number(), (int) words.number(), (int) words.number(), words.number()));

    @Override
    public Operation operation() {
        return OPERATION;
    }

    @Override
    public String words() {
        return fd + " " + length + " " + protection + " " + offset;
    }

    @Override
    public CallArguments arguments() {
        return CallArguments.of(fd, Integer.toUnsignedLong(length) | (long) protection << Integer.SIZE, offset);
    }

    @Override
    public long make(NativeCalls process) {
        return process.mappings().map(this);
    }

    @Override
    public String meaning(long value) {
        return "map" + value;
    }

    @Override
    public String inC() {
        return "map(" + fd + ", " + length + ", " + MapProtection.text(protection) + ", " + offset + ")";
    }

    @Override
    public String toString() {
        return "mmap(NULL, " + length + ", " + MapProtection.text(protection) + ", MAP_SHARED, " + fd + ", " + offset
                + ")";
    }
}
