// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.replay;

/**
 * A line of a script.
 *
 * @param act what is done
 * @param was what came of it; empty if that was not recorded
 */
record ScriptLine(Act act, String was) {

    /**
     * Says what came of it as a comment holds it: what a student's module returned ends no comment, and is no character of Java's.
     *
     * @return one line of harmless characters
     */
    String harmless() {
        return harmless(was);
    }

    /** {@return a text without what could end a comment in C or Java} */
    static String harmless(String text) {
        return text.replaceAll("[^ -~]|[\\\\/]", "?");
    }

    @Override
    public String toString() {
        return act + (was.isEmpty() ? "" : Journal.RESULT + was);
    }
}
