// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading;

import java.util.List;

/**
 * Describes what was handed in, as the grade shows it.
 *
 * @param id whose it is, as the class names it: the archive's or the folder's name
 * @param sha256 the hash of its content, 64 hexadecimal digits; empty if it could not be read
 * @param found the files that were used
 * @param missing the files that the assignment asks for and that are not there
 * @param ignored the files that were not used
 * @param remarks what else its author should know
 */
public record Submitted(
        String id,
        String sha256,
        List<String> found,
        List<String> missing,
        List<String> ignored,
        List<String> remarks) {

    /** Keep copies of the lists. */
    public Submitted {
        found = List.copyOf(found);
        missing = List.copyOf(missing);
        ignored = List.copyOf(ignored);
        remarks = List.copyOf(remarks);
    }

    /**
     * Stands for a submission of which nothing is known but whose it is.
     *
     * @param id whose it is
     * @return a submission without content
     */
    public static Submitted unread(String id) {
        return new Submitted(id, "", List.of(), List.of(), List.of(), List.of());
    }

    /**
     * Says other things to its author.
     *
     * @param others all remarks
     * @return the same with those
     */
    public Submitted withRemarks(List<String> others) {
        return new Submitted(id, sha256, found, missing, ignored, others);
    }
}
