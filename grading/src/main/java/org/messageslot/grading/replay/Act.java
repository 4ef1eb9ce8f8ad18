// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.replay;

import java.util.List;
import java.util.stream.Collectors;
import org.messageslot.calls.Call;
import org.messageslot.calls.CallWords;

/**
 * One line of a script: something that is done in a guest. As a string, it is that line, which {@link ActReader} reads.
 *
 * <p>Processes are called by names, {@code p1} for example. Immutable but for the memory of buffers.
 */
public sealed interface Act {

    /** {@return the same act with memory of its own, which stays as it is} */
    default Act kept() {
        return this;
    }

    /** Something that a process does. */
    sealed interface ByProcess extends Act {

        /** {@return the process's name} */
        String process();
    }

    /**
     * Use a guest; the first act of a script, and only that.
     *
     * @param series the kernel's series, {@code 6.1} for example
     * @param cpus its processors
     * @param memoryMiB its memory in MiB
     * @param hardened whether its allocator is strict
     */
    record UseGuest(String series, int cpus, int memoryMiB, boolean hardened) implements Act {
        @Override
        public String toString() {
            return "guest " + series + " " + cpus + " " + memoryMiB + (hardened ? " strict" : " plain");
        }
    }

    /**
     * Load the module.
     *
     * @param parameters its parameters, as on insmod's command line
     */
    record Load(String parameters) implements Act {
        @Override
        public String toString() {
            return "insmod" + (parameters.isEmpty() ? "" : " " + quoted(parameters));
        }
    }

    /**
     * Unload the module.
     *
     * @param module its name
     */
    record Unload(String module) implements Act {
        @Override
        public String toString() {
            return "rmmod " + quoted(module);
        }
    }

    /**
     * Make a device node.
     *
     * @param path its path
     * @param permissions its permissions, 0 to 0777
     * @param major its major number
     * @param minor its minor number
     */
    record MakeNode(String path, int permissions, int major, int minor) implements Act {
        @Override
        public String toString() {
            return "node " + quoted(path) + " " + Integer.toOctalString(permissions) + " " + major + " " + minor;
        }
    }

    /**
     * Start a process.
     *
     * @param process what the script calls it
     * @param name what drivers see it called
     * @param user its user's number, 0 for root
     */
    record Start(String process, String name, int user) implements ByProcess {
        @Override
        public String toString() {
            return process + " start " + quoted(name) + " " + user;
        }
    }

    /**
     * Start a child that shares the open files.
     *
     * @param process the parent
     * @param child what the script calls the child
     * @param name what drivers see the child called
     */
    record ForkProcess(String process, String child, String name) implements ByProcess {
        @Override
        public String toString() {
            return process + " fork " + child + " " + quoted(name);
        }
    }

    /**
     * Make a system call.
     *
     * @param process which process does
     * @param call the call
     */
    record MakeCall(String process, Call call) implements ByProcess {
        @Override
        public MakeCall kept() {
            return new MakeCall(process, call.copy());
        }

        @Override
        public String toString() {
            return process + " " + CallWords.of(call);
        }
    }

    /**
     * Begin a system call, and go on before it returns.
     *
     * @param process which process does
     * @param call the call
     */
    record Begin(String process, Call call) implements ByProcess {
        @Override
        public Begin kept() {
            return new Begin(process, call.copy());
        }

        @Override
        public String toString() {
            return process + " begin " + CallWords.of(call);
        }
    }

    /**
     * Wait until the call returns that was begun last.
     *
     * @param process whose call it is
     */
    record Await(String process) implements ByProcess {
        @Override
        public String toString() {
            return process + " returns";
        }
    }

    /**
     * Note a call for one of the threads that {@link Together} starts.
     *
     * @param process the process that will have the thread
     * @param thread which thread, 1 or more
     * @param call the call
     */
    record Lane(String process, int thread, Call call) implements ByProcess {
        @Override
        public Lane kept() {
            return new Lane(process, thread, call.copy());
        }

        @Override
        public String toString() {
            return process + " thread " + thread + " " + CallWords.of(call);
        }
    }

    /**
     * Make the calls that were noted for threads, at the same time.
     *
     * @param process which process does
     * @param repeat how often each thread makes its calls
     */
    record Together(String process, int repeat) implements ByProcess {
        @Override
        public String toString() {
            return process + " together " + repeat;
        }
    }

    /**
     * End a process; its files are closed.
     *
     * @param process which
     */
    record EndProcess(String process) implements ByProcess {
        @Override
        public String toString() {
            return process + " exit";
        }
    }

    /** Close all files of all processes. */
    record CloseFiles() implements Act {
        @Override
        public String toString() {
            return "close-files";
        }
    }

    /** End all processes. */
    record ExitAll() implements Act {
        @Override
        public String toString() {
            return "exit-all";
        }
    }

    /** Have the kernel look over what it allocated; what it finds damaged is in its log. */
    record CheckHeap() implements Act {
        @Override
        public String toString() {
            return "check-heap";
        }
    }

    /**
     * Says what a script cannot do.
     *
     * @param text what, on one line
     */
    record ScriptRemark(String text) implements Act {
        @Override
        public String toString() {
            return "# " + text;
        }
    }

    /**
     * Run a program that was built from the submission, to its end.
     *
     * @param program the name of a program of the submission, without its ending
     * @param user as whom, 0 for root
     * @param arguments its arguments
     */
    record RunProgram(String program, int user, List<String> arguments) implements Act {

        /** Keep a copy of the list. */
        public RunProgram {
            arguments = List.copyOf(arguments);
        }

        @Override
        public String toString() {
            return "run " + program + " " + user
                    + arguments.stream().map(one -> " " + quoted(one)).collect(Collectors.joining());
        }
    }

    private static String quoted(String text) {
        return CallWords.quoted(text);
    }
}
