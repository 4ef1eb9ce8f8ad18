// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import java.util.Optional;

/** The parameters of a run of JUnit: system properties, and lines in a file {@code junit-platform.properties}. */
@FunctionalInterface
public interface RunParameters {

    /**
     * Looks up a parameter.
     *
     * @param name its name
     * @return its value; empty if it is not given, or blank
     */
    Optional<String> find(String name);
}
