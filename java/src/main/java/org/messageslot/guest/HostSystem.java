// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.messageslot.guest.Accelerator.AcceleratorKind;

/** The operating system that the kit runs on: how it lends its processor to guests, and how it tells one start from another. */
public enum HostSystem {
    /** Linux, as guests have it. */
    LINUX(AcceleratorKind.KVM) {
        @Override
        Optional<String> hindrance() {
            Path device = Path.of("/dev/kvm");
            if (!Files.exists(device)) {
                return Optional.of("this machine has no /dev/kvm");
            }
            return Files.isReadable(device) && Files.isWritable(device)
                    ? Optional.empty()
                    : Optional.of("/dev/kvm is not yours to use; join the group kvm to change that");
        }

        @Override
        String start() throws IOException {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        }
    },
    /** Apple's. */
    MACOS(AcceleratorKind.HVF) {
        @Override
        String start() throws IOException {
            return HostCommand.of(ANSWER_LIMIT, "sysctl", "-n", "kern.bootsessionuuid")
                    .run()
                    .lastLine();
        }
    },
    /** Microsoft's, which has no guests but in WSL2. */
    WINDOWS(AcceleratorKind.WHPX) {
        @Override
        void demandGuests() throws GuestUnavailableException {
            throw new GuestUnavailableException("Guests run on Linux, which Windows has in WSL2; type 'wsl --install -d"
                    + " Debian', in its terminal 'sudo apt-get install git openjdk-17-jdk-headless', clone the kit there,"
                    + " and type './lab tour'; or use --on model.");
        }
    };

    /** Tests have this Linux taken for another system by it: Java itself breaks where its own property is not true. */
    private static final String PROPERTY = "messageslot.system";

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

    private final AcceleratorKind accelerator;

    HostSystem(AcceleratorKind accelerator) {
        this.accelerator = accelerator;
    }

    /** {@return the system of this machine; what is neither macOS nor Windows is taken for Linux} */
    public static HostSystem ofThisMachine() {
        String name = System.getProperty(PROPERTY, System.getProperty("os.name", ""));
        if (name.startsWith("Mac")) {
            return MACOS;
        }
        return name.startsWith("Windows") ? WINDOWS : LINUX;
    }

    /** {@return whether this machine runs Linux, so that its compilers and its Java make what guests run, and it tells of its processes} */
    public static boolean isLinux() {
        return ofThisMachine() == LINUX;
    }

    /** {@return that by which guests run on its processor itself} */
    AcceleratorKind accelerator() {
        return accelerator;
    }

    /**
     * Refuses guests where there can be none.
     *
     * @throws GuestUnavailableException if there can be none; the message says what to do instead
     */
    void demandGuests() throws GuestUnavailableException {
        // There can be.
    }

    /** {@return why that need not even be tried; empty if it must be tried to know} */
    Optional<String> hindrance() {
        return Optional.empty();
    }

    /**
     * Returns a text that each start of the machine has another one of; always the same where the system has none.
     *
     * @throws IOException if it cannot be read
     */
    String start() throws IOException {
        return "";
    }
}
