// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.kernel;

import java.util.Locale;

/** The kernels that can answer the calls: {@code --on here|guest|model}. */
public enum KernelChoice {
    /** This machine's own kernel, with the module loaded. */
    HERE("this machine's kernel"),
    /** A real kernel in a disposable guest. */
    GUEST("a real kernel"),
    /** The specification in memory. */
    MODEL("the model");

    /** The system property that tells a session which kernel answers. */
    public static final String PROPERTY = "messageslot.on";

    private final String where;

    KernelChoice(String where) {
        this.where = where;
    }

    /** {@return where a message is, in words} */
    public String where() {
        return where;
    }

    /** Finds the target of a name. */
    public static KernelChoice of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** {@return the name as it is typed} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
