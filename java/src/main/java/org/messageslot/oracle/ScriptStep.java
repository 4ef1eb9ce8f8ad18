// SPDX-License-Identifier: Apache-2.0
package org.messageslot.oracle;

import org.messageslot.calls.Call;

/** One step of a random script: something that one of its processes does. Processes are numbered from 0. */
public sealed interface ScriptStep {

    /** {@return the process that takes the step} */
    int process();

    /**
     * Make a system call.
     *
     * @param process the process that makes it
     * @param call the call
     */
    record CallStep(int process, Call call) implements ScriptStep {
        @Override
        public String toString() {
            return "process " + process + ": " + call;
        }
    }

    /**
     * Make a child process. Where there is one of its number already, that one ends first.
     *
     * @param process the process that forks
     * @param child the number of the child
     */
    record ForkStep(int process, int child) implements ScriptStep {
        @Override
        public String toString() {
            return "process " + process + ": fork() gives process " + child;
        }
    }
}
