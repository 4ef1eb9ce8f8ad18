// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The files of a snapshot, and guests that are restored from them.
 *
 * @param spec the machine whose memory and state they are
 * @param first the folder of the snapshot that was booted, in which the kernel's code is known
 * @param path the folder itself; another one if the snapshot was made of that one
 */
record SnapshotFolder(MachineSpec spec, Path first, Path path) {

    /** How long a restored guest, or a copy of one, may take to answer. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    /** Finds the files of a snapshot, and makes them if need be. */
    interface Lookup {
        SnapshotFolder find() throws IOException;
    }

    static SnapshotFolder ofBooted(MachineSpec spec, Path path) {
        return new SnapshotFolder(spec, path, path);
    }

    /** {@return the folder of a snapshot that is made of this one} */
    SnapshotFolder derived(Path other) {
        return new SnapshotFolder(spec, first, other);
    }

    Path ram() {
        return path.resolve("ram");
    }

    Path state() {
        return path.resolve("state");
    }

    KernelText.Image memory() {
        return new KernelText.Image(ram(), spec.architecture().memoryStart());
    }

    KernelText text() throws IOException {
        return new KernelText(KernelPlaces.read(first));
    }

    /** {@return what sees what becomes of the code in guests that are restored from here} */
    CodeWatch watch() throws IOException {
        SnapshotFolder booted = derived(first);
        return new CodeWatch(KernelPlaces.read(first), LabCode.read(first), booted.memory(), memory());
    }

    Guest restored() throws IOException {
        return restored(copyOnWrite());
    }

    Guest restored(MachineSpec.Memory memory) throws IOException {
        return loaded(QemuProcess.start(spec, memory, LIMIT));
    }

    /** {@return a guest that can be copied} */
    Guest restoredWith(Path forkLibrary) throws IOException {
        return loaded(QemuProcess.startForkable(spec, copyOnWrite(), LIMIT, forkLibrary));
    }

    private MachineSpec.Memory copyOnWrite() {
        return new MachineSpec.Memory.CopyOnWrite(ram());
    }

    private Guest loaded(QemuProcess machine) throws IOException {
        try {
            machine.know(watch());
            machine.load(state(), LIMIT);
        } catch (IOException e) {
            machine.close();
            throw e;
        }
        return Guest.attach(machine, spec.options(), LIMIT);
    }
}
