// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot;

import org.messageslot.grading.trial.Prerequisite;

/** Lists what a check may need besides plainly opening a slot, selecting a channel, writing a message and reading it. */
public final class SlotPrerequisites {

    /** A slot is opened while another file of it is, or was, open. */
    public static final Prerequisite SECOND_FILE = new Prerequisite("second-file");

    /** A slot is opened for reading only, or for writing only. */
    public static final Prerequisite ONE_WAY_FILE = new Prerequisite("one-way-file");

    /** A slot of another minor number is opened. */
    public static final Prerequisite SECOND_SLOT = new Prerequisite("second-slot");

    /** A file that has a channel selects another one. */
    public static final Prerequisite SELECT_AGAIN = new Prerequisite("select-again");

    /** A message is written to a channel that has one. */
    public static final Prerequisite OVERWRITE = new Prerequisite("overwrite");

    /** A message is read that was read before. */
    public static final Prerequisite READ_AGAIN = new Prerequisite("read-again");

    /** A message is shorter than any plain one. */
    public static final Prerequisite SHORT_MESSAGE = new Prerequisite("short-message");

    /** A message is longer than any plain one. */
    public static final Prerequisite LONG_MESSAGE = new Prerequisite("long-message");

    /** A read's buffer is exactly as long as the message. */
    public static final Prerequisite FULL_BUFFER = new Prerequisite("full-buffer");

    /** An id is larger than any plain one. */
    public static final Prerequisite LARGE_ID = new Prerequisite("large-id");

    /** A write or a read without a channel is refused. */
    public static final Prerequisite NO_CHANNEL = new Prerequisite("no-channel");

    /** A read of a channel without a message is refused. */
    public static final Prerequisite EMPTY_CHANNEL = new Prerequisite("empty-channel");

    /** A write of a wrong length is refused. */
    public static final Prerequisite WRONG_LENGTH = new Prerequisite("wrong-length");

    /** A write from a bad buffer is refused. */
    public static final Prerequisite BAD_BUFFER = new Prerequisite("bad-buffer");

    /** Censorship is turned on or off. */
    public static final Prerequisite CENSOR = new Prerequisite("censor");

    private SlotPrerequisites() {}
}
