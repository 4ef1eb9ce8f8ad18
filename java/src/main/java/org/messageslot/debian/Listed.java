// SPDX-License-Identifier: Apache-2.0
package org.messageslot.debian;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file as a list tells of it that can be trusted.
 *
 * @param size its length in bytes
 * @param sha256 the SHA-256 of its content, 64 hexadecimal digits in lower case
 */
public record Listed(long size, String sha256) {

    private static final int BUFFER = 1 << 16;

    /** Creates one; an {@link IllegalArgumentException} tells that no file can be so. */
    public Listed {
        // It becomes the name of a file.
        if (size < 0 || !sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("No file has size " + size + " and SHA-256 " + sha256 + ".");
        }
    }

    /** {@return whether a file is there and is this one} */
    boolean is(Path file) throws IOException {
        return Files.isRegularFile(file)
                && Files.size(file) == size
                && hash(file).equals(sha256);
    }

    /** {@return the SHA-256 of a file, in hexadecimal} */
    static String hash(Path file) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java has SHA-256.", e);
        }
        try (InputStream content = new DigestInputStream(Files.newInputStream(file), digest)) {
            byte[] buffer = new byte[BUFFER];
            while (content.read(buffer) >= 0) {
                // The digest takes what is read.
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
