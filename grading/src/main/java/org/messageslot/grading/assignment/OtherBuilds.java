// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.assignment;

import java.util.HashMap;
import java.util.Map;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.submission.StudentBuild;
import org.messageslot.grading.submission.Submission;
import org.messageslot.guest.Guest;

/**
 * Holds what another build of a submission's module is made with than the one that is graded, and loaded in. What was made is kept,
 * so that checks and explanations share it.
 *
 * <p>Thread-safe.
 */
public final class OtherBuilds {

    private final Submission submission;
    private final StudentBuild builder;
    private final Guests guests;
    private final Map<Class<?>, Object> made = new HashMap<>();

    /** Gives guests. */
    public interface Guests {

        /**
         * Makes a guest.
         *
         * @return a guest that nobody has used, to be closed
         * @throws UngradableException if there can be none
         */
        Guest fresh() throws UngradableException;
    }

    /**
     * Makes something of another build.
     *
     * @param <T> what it makes
     */
    public interface Maker<T> {

        /**
         * Makes it.
         *
         * @param with what it is made with
         * @return what is kept
         * @throws UngradableException if this machine is at fault
         * @throws InterruptedException if the thread is interrupted meanwhile
         */
        T make(OtherBuilds with) throws UngradableException, InterruptedException;
    }

    /**
     * Holds them.
     *
     * @param submission what was handed in
     * @param builder what built it
     * @param guests where its module can be loaded
     */
    public OtherBuilds(Submission submission, StudentBuild builder, Guests guests) {
        this.submission = submission;
        this.builder = builder;
        this.guests = guests;
    }

    /** {@return what was handed in} */
    public Submission submission() {
        return submission;
    }

    /** {@return what built it} */
    public StudentBuild builder() {
        return builder;
    }

    /** {@return where its module can be loaded} */
    public Guests guests() {
        return guests;
    }

    /**
     * Returns what is made once. Whoever asks meanwhile waits.
     *
     * @param type its class
     * @param maker makes it
     * @param <T> its class
     * @return the one object of this class
     * @throws UngradableException if this machine is at fault
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public synchronized <T> T once(Class<T> type, Maker<T> maker) throws UngradableException, InterruptedException {
        Object known = made.get(type);
        if (known == null) {
            known = maker.make(this);
            made.put(type, known);
        }
        return type.cast(known);
    }
}
