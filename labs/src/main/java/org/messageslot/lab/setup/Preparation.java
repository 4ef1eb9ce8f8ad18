// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.setup;

import java.util.List;
import org.messageslot.guest.GuestNeeds;
import org.messageslot.guest.GuestNeeds.Need;
import org.messageslot.guest.GuestUnavailableException;
import org.messageslot.guest.PinnedKernels;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.lab.terminal.Screen;
import org.messageslot.setup.Needs;
import org.messageslot.setup.Setup;
import org.messageslot.setup.SetupException;

/**
 * Installs what a command needs before it begins, where that may be done.
 *
 * @param screen where it says so and asks
 * @param yes whether not to ask
 */
public record Preparation(Screen screen, boolean yes) implements Setup.Person {

    /** What a purpose needs. */
    private interface Wanted {
        List<Need> list() throws GuestUnavailableException;
    }

    /**
     * Prepares for guests.
     *
     * @throws LabException if something is missing still; the message says what to do
     */
    public void forGuests() {
        demand(GuestNeeds::all);
    }

    /**
     * Prepares for grading.
     *
     * @throws LabException if something is missing still; the message says what to do
     */
    public void forGrading() {
        demand(Needs::forGrading);
    }

    /** Installs what the doctor found missing, and says whether anything was installed. */
    boolean fix(List<Finding> findings) {
        return install(findings.stream()
                .filter(finding -> finding.isMissing() || finding.isReplaced())
                .flatMap(finding -> finding.packages().stream())
                .distinct()
                .toList());
    }

    private void demand(Wanted wanted) {
        List<Need> demanded;
        try {
            demanded = wanted.list().stream()
                    .filter(need -> need.find().isEmpty() && !Setup.isReplaced(need))
                    .toList();
        } catch (GuestUnavailableException e) {
            throw LabException.missing(String.valueOf(e.getMessage()));
        }
        List<String> packages =
                demanded.stream().map(Need::debianPackage).distinct().toList();
        try {
            if (!packages.isEmpty() && !Setup.install(packages, this)) {
                throw LabException.missing("nothing was installed, and " + String.join(", ", packages) + " must be"
                        + without(demanded) + ".");
            }
        } catch (SetupException e) {
            throw LabException.missing(e.getMessage() + without(demanded));
        }
        PinnedKernels.notices().forEach(screen::note);
    }

    /** {@return how to do without, if a guest can do the work of all that is missing} */
    private static String without(List<Need> missing) {
        return missing.stream().allMatch(Need::replaced)
                ? "; or set MSGSLOT_COMPILE=guest, and a guest compiles, in minutes"
                : "";
    }

    private boolean install(List<String> packages) {
        try {
            return Setup.install(packages, this);
        } catch (SetupException e) {
            throw LabException.missing(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void hear(String line) {
        screen.note(line);
    }

    @Override
    public boolean agrees() {
        return yes || Setup.isAgreed() || !screen.terminal() || screen.confirm("Install now?");
    }

    @Override
    public void await(String what, Setup.SetupStep step) throws SetupException {
        try {
            screen.working(what, progress -> {
                step.run();
                return true;
            });
        } catch (SetupException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
