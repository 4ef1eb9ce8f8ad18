// SPDX-License-Identifier: Apache-2.0
package org.messageslot;

import java.util.regex.Pattern;

/** Channel ids as people type them: an {@code unsigned int} in decimal digits. */
public final class ChannelId {

    /** The largest id, 2^32-1 (R-D4). */
    public static final long LARGEST = 0xffff_ffffL;

    /** Digits only; more than ten significant ones are too many for any id. */
    private static final Pattern DIGITS = Pattern.compile("0*[0-9]{1,10}");

    private ChannelId() {}

    /**
     * Reads a channel id strictly: no sign, no space, no other letter.
     *
     * <p>The id 0 is read, too: refusing it is the driver's job (R-I3).
     *
     * @param text what was typed
     * @return the id, 0 to {@link #LARGEST}
     * @throws IllegalArgumentException if the text is anything else; the message says what is wrong
     */
    public static long parse(String text) {
        if (!DIGITS.matcher(text).matches() || Long.parseLong(text) > LARGEST) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a channel id: a whole number from 1 to " + LARGEST + " is wanted");
        }
        return Long.parseLong(text);
    }

    /**
     * Checks an id.
     *
     * @param id any number
     * @return the same number
     * @throws IllegalArgumentException if it does not fit in an {@code unsigned int}
     */
    static long check(long id) {
        if (id < 0 || id > LARGEST) {
            throw new IllegalArgumentException(
                    "A channel id is an unsigned int, from 0 to " + LARGEST + ", but this is " + id + ".");
        }
        return id;
    }
}
