// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.checks;

import org.messageslot.grading.UngradableException;
import org.messageslot.grading.slot.SlotTrial;
import org.messageslot.grading.slot.referee.FoundSchedule;
import org.messageslot.grading.slot.referee.Referee;
import org.messageslot.grading.slot.referee.Refereed;
import org.messageslot.grading.slot.referee.Scenario;
import org.messageslot.grading.slot.referee.ScenarioReport;
import org.messageslot.grading.trial.Check;
import org.messageslot.grading.trial.GuestStock.GuestKind;
import org.messageslot.grading.trial.Mismatch;

/**
 * Every schedule of a few calls that meet: R-A3. A bonus, which a module earns that was searched and came out right; one that
 * cannot be searched earns none, and loses nothing.
 */
final class InterleavingChecks {

    @Check(value = "schedules-two-writers", guest = GuestKind.NONE)
    void twoWriters(SlotTrial trial) throws UngradableException, InterruptedException {
        demandNoneWrong(trial, "two-writers");
    }

    @Check(value = "schedules-writer-and-reader", guest = GuestKind.NONE)
    void writerAndReader(SlotTrial trial) throws UngradableException, InterruptedException {
        demandNoneWrong(trial, "writer-and-reader");
    }

    @Check(value = "schedules-growing", guest = GuestKind.NONE)
    void growing(SlotTrial trial) throws UngradableException, InterruptedException {
        demandNoneWrong(trial, "growing");
    }

    @Check(value = "schedules-first-writes", guest = GuestKind.NONE)
    void firstWrites(SlotTrial trial) throws UngradableException, InterruptedException {
        demandNoneWrong(trial, "first-writes");
    }

    @Check(value = "schedules-first-writes-of-one", guest = GuestKind.NONE)
    void firstWritesOfOne(SlotTrial trial) throws UngradableException, InterruptedException {
        demandNoneWrong(trial, "first-writes-of-one");
    }

    @Check(value = "schedules-first-selects", guest = GuestKind.NONE)
    void firstSelects(SlotTrial trial) throws UngradableException, InterruptedException {
        demandNoneWrong(trial, "first-selects");
    }

    @Check(value = "schedules-first-opens", guest = GuestKind.NONE)
    void firstOpens(SlotTrial trial) throws UngradableException, InterruptedException {
        demandNoneWrong(trial, "first-opens");
    }

    @Check(value = "schedules-select-and-write", guest = GuestKind.NONE)
    void selectAndWrite(SlotTrial trial) throws UngradableException, InterruptedException {
        demandNoneWrong(trial, "select-and-write");
    }

    @Check(value = "schedules-select-and-read", guest = GuestKind.NONE)
    void selectAndRead(SlotTrial trial) throws UngradableException, InterruptedException {
        demandNoneWrong(trial, "select-and-read");
    }

    @Check(value = "schedules-close-and-read", guest = GuestKind.NONE)
    void closeAndRead(SlotTrial trial) throws UngradableException, InterruptedException {
        demandNoneWrong(trial, "close-and-read");
    }

    @Check(value = "schedules-last-close", guest = GuestKind.NONE)
    void lastClose(SlotTrial trial) throws UngradableException, InterruptedException {
        demandNoneWrong(trial, "last-close");
    }

    @Check(value = "schedules-three-threads", guest = GuestKind.NONE)
    void threeThreads(SlotTrial trial) throws UngradableException, InterruptedException {
        demandNoneWrong(trial, "three-threads");
    }

    @Check(value = "schedules-two-readers", guest = GuestKind.NONE)
    void twoReaders(SlotTrial trial) throws UngradableException, InterruptedException {
        demandNoneWrong(trial, "two-readers");
    }

    @Check(value = "schedules-selects-and-first-write", guest = GuestKind.NONE)
    void selectsAndFirstWrite(SlotTrial trial) throws UngradableException, InterruptedException {
        demandNoneWrong(trial, "selects-and-first-write");
    }

    private static void demandNoneWrong(SlotTrial trial, String name) throws UngradableException, InterruptedException {
        Scenario scenario = Scenario.named(name).orElseThrow();
        ScenarioReport report = Refereed.of(trial.otherBuilds()).search(scenario, Referee.Effort.ofGrades());
        report.finding().filter(found -> !found.takesNoSecondThread()).ifPresent(found -> {
            throw new Mismatch(
                    "One schedule of " + scenario.title() + " comes out wrong; lab explain FOLDER " + name
                            + " shows it line by line.",
                    "in each of the schedules, calls return what some order of them explains, no lock is waited for for"
                            + " ever, and memory is in order",
                    what(found));
        });
        if (!report.trouble().isEmpty()) {
            throw new Mismatch(
                    "The schedules of " + scenario.title() + " could not be searched: " + report.trouble(),
                    "a module that can be searched",
                    "one that cannot, which costs no points");
        }
        trial.note(
                report.schedules() + report.random() + " schedules of " + scenario.title() + ": none came out wrong");
    }

    private static String what(FoundSchedule found) {
        return found.wrong() || found.faults().isEmpty()
                ? "what no order of the calls explains, when threads are stopped that could go on: "
                        + found.behaviour().preemptions()
                : found.faults().get(0).sentence();
    }
}
