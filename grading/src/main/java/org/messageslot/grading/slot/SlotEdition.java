// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot;

import java.util.Optional;
import org.messageslot.grading.edition.Edition;
import org.messageslot.grading.edition.MemoryBound;

/** TEMPORARY. */
public record SlotEdition(Optional<MemoryBound> memoryBound, int censorEvery) {
    public static SlotEdition of(Edition e) { return new SlotEdition(e.memoryBound(), e.censorEvery()); }
}
