// SPDX-License-Identifier: Apache-2.0
package org.messageslot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The bytes of a command-line argument, as the shell passed them.
 *
 * <p>Java decodes arguments by the locale, and what the locale cannot express is lost: in the C locale every letter
 * beyond ASCII. A message is bytes, so they are taken from where Linux keeps them.
 */
public final class ArgumentBytes {

    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

    private ArgumentBytes() {}

    /**
     * Find the bytes of the last argument of this process.
     *
     * @param decoded the same argument as Java decoded it
     * @return its bytes; where the system does not tell, the UTF-8 bytes of {@code decoded}
     */
    public static byte[] ofLast(String decoded) {
        try {
            return last(Files.readAllBytes(COMMAND_LINE));
        } catch (IOException e) {
            return decoded.getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Cut the last of a row of strings, each of which ends with a NUL. */
    private static byte[] last(byte[] commandLine) {
        int end = commandLine.length - 1;
        int start = end;
        while (start > 0 && commandLine[start - 1] != 0) {
            start--;
        }
        return Arrays.copyOfRange(commandLine, start, end);
    }
}
