// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

/** The sentences for modules that change the kernel itself, which earn nothing where that is seen. */
final class Tampering {

    private static final String SENTENCE = "The module tampered with the kernel: ";

    static final String CODE = SENTENCE + "it changed the kernel's own code while it was loaded.";
    static final String SYSTEM_CALLS = SENTENCE + "the table of system calls was changed.";
    static final String LEDGER = SENTENCE + "the guest's account of memory was changed.";

    private Tampering() {}
}
