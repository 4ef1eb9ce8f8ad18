// SPDX-License-Identifier: Apache-2.0

/**
 * Disposable guests: a real kernel in QEMU, restored from a snapshot in a tenth of a second, and system calls made in it.
 *
 * <p>Start at {@link org.messageslot.guest.Guest}. Below it, from the outside in: {@code Snapshot} and {@code GuestImage}
 * (what a guest is made from), {@code KernelTree} (kernels, which {@link org.messageslot.debian} fetches), {@code Qemu} and
 * {@code QemuProcess} (the machine), {@code AgentConnection} (the talk with {@code kernel/guest}).
 */
@NullMarked
package org.messageslot.guest;

import org.jspecify.annotations.NullMarked;
