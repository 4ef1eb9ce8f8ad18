// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.measure;

import java.util.Locale;

/** The units of measurement. */
public enum Unit {
    /** Instructions of the processor: the same on every machine and in every run, whatever else the machine does. */
    INSTRUCTIONS,
    /** Nanoseconds by the clock: of this machine, at this moment. */
    NANOSECONDS;

    /** {@return its name in words and as the measuring program takes it} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
