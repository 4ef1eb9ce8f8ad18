// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.messageslot.LabFolders;
import org.messageslot.debian.ArchiveException;
import org.messageslot.host.FinishedFile;

/**
 * The kernels in the cache: fetches those that are pinned, and remembers what stands in for one that Debian's archive no longer
 * has. Thread-safe.
 */
final class KernelStock {

    private static final String KIND = "kernels";
    private static final long NEEDED_SPACE = 600L << 20;

    /** Where make, in which Linux is built, would see two paths. */
    private static final Pattern SPLITS_PATHS = Pattern.compile("[\\s:]");

    private final Cache cache;
    private final KernelArchive.ArchiveAccess way;
    private final Consumer<String> progress;

    KernelStock(Cache cache, KernelArchive.ArchiveAccess way, Consumer<String> progress) {
        this.cache = cache;
        this.way = way;
        this.progress = progress;
    }

    /** {@return the kernels in the user's cache} */
    static KernelStock ofUser() {
        return new KernelStock(Cache.ofUser(), KernelArchive::ofDebian, step -> {});
    }

    /** {@return the kernel of a series that guests run without asking the network; empty if there is none} */
    Optional<KernelTree> cached(KernelSeries series) throws IOException {
        Architecture architecture = Architecture.ofGuests();
        KernelPin pin = KernelPins.ofKit().of(series, architecture);
        Optional<KernelTree> tree = kept(pin);
        return tree.isPresent() ? tree : lastUsed(series, architecture);
    }

    /**
     * Gets a kernel.
     *
     * @param pin which
     * @return it, or what stands in for it
     * @throws GuestUnavailableException if it is not in the cache and cannot be fetched
     * @throws IOException if the cache cannot be used
     */
    KernelTree get(KernelPin pin) throws IOException {
        try {
            Optional<KernelTree> kept = kept(pin);
            return kept.isPresent() ? kept.get() : fetchedAlone(pin);
        } catch (IOException e) {
            throw cache.explained(e);
        }
    }

    private KernelTree fetchedAlone(KernelPin pin) throws IOException {
        cache.demandSpace(NEEDED_SPACE);
        return cache.locked("kernels-" + pin.series().label(), () -> {
            Optional<KernelTree> meanwhile = kept(pin);
            return meanwhile.isPresent() ? meanwhile.get() : fetchedOrLastUsed(pin);
        });
    }

    /** {@return the kernel that is pinned, or what was found to stand in for it} */
    Optional<KernelTree> kept(KernelPin pin) throws IOException {
        Optional<KernelTree> itself = tree(pin.series(), pin.key(), pin.key());
        return itself.isPresent()
                ? itself
                : lastUsed(pin.series(), pin.architecture()).filter(tree -> tree.standsFor(pin.key()));
    }

    /** The file holds what names a kernel, and in its second line the pin for which it was taken. */
    private Optional<KernelTree> lastUsed(KernelSeries series, Architecture architecture) throws IOException {
        Path current = current(series, architecture);
        if (!Files.exists(current)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(current);
        String key = lines.isEmpty() ? "" : lines.get(0);
        return tree(series, key, lines.size() > 1 ? lines.get(1) : key);
    }

    private Optional<KernelTree> tree(KernelSeries series, String key, String pinned) {
        String[] words = key.split("_", 2);
        Optional<Path> entry = words.length == 2 ? cache.find(KIND, key) : Optional.empty();
        return entry.map(path -> new KernelTree(series, words[0], words[1], path, pinned))
                .filter(tree -> Files.isRegularFile(tree.image()) && Files.isDirectory(tree.headers()));
    }

    private Path current(KernelSeries series, Architecture architecture) {
        return cache.root().resolve(KIND).resolve(series.label() + "-" + architecture.debianName() + ".current");
    }

    /** Without a network, a class goes on with the kernel that it had before the pin was moved. */
    private KernelTree fetchedOrLastUsed(KernelPin pin) throws IOException {
        try {
            return fetched(pin);
        } catch (GuestUnavailableException e) {
            KernelTree last = lastUsed(pin.series(), pin.architecture()).orElseThrow(() -> e);
            progress.accept("kernel " + pin.release() + " cannot be fetched, going on with " + last.release());
            return last;
        }
    }

    private KernelTree fetched(KernelPin pin) throws IOException {
        demandUsable(cache.root());
        // What earlier versions of the lab kept there was apt's, and is of no use any more.
        FileTree.delete(cache.root().resolve("apt"));
        return KernelArchive.with(cache, way, archive -> {
            try {
                return unpacked(archive, pin, pin.key(), KernelPins.ofKit());
            } catch (ArchiveException e) {
                if (!e.isMissing()) {
                    throw e;
                }
            }
            return standIn(archive, pin);
        });
    }

    private KernelTree standIn(KernelArchive archive, KernelPin asked) throws IOException {
        progress.accept("Debian's archive no longer has kernel " + asked.release() + ", asking for its newest");
        KernelPin newest = archive.newest(asked.series(), asked.architecture());
        KernelPin ofHost =
                newest.architecture().isOfHost() ? newest : archive.newest(asked.series(), Architecture.host());
        KernelTree tree = tried(archive, newest, asked.key(), new KernelPins(List.of(newest, ofHost)));
        FinishedFile.write(current(asked.series(), asked.architecture()), newest.key() + "\n" + asked.key() + "\n");
        return tree;
    }

    /**
     * Fetches a kernel that nobody has used yet, and builds a module against it.
     *
     * @param archive where it is from
     * @param pin which
     * @param asked names the kernel that it stands for
     * @param pins where those for other architectures are found
     * @return the kernel
     */
    KernelTree tried(KernelArchive archive, KernelPin pin, String asked, KernelPins pins) throws IOException {
        KernelTree tree = unpacked(archive, pin, asked, pins);
        progress.accept("trying whether modules can be built for " + pin.release());
        ModuleBuild.tryOut(tree, cache, progress);
        return tree;
    }

    private KernelTree unpacked(KernelArchive archive, KernelPin pin, String asked, KernelPins pins)
            throws IOException {
        if (tree(pin.series(), pin.key(), asked).isEmpty()) {
            progress.accept("downloading kernel " + pin.release() + " and its headers, about 40 MB");
            cache.discard(KIND, pin.key());
            // The programs of the kernel's build run here, whatever the kernel is for.
            KernelPin whole =
                    pin.architecture().isOfHost() ? pin : pin.withToolsOf(pins.of(pin.series(), Architecture.host()));
            cache.entry(KIND, pin.key(), folder -> archive.unpack(whole, folder));
        }
        return tree(pin.series(), pin.key(), asked)
                .orElseThrow(() ->
                        new IOException("Debian's packages of kernel " + pin + " hold no kernel, or no headers."));
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
}
