// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import java.util.Optional;
import org.messageslot.guest.CodeChange;

/** The sentences for modules that change the kernel itself, which earn nothing where that is seen. */
final class Tampering {

    private static final String SENTENCE = "The module tampered with the kernel: ";

    private static final String KERNEL = SENTENCE + "it changed the kernel's own code.";
    private static final String LAB = SENTENCE + "it changed the code of the guest's agent or ledger.";
    static final String SYSTEM_CALLS = SENTENCE + "the table of system calls was changed.";
    static final String LEDGER = SENTENCE + "the guest's account of memory was changed.";

    private Tampering() {}

    /** {@return the sentence for a change of code; empty if there is none that the lab did not make itself} */
    static Optional<String> of(CodeChange change, GuestStock.Kind guest) {
        // Probes of the ledger's change the kernel's code, too.
        if (change.kernel() && guest != GuestStock.Kind.LEDGER) {
            return Optional.of(KERNEL);
        }
        return change.lab() ? Optional.of(LAB) : Optional.empty();
    }

    /** {@return whether a sentence is one of these} */
    static boolean isSaidIn(String sentence) {
        return sentence.startsWith(SENTENCE);
    }
}
