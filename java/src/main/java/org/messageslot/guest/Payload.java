// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The payload of a request in the making. Its methods return it, for chains. */
final class Payload {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);

    static Payload empty() {
        return new Payload();
    }

    Payload u8(int value) {
        bytes.write(value);
        return this;
    }

    Payload u16(int value) {
        return u8(value).u8(value >> 8);
    }

    Payload u32(int value) {
        return u16(value).u16(value >> 16);
    }

    Payload u64(long value) {
        return u32((int) value).u32((int) (value >> 32));
    }

    Payload string(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        if (encoded.length > 0xffff) {
            throw new IllegalArgumentException("A text of " + encoded.length + " bytes is too long for the guest.");
        }
        return u16(encoded.length).raw(encoded);
    }

    Payload raw(byte[] more) {
        bytes.write(more, 0, more.length);
        return this;
    }

    /** Bytes with their length in front. */
    Payload block(byte[] more) {
        return u32(more.length).raw(more);
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }
}
