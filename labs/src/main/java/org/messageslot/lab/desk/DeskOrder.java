// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.desk;

/** Names what the runner of a walkthrough has the desk do, in the Java machine in which the script runs. */
public enum DeskOrder {
    /** Begins an exercise: what was done before it does not count. */
    BEGIN_EXERCISE,
    /** Lets checks see what was done since the exercise began. */
    LOOK_AT_ALL,
    /** Lets checks see what was done since the last attempt. */
    LOOK_AT_LAST_ATTEMPT,
    /** Ends an attempt at an exercise. */
    END_ATTEMPT,
    /** Prepares for Java that ran in an earlier session and runs again; a module that the student is writing stays as it is. */
    REPLAY_KEEPING_WORK,
    /** Prepares for the same; a module that the student is writing begins anew. */
    REPLAY_ANEW,
    /** Ends what a replay began. */
    END_REPLAY,
    /** Ends the kernel, and all that was started beside it. */
    CLOSE;

    /** {@return the Java that has it done} */
    public String java() {
        return DeskOrder.class.getName() + "." + name() + ".run()";
    }

    /** Does it. */
    public void run() {
        switch (this) {
            case BEGIN_EXERCISE -> Desk.begin();
            case LOOK_AT_ALL -> Desk.record().lookAtAll();
            case LOOK_AT_LAST_ATTEMPT -> Desk.record().lookAtLastAttempt();
            case END_ATTEMPT -> Desk.record().endAttempt();
            case REPLAY_KEEPING_WORK -> Workplace.replay(true);
            case REPLAY_ANEW -> Workplace.replay(false);
            case END_REPLAY -> Workplace.replayed();
            case CLOSE -> Desk.close();
        }
    }
}
