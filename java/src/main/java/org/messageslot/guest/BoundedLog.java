// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The beginning and the end of a stream that may be endless: a module under test can print gigabytes.
 *
 * <p>Thread-safe.
 */
final class BoundedLog {

    private static final int HEAD = 64 << 10;
    private static final int TAIL = 192 << 10;

    private final byte[] head = new byte[HEAD];
    private final byte[] tail = new byte[TAIL];
    private long length;

    /** Reads a stream to its end; what does not fit is forgotten, oldest first, but never the beginning. */
    void drain(InputStream in) throws IOException {
        byte[] chunk = new byte[8192];
        for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
            append(chunk, n);
        }
    }

    private synchronized void append(byte[] chunk, int count) {
        for (int i = 0; i < count; i++, length++) {
            if (length < HEAD) {
                head[(int) length] = chunk[i];
            } else {
                tail[(int) ((length - HEAD) % TAIL)] = chunk[i];
            }
        }
    }

    /** {@return what was kept, as text, with a line where something was cut out} */
    synchronized String text() {
        if (length <= HEAD) {
            return clean(head, (int) length);
        }
        long beyond = length - HEAD;
        if (beyond <= TAIL) {
            return clean(head, HEAD) + clean(tail, (int) beyond);
        }
        byte[] ordered = new byte[TAIL];
        int start = (int) (beyond % TAIL);
        System.arraycopy(tail, start, ordered, 0, TAIL - start);
        System.arraycopy(tail, 0, ordered, TAIL - start, start);
        return clean(head, HEAD) + "\n[... " + (beyond - TAIL) + " bytes cut out ...]\n" + clean(ordered, TAIL);
    }

    private static String clean(byte[] bytes, int count) {
        return new String(bytes, 0, count, StandardCharsets.UTF_8).replace("\r", "");
    }
}
