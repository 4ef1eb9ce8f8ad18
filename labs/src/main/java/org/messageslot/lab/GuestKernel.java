// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab;

import java.nio.file.Path;

/** The target {@code guest}: a real kernel in a disposable guest, with the module loaded. */
final class GuestKernel {

    private GuestKernel() {}

    static String missing() {
        return "its kernel";
    }

    static Kernel start(Screen screen) {
        throw LabException.missing("no guest");
    }

    static boolean prepare() {
        return true;
    }

    static String qemu() {
        return "qemu-system-x86_64";
    }

    static Finding kvm() {
        return Finding.found("KVM", "?", "?");
    }

    static Finding kernels() {
        return Finding.found("guest kernels", "?", "?");
    }

    static Path cache() {
        return Path.of("/tmp");
    }
}
