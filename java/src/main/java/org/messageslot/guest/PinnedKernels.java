// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.messageslot.debian.PinnedPackage;
import org.messageslot.host.FinishedFile;

/** The kernels that a kit pins for its guests, and how the pins are moved. */
public final class PinnedKernels {

    private PinnedKernels() {}

    /**
     * One pin, and what this machine has of it.
     *
     * @param series the series, {@code 6.1} for example
     * @param architecture Debian's name for the processor's architecture
     * @param kernel the release and the package's version
     * @param state what is in the cache, in a few words
     */
    public record PinnedKernel(String series, String architecture, String kernel, String state) {}

    /**
     * Lists the pins.
     *
     * @return one for each series and architecture
     * @throws IOException if the cache cannot be read
     */
    public static List<PinnedKernel> list() throws IOException {
        KernelStock stock = KernelStock.ofUser();
        List<PinnedKernel> lines = new ArrayList<>();
        for (KernelPin pin : KernelPins.ofKit().pins()) {
            Optional<KernelTree> kept = stock.kept(pin);
            String state = kept.map(tree -> tree.notice().isEmpty()
                            ? "in the cache"
                            : "no longer in Debian's archive; " + tree + " stands in for it")
                    .orElse("fetched when it is needed");
            lines.add(new PinnedKernel(pin.series().label(), pin.architecture().debianName(), pin.toString(), state));
        }
        return lines;
    }

    /**
     * Tells where guests do not run the kernel that is pinned.
     *
     * @return one sentence for each series of which another kernel stands in; none if this cannot be told
     */
    public static List<String> notices() {
        List<String> notices = new ArrayList<>();
        try {
            for (KernelSeries series : KernelSeries.values()) {
                KernelPin pin = KernelPins.ofKit().of(series, Architecture.ofGuests());
                KernelStock.ofUser().kept(pin).flatMap(KernelTree::notice).ifPresent(notices::add);
            }
        } catch (IOException e) {
            return notices; // Whoever starts a guest is told.
        }
        return notices;
    }

    /**
     * Moves the pins to the newest kernels of Debian's archive. Those of the architecture that guests have here must pass a trial
     * first: a module is built against each. If anything fails, no pin is moved.
     *
     * @param kit the kit's folder, whose list is written; it holds from the next build on, which {@code ./lab} does by itself
     * @param progress is told, in a few words each, what takes long
     * @return one sentence for each pin
     * @throws GuestUnavailableException if the archive cannot be reached, the list cannot be written, or a kernel did not pass
     * @throws IOException if the cache cannot be used
     */
    public static List<String> update(Path kit, Consumer<String> progress) throws IOException {
        Cache cache = Cache.ofUser();
        KernelArchive.ArchiveAccess way = KernelArchive::ofDebian;
        ToolchainPins toolchain = KernelArchive.with(cache, way, archive -> newestToolchain(archive, progress));
        List<String> sentences = new ArrayList<>(update(kit, cache, way, progress));
        String state = toolchain.equals(ToolchainPins.ofKit()) ? "is the newest" : "is pinned anew";
        FinishedFile.write(kit.resolve(ToolchainPins.FILE), toolchain.text());
        sentences.add("The compiler that runs in guests " + state);
        return sentences;
    }

    static List<String> update(Path kit, Cache cache, KernelArchive.ArchiveAccess way, Consumer<String> progress)
            throws IOException {
        Path file = kit.resolve(KernelPins.FILE);
        if (!Files.isWritable(file)) {
            throw new GuestUnavailableException("The list of kernels " + file
                    + (Files.exists(file)
                            ? " cannot be written: move the pins in a checkout of your own."
                            : " is not there: this is no checkout of the kit; move the pins in one."));
        }
        KernelPins before = KernelPins.read(Files.readString(file));
        KernelPins after = KernelArchive.with(cache, way, archive -> newest(archive, cache, way, progress));
        List<String> sentences = new ArrayList<>();
        for (KernelPin pin : after.pins()) {
            sentences.add(sentence(before, pin));
        }
        if (!after.equals(before)) {
            FinishedFile.write(file, after.text());
        }
        return sentences;
    }

    private static KernelPins newest(
            KernelArchive archive, Cache cache, KernelArchive.ArchiveAccess way, Consumer<String> progress)
            throws IOException {
        List<KernelPin> found = new ArrayList<>();
        for (Architecture architecture : Architecture.values()) {
            progress.accept("asking Debian's archive for kernels of " + architecture.debianName());
            found.addAll(archive.newest(List.of(KernelSeries.values()), architecture));
        }
        KernelPins pins = new KernelPins(found);
        KernelStock stock = new KernelStock(cache, way, progress);
        for (KernelSeries series : KernelSeries.values()) {
            KernelPin pin = pins.of(series, Architecture.ofGuests());
            stock.tried(archive, pin, pin.key(), pins);
        }
        return pins;
    }

    private static ToolchainPins newestToolchain(KernelArchive archive, Consumer<String> progress) throws IOException {
        Map<Architecture, List<PinnedPackage>> packages = new EnumMap<>(Architecture.class);
        for (Architecture architecture : Architecture.values()) {
            progress.accept("asking Debian's archive for compilers of " + architecture.debianName());
            packages.put(architecture, archive.newestToolchain(architecture));
        }
        return new ToolchainPins(packages);
    }

    private static String sentence(KernelPins before, KernelPin pin) {
        String name = pin.series() + " " + pin.architecture().debianName() + ": ";
        Optional<KernelPin> old = before.pins().stream()
                .filter(one -> one.series() == pin.series() && one.architecture() == pin.architecture())
                .findFirst();
        if (old.isEmpty()) {
            return name + "pinned to " + pin;
        }
        return old.get().key().equals(pin.key())
                ? name + pin + " is the newest"
                : name + "moved from " + old.get() + " to " + pin;
    }
}
