// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.util.List;
import java.util.Optional;
import org.messageslot.guest.Oops.CodePlace;

/**
 * The failure of a guest: how it ended, or why it did not start.
 *
 * <p>Every kind carries what was on the console, which a module under test can write to: read it, never parse it for a
 * verdict. Immutable and thread-safe.
 */
public sealed interface GuestFailure {

    /** {@return one line that says what happened, {@code "panic: BUG: kernel NULL pointer dereference in slot_read+0x2d"}} */
    String summary();

    /** {@return the last of the console, lines separated by {@code \n}; the middle is cut out where it was very long} */
    String console();

    /**
     * The kernel panicked, by an oops or on purpose.
     *
     * @param oops what the console says about it
     * @param console see {@link GuestFailure#console()}
     */
    record Panic(Oops oops, String console) implements GuestFailure {
        @Override
        public String summary() {
            return "the guest's kernel crashed: " + oops.summary();
        }

        @Override
        public String toString() {
            return "Panic[" + oops.summary() + "]";
        }
    }

    /**
     * The kernel, or a call made in it, does not come back.
     *
     * @param reason which watchdog told, or which deadline passed
     * @param oops where it hangs, if a watchdog (or the interrupt that a passed deadline sends) printed a trace
     * @param stacks what the threads of the process that was asked wait in, if the guest could still say
     * @param console see {@link GuestFailure#console()}
     */
    record Hang(String reason, Optional<Oops> oops, List<String> stacks, String console) implements GuestFailure {
        public Hang {
            stacks = List.copyOf(stacks);
        }

        /**
         * {@return where in a module it hangs; empty where no module is part of it, for then the processor was interrupted
         * in something that has nothing to do with it}
         */
        public Optional<CodePlace> place() {
            return CodePlace.inModule(stacks)
                    .or(() -> oops.flatMap(Oops::place).filter(at -> at.module().isPresent()));
        }

        @Override
        public String summary() {
            return "the guest hangs: " + reason
                    + place().map(place -> ", in " + place).orElse("");
        }

        @Override
        public String toString() {
            return "Hang[" + summary() + "]";
        }
    }

    /**
     * The agent is gone though the kernel did not panic: the guest powered off, reset itself, or spoke nonsense.
     *
     * @param reason what was noticed
     * @param console see {@link GuestFailure#console()}
     */
    record AgentGone(String reason, String console) implements GuestFailure {
        @Override
        public String summary() {
            return "the guest's agent is gone: " + reason;
        }

        @Override
        public String toString() {
            return "AgentGone[" + reason + "]";
        }
    }

    /**
     * QEMU did not start, or broke down.
     *
     * @param reason QEMU's own message, or how it ended
     * @param console see {@link GuestFailure#console()}
     */
    record QemuFailed(String reason, String console) implements GuestFailure {
        @Override
        public String summary() {
            return "QEMU failed: " + reason;
        }

        @Override
        public String toString() {
            return "QemuFailed[" + reason + "]";
        }
    }
}
