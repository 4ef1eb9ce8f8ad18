// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import java.io.IOException;
import java.util.Optional;
import org.messageslot.grading.UngradableException;

/**
 * Judges checks that a runner of JUnit begins by itself, as the arrow beside a check does in an IDE. An assignment that offers this
 * provides it as a service, of which each run makes one object.
 */
public interface CheckRunner {

    /**
     * Tells whether it judges the checks of a class.
     *
     * @param checks the class
     * @return whether it does
     */
    boolean knows(Class<?> checks);

    /**
     * Tells why no check is judged in a run.
     *
     * @param parameters the run's
     * @return a sentence that says what to do; empty if checks are judged
     */
    Optional<String> obstacle(RunParameters parameters);

    /**
     * Judges a check as a grader does, and returns if it passed. What is thrown otherwise tells JUnit what the check came to.
     *
     * @param id the check's id
     * @param parameters the run's
     * @throws UngradableException if this machine cannot grade; the message says what to do
     * @throws InterruptedException if the thread is interrupted meanwhile
     * @throws IOException if this machine cannot read the submission
     */
    void judge(String id, RunParameters parameters) throws UngradableException, InterruptedException, IOException;
}
