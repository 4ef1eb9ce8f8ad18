// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

/**
 * Names what a check may need besides the plainest use of a module: one of the steps that the assignment's catalogue lists.
 *
 * <p>Which checks ask about it, and so own it, is said in the catalogue. A check that needs something and does not ask about it
 * is not judged where that fails. The constants are what the engine itself does for a check; an assignment adds its own.
 *
 * @param id its name in the catalogue
 */
public record Prerequisite(String id) {

    /** Nothing but the plain calls. */
    public static final Prerequisite PLAIN = new Prerequisite("plain");

    /** The module is loaded again. */
    public static final Prerequisite RELOAD = new Prerequisite("reload");

    /** The module is unloaded. */
    public static final Prerequisite UNLOAD = new Prerequisite("unload");

    /** A second process uses the module. */
    public static final Prerequisite SECOND_PROCESS = new Prerequisite("second-process");

    /** A file is closed, and what it did lasts. */
    public static final Prerequisite CLOSE = new Prerequisite("close");
}
