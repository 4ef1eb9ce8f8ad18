// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

/** What a file of a submission is for. */
public enum Role {
    /** The kernel module's source. */
    MODULE("message_slot.c"),
    /** The header that module and programs share. */
    HEADER("message_slot.h"),
    /** The program that sends, in C. */
    SENDER("message_sender.c"),
    /** The program that reads, in C. */
    READER("message_reader.c"),
    /** The student's own recipe; looked at, never run. */
    MAKEFILE("Makefile"),
    /** The program that sends, in Java. */
    JAVA_SENDER("MessageSender.java"),
    /** The program that reads, in Java. */
    JAVA_READER("MessageReader.java");

    private final String fileName;

    Role(String fileName) {
        this.fileName = fileName;
    }

    /** {@return the name that the assignment gives such a file} */
    public String fileName() {
        return fileName;
    }

    /** {@return whether the assignment asks for it; Java programs are an offer} */
    public boolean isAskedFor() {
        return this != JAVA_SENDER && this != JAVA_READER;
    }
}
