// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.util.List;
import java.util.stream.Stream;
import org.messageslot.debian.PinnedPackage;

/**
 * One version of a kernel, with the checksums of all that it is made of.
 *
 * @param series which series it is of
 * @param architecture whose kernel it is
 * @param packages the kernel's package first, then those of its headers
 */
record KernelPin(KernelSeries series, Architecture architecture, List<PinnedPackage> packages) {

    private static final String IMAGE = "linux-image-";

    /** Creates one; an {@link IllegalArgumentException} tells that no package is a kernel's. */
    KernelPin {
        packages = List.copyOf(packages);
        if (packages.stream().noneMatch(KernelPin::isImage)) {
            throw new IllegalArgumentException("No package of kernel " + series + " for " + architecture.debianName()
                    + " is named " + IMAGE + "...");
        }
    }

    private static boolean isImage(PinnedPackage pack) {
        return pack.name().startsWith(IMAGE);
    }

    private PinnedPackage image() {
        return packages.stream().filter(KernelPin::isImage).findFirst().orElseThrow();
    }

    /** {@return the kernel's release as {@code uname -r} prints it} */
    String release() {
        return image().name().substring(IMAGE.length());
    }

    /** {@return the version of Debian's package} */
    String version() {
        return image().version();
    }

    /** {@return what names the kernel in the cache} */
    String key() {
        return release() + "_" + version();
    }

    /** {@return this kernel, with the programs of its build as another processor runs them} */
    KernelPin withToolsOf(KernelPin other) {
        List<PinnedPackage> all = Stream.concat(
                        packages.stream().filter(pack -> !isTool(pack)),
                        other.packages.stream().filter(KernelPin::isTool))
                .toList();
        return new KernelPin(series, architecture, all);
    }

    private static boolean isTool(PinnedPackage pack) {
        return pack.name().startsWith("linux-kbuild-") || pack.name().startsWith("lib");
    }

    @Override
    public String toString() {
        return release() + " (" + version() + ")";
    }
}
