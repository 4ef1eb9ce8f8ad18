// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.assignment.OtherBuilds;
import org.messageslot.grading.slot.SlotArtifacts;
import org.messageslot.grading.slot.referee.Referee;
import org.messageslot.grading.slot.referee.RefereeException;
import org.messageslot.grading.slot.referee.Refereed;
import org.messageslot.grading.slot.referee.Scenario;
import org.messageslot.grading.submission.StudentBuild;
import org.messageslot.grading.submission.Submission;
import org.messageslot.grading.submission.SubmissionException;
import org.messageslot.grading.trial.GuestStock;
import org.messageslot.grading.trial.GuestStock.GuestKind;

/**
 * Holds what the referee costs on this machine, by the clock; nothing else runs meanwhile, and one thread does all. Immutable and
 * thread-safe.
 *
 * @param watched until every byte of ordinary use was watched; the module and the referee are compiled for it
 * @param searched until all scenarios were searched, as much as the bonus does
 */
public record RefereeBenchmark(Duration watched, Duration searched) {

    /**
     * Has the referee look at a submission, and looks at the clock.
     *
     * @param path a folder or an archive with a module that is right
     * @param stock the guests
     * @param cache an empty folder, for builds
     * @param progress is told, in a few words each, what takes over a second
     * @return the figures
     * @throws UngradableException if this machine cannot grade, or the submission cannot be watched
     * @throws InterruptedException if the thread is interrupted meanwhile
     * @throws IOException if the submission or the folder cannot be used
     */
    static RefereeBenchmark measure(Path path, GuestStock stock, Path cache, Consumer<String> progress)
            throws UngradableException, InterruptedException, IOException {
        try {
            StudentBuild builder = StudentBuild.against(stock.kernel(), cache, SlotArtifacts.ALL, progress);
            Submission submission = Submission.open(path, SlotArtifacts.ALL);
            builder.of(submission); // Grading does that, too.
            progress.accept("watching every byte");
            long start = System.nanoTime();
            Refereed module = Refereed.of(new OtherBuilds(submission, builder, () -> stock.fresh(GuestKind.PLAIN)));
            module.unnoticed();
            long watched = System.nanoTime();
            progress.accept("searching schedules");
            for (Scenario scenario : Scenario.all()) {
                module.search(scenario, Referee.Effort.ofGrades());
            }
            return new RefereeBenchmark(
                    Duration.ofNanos(watched - start), Duration.ofNanos(System.nanoTime() - watched));
        } catch (SubmissionException | RefereeException e) {
            throw new UngradableException("The referee cannot be measured: " + e.getMessage(), e);
        }
    }
}
