// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import java.util.Locale;

/**
 * What a check may need besides plainly opening a slot, selecting a channel, writing a message and reading it.
 *
 * <p>Which checks ask about a step, and so own it, is said in {@code checks.json}, under {@link #id}. A check that needs a step
 * and does not ask about it is not judged where the step fails.
 */
public enum Step {
    /** Nothing but the plain calls. */
    PLAIN,
    /** The module is loaded again. */
    RELOAD,
    /** The module is unloaded. */
    UNLOAD,
    /** A slot is opened while another file of it is, or was, open. */
    SECOND_FILE,
    /** A second process uses the module. */
    SECOND_PROCESS,
    /** A slot of another minor number is opened. */
    SECOND_SLOT,
    /** A file that has a channel selects another one. */
    SELECT_AGAIN,
    /** A message is written to a channel that has one. */
    OVERWRITE,
    /** A message is read that was read before. */
    READ_AGAIN,
    /** A file is closed, and what was written lasts. */
    CLOSE,
    /** A message is shorter than any plain one. */
    SHORT_MESSAGE,
    /** A message is longer than any plain one. */
    LONG_MESSAGE,
    /** A read's buffer is exactly as long as the message. */
    FULL_BUFFER,
    /** An id is larger than any plain one. */
    LARGE_ID,
    /** A write or a read without a channel is refused. */
    NO_CHANNEL,
    /** A read of a channel without a message is refused. */
    EMPTY_CHANNEL,
    /** A write of a wrong length is refused. */
    WRONG_LENGTH,
    /** A write from a bad buffer is refused. */
    BAD_BUFFER,
    /** Censorship is turned on or off. */
    CENSOR;

    /** {@return its name in {@code checks.json}} */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
