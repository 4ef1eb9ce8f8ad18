// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.messageslot.LabFolders;
import org.messageslot.debian.ArchiveException;
import org.messageslot.debian.DebianArchive;
import org.messageslot.debian.DebianPackage;
import org.messageslot.debian.ProxySettings;
import org.messageslot.host.FinishedFile;

/**
 * One of Debian's kernels, unpacked: what a guest boots and what modules are built against.
 *
 * <p>Once in the cache it is used without asking the network, until a newer one is asked for and has passed the same trial:
 * a module builds against it. Immutable and thread-safe.
 */
public final class KernelTree {

    private static final String KIND = "kernels";
    private static final long NEEDED_SPACE = 600L << 20;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Where make, in which Linux is built, would see two paths. */
    private static final Pattern SPLITS_PATHS = Pattern.compile("[\\s:]");

    private final KernelSeries series;
    private final String release;
    private final String version;
    private final Path folder;

    private KernelTree(KernelSeries series, String release, String version, Path folder) {
        this.series = series;
        this.release = release;
        this.version = version;
        this.folder = folder;
    }

    /**
     * Get a kernel, from the cache or else from Debian's archive.
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

    /**
     * Look for a kernel in the cache.
     *
     * @param series which
     * @return whether it can be had without a network
     * @throws IOException if the cache cannot be used, or there are no guests for this machine's processor
     */
    public static boolean isCached(KernelSeries series) throws IOException {
        Cache cache = Cache.ofUser();
        return read(series, cache, current(series, cache)).isPresent();
    }

    private static Path current(KernelSeries series, Cache cache) throws GuestUnavailableException {
        String architecture = Architecture.host().debianName();
        return cache.root().resolve(KIND).resolve(series.label() + "-" + architecture + ".current");
    }

    static KernelTree of(KernelSeries series, Cache cache, Consumer<String> progress) throws IOException {
        Architecture architecture = Architecture.host();
        Path current = current(series, cache);
        Optional<KernelTree> cached;
        try {
            cached = read(series, cache, current);
        } catch (IOException e) {
            throw cache.explained(e);
        }
        if (cached.isPresent()) {
            return cached.get();
        }
        cache.demandSpace(NEEDED_SPACE);
        return cache.locked("kernels-" + series.label(), () -> {
            Optional<KernelTree> meanwhile = read(series, cache, current);
            return meanwhile.isPresent() ? meanwhile.get() : fetch(series, architecture, cache, current, progress);
        });
    }

    /**
     * Ask Debian's archive for a newer version of a kernel, and use it from now on if a module builds against it.
     *
     * @param series which
     * @param progress is told, in a few words each, what takes long
     * @return the kernel that is used from now on
     * @throws GuestUnavailableException if the archive cannot be reached, or the newer one did not pass
     * @throws IOException if the cache cannot be used
     */
    public static KernelTree newest(KernelSeries series, Consumer<String> progress) throws IOException {
        Cache cache = Cache.ofUser();
        cache.demandSpace(NEEDED_SPACE);
        Path current = current(series, cache);
        return cache.locked(
                "kernels-" + series.label(), () -> fetch(series, Architecture.host(), cache, current, progress));
    }

    /** Looks, before anything is downloaded, whether it would be of use. */
    private static void demandUsable(Path folder) throws IOException {
        if (SPLITS_PATHS.matcher(folder.toAbsolutePath().toString()).find()) {
            throw new GuestUnavailableException("Linux builds no modules by headers in " + folder.toAbsolutePath()
                    + ", for that has a blank or a colon in it: set MSGSLOT_CACHE to another folder of yours.");
        }
        Optional<String> obstacle = LabFolders.whyNothingRuns(folder);
        if (obstacle.isPresent()) {
            throw new GuestUnavailableException(obstacle.get() + ".");
        }
    }

    /** The file holds the key of the entry: release and version, separated by an underscore. */
    private static Optional<KernelTree> read(KernelSeries series, Cache cache, Path current) throws IOException {
        if (!Files.exists(current)) {
            return Optional.empty();
        }
        String[] words = Files.readString(current).strip().split("_", 2);
        Optional<Path> entry = words.length == 2 ? cache.find(KIND, words[0] + "_" + words[1]) : Optional.empty();
        return entry.map(path -> new KernelTree(series, words[0], words[1], path))
                .filter(tree -> Files.isRegularFile(tree.image()) && Files.isDirectory(tree.headers()));
    }

    private static KernelTree fetch(
            KernelSeries series, Architecture architecture, Cache cache, Path current, Consumer<String> progress)
            throws IOException {
        demandUsable(cache.root());
        progress.accept("asking Debian's archive for kernel " + series.label());
        try {
            return cache.locked(
                    "archive", () -> fetchFrom(archive(cache), series, architecture, cache, current, progress));
        } catch (ArchiveException e) {
            throw new GuestUnavailableException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw cache.explained(e);
        }
    }

    private static DebianArchive archive(Cache cache) throws IOException {
        // What earlier versions of the lab kept there was apt's, and is of no use any more.
        FileTree.delete(cache.root().resolve("apt"));
        String aptConfig = HostCommand.find("apt-config").isEmpty()
                ? ""
                : HostCommand.of(LIMIT, "apt-config", "dump").run().output();
        return DebianArchive.of(cache.root().resolve("debian"), ProxySettings.of(System.getenv(), aptConfig));
    }

    private static KernelTree fetchFrom(
            DebianArchive archive,
            KernelSeries series,
            Architecture architecture,
            Cache cache,
            Path current,
            Consumer<String> progress)
            throws IOException {
        String image = series.imagePackage(architecture);
        String headers = series.headersPackage(architecture);
        List<DebianPackage> packages =
                archive
                        .lists(architecture.debianName(), KernelTree::isPartOfKernel)
                        .closure(List.of(image, headers))
                        .stream()
                        .filter(pack ->
                                !pack.name().equals(image) && !pack.name().equals(headers))
                        .toList();
        DebianPackage kernel = packages.stream()
                .filter(pack -> pack.name().startsWith("linux-image-"))
                .findFirst()
                .orElseThrow(() -> new IOException("Debian's package " + image + " names no kernel."));
        String release = kernel.name().substring("linux-image-".length());
        String key = release + "_" + kernel.version();
        Optional<KernelTree> here = read(series, cache, current).filter(tree -> tree.isKeptAs(key));
        if (here.isPresent()) {
            return here.get();
        }
        progress.accept("downloading kernel " + release + " and its headers, about 40 MB");
        cache.discard(KIND, key);
        Path entry = cache.entry(KIND, key, folder -> {
            archive.unpack(packages, folder, KernelTree::isOfUse);
            makeRelocatable(folder);
            Files.writeString(
                    folder.resolve("packages"),
                    packages.stream()
                            .map(pack -> pack.name() + " " + pack.version() + "\n")
                            .collect(Collectors.joining()));
        });
        KernelTree fetched = new KernelTree(series, release, kernel.version(), entry);
        progress.accept("trying whether modules can be built for " + release);
        ModuleBuild.tryOut(fetched);
        writeCurrent(current, key);
        return fetched;
    }

    private boolean isKeptAs(String key) {
        return key.equals(release + "_" + version);
    }

    private static boolean isPartOfKernel(String name) {
        return name.startsWith("linux-image-")
                || name.startsWith("linux-headers-")
                || name.startsWith("linux-kbuild-")
                // What the headers' own tools are linked with, and not every machine has.
                || name.equals("libelf1");
    }

    /** Documentation and the like stays in the packages. */
    private static boolean isOfUse(String path) {
        return !path.startsWith("usr/share");
    }

    private static void writeCurrent(Path current, String key) throws IOException {
        FinishedFile.write(current, key + "\n");
    }

    /** The headers' Makefile includes another one by its absolute path, as it is on a machine where they are installed. */
    private static void makeRelocatable(Path root) throws IOException {
        Path sources = root.resolve("usr/src");
        try (var folders = Files.list(sources)) {
            for (Path makefile : folders.map(path -> path.resolve("Makefile")).toList()) {
                if (!Files.isRegularFile(makefile) || Files.size(makefile) > 1000) {
                    continue;
                }
                String text = Files.readString(makefile);
                Files.writeString(
                        makefile, text.replace("include /usr/src/", "include $(dir $(lastword $(MAKEFILE_LIST)))../"));
            }
        }
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
