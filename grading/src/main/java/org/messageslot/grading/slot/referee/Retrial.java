// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.referee;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.Explanation;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.assignment.Explainer;
import org.messageslot.grading.replay.Act;
import org.messageslot.grading.replay.Replay;
import org.messageslot.grading.replay.ScriptException;
import org.messageslot.grading.slot.referee.Fault.FaultKind;
import org.messageslot.guest.GuestFailure;

/**
 * Makes calls again, one after the other, at one module with the referee in it. Where the calls of a check show nothing, ordinary use
 * of the module may. Not thread-safe.
 */
final class Retrial {

    private static final String SILENCE = "The referee saw nothing that explains it.";

    private final Watched watched;
    private @Nullable Seen ordinary;
    private boolean hung;

    /**
     * What the referee saw.
     *
     * @param faults in the order in which they were made
     * @param sections where the sections of the code begin
     */
    record Seen(List<Fault> faults, Map<String, Long> sections) {}

    /**
     * What of a check's acts one thread can make.
     *
     * @param parameters what the module is loaded with
     * @param acts what is done then
     */
    record Alone(String parameters, List<Act> acts) {

        /** Takes acts up to the first that needs another thread, or unloads the module, which the referee does its own way. */
        static Alone of(List<Act> acts) {
            String parameters = "";
            boolean loaded = false;
            List<Act> taken = new ArrayList<>();
            for (Act act : acts) {
                if (act instanceof Act.Load load && !loaded) {
                    parameters = load.parameters();
                    loaded = true;
                } else if (isForOthers(act)) {
                    break;
                } else if (!(act instanceof Act.CheckHeap)) {
                    taken.add(act);
                }
            }
            return new Alone(parameters, List.copyOf(taken));
        }

        private static boolean isForOthers(Act act) {
            return act instanceof Act.Load
                    || act instanceof Act.Unload
                    || act instanceof Act.RunProgram
                    || act instanceof Act.Begin
                    || act instanceof Act.Lane
                    || act instanceof Act.Together;
        }
    }

    Retrial(Watched watched) {
        this.watched = watched;
    }

    /** {@return what explains a failure, in one or two sentences with their lines; or why nothing does} */
    Explanation of(Explainer.FailedCheck failure) throws UngradableException, InterruptedException {
        if (hung) {
            return Explanation.none("Calls did not return with the referee in the module; so no more are made.");
        }
        try {
            List<FaultText> own = texts(failure, seen(failure.script()));
            return own.isEmpty() ? inOrdinaryUse(failure) : Retold.of("", own);
        } catch (RefereeException e) {
            hung |= e.isHang();
            return Explanation.none(String.valueOf(e.getMessage()));
        }
    }

    private Explanation inOrdinaryUse(Explainer.FailedCheck failure)
            throws RefereeException, UngradableException, InterruptedException {
        List<FaultText> texts = texts(failure, ordinary());
        return texts.isEmpty() ? Explanation.none(SILENCE) : Retold.of("In ordinary use: ", texts);
    }

    /** {@return what the referee sees in ordinary use of the module} */
    Seen ordinary() throws RefereeException, UngradableException {
        if (ordinary == null) {
            ordinary = seen(ordinaryUse());
        }
        return ordinary;
    }

    /** {@return the faults of some kinds in ordinary use, in words, as far as their lines are known; the first two} */
    List<FaultText> ordinaryFaults(Set<FaultKind> kinds)
            throws RefereeException, UngradableException, InterruptedException {
        Seen seen = ordinary();
        List<Fault> faults = seen.faults().stream()
                .filter(fault -> kinds.contains(fault.kind()))
                .toList();
        return faults.isEmpty() ? List.of() : Retold.texts(faults, places(seen, faults));
    }

    private CodeMap places(Seen seen, List<Fault> faults) throws UngradableException, InterruptedException {
        return CodeMap.of(watched.lines(), seen.sections(), Assessment.places(List.of(), faults));
    }

    private List<FaultText> texts(Explainer.FailedCheck failure, Seen seen)
            throws UngradableException, InterruptedException {
        List<Fault> fitting = Retold.fitting(failure.outcome(), seen.faults());
        if (fitting.isEmpty()) {
            return List.of();
        }
        return Retold.texts(failure.outcome(), fitting, places(seen, fitting));
    }

    private Seen seen(List<String> script) throws RefereeException, UngradableException {
        try {
            Replay whole = Replay.of(script, "what was noted of the check");
            Alone alone = Alone.of(whole.acts());
            try (Watched.WatchedKernel session =
                    watched.withParameters(alone.parameters()).load()) {
                List<Act> acts = new ArrayList<>(alone.acts());
                acts.add(new Act.ExitAll());
                Replay.of(whole.machine(), acts).in(session.guest(), Path.of(""), guest -> {}, line -> {});
                Optional<GuestFailure> failure = session.guest().failure();
                if (failure.isPresent()) {
                    throw new RefereeException(
                            "With the referee in the module, too, these calls crash the kernel or do not return.",
                            failure.get() instanceof GuestFailure.Hang);
                }
                SearchAnswer answer = session.finish();
                return new Seen(answer.faults(), answer.sections());
            }
        } catch (ScriptException e) {
            return new Seen(List.of(), Map.of()); // Nothing was noted that could be made again.
        } catch (IOException e) {
            throw new RefereeException("The calls cannot be made again: " + e.getMessage() + ".");
        }
    }

    private List<String> ordinaryUse() {
        try (InputStream in = Retrial.class.getResourceAsStream("ordinary-use.txt")) {
            if (in == null) {
                throw new IOException("This build of the grader lacks its script of ordinary use.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace(" COMMAND ", " 0x" + Long.toHexString(watched.command()) + " ")
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
