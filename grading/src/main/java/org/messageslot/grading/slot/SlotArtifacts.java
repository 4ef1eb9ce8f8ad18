// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot;

import org.messageslot.calls.SlotCommands;
import org.messageslot.grading.submission.Artifacts;
import org.messageslot.grading.submission.Role;

/** Lists what students hand in of a message slot. */
public final class SlotArtifacts {

    /** The id of the program that sends, for checks that need it. */
    public static final String SENDER_ID = "sender";

    /** The id of the program that reads, for checks that need it. */
    public static final String READER_ID = "reader";

    /** The ioctl command that selects a channel (R-I1). */
    public static final Artifacts.IoctlCommand CHANNEL =
            new Artifacts.IoctlCommand("MSG_SLOT_CHANNEL", SlotCommands.CHANNEL, "", true);

    /** The ioctl command that switches censorship; editions 2025 and 2026 only. */
    public static final Artifacts.IoctlCommand SET_CENSORSHIP =
            new Artifacts.IoctlCommand("MSG_SLOT_SET_CEN", SlotCommands.SET_CENSORSHIP, "(?i).*cen.*", false);

    /** All of it. */
    public static final Artifacts ALL = Artifacts.of("message slot", "message_slot.c")
            .header("message_slot.h", "MAJOR_NUM")
            .program(SENDER_ID, "message_sender.c", "send", "writ")
            .program(READER_ID, "message_reader.c", "read", "receiv")
            .inJava(SENDER_ID, "MessageSender.java")
            .inJava(READER_ID, "MessageReader.java")
            .command(CHANNEL)
            .command(SET_CENSORSHIP)
            .build();

    /** The kernel module's source. */
    public static final Role MODULE = ALL.module();

    /** The header that module and programs share. */
    public static final Role HEADER = ALL.role("header");

    /** The program that sends, in C. */
    public static final Role SENDER = ALL.role(SENDER_ID);

    /** The program that reads, in C. */
    public static final Role READER = ALL.role(READER_ID);

    /** The student's own recipe; looked at, never run. */
    public static final Role MAKEFILE = ALL.role("makefile");

    /** The program that sends, in Java. */
    public static final Role JAVA_SENDER = ALL.inJava(SENDER).orElseThrow();

    /** The program that reads, in Java. */
    public static final Role JAVA_READER = ALL.inJava(READER).orElseThrow();

    private SlotArtifacts() {}
}
