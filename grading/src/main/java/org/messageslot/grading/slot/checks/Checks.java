// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.checks;

import java.util.List;

/** All sections of checks. */
public final class Checks {

    /** The classes whose methods are the checks. */
    public static final List<Class<?>> SECTIONS = List.of(
            DeviceChecks.class,
            WriteAndReadChecks.class,
            ChannelChecks.class,
            RefusalChecks.class,
            FaultChecks.class,
            NoMemoryChecks.class,
            SharingChecks.class,
            RandomChecks.class,
            HeapChecks.class,
            MemoryChecks.class,
            LifeCycleChecks.class,
            ProgramChecks.class,
            CensorshipChecks.class,
            ConcurrencyChecks.class,
            InterleavingChecks.class,
            WaitingChecks.class,
            QueueChecks.class,
            MappingChecks.class);

    private Checks() {}
}
