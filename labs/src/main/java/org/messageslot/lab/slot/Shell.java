// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.slot;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.messageslot.ErrnoException;
import org.messageslot.calls.SystemCalls;
import org.messageslot.lab.kernel.GuestKernel;
import org.messageslot.lab.kernel.Kernel;
import org.messageslot.lab.kernel.KernelChoice;
import org.messageslot.lab.kernel.OwnModule;
import org.messageslot.lab.terminal.Screen;

/** Gives a {@code jshell} session what it needs of the lab: the kernel that {@code lab shell} chose for it, or one's own module. */
public final class Shell {

    static final String MODULE = "messageslot.module";

    private static @Nullable OwnModule own;

    private Shell() {}

    /**
     * Starts the session's kernel, which ends with the session.
     *
     * @return the system calls of a process of it
     * @throws Exception if there is no such kernel; the message says what to do
     */
    public static synchronized SystemCalls calls() throws Exception {
        String folder = System.getProperty(MODULE);
        if (folder != null) {
            own = GuestKernel.ownModule(Path.of(folder), Screen.standard());
            return own;
        }
        KernelChoice target = KernelChoice.of(System.getProperty(KernelChoice.PROPERTY, KernelChoice.MODEL.toString()));
        Kernel kernel = Kernel.start(target, Screen.standard());
        return kernel.process();
    }

    /**
     * Builds one's own module from its sources as they are now, and loads it in a new guest. Files that were open are gone.
     *
     * @throws Exception if it does not compile or load; the message says why
     */
    public static void reload() throws Exception {
        own().reload();
    }

    /**
     * Reads what the kernel logged, by the module's printk for example, since this was asked last.
     *
     * @return the lines; empty if there are none
     * @throws ErrnoException if the log cannot be read
     */
    public static String log() throws ErrnoException {
        return own().log();
    }

    /**
     * Shows below each call what the kernel logged during it.
     *
     * @param live whether to
     */
    public static void log(boolean live) {
        own().showLog(live);
    }

    private static synchronized OwnModule own() {
        if (own == null) {
            throw new IllegalStateException(
                    "There is no module of your own here; begin with lab shell --module FOLDER.");
        }
        return own;
    }
}
