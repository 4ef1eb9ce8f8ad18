// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.setup;

import java.util.List;
import org.messageslot.setup.PackageManager;

/**
 * One line of {@code lab doctor}.
 *
 * @param state what the line says
 * @param what the thing looked for
 * @param detail what was found, or that nothing was
 * @param why why it matters
 * @param packages the packages that supply it, by Debian's names; empty if none does
 * @param fix what the user can do where it is missing; empty if there is nothing to do
 */
public record Finding(FindingState state, String what, String detail, String why, List<String> packages, String fix) {

    /** The result of looking for one thing. */
    enum FindingState {
        /** It is there. */
        FOUND("ok", "green"),
        /** It is not there, and the guest or the build needs it. */
        MISSING("missing", "red"),
        /** It is not there, and a guest does its work, in more time. */
        REPLACED("replaced", "yellow"),
        /** It is not there, and only something optional needs it. */
        OPTIONAL("optional", "yellow");

        private final String word;
        private final String colour;

        FindingState(String word, String colour) {
            this.word = word;
            this.colour = colour;
        }

        /** {@return the word that the table shows} */
        String word() {
            return word;
        }

        String markup() {
            return "@|" + colour + " " + String.format("%-8s", word) + "|@";
        }
    }

    static Finding found(String what, String detail, String why) {
        return new Finding(FindingState.FOUND, what, detail, why, List.of(), "");
    }

    static Finding missing(String what, String why, String debianPackage) {
        List<String> names = List.of(debianPackage);
        return new Finding(FindingState.MISSING, what, "not found", why, names, PackageManager.adviceFor(names));
    }

    /** Something is missing, and a guest does its work. */
    static Finding replaced(String what, String why, String debianPackage) {
        List<String> names = List.of(debianPackage);
        return new Finding(FindingState.REPLACED, what, "not found", why, names, PackageManager.adviceFor(names));
    }

    /** Something is missing that no package supplies, and a guest does its work. */
    static Finding replaced(String what, String detail, String why, String fix) {
        return new Finding(FindingState.REPLACED, what, detail, why, List.of(), fix);
    }

    /** {@return whether it is missing, and a guest does its work} */
    boolean isReplaced() {
        return state == FindingState.REPLACED;
    }

    /** Something is missing that no package supplies. */
    static Finding missing(String what, String detail, String why, String fix) {
        return new Finding(FindingState.MISSING, what, detail, why, List.of(), fix);
    }

    static Finding optional(String what, String detail, String why, String fix) {
        return new Finding(FindingState.OPTIONAL, what, detail, why, List.of(), fix);
    }

    public boolean isMissing() {
        return state == FindingState.MISSING;
    }
}
