// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.setup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.submission.Sandbox;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.setup.PackageManager;

/** Whether submissions can be compiled here: a sandbox is started, for bubblewrap that is installed proves nothing. */
final class SandboxTrial {

    private static final String WHAT = "sandbox";
    private static final String WHY = "compiles submissions where they can do no harm (lab grade)";

    private SandboxTrial() {}

    /** What may keep an ordinary user from having namespaces. */
    record NamespaceRules(boolean appArmor, boolean debians, boolean none) {
        private static NamespaceRules ofThisMachine() {
            return new NamespaceRules(
                    setting("kernel/apparmor_restrict_unprivileged_userns").equals("1"),
                    setting("kernel/unprivileged_userns_clone").equals("0"),
                    setting("user/max_user_namespaces").equals("0"));
        }

        private static String setting(String name) {
            try {
                return Files.readString(Path.of("/proc/sys", name)).strip();
            } catch (IOException e) {
                return ""; // This kernel has no such setting.
            }
        }
    }

    /**
     * Starts one.
     *
     * @param replaced whether a guest does its work where none starts
     */
    static Finding look(boolean replaced) {
        try {
            Sandbox.ofHost();
            return Finding.found(WHAT, "one was started", WHY);
        } catch (UngradableException e) {
            String reason = reason(String.valueOf(e.getMessage()));
            String remedy = remedy(PackageManager.isRoot(), NamespaceRules.ofThisMachine());
            return replaced ? Finding.replaced(WHAT, reason, WHY, remedy) : Finding.missing(WHAT, reason, WHY, remedy);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LabException.failed("interrupted while a sandbox was tried");
        }
    }

    /** {@return what a sentence says before it comes to what to do} */
    private static String reason(String sentence) {
        return sentence.replaceFirst(";.*", "");
    }

    /** {@return what lets this user have sandboxes} */
    static String remedy(boolean root, NamespaceRules rules) {
        if (root) {
            return "start the container with --cap-add SYS_ADMIN --security-opt seccomp=unconfined, or grade outside of it";
        }
        if (rules.appArmor()) {
            return "let bubblewrap, and nothing else, have them: by the AppArmor profile in docs/sandbox.md";
        }
        if (rules.debians()) {
            return "sudo sysctl -w kernel.unprivileged_userns_clone=1 (to keep it: a file in /etc/sysctl.d)";
        }
        if (rules.none()) {
            return "sudo sysctl -w user.max_user_namespaces=10000 (to keep it: a file in /etc/sysctl.d)";
        }
        return "grade as root, or on a machine that lets you have user namespaces";
    }
}
