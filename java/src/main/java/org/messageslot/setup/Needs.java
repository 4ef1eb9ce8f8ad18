// SPDX-License-Identifier: Apache-2.0
package org.messageslot.setup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.messageslot.guest.CompilePlace;
import org.messageslot.guest.GuestNeeds;
import org.messageslot.guest.GuestNeeds.Need;
import org.messageslot.guest.GuestUnavailableException;

/** The one list of what must be on a machine: each purpose needs all that the one before it does. */
public final class Needs {

    private Needs() {}

    /**
     * Lists what grading needs, guests among it.
     *
     * @return the needs
     * @throws GuestUnavailableException if there are no guests for this machine's processor
     */
    public static List<Need> forGrading() throws GuestUnavailableException {
        List<Need> needs = new ArrayList<>(GuestNeeds.all());
        Optional<CompilePlace> settled = CompilePlace.settled();
        if (!settled.equals(Optional.of(CompilePlace.GUEST))) {
            needs.add(bubblewrap().replacedUnless(settled.isPresent()));
        }
        return needs;
    }

    /** {@return what grading needs beside guests} */
    public static Need bubblewrap() {
        return new Need(
                "bubblewrap", "bwrap", "compiles submissions where they can do no harm (lab grade)", "bubblewrap");
    }

    /**
     * Lists what the kit's own tests need.
     *
     * @return the needs
     * @throws GuestUnavailableException if there are no guests for this machine's processor
     */
    public static List<Need> forTests() throws GuestUnavailableException {
        List<Need> needs = new ArrayList<>(forGrading());
        needs.addAll(forTestsAlone());
        return needs;
    }

    /** {@return what the kit's own tests need beside what grading does} */
    public static List<Need> forTestsAlone() {
        return List.of(
                new Need("sparse", "sparse", "checks the module's source (make -C kernel check)", "sparse"),
                new Need(
                        "clang-format",
                        "clang-format",
                        "checks the module's style (make -C kernel check)",
                        "clang-format"),
                new Need("browser", "chromium", "looks at the labs' pages (./mvnw verify)", "chromium"),
                new Need(
                        "busybox",
                        "busybox",
                        "tries the launcher in a small shell (./mvnw verify)",
                        "busybox",
                        "--help",
                        false),
                new Need("git", "git", "makes the archives of a release (./mvnw verify)", "git"));
    }
}
