// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.messageslot.ErrnoException;
import org.messageslot.grading.Oops;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Status;
import org.messageslot.grading.UngradableException;
import org.messageslot.guest.Guest;
import org.messageslot.guest.GuestFailure;
import org.messageslot.guest.GuestFailureException;
import org.messageslot.guest.KernelLog;
import org.messageslot.guest.Oops.Place;
import org.messageslot.guest.ProcessEndedException;

/**
 * Runs a trial and says what it came to. Whatever a module does, to the kernel or to its log, a verdict is made of it here, on
 * the host.
 */
final class Judge {

    /** Taint flags that tell of damage: forced unloading, a bad page or object, an oops, a warning, a lockup. */
    private static final long DAMAGE = 1 << 3 | 1 << 5 | 1 << 7 | 1 << 9 | 1 << 14;

    private static final int LONGEST_LOG = 6000;

    private final Exam exam;
    private final Check check;

    Judge(Exam exam, Check check) {
        this.exam = exam;
        this.check = check;
    }

    /** A check's own code. */
    interface Body {
        @Nullable
        Object proceed() throws Throwable;
    }

    Exam.Finding run(Trial trial, Body body) {
        long start = System.nanoTime();
        Exam.Finding finding = judged(trial, body);
        long milliseconds = (System.nanoTime() - start) / 1_000_000;
        return new Exam.Finding(
                finding.body().withDuration(milliseconds),
                finding.unloading().map(outcome -> outcome.withDuration(milliseconds)));
    }

    private Exam.Finding judged(Trial trial, Body body) {
        try {
            Outcome outcome = guarded(trial, () -> {
                trial.open();
                body.proceed();
                trial.endProcesses();
                return sound(trial, "The kernel found itself damaged by the calls.");
            });
            boolean alive = trial.guestIfAny()
                    .filter(guest -> guest.failure().isEmpty())
                    .isPresent();
            // A module that hangs when it is unloaded would take the deadline from each check.
            Optional<Outcome> unloading = alive && trial.isLoaded() && exam.unloadingCounts()
                    ? Optional.of(guarded(trial, () -> unload(trial))).filter(it -> it.status() != Status.PASSED)
                    : Optional.empty();
            return new Exam.Finding(outcome.status() == Status.PASSED ? outcome : withLog(trial, outcome), unloading);
        } finally {
            trial.guestIfAny().ifPresent(Judge::end);
        }
    }

    private Outcome unload(Trial trial) throws ErrnoException {
        trial.endProcesses();
        trial.tryUnload(); // whether it can be unloaded at all is asked elsewhere
        return sound(trial, "The kernel found itself damaged when the module was unloaded.");
    }

    private interface Step {
        Outcome take() throws Throwable;
    }

    private Outcome guarded(Trial trial, Step step) {
        try {
            return step.take();
        } catch (Mismatch e) {
            return outcome(trial, Status.FAILED, e.sentence(), e.wanted(), e.got());
        } catch (GuestFailureException e) {
            return failed(trial, e.failure());
        } catch (ProcessEndedException e) {
            return outcome(
                    trial,
                    Status.CRASHED,
                    "The kernel killed the process that made the call.",
                    "the call returns",
                    String.valueOf(e.getMessage()));
        } catch (UngradableException e) {
            return Outcome.without(Status.UNGRADABLE, String.valueOf(e.getMessage()));
        } catch (Throwable e) {
            return outcome(trial, Status.UNGRADABLE, "The grader itself failed: " + e, "", "");
        }
    }

    private static Outcome outcome(Trial trial, Status status, String message, String wanted, String got) {
        return new Outcome(status, message, wanted, got, trial.trace().lines(), "", null, 0);
    }

    // ---- a kernel that lives ----

    private Outcome sound(Trial trial, String sentence) throws ErrnoException {
        if (check.guest() == GuestStock.Kind.NONE) {
            return Outcome.passed(0);
        }
        long taint = trial.guest().taint() & DAMAGE;
        if (taint == 0) {
            return Outcome.passed(0).withCalls(trial.trace().lines());
        }
        String complaint = complaint(trial);
        String meaning = CrashMeaning.of(new org.messageslot.guest.Oops(complaint, Optional.empty(), List.of()));
        Outcome outcome = outcome(trial, Status.CRASHED, sentence, "no complaint of the kernel's", complaint)
                .withOops(decoded(complaint, Optional.empty(), meaning));
        return withLog(trial, outcome);
    }

    /** The first line that the kernel complains in; only to be shown, for the module can print such lines, too. */
    private String complaint(Trial trial) throws ErrnoException {
        return log(trial).records().stream()
                .filter(line -> line.text().matches(".*(BUG|WARNING|Bad page|list_(add|del) corruption|UBSAN).*"))
                .findFirst()
                .map(line -> CrashMeaning.withoutChance(line.text()))
                .orElse("a warning (see the kernel's log)");
    }

    private KernelLog log(Trial trial) throws ErrnoException {
        return trial.guest().kernelLog(exam.stock().firstRecord(trial.kind()));
    }

    private Outcome withLog(Trial trial, Outcome outcome) {
        Optional<Guest> guest = trial.guestIfAny().filter(it -> it.failure().isEmpty());
        if (guest.isEmpty() || !outcome.kernelLog().isEmpty()) {
            return outcome;
        }
        try {
            return outcome.withKernelLog(shortened(log(trial).text()));
        } catch (ErrnoException | GuestFailureException e) {
            return outcome;
        }
    }

    private static String shortened(String log) {
        String text = log.lines().filter(line -> !line.startsWith("agent:")).collect(Collectors.joining("\n"));
        return text.length() <= LONGEST_LOG
                ? text
                : text.substring(0, LONGEST_LOG / 2) + "\n[...]\n" + text.substring(text.length() - LONGEST_LOG / 2);
    }

    // ---- a kernel that does not ----

    private Outcome failed(Trial trial, GuestFailure failure) {
        if (failure instanceof GuestFailure.Panic panic) {
            return crashed(trial, panic);
        }
        if (failure instanceof GuestFailure.Hang hang) {
            return hung(trial, hang);
        }
        if (failure instanceof GuestFailure.AgentGone gone
                && !Thread.currentThread().isInterrupted()) {
            return new Outcome(
                    Status.CRASHED,
                    "The machine went down: " + gone.reason() + ".",
                    "the calls return",
                    "no machine any more",
                    trial.trace().lines(),
                    shortened(failure.console()),
                    null,
                    0);
        }
        return Outcome.without(Status.UNGRADABLE, "The guest failed, not the module: " + failure.summary() + ".");
    }

    private static Outcome crashed(Trial trial, GuestFailure.Panic panic) {
        org.messageslot.guest.Oops oops = panic.oops();
        String title = CrashMeaning.withoutChance(oops.title());
        return new Outcome(
                Status.CRASHED,
                "The kernel crashed.",
                "the call returns",
                title + oops.place().map(at -> ", in " + at).orElse(""),
                trial.trace().lines(),
                shortened(panic.console()),
                decoded(title, oops.place(), CrashMeaning.of(oops)),
                0);
    }

    private static Outcome hung(Trial trial, GuestFailure.Hang hang) {
        Optional<Place> place = hang.place();
        boolean sleeps = !hang.stacks().isEmpty(); // or else the guest was interrupted, and what it printed tells
        String meaning = sleeps
                ? "A lock, or something else, is waited for in vain."
                : hang.oops().map(CrashMeaning::of).orElse("");
        String waits = sleeps ? "\nThe threads wait in:\n" + String.join("\n", hang.stacks()) : "";
        return new Outcome(
                Status.HUNG,
                "A call does not return: " + hang.reason() + ".",
                "the call returns",
                place.map(at -> "it is in " + at)
                        .orElse("nothing of the module runs: something is waited for that never comes"),
                trial.trace().lines(),
                shortened(hang.console() + waits),
                place.isEmpty() ? null : decoded("a call does not return", place, meaning),
                0);
    }

    private static Oops decoded(String title, Optional<Place> place, String meaning) {
        return new Oops(
                title,
                place.map(Place::function).orElse(""),
                place.map(at -> "0x" + Long.toHexString(at.offset())).orElse(""),
                "",
                0,
                meaning);
    }

    private static void end(Guest guest) {
        try {
            guest.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
