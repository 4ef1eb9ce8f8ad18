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
     * Finds the bytes of an argument of this process.
     *
     * @param decoded the argument as Java decoded it
     * @return its bytes; where the system does not tell, the UTF-8 bytes of {@code decoded}
     */
    public static byte[] of(String decoded) {
        try {
            return find(Files.readAllBytes(COMMAND_LINE), decoded);
        } catch (IOException e) {
            return decoded.getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Looks for the argument from the end of a command line, in which a NUL ends each. */
    private static byte[] find(byte[] commandLine, String decoded) {
        int end = commandLine.length - 1;
        while (end > 0) {
            int start = end;
            while (start > 0 && commandLine[start - 1] != 0) {
                start--;
            }
            byte[] raw = Arrays.copyOfRange(commandLine, start, end);
            if (certainLetters(new String(raw, StandardCharsets.ISO_8859_1)).equals(certainLetters(decoded))) {
                return raw;
            }
            end = start - 1;
        }
        return decoded.getBytes(StandardCharsets.UTF_8);
    }

    /** Keeps the letters that every locale decodes alike; a question mark may stand for one that was lost. */
    private static String certainLetters(String text) {
        return text.replaceAll("[^\\x00-\\x3e\\x40-\\x7f]", "");
    }
}
