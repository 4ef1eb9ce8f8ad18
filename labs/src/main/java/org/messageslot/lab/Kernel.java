// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab;

import java.util.List;
import org.messageslot.calls.NativeCalls;
import org.messageslot.calls.SystemCalls;
import org.messageslot.model.ModelKernel;

/**
 * A kernel with the message slot driver in it, ready for calls.
 *
 * @param target which kind it is
 * @param process the system calls of a process of it
 * @param description what it is, for the line that says who answers
 * @param story what was done to make it ready, a line each
 * @param end what ends it
 */
record Kernel(Target target, SystemCalls process, String description, List<String> story, Runnable end)
        implements AutoCloseable {

    /**
     * Start a kernel of a kind.
     *
     * @throws LabException if there is none; the message says what to do
     */
    static Kernel start(Target target, Screen screen) throws Exception {
        return switch (target) {
            case HERE -> here();
            case GUEST -> GuestKernel.start(screen);
            case MODEL -> model();
        };
    }

    /** Use this machine's own kernel. */
    static Kernel here() {
        if (!NativeCalls.isSupported()) {
            throw LabException.missing("message slots are Linux devices, and this machine runs "
                    + System.getProperty("os.name") + "; use --on model, or the course VM (vagrant up).");
        }
        String description = "this machine's own kernel, Linux " + System.getProperty("os.version");
        return new Kernel(Target.HERE, new NativeCalls(), description, List.of(), () -> {});
    }

    /** Use the specification in memory. */
    static Kernel model() {
        SystemCalls process = new ModelKernel().process();
        return new Kernel(Target.MODEL, process, "the model, the specification in memory", List.of(), () -> {});
    }

    /** {@return whether messages stay when the command ends} */
    boolean lasts() {
        return target == Target.HERE;
    }

    @Override
    public void close() {
        process.close();
        end.run();
    }
}
