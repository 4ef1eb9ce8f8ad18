// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Guests for tests: of the kernel that {@code MSGSLOT_KERNEL} names, with the kit's module loaded or not. */
public final class TestGuests {

    private static final Path KERNEL = Path.of("..", "kernel").toAbsolutePath().normalize();

    private TestGuests() {}

    /** {@return the kit's module, built for the kernel under test} */
    public static Path module() throws IOException {
        KernelTree kernel = KernelTree.of(GuestOptions.standard().series(), step -> {});
        return ModuleBuild.of(KERNEL, kernel, step -> {}).module("message_slot");
    }

    /** {@return the folder with the module's sources and the programs'} */
    public static Path kernelFolder() {
        return KERNEL;
    }

    /** {@return a fresh guest with the module loaded, and so with /dev/slot0 to /dev/slot3} */
    public static Guest withModule(GuestOptions options, String parameters) {
        try {
            Guest guest = Guest.start(options);
            guest.loadModule(module(), parameters);
            return guest;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
