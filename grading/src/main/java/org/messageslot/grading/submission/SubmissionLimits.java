// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

/** How much a submission may be. An honest one is five files of a few kilobytes. */
final class SubmissionLimits {

    /** Bytes of an archive. */
    static final long ARCHIVE = 32L << 20;
    /** Entries of an archive or a folder, archives inside included. */
    static final int ENTRIES = 10_000;
    /** Bytes that an archive may unpack to, what is not kept included. */
    static final long UNPACKED = 256L << 20;
    /** Bytes of one file that is kept. */
    static final int FILE = 1 << 20;
    /** Bytes of all files that are kept. */
    static final int KEPT = 16 << 20;
    /** Files that are kept. */
    static final int FILES = 500;
    /** Folders inside each other. */
    static final int DEPTH = 16;
    /** Bytes of one name, as the file systems have it. */
    static final int NAME = 255;
    /** Bytes of a whole path, folders included. */
    static final int PATH = 1024;
    /** Archives inside each other. */
    static final int NESTING = 2;
    /** Bytes of a module or a program that the compiler made; an honest module has less than one million. */
    static final int PRODUCT = 8 << 20;
    /** Lines about what was ignored. */
    static final int IGNORED = 100;

    private SubmissionLimits() {}
}
