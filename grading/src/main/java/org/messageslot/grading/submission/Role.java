// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.util.Set;

/**
 * Says what a file of a submission is for.
 *
 * @param place where it stands among the roles of its assignment, from 0
 * @param kind what kind of file it is
 * @param id its name among the roles, {@code module} or {@code java-reader} for example
 * @param fileName the name that the assignment gives such a file
 * @param words what the name of a program contains that is called otherwise, in small letters; any of them will do
 * @param insteadOf the id of the program in C that it stands in for; empty for what the assignment asks for
 */
public record Role(int place, FileKind kind, String id, String fileName, Set<String> words, String insteadOf)
        implements Comparable<Role> {

    /** The kinds of files that there are. */
    public enum FileKind {
        /** The kernel module's source. */
        MODULE,
        /** The header that module and programs share. */
        HEADER,
        /** A program, in C. */
        PROGRAM,
        /** The student's own recipe; looked at, never run. */
        MAKEFILE,
        /** A program, in Java. */
        JAVA_PROGRAM
    }

    /** Keep a copy of the set. */
    public Role {
        words = Set.copyOf(words);
    }

    /** {@return whether the assignment asks for it; Java programs are an offer} */
    public boolean isAskedFor() {
        return kind != FileKind.JAVA_PROGRAM;
    }

    /** {@return the file's name without its ending, which what is made of it is called by} */
    public String baseName() {
        return fileName.replaceFirst("\\.\\w+$", "");
    }

    @Override
    public int compareTo(Role other) {
        return Integer.compare(place, other.place);
    }
}
