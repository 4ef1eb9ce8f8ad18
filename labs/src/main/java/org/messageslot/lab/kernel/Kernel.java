// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.kernel;

import java.util.List;
import org.messageslot.calls.NativeCalls;
import org.messageslot.calls.SystemCalls;
import org.messageslot.lab.setup.Tool;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.lab.terminal.Screen;
import org.messageslot.model.ModelKernel;
import org.messageslot.setup.PackageManager;

/**
 * A kernel with the message slot driver in it, ready for calls.
 *
 * @param target which kind it is
 * @param process the system calls of a process of it
 * @param description what it is, for the line that says who answers
 * @param story what was done to make it ready, a line each
 * @param end what ends it
 * @param nodes what makes device nodes
 */
public record Kernel(
        KernelChoice target, SystemCalls process, String description, List<String> story, Runnable end, Nodes nodes)
        implements AutoCloseable {

    /** Makes device nodes, as {@code mknod} and {@code chmod} do. */
    public interface Nodes {
        void make(String path, int major, int minor, int mode) throws Exception;
    }

    /**
     * Starts a kernel of a kind.
     *
     * @throws LabException if there is none; the message says what to do
     */
    public static Kernel start(KernelChoice target, Screen screen) throws Exception {
        return switch (target) {
            case HERE -> here();
            case GUEST -> GuestKernel.start(screen);
            case MODEL -> model();
        };
    }

    /** Uses this machine's own kernel. */
    static Kernel here() {
        if (!NativeCalls.isSupported()) {
            throw LabException.missing("message slots are Linux devices, and this machine runs "
                    + System.getProperty("os.name") + "; use --on model, or the course VM (vagrant up).");
        }
        String description = "this machine's own kernel, Linux " + System.getProperty("os.version");
        return new Kernel(KernelChoice.HERE, nativeCalls(), description, List.of(), () -> {}, Kernel::makeNodeHere);
    }

    private static NativeCalls nativeCalls() {
        try {
            return new NativeCalls();
        } catch (UnsupportedOperationException e) {
            throw LabException.missing(String.valueOf(e.getMessage()));
        }
    }

    /** Uses the specification in memory. */
    static Kernel model() {
        ModelKernel model = new ModelKernel();
        String description = "the model, the specification in memory";
        return new Kernel(KernelChoice.MODEL, model.process(), description, List.of(), () -> {}, model::mknod);
    }

    /** Only root makes nodes; the course VM lets its user become root without a password. */
    private static void makeNodeHere(String path, int major, int minor, int mode) {
        String permissions = Integer.toOctalString(mode);
        String command =
                "rm -f -- '" + path + "' && mknod -m " + permissions + " -- '" + path + "' c " + major + " " + minor;
        Tool.ToolAnswer output =
                PackageManager.isRoot() ? Tool.run("sh", "-c", command) : Tool.run("sudo", "-n", "sh", "-c", command);
        if (output.exitCode() != 0) {
            throw LabException.failed("only root can make " + path + "; type: sudo mknod -m " + permissions + " " + path
                    + " c " + major + " " + minor);
        }
    }

    /** {@return whether messages stay when the command ends} */
    public boolean lasts() {
        return target == KernelChoice.HERE;
    }

    @Override
    public void close() {
        process.close();
        end.run();
    }
}
