// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.referee;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.Explanation;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.assignment.Explainer;
import org.messageslot.grading.assignment.OtherBuilds;
import org.messageslot.grading.slot.referee.Fault.FaultKind;

/**
 * A submission's module with the referee in it, as far as it can be built so. It is built once, for all checks and explanations.
 * Thread-safe.
 */
public final class Refereed {

    /** Faults of which the plain kernel need not notice anything; NULL and wild pointers end it, and leaks are counted. */
    private static final Set<FaultKind> UNNOTICED = EnumSet.of(
            FaultKind.FREED,
            FaultKind.OVERRUN,
            FaultKind.UNSET,
            FaultKind.FREED_TWICE,
            FaultKind.FOREIGN_FREE,
            FaultKind.BOUNDS);

    private final @Nullable Watched watched;
    private final @Nullable Retrial retrial;
    private final String trouble;

    private Refereed(Watched watched) {
        this.watched = watched;
        this.retrial = new Retrial(watched);
        this.trouble = "";
    }

    private Refereed(String trouble) {
        this.watched = null;
        this.retrial = null;
        this.trouble = trouble;
    }

    /**
     * Builds it, unless it was built before.
     *
     * @param builds what it is made with
     * @return the module, or why there is none
     * @throws UngradableException if this machine is at fault
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public static Refereed of(OtherBuilds builds) throws UngradableException, InterruptedException {
        return builds.once(Refereed.class, Refereed::made);
    }

    private static Refereed made(OtherBuilds with) throws UngradableException, InterruptedException {
        try {
            return new Refereed(Watched.of(with.submission(), with.builder(), with.guests()));
        } catch (RefereeException e) {
            return new Refereed(String.valueOf(e.getMessage()));
        }
    }

    /** {@return what explains a failure, or why nothing does} */
    synchronized Explanation explained(Explainer.FailedCheck failure) throws UngradableException, InterruptedException {
        return retrial == null ? Explanation.none(trouble) : retrial.of(failure);
    }

    /**
     * Looks at every byte that the module uses in ordinary use.
     *
     * @return wrong uses of memory that the plain kernel need not notice, of which lines are known, at most two; empty if there
     *     are none
     * @throws RefereeException if the module cannot be watched, which says nothing about it
     * @throws UngradableException if this machine is at fault
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public synchronized List<FaultText> unnoticed() throws RefereeException, UngradableException, InterruptedException {
        if (retrial == null) {
            throw new RefereeException(trouble);
        }
        return retrial.ordinaryFaults(UNNOTICED);
    }

    /**
     * Searches a scenario.
     *
     * @param scenario which
     * @param effort how much is tried
     * @return what came of it
     * @throws UngradableException if this machine is at fault
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public ScenarioReport search(Scenario scenario, Referee.Effort effort)
            throws UngradableException, InterruptedException {
        return watched == null
                ? ScenarioReport.unsearched(scenario, trouble)
                : new Referee(watched, effort).search(scenario);
    }
}
