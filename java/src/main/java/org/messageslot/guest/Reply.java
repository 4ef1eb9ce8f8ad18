// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.messageslot.Errno;
import org.messageslot.ErrnoException;

/**
 * What the agent answered.
 *
 * @param status 0, or the errno of what failed
 * @param data what follows the status; little-endian, positioned at its beginning
 */
record Reply(int status, ByteBuffer data) {

    /** Throws what failed, if anything did. */
    void orThrow(String call, String subject) throws ErrnoException {
        if (status != 0) {
            throw new ErrnoException(call, subject, Errno.of(status));
        }
    }

    int u32() {
        return data.getInt();
    }

    long u64() {
        return data.getLong();
    }

    /** {@return that many bytes} */
    byte[] bytes(int count) {
        if (count < 0 || count > data.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] taken = new byte[count];
        data.get(taken);
        return taken;
    }

    byte[] rest() {
        return bytes(data.remaining());
    }

    String string() {
        return new String(bytes(data.getShort() & 0xffff), StandardCharsets.UTF_8);
    }
}
