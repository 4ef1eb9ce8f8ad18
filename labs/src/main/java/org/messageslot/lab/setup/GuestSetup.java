// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.setup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.messageslot.guest.GuestFailureException;
import org.messageslot.guest.GuestOptions;
import org.messageslot.guest.GuestUnavailableException;
import org.messageslot.guest.KernelSeries;
import org.messageslot.guest.KernelTree;
import org.messageslot.guest.Snapshot;
import org.messageslot.lab.terminal.FileTrouble;
import org.messageslot.lab.terminal.LabException;

/** Tells which guests this machine starts, and whether it can. */
public final class GuestSetup {

    private GuestSetup() {}

    /** {@return what kind of guest is started to grade and to measure: of the kernel that MSGSLOT_KERNEL names} */
    public static GuestOptions options() {
        try {
            return GuestOptions.standard();
        } catch (IllegalArgumentException e) {
            throw LabException.missing(String.valueOf(e.getMessage()));
        }
    }

    /** {@return what kind of guest is started to try things in: of the kernel that this Debian has, unless one is named} */
    public static GuestOptions forTrying() {
        GuestOptions options = options();
        String named = System.getenv().getOrDefault("MSGSLOT_KERNEL", "");
        return named.isBlank() ? options.withSeries(KernelSeries.ofDebian(Path.of("/etc/os-release"))) : options;
    }

    /** {@return what keeps a guest from starting at once, in a few words; empty if nothing does} */
    public static String missing() {
        for (Finding finding : Doctor.forGuests()) {
            if (finding.isMissing()) {
                return finding.what();
            }
        }
        return isCached(forTrying().series()) ? "" : "its kernel";
    }

    static boolean isCached(KernelSeries series) {
        return explained(() -> KernelTree.isCached(series));
    }

    /** {@return what runs guests here, and why, in one line; tried for real, once per start of this machine} */
    public static String accelerator(Consumer<String> progress) {
        return explained(() -> Snapshot.prepare(forTrying(), progress).accelerator());
    }

    /** Something to do with guests. */
    public interface GuestWork<T> {
        T run() throws Exception;
    }

    /** Turns what can go wrong with guests into one sentence and an exit code. */
    public static <T> T explained(GuestWork<T> work) {
        try {
            return work.run();
        } catch (GuestUnavailableException e) {
            throw LabException.missing(String.valueOf(e.getMessage()));
        } catch (GuestFailureException e) {
            throw LabException.failed(e.failure().summary());
        } catch (IOException e) {
            throw LabException.missing("a guest cannot be made: " + FileTrouble.sentence(e));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
