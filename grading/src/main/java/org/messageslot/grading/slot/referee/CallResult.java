// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.referee;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.messageslot.Errno;

/**
 * The result of a call, without its time.
 *
 * @param value the value, -1 for a failure; an opened file's is 0
 * @param errno the error number, 0 if there is none
 * @param bytes what was read, in hexadecimal
 */
public record CallResult(long value, int errno, String bytes) {

    /** {@return the result as a person reads it: {@code 90: 60 x 'b', 30 x 'a'} for example} */
    @Override
    public String toString() {
        if (errno != 0) {
            return "-1 " + Errno.of(errno);
        }
        return bytes.isEmpty() ? Long.toString(value) : value + ": " + runs();
    }

    private String runs() {
        String text = new String(HexFormat.of().parseHex(bytes), StandardCharsets.ISO_8859_1);
        List<String> runs = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) != text.charAt(start)) {
                runs.add(i - start + " x " + shown(text.charAt(start)));
                start = i;
            }
        }
        return runs.size() <= 6
                ? String.join(", ", runs)
                : String.join(", ", runs.subList(0, 5)) + " and " + (runs.size() - 5) + " more";
    }

    private static String shown(char byteValue) {
        return byteValue > ' ' && byteValue < 0x7f ? "'" + byteValue + "'" : String.format("0x%02x", (int) byteValue);
    }
}
