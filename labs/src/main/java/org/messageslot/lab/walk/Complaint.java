// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

/**
 * Something in a walkthrough that is not as it says.
 *
 * @param file the script's name
 * @param line where it says so, from 1
 * @param source the Java that ran, or what else it is about
 * @param wanted what it says; empty where it says nothing
 * @param got what happened
 */
public record Complaint(String file, int line, String source, String wanted, String got) {

    /** {@return file and line, as editors and compilers write them} */
    public String where() {
        return file + ":" + line;
    }

    /** {@return all of it, in several lines} */
    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder(where() + ": " + source.lines().findFirst().orElse(""));
        if (source.lines().count() > 1) {
            text.append(" ...");
        }
        if (!wanted.isEmpty()) {
            text.append("\n    wanted  ").append(wanted.replace("\n", "\n            "));
        }
        return text.append("\n    got     ")
                .append(got.replace("\n", "\n            "))
                .toString();
    }
}
