// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.util.OptionalLong;

/**
 * What the host sees in a kernel's memory of the kernel's own damage, without asking the kernel.
 *
 * @param taint the flags of what it found
 * @param dies how many times it reported an oops
 * @param panicking whether it has begun to panic
 * @param hungTasks whether it reported a task that was blocked for long
 */
record KernelState(Taint taint, long dies, boolean panicking, boolean hungTasks) {

    /** How many blocked tasks a kernel reports at most, so that fewer mean that it has reported some. */
    private static final long HUNG_TASK_REPORTS = 10;

    private static final int LOCKUP = 1 << 14;

    /**
     * Looks into a machine's memory.
     *
     * @param monitor the machine's
     * @param places where to look
     * @return what is there
     * @throws IOException if QEMU is gone
     */
    static KernelState of(Qmp monitor, KernelPlaces places) throws IOException {
        Taint taint = new Taint(word(monitor, places, KernelPlaces.TAINT, 'g').orElse(0));
        return new KernelState(
                taint,
                word(monitor, places, KernelPlaces.DIES, 'w').orElse(taint.flags() & Taint.DIED),
                (int) word(monitor, places, KernelPlaces.PANICKING, 'w').orElse(-1) != -1,
                word(monitor, places, KernelPlaces.HUNG_TASKS, 'w').orElse(HUNG_TASK_REPORTS) != HUNG_TASK_REPORTS);
    }

    /** {@return the flags of what a living kernel found; a crash that somebody made it survive is among them} */
    static Taint taint(Qmp monitor, KernelPlaces places) throws IOException {
        long flags = word(monitor, places, KernelPlaces.TAINT, 'g').orElse(0);
        long dies = word(monitor, places, KernelPlaces.DIES, 'w').orElse(0);
        return new Taint(dies == 0 ? flags : flags | Taint.DIED);
    }

    private static OptionalLong word(Qmp monitor, KernelPlaces places, String name, char size) throws IOException {
        Long address = places.addresses().get(name);
        if (address == null) {
            return OptionalLong.empty();
        }
        String printed = monitor.print("xp /1" + size + "x 0x" + Long.toHexString(address));
        String value = printed.substring(printed.indexOf(':') + 1).strip();
        try {
            return OptionalLong.of(Long.parseUnsignedLong(value.replaceFirst("^0x", ""), 16));
        } catch (NumberFormatException e) {
            throw new IOException("QEMU does not show the guest's memory: " + printed.strip(), e);
        }
    }

    /** {@return whether the kernel has crashed, or is about to, whatever the module under test makes of that} */
    boolean isDying() {
        return dies > 0 || panicking;
    }

    /** {@return whether the kernel panicked because a processor was stuck, and for nothing before} */
    boolean isStuck() {
        return dies == 0 && (taint.flags() & LOCKUP) != 0;
    }

    /** {@return whether the kernel panicked because a task was blocked, and for nothing before} */
    boolean isBlocked() {
        return dies == 0 && hungTasks;
    }
}
