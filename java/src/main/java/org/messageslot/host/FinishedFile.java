// SPDX-License-Identifier: Apache-2.0
package org.messageslot.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes files so that nobody ever sees half of one: beside the name first, then renamed into place. */
public final class FinishedFile {

    private FinishedFile() {}

    /**
     * Writes a text.
     *
     * @param path where; the folder must be there, and an older file is replaced
     * @param text the text, written as UTF-8
     * @throws IOException if that fails; then the older file is as it was, and nothing is left beside it
     */
    public static void write(Path path, String text) throws IOException {
        write(path, text.getBytes(UTF_8));
    }

    /**
     * Writes bytes.
     *
     * @param path where; the folder must be there, and an older file is replaced
     * @param content the bytes
     * @throws IOException if that fails; then the older file is as it was, and nothing is left beside it
     */
    public static void write(Path path, byte[] content) throws IOException {
        Path target = path.toAbsolutePath();
        Path beside = target.resolveSibling("." + target.getFileName() + "."
                + ProcessHandle.current().pid() + "-" + Thread.currentThread().getId() + ".part");
        try {
            try (FileChannel file = FileChannel.open(
                    beside,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
                file.force(true);
            }
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }
}
