// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One of Debian's kernels, unpacked: what a guest boots and what modules are built against.
 *
 * <p>It is the one that the kit pins. Where Debian's archive has that no more, the newest one stands in for it; {@link #notice}
 * tells. Once in the cache it is used without asking the network. Immutable and thread-safe.
 */
public final class KernelTree {

    private final KernelSeries series;
    private final String release;
    private final String version;
    private final Path folder;
    private final String pinned;

    /**
     * Creates a kernel.
     *
     * @param series of which series
     * @param release its release
     * @param version the version of its package
     * @param folder where it is unpacked
     * @param pinned the pinned kernel that is asked for by it, {@code release_version}
     */
    KernelTree(KernelSeries series, String release, String version, Path folder, String pinned) {
        this.series = series;
        this.release = release;
        this.version = version;
        this.folder = folder;
        this.pinned = pinned;
    }

    /**
     * Gets a kernel, from the cache or else from Debian's archive.
     *
     * @param series which
     * @param progress is told, in a few words each, what takes long
     * @return the kernel
     * @throws GuestUnavailableException if it is not in the cache and cannot be fetched
     * @throws IOException if the cache cannot be used
     */
    public static KernelTree of(KernelSeries series, Consumer<String> progress) throws IOException {
        return of(series, Cache.ofUser(), progress);
    }

    static KernelTree of(KernelSeries series, Cache cache, Consumer<String> progress) throws IOException {
        KernelPin pin = KernelPins.ofKit().of(series, Architecture.ofGuests());
        return new KernelStock(cache, KernelArchive::ofDebian, progress).get(pin);
    }

    /**
     * Looks for a kernel in the cache.
     *
     * @param series which
     * @return whether it can be had without a network
     * @throws IOException if the cache cannot be used, or there are no guests for this machine's processor
     */
    public static boolean isCached(KernelSeries series) throws IOException {
        return KernelStock.ofUser().cached(series).isPresent();
    }

    boolean standsFor(String key) {
        return pinned.equals(key);
    }

    /** {@return one sentence if this is not the kernel that the kit pins; else empty} */
    public Optional<String> notice() {
        return pinned.equals(release + "_" + version)
                ? Optional.empty()
                : Optional.of("Guests run Linux " + this + ", for Debian's archive no longer has the pinned "
                        + pinned.replaceFirst("_(.*)", " ($1)")
                        + ": take a newer version of this kit, or move the pin for all of you by lab kernels update.");
    }

    /** {@return the series} */
    public KernelSeries series() {
        return series;
    }

    /** {@return the kernel's release as {@code uname -r} prints it} */
    public String release() {
        return release;
    }

    /** {@return the version of Debian's package} */
    public String version() {
        return version;
    }

    /** {@return the folder that modules are built against, what {@code KDIR} is in many a Makefile} */
    public Path headers() {
        return folder.resolve("usr/src/linux-headers-" + release);
    }

    /** The folder of shared libraries that the headers' own tools may need. */
    Path libraries() throws IOException {
        try (var folders = Files.walk(folder.resolve("usr/lib"), 1)) {
            return folders.filter(path -> Files.exists(path.resolve("libelf.so.1")))
                    .findFirst()
                    .orElse(folder);
        }
    }

    Path image() {
        return folder.resolve("boot/vmlinuz-" + release);
    }

    Path modules() {
        return folder.resolve("lib/modules").resolve(release);
    }

    @Override
    public String toString() {
        return release + " (" + version + ")";
    }
}
