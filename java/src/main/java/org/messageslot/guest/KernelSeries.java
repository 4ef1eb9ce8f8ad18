// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The kernels that guests run: series that Debian 12 maintains, newest version of each. */
public enum KernelSeries {
    /** Debian 12's own kernel; the default, and what grades are given on whatever the host. */
    V6_1("6.1", "cloud"),
    /** The kernel of Debian 13, which Debian 12 offers too. */
    V6_12("6.12", "6.12-cloud");

    private final String label;
    private final String flavour;

    KernelSeries(String label, String flavour) {
        this.label = label;
        this.flavour = flavour;
    }

    /** {@return the series as people write it, {@code 6.1} for example} */
    public String label() {
        return label;
    }

    /**
     * Finds a series by its label.
     *
     * @param label {@code "6.1"} or {@code "6.12"}
     * @return the series
     * @throws IllegalArgumentException if there is no such series; the message lists those there are
     */
    public static KernelSeries of(String label) {
        for (KernelSeries series : values()) {
            if (series.label.equals(label)) {
                return series;
            }
        }
        throw new IllegalArgumentException("There is no kernel series \"" + label + "\"; choose one of "
                + Arrays.stream(values()).map(KernelSeries::label).collect(Collectors.joining(", ")) + ".");
    }

    /**
     * Chooses what a machine runs itself, so that labs show people the kernel that they have.
     *
     * @param osRelease the machine's {@code /etc/os-release}
     * @return the kernel of its Debian; the default on anything else
     */
    public static KernelSeries ofDebian(Path osRelease) {
        try {
            String text = "\n" + Files.readString(osRelease).replace("\"", "") + "\n";
            return text.contains("\nID=debian\n") && text.contains("\nVERSION_ID=13\n") ? V6_12 : V6_1;
        } catch (IOException e) {
            return V6_1;
        }
    }

    /** Debian's metapackages, whose dependencies name the current version. The names are Debian 12's. */
    String imagePackage(Architecture architecture) {
        return "linux-image-" + flavour + "-" + architecture.debianName();
    }

    String headersPackage(Architecture architecture) {
        return "linux-headers-" + flavour + "-" + architecture.debianName();
    }

    @Override
    public String toString() {
        return label;
    }
}
