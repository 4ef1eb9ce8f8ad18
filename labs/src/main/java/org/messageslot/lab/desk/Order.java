// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.desk;

/** What the runner of a walkthrough has the desk do, in the Java machine in which the script runs. */
public enum Order {
    /** Begins an exercise: what was done before it does not count. */
    BEGIN_EXERCISE(Desk::begin),
    /** Lets checks see what was done since the exercise began. */
    LOOK_AT_ALL(() -> Desk.record().lookAtAll()),
    /** Lets checks see what was done since the last attempt. */
    LOOK_AT_LAST_ATTEMPT(() -> Desk.record().lookAtLastAttempt()),
    /** Ends an attempt at an exercise. */
    END_ATTEMPT(() -> Desk.record().endAttempt()),
    /** Prepares for Java that ran in an earlier session and runs again; a module that the student is writing stays as it is. */
    REPLAY_KEEPING_WORK(() -> Workplace.replay(true)),
    /** Prepares for the same; a module that the student is writing begins anew. */
    REPLAY_ANEW(() -> Workplace.replay(false)),
    /** Ends what a replay began. */
    END_REPLAY(Workplace::replayed),
    /** Ends the kernel, and all that was started beside it. */
    CLOSE(Desk::close);

    private final Runnable work;

    Order(Runnable work) {
        this.work = work;
    }

    /** {@return the Java that has it done} */
    public String java() {
        return Order.class.getName() + "." + name() + ".run()";
    }

    /** Does it. */
    public void run() {
        work.run();
    }
}
