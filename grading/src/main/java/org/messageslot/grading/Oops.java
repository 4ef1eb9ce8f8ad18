// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading;

/**
 * A kernel crash, decoded.
 *
 * @param title what the kernel called it, {@code BUG: kernel NULL pointer dereference} for example
 * @param function the function that it happened in; empty if unknown
 * @param offset how far into the function, {@code 0x2d} for example; empty if unknown
 * @param file the student's source file; empty if the crash is not in it
 * @param line the line of that file, from 1; 0 if unknown
 * @param meaning what such a crash usually means, in a sentence
 */
public record Oops(String title, String function, String offset, String file, int line, String meaning) {

    /** {@return where it happened, {@code device_write+0x2d, message_slot.c:87} for example; empty if unknown} */
    public String place() {
        String inFunction = function.isEmpty() || offset.isEmpty() ? function : function + "+" + offset;
        String inFile = file.isEmpty() || line == 0 ? file : file + ":" + line;
        return inFunction.isEmpty() || inFile.isEmpty() ? inFunction + inFile : inFunction + ", " + inFile;
    }
}
