// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.lines;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes what gcc writes of a module's flow. */
final class GraphBytes {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private GraphBytes() {}

    /** Begins a file of gcc 12. */
    static GraphBytes gcc12() {
        return new GraphBytes()
                .numbers(0x67636e6f, 'B' << 24 | '2' << 16 | '2' << 8 | '*', 1, 0)
                .text("/build")
                .numbers(1);
    }

    GraphBytes numbers(int... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int number : numbers) {
            bytes.putInt(number);
        }
        out.writeBytes(bytes.array());
        return this;
    }

    private GraphBytes text(String text) {
        byte[] bytes = (text + "\0").getBytes(StandardCharsets.UTF_8);
        numbers(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    private GraphBytes record(int tag, GraphBytes content) {
        numbers(tag, content.out.size());
        out.writeBytes(content.out.toByteArray());
        return this;
    }

    GraphBytes function(String name, int blocks) {
        GraphBytes content = new GraphBytes()
                .numbers(1, 2, 3)
                .text(name)
                .numbers(0)
                .text("/submission/slot.c")
                .numbers(1, 1, 9, 1);
        return record(0x01000000, content).record(0x01410000, new GraphBytes().numbers(blocks));
    }

    /** Adds arcs: where each goes, and 1 if no counter counts it. */
    GraphBytes arcs(int from, int... to) {
        return record(0x01430000, new GraphBytes().numbers(from).numbers(to));
    }

    GraphBytes lines(int block, int... lines) {
        GraphBytes content = new GraphBytes()
                .numbers(block, 0)
                .text("/submission/slot.c")
                .numbers(lines)
                .numbers(0, 0);
        return record(0x01450000, content);
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
