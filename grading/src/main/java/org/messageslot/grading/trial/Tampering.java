// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import java.util.Optional;
import org.messageslot.grading.Status;
import org.messageslot.grading.trial.GuestStock.GuestKind;
import org.messageslot.guest.CodeChange;

/** The sentences for modules that change the kernel itself, whose grade is 0. */
final class Tampering {

    private static final String SENTENCE = "The module tampered with the kernel: ";

    private static final String KERNEL = SENTENCE + "it changed the kernel's own code.";
    private static final String LAB = SENTENCE + "it changed the code of the guest's agent or ledger.";
    private static final String SYSTEM_CALLS = SENTENCE + "the table of system calls was changed.";
    static final String LEDGER = SENTENCE + "the guest's account of memory was changed.";

    private Tampering() {}

    /** {@return the sentence for a change of code; empty if there is none that the lab did not make itself} */
    static Optional<String> of(CodeChange change, GuestKind guest) {
        // Probes of the ledger's change the kernel's code, too.
        if (change.kernel() && guest != GuestKind.LEDGER) {
            return Optional.of(KERNEL);
        }
        if (change.systemCalls()) {
            return Optional.of(SYSTEM_CALLS);
        }
        return change.lab() ? Optional.of(LAB) : Optional.empty();
    }

    /** {@return how a check ended that failed with a sentence: by tampering, if it is one of these} */
    static Status status(String sentence) {
        return sentence.startsWith(SENTENCE) ? Status.TAMPERED : Status.FAILED;
    }
}
