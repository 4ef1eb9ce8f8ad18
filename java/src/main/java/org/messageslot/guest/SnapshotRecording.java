// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Boots a guest once, and keeps its memory, its state, and where its code lies.
 *
 * @param cache where the folder is
 * @param kernel the kernel
 * @param spec the machine
 * @param progress is told, in a few words each, what takes over a second
 */
record SnapshotRecording(Cache cache, KernelTree kernel, MachineSpec spec, Consumer<String> progress) {

    /** Emulated, a boot takes two to four seconds of processor time; on a busy machine that is a multiple. */
    static final Duration BOOT_LIMIT = Duration.ofMinutes(2);

    /** The list of a whole kernel's symbols has five million bytes. */
    private static final int MAX_SYMBOLS = 8 << 20;

    private static final int BOOTS = 3;

    /** What a kernel puts off until after its start (to choose a clock, for example), each restored guest would do. */
    private static final Duration SETTLING = Duration.ofSeconds(3);

    /** Nothing strange runs yet: a kernel that fails here was starved by a busy machine, or fails again. */
    void into(Path folder) throws IOException {
        cache.demandSpace((spec.memoryMiB() + 64L) << 20);
        progress.accept("booting kernel " + kernel.release() + " once, to keep a snapshot");
        SnapshotFolder files = SnapshotFolder.ofBooted(spec, folder);
        for (int boot = 1; ; boot++) {
            try {
                once(files);
                return;
            } catch (GuestFailureException e) {
                if (boot == BOOTS || !(e.failure() instanceof GuestFailure.Panic)) {
                    throw e;
                }
                progress.accept("the kernel's watchdog ended the boot, as on a busy machine; booting it again");
                Files.deleteIfExists(files.ram());
            }
        }
    }

    private void once(SnapshotFolder files) throws IOException {
        QemuProcess machine = QemuProcess.start(spec, new MachineSpec.Memory.Recorded(files.ram()), BOOT_LIMIT);
        try (machine) {
            Guest guest = Guest.attach(machine, spec.options(), BOOT_LIMIT);
            KernelPlaces places = KernelPlaces.find(guest.getFile("/proc/kallsyms", MAX_SYMBOLS), machine.monitor());
            Set<Long> code = new TreeSet<>();
            for (Path module : spec.options().modules()) {
                code.addAll(LabCode.ofModule(guest, machine.monitor(), module));
            }
            MachineState.pause(SETTLING);
            MachineState.save(machine.monitor(), files.state());
            machine.monitor().execute("quit");
            machine.awaitEnd(Duration.ofSeconds(10));
            code.addAll(LabCode.ofProgram(files.memory(), AgentBinary.compiled(cache, kernel, progress)));
            new LabCode(code).write(files.path());
            places.withSwitchesIn(files.memory()).write(files.path());
        }
    }
}
