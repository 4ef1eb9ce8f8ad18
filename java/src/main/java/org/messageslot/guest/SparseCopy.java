// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** Copies the file of a guest's memory, most of which was never touched: holes in the file stay holes. */
final class SparseCopy {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int BLOCK = 64 << 10;

    private SparseCopy() {}

    /**
     * Copies a file: by GNU's cp, which shares the blocks where the file system can, else block by block.
     *
     * @param from the file
     * @param to the copy, which is written anew
     * @throws IOException if it cannot be written
     */
    static void copy(Path from, Path to) throws IOException {
        if (HostCommand.find("cp").isEmpty() || !byProgram(from, to)) {
            copyBlocks(from, to);
        }
    }

    private static boolean byProgram(Path from, Path to) throws IOException {
        String[] words = {"cp", "--sparse=always", "--reflink=auto", "--", from.toString(), to.toString()};
        return HostCommand.of(LIMIT, words).run().isSuccess();
    }

    /** Copies what is not zero, as the cp of other systems does not. */
    static void copyBlocks(Path from, Path to) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate(BLOCK);
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        try (FileChannel input = FileChannel.open(from, StandardOpenOption.READ);
                FileChannel output = FileChannel.open(
                        to,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            for (long position = 0; position < input.size(); position += block.limit()) {
                read(input, block.clear(), position);
                if (!block.equals(zeros.clear().limit(block.limit()))) {
                    write(output, block, position);
                }
            }
            keepLength(output, input.size());
        }
    }

    private static void read(FileChannel input, ByteBuffer block, long start) throws IOException {
        long position = start;
        int count = 0;
        while (block.hasRemaining() && count >= 0) {
            count = input.read(block, position);
            position += Math.max(count, 0);
        }
        block.flip();
    }

    private static void write(FileChannel output, ByteBuffer block, long start) throws IOException {
        ByteBuffer rest = block.duplicate();
        while (rest.hasRemaining()) {
            output.write(rest, start + rest.position());
        }
    }

    /** A file that ends in a hole gets its length by its last byte. */
    private static void keepLength(FileChannel output, long length) throws IOException {
        if (output.size() < length) {
            output.write(ByteBuffer.allocate(1), length - 1);
        }
    }
}
