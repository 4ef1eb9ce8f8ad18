// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.messageslot.debian.ArchiveException;
import org.messageslot.debian.DebianArchive;
import org.messageslot.debian.DebianPackage;
import org.messageslot.debian.PackageLists;
import org.messageslot.debian.PinnedPackage;
import org.messageslot.debian.ProxySettings;
import org.messageslot.debian.RootArchive;

/** The kernels in Debian's archive. One process at a time may use it: {@link #with} sees to that. */
final class KernelArchive {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final DebianArchive archive;

    KernelArchive(DebianArchive archive) {
        this.archive = archive;
    }

    /** Something that is done with the archive. */
    interface ArchiveWork<T> {
        T with(KernelArchive archive) throws IOException;
    }

    /** How the archive is reached; tests have one of their own. */
    interface ArchiveAccess {
        DebianArchive in(Path folder) throws IOException;
    }

    /**
     * Does something that takes the archive.
     *
     * @param cache where its lists are kept
     * @param way how it is reached
     * @param work what to do
     * @return what comes of it
     * @throws GuestUnavailableException if the archive cannot be reached, or is not to be trusted
     * @throws IOException if the cache cannot be used
     */
    static <T> T with(Cache cache, ArchiveAccess way, ArchiveWork<T> work) throws IOException {
        try {
            return cache.locked(
                    "archive",
                    () -> work.with(new KernelArchive(way.in(cache.root().resolve("debian")))));
        } catch (ArchiveException e) {
            throw new GuestUnavailableException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw cache.explained(e);
        }
    }

    /** {@return Debian's archive as this machine reaches it} */
    static DebianArchive ofDebian(Path folder) throws IOException {
        String aptConfig = HostCommand.find("apt-config").isEmpty()
                ? ""
                : HostCommand.of(LIMIT, "apt-config", "dump").run().output();
        return DebianArchive.of(folder, ProxySettings.of(System.getenv(), aptConfig));
    }

    /**
     * Asks what is newest.
     *
     * @param series which
     * @param architecture for which processor
     * @return the newest version that Debian signed
     */
    KernelPin newest(KernelSeries series, Architecture architecture) throws IOException {
        return newest(List.of(series), architecture).get(0);
    }

    /** As for one, by one look at the archive's lists. */
    List<KernelPin> newest(List<KernelSeries> series, Architecture architecture) throws IOException {
        PackageLists lists = archive.lists(architecture.debianName(), KernelArchive::isPartOfKernel);
        List<KernelPin> pins = new ArrayList<>();
        for (KernelSeries one : series) {
            List<String> metapackages = List.of(one.imagePackage(architecture), one.headersPackage(architecture));
            List<PinnedPackage> packages = lists.closure(metapackages).stream()
                    .filter(pack -> !metapackages.contains(pack.name()))
                    .map(DebianPackage::pinned)
                    .toList();
            pins.add(new KernelPin(one, architecture, packages));
        }
        return pins;
    }

    /** {@return the newest packages of the compiler that runs in guests of an architecture} */
    List<PinnedPackage> newestToolchain(Architecture architecture) throws IOException {
        List<String> names = ToolchainPins.names(architecture);
        PackageLists lists = archive.lists(architecture.debianName(), names::contains);
        List<PinnedPackage> packages = new ArrayList<>();
        for (String name : names) {
            packages.add(lists.find(name).pinned());
        }
        return packages;
    }

    /** Adds packages to the files of a guest, below a folder of its. */
    void pack(List<PinnedPackage> packages, RootArchive into, String below, Predicate<String> wanted)
            throws IOException {
        archive.pack(packages, into, below, wanted);
    }

    private static boolean isPartOfKernel(String name) {
        return name.startsWith("linux-image-")
                || name.startsWith("linux-headers-")
                || name.startsWith("linux-kbuild-")
                // What the headers' own tools are linked with, and not every machine has.
                || name.equals("libelf1");
    }

    /**
     * Fetches a kernel.
     *
     * @param pin which
     * @param folder an empty folder
     * @throws ArchiveException if the archive lacks it, or cannot be reached
     */
    void unpack(KernelPin pin, Path folder) throws IOException {
        Predicate<String> isOfUse = path -> !path.startsWith("usr/share");
        archive.unpack(pin.packages(), folder, isOfUse);
        makeRelocatable(folder);
        Files.writeString(
                folder.resolve("packages"),
                pin.packages().stream()
                        .map(pack -> pack.name() + " " + pack.version() + "\n")
                        .collect(Collectors.joining()));
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
}
