// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.messageslot.ErrnoException;
import org.messageslot.grading.ExplainedOops;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Status;
import org.messageslot.grading.Symptom;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.submission.OwnLines;
import org.messageslot.guest.Guest;
import org.messageslot.guest.GuestFailure;
import org.messageslot.guest.GuestFailureException;
import org.messageslot.guest.KernelLog;
import org.messageslot.guest.Oops;
import org.messageslot.guest.Oops.CodePlace;
import org.messageslot.guest.ProcessEndedException;
import org.messageslot.guest.Taint;

/**
 * Runs a trial and says what it came to. Whatever a module does, to the kernel or to its log, a verdict is made of it here, on
 * the host.
 */
final class Judge {

    private static final int LONGEST_LOG = 6000;

    private static final Pattern STACK_OVERFLOW = Pattern.compile("stack guard page|stack overflow");

    private final Exam exam;
    private final Check check;

    /** What something was blamed for already; what loading did is a matter of the checks that load. */
    private Taint blamed;

    /** For one check; to be used once. */
    Judge(Exam exam, Check check) {
        this.exam = exam;
        this.check = check;
        this.blamed = check.load() ? exam.loading().taint() : Taint.NONE;
    }

    /** A check's own code. */
    interface Body {
        @Nullable
        Object proceed() throws Throwable;
    }

    Exam.CheckResult run(Trial trial, Body body) {
        long start = System.nanoTime();
        exam.doubts().remove(check.value());
        Exam.CheckResult finding = judged(trial, body);
        long milliseconds = (System.nanoTime() - start) / 1_000_000;
        return new Exam.CheckResult(
                finding.body().withDuration(milliseconds),
                finding.unloading().map(outcome -> outcome.withDuration(milliseconds)));
    }

    private Exam.CheckResult judged(Trial trial, Body body) {
        try {
            Outcome answers = guarded(trial, () -> {
                trial.open();
                body.proceed();
                return Outcome.passed(0)
                        .withMessage(trial.remark())
                        .withCalls(trial.journal().calls());
            });
            Outcome outcome =
                    living(trial).isPresent() ? answers.orWorse(guarded(trial, () -> end(trial, answers))) : answers;
            // A module that hangs when it is unloaded would take the deadline from each check.
            Optional<Outcome> unloading = living(trial).isPresent() && trial.isLoaded() && exam.unloadingCounts()
                    ? Optional.of(guarded(trial, () -> unload(trial)))
                    : Optional.empty();
            return new Exam.CheckResult(isSilent(outcome) ? outcome : withLog(trial, outcome), unloading);
        } finally {
            trial.addCounters();
            leave(trial);
        }
    }

    private boolean isSilent(Outcome outcome) {
        return outcome.status() == Status.PASSED && !exam.keepsLogs();
    }

    private static Optional<Guest> living(Trial trial) {
        return trial.guestIfAny().filter(guest -> guest.failure().isEmpty());
    }

    /**
     * Whatever the answers were: when files are closed, too, something may go wrong. After a wrong answer that comes of it; or else
     * it is a matter of the checks that ask about closing.
     */
    private Outcome end(Trial trial, Outcome answers) throws Throwable {
        try {
            trial.closeFiles();
        } catch (Hindrance e) {
            throw answers.status() == Status.FAILED && e.getCause() != null ? e.getCause() : e;
        }
        return untouched(trial).orWorse(sound(trial, "the calls"));
    }

    private Outcome unload(Trial trial) throws ErrnoException {
        trial.tryUnload(); // whether it can be unloaded at all is asked elsewhere
        return sound(trial, "unloading");
    }

    private interface Stage {
        Outcome take() throws Throwable;
    }

    private Outcome guarded(Trial trial, Stage step) {
        try {
            return step.take();
        } catch (Mismatch e) {
            return outcome(trial, Tampering.status(e.sentence()), e.sentence(), e.wanted(), e.got())
                    .withSymptom(e.symptom());
        } catch (Hindrance e) {
            return hindered(trial, e);
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
            return unforeseen(trial, e);
        }
    }

    private Outcome hindered(Trial trial, Hindrance hindrance) {
        Throwable cause = hindrance.getCause();
        if (cause == null) {
            return outcome(trial, Status.NOT_JUDGED, hindrance.sentence(), hindrance.wanted(), hindrance.got())
                    .withSymptom(Symptom.step(hindrance.steps()));
        }
        Outcome took = guarded(trial, () -> {
            throw cause;
        });
        return took.status().isFailure() && took.status() != Status.TAMPERED
                ? took.withStatus(Status.NOT_JUDGED).withSymptom(Symptom.step(hindrance.steps(), took.status()))
                : took;
    }

    /** A guest that refuses what every guest does is in doubt; anything else is a fault of the grader's. */
    private Outcome unforeseen(Trial trial, Throwable e) {
        if (e instanceof ErrnoException || e.getCause() instanceof ErrnoException) {
            exam.doubts().add(check.value());
            return outcome(trial, Status.UNGRADABLE, "The guest failed: " + e.getMessage(), "", "");
        }
        exam.faults().add(e);
        return outcome(trial, Status.UNGRADABLE, "The grader itself failed: " + e, "", "");
    }

    private static Outcome outcome(Trial trial, Status status, String message, String wanted, String got) {
        return new Outcome(status, message, wanted, got, trial.journal().calls(), "", null, 0);
    }

    // ---- a kernel that lives ----

    /** What was changed stays changed, so one look is enough; unloading might undo it. */
    private Outcome untouched(Trial trial) {
        return Tampering.of(trial.guest().codeChange(), check.guest())
                .map(sentence -> outcome(
                        trial, Status.TAMPERED, sentence, "a kernel that the module leaves as it is", "a changed one"))
                .orElse(Outcome.passed(0));
    }

    private Outcome sound(Trial trial, String during) throws ErrnoException {
        Taint now = trial.guest().taint();
        Taint fresh = now.since(blamed);
        blamed = now;
        if (!fresh.isDamaged() && !fresh.isWarned()) {
            return Outcome.passed(0);
        }
        // What the log says is only shown, for the module can print such lines, too.
        Oops complaint =
                Oops.complaintIn(log(trial)).orElse(new Oops("see the kernel's log", Optional.empty(), List.of()));
        String title = CrashMeaning.withoutChance(complaint.title());
        Outcome outcome = outcome(
                trial,
                fresh.isDamaged() ? Status.CRASHED : Status.FAILED,
                "The kernel " + (fresh.isDamaged() ? "found itself damaged" : "gave a warning") + " during " + during
                        + ".",
                "no complaint of the kernel's",
                CrashMeaning.withClues(complaint.title())
                        + complaint.place().map(at -> ", in " + at).orElse(""));
        return withLog(
                trial,
                outcome.withOops(decoded(
                        title, complaint.place(), spot(complaint.place()), CrashMeaning.ofTitle(complaint.title()))));
    }

    private KernelLog log(Trial trial) throws ErrnoException {
        return trial.guest().kernelLog(trial.firstRecord());
    }

    private Outcome withLog(Trial trial, Outcome outcome) {
        if (living(trial).isEmpty() || !outcome.kernelLog().isEmpty()) {
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
            exam.noteHang(trial.journal().pending());
            return hung(trial, hang);
        }
        if (failure instanceof GuestFailure.AgentGone gone
                && !Thread.currentThread().isInterrupted()) {
            return new Outcome(
                    Status.CRASHED,
                    "The machine went down: " + gone.reason() + ".",
                    "the calls return",
                    "no machine any more",
                    trial.journal().calls(),
                    shortened(failure.console()),
                    null,
                    0);
        }
        exam.doubts().add(check.value());
        return Outcome.without(Status.UNGRADABLE, "The guest failed, not the module: " + failure.summary() + ".");
    }

    private Outcome crashed(Trial trial, GuestFailure.Panic panic) {
        Oops oops = panic.oops();
        String title = CrashMeaning.withoutChance(oops.title());
        return new Outcome(
                Status.CRASHED,
                crashSentence(oops, trial),
                pending(trial) + " returns",
                CrashMeaning.withClues(oops.title())
                        + oops.place().map(at -> ", in " + at).orElse(""),
                trial.journal().calls(),
                shortened(panic.console()),
                decoded(
                        title,
                        oops.place(),
                        spot(oops.place()),
                        CrashMeaning.of(oops, panic.console(), trial.candidate().moduleName())),
                0);
    }

    private Optional<OwnLines.OwnLine> spot(Optional<CodePlace> place) {
        return place.flatMap(exam.candidate()::spot);
    }

    /** Of recursion, it is said that it is one: nothing was overrun, but a function called itself until the stack was full. */
    private static String crashSentence(Oops oops, Trial trial) {
        if (!STACK_OVERFLOW.matcher(oops.title()).find()) {
            return "The kernel crashed" + during(trial) + ".";
        }
        return "The kernel's stack overflowed" + during(trial)
                + oops.repeated()
                        .map(function -> ": " + function + " calls itself again and again, once for each "
                                + trial.edition().assignment().element() + " for example")
                        .orElse("")
                + ".";
    }

    private static String during(Trial trial) {
        return switch (pending(trial)) {
            case "rmmod" -> " while the module was unloaded";
            case "insmod" -> " while the module was loaded";
            default -> "";
        };
    }

    /** {@return what did not return: {@code rmmod}, {@code insmod}, or else the call} */
    private static String pending(Trial trial) {
        String line = trial.journal().pending();
        return line.startsWith("rmmod(") ? "rmmod" : line.startsWith("insmod(") ? "insmod" : "the call";
    }

    private Outcome hung(Trial trial, GuestFailure.Hang hang) {
        Optional<CodePlace> place = hang.place();
        Optional<OwnLines.OwnLine> spot = spot(place);
        boolean sleeps = !hang.stacks().isEmpty(); // or else the guest was interrupted, and what it printed tells
        String meaning = spot.flatMap(
                        at -> HangMeaning.of(at, sleeps, trial.journal().calls()))
                .orElseGet(() -> sleeps
                        ? "The call waits for ever, for a lock that is not released for example."
                        : hang.oops()
                                .map(oops -> CrashMeaning.of(
                                        oops, hang.console(), trial.candidate().moduleName()))
                                .orElse(""));
        String waits = sleeps ? "\nThe threads wait in:\n" + String.join("\n", hang.stacks()) : "";
        return new Outcome(
                Status.HUNG,
                (pending(trial).equals("the call") ? "A call" : pending(trial)) + " does not return: " + hang.reason()
                        + ".",
                pending(trial) + " returns",
                place.map(at -> "it is in " + at)
                        .orElse("no function of the module runs: the call waits for something that never comes"),
                trial.journal().calls(),
                shortened(hang.console() + waits),
                place.isEmpty() ? null : decoded("a call does not return", place, spot, meaning),
                0);
    }

    private static ExplainedOops decoded(
            String title, Optional<CodePlace> place, Optional<OwnLines.OwnLine> spot, String meaning) {
        return new ExplainedOops(
                title,
                place.map(CodePlace::function).orElse(""),
                place.map(at -> "0x" + Long.toHexString(at.offset())).orElse(""),
                spot.map(OwnLines.OwnLine::file).orElse(""),
                spot.map(OwnLines.OwnLine::line).orElse(0),
                meaning,
                spot.map(OwnLines.OwnLine::source).orElse(List.of()));
    }

    private static void leave(Trial trial) {
        try {
            trial.leave();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
