// SPDX-License-Identifier: Apache-2.0
package org.messageslot.calls;

import java.util.Arrays;
import org.messageslot.Errno;
import org.messageslot.ErrnoException;

/**
 * The result of a system call.
 *
 * @param value the return value; -1 where the call failed
 * @param errno the error number where the call failed, else 0
 * @param bytes after a read, what the buffer's accessible memory holds; else empty
 */
@SuppressWarnings("ArrayRecordComponent") // Bytes are the point; equality is never asked for.
public record Result(long value, int errno, byte[] bytes) {

    private static final byte[] NOTHING = {};

    /**
     * Makes the result of a call that succeeded.
     *
     * @param value the return value, 0 or more
     * @return a result without bytes
     */
    public static Result of(long value) {
        return new Result(value, 0, NOTHING);
    }

    /**
     * Makes the result of a call that failed.
     *
     * @param errno why
     * @return a result with the value -1
     */
    public static Result failure(Errno errno) {
        return new Result(-1, errno.number(), NOTHING);
    }

    /**
     * Makes the result of a call that failed.
     *
     * @param errno why, as a number, 1 or more
     * @return a result with the value -1
     */
    static Result failure(int errno) {
        return new Result(-1, errno, NOTHING);
    }

    /**
     * Adds what the call left in memory.
     *
     * @param call the call that this is the result of
     * @return this result, with the memory itself that the call fills, if it fills any
     */
    public Result with(Call call) {
        return call.filled()
                .map(memory -> new Result(value, errno, memory.bytes()))
                .orElse(this);
    }

    /** {@return the bytes that the call filled memory with, no more than its value says; none if it failed or fills no memory} */
    public byte[] filled() {
        return Arrays.copyOf(bytes, (int) Math.max(0, Math.min(value, bytes.length)));
    }

    /** {@return whether the call returned -1} */
    public boolean isFailure() {
        return errno != 0;
    }

    /**
     * Returns the value, or throws the failure.
     *
     * @param call the call that this is the result of
     * @return the value, 0 or more
     * @throws ErrnoException if the call failed
     */
    public long orThrow(Call call) throws ErrnoException {
        if (isFailure()) {
            throw new ErrnoException(call.name(), call.subject(), Errno.of(errno));
        }
        return value;
    }

    /** {@return the value, or -1 with the error's name, as a trace shows it} */
    @Override
    public String toString() {
        return isFailure() ? "-1 " + Errno.of(errno) : Long.toString(value);
    }
}
