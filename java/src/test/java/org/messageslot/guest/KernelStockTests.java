// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.openpgp.PGPException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageslot.debian.KernelRepository;

/** Pins of kernels, against an archive that a test makes and signs: what guests run when Debian moves on. */
class KernelStockTests {

    private static final String BUILDS = "@true";

    @TempDir
    Path folder;

    private final List<String> progress = new ArrayList<>();
    private KernelRepository repository;
    private Architecture architecture;
    private Cache cache;
    private KernelPin pin;

    @BeforeEach
    void pinned() throws IOException, PGPException {
        architecture = Architecture.host();
        repository = new KernelRepository();
        cache = new Cache(folder.resolve("cache"));
        publish("6.1.0-1", "6.1.1-1", BUILDS);
        pin = newest();
    }

    @AfterEach
    void close() {
        repository.close();
    }

    private void publish(String release, String version, String rule) throws IOException, PGPException {
        String name = architecture.debianName();
        repository.publish("cloud-" + name, release + "-" + name, version, rule);
    }

    private KernelPin newest() throws IOException {
        return new KernelArchive(repository.archive(folder.resolve("asked"))).newest(KernelSeries.V6_1, architecture);
    }

    private KernelStock stock() {
        return new KernelStock(cache, repository::archive, progress::add);
    }

    private String release(String start) {
        return start + "-" + architecture.debianName();
    }

    @Test
    void thePinnedKernelIsTakenThoughThereIsANewerOneAndNoListIsAsked() throws Exception {
        publish("6.1.0-2", "6.1.2-1", BUILDS);
        repository.forgetRequests();
        KernelTree tree = stock().get(pin);
        assertThat(tree.release()).isEqualTo(release("6.1.0-1"));
        assertThat(tree.notice()).isEmpty();
        assertThat(repository.paths()).hasSize(2).allMatch(path -> path.endsWith(".deb"));
    }

    @Test
    void securityUpdatesAreFoundInTheArchiveAfterARelease() throws Exception {
        repository.release();
        assertThat(stock().get(pin).release()).isEqualTo(release("6.1.0-1"));
    }

    @Test
    void theNewestStandsInForAPinnedOneThatTheArchiveNoLongerHas() throws Exception {
        publish("6.1.0-2", "6.1.2-1", BUILDS);
        repository.forget(release("6.1.0-1"), "6.1.1-1");
        KernelTree tree = stock().get(pin);
        assertThat(tree.release()).isEqualTo(release("6.1.0-2"));
        assertThat(tree.notice().orElseThrow())
                .contains(
                        "Guests run Linux " + release("6.1.0-2") + " (6.1.2-1)",
                        "no longer has the pinned " + release("6.1.0-1") + " (6.1.1-1)",
                        "lab kernels update")
                .endsWith(".");
        assertThat(progress).anyMatch(step -> step.contains("no longer has kernel " + release("6.1.0-1")));
        repository.close();
        assertThat(stock().get(pin).release()).as("without a network").isEqualTo(release("6.1.0-2"));
    }

    @Test
    void whatStoodInForOnePinDoesNotStandInForTheNext() throws Exception {
        publish("6.1.0-2", "6.1.2-1", BUILDS);
        repository.forget(release("6.1.0-1"), "6.1.1-1");
        stock().get(pin);
        publish("6.1.0-3", "6.1.3-1", BUILDS);
        KernelPin moved = newest();
        assertThat(stock().get(moved).release()).isEqualTo(release("6.1.0-3"));
        assertThat(stock().get(moved).notice()).isEmpty();
    }

    @Test
    void aStandInAgainstWhichNoModuleBuildsIsRefusedAndNotKept() throws Exception {
        publish("6.1.0-2", "6.1.2-1", "@echo broken; false");
        repository.forget(release("6.1.0-1"), "6.1.1-1");
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> stock().get(pin))
                    .withMessageContaining("broken");
        }
    }

    @Test
    void anAlteredKernelIsRefusedAndNothingStandsInForIt() throws Exception {
        publish("6.1.0-2", "6.1.2-1", BUILDS);
        repository.alter(release("6.1.0-1"));
        assertThatExceptionOfType(GuestUnavailableException.class)
                .isThrownBy(() -> stock().get(pin))
                .withMessageContaining("is not the file that Debian signed");
        assertThat(progress).noneMatch(step -> step.contains("no longer"));
    }

    @Test
    void withoutANetworkTheFormerKernelIsUsedAndElseItIsSaidWhy() throws Exception {
        repository.forget(release("6.1.0-1"), "6.1.1-1");
        publish("6.1.0-2", "6.1.2-1", BUILDS);
        stock().get(pin);
        publish("6.1.0-3", "6.1.3-1", BUILDS);
        KernelPin moved = newest();
        repository.close();
        assertThat(stock().get(moved).release()).isEqualTo(release("6.1.0-2"));
        assertThat(progress).anyMatch(step -> step.contains("going on with " + release("6.1.0-2")));
        cache = new Cache(folder.resolve("empty"));
        assertThatExceptionOfType(GuestUnavailableException.class)
                .isThrownBy(() -> stock().get(moved))
                .withMessageContaining("Debian's archive cannot be reached");
    }

    // Moving the pins

    private Path kit(KernelPins pins) throws IOException {
        Path file = folder.resolve("kit").resolve(KernelPins.FILE);
        Files.createDirectories(file.getParent());
        Files.writeString(file, pins.text());
        return folder.resolve("kit");
    }

    private void publishAll(String build, String rule) throws IOException, PGPException {
        for (Architecture each : Architecture.values()) {
            String name = each.debianName();
            repository.publish("cloud-" + name, "6.1.0-" + build + "-" + name, "6.1." + build, rule);
            repository.publish("6.12-cloud-" + name, "6.12.0-" + build + "-" + name, "6.12." + build, rule);
        }
    }

    @Test
    void updateMovesThePinsOfAllSeriesAndArchitectures() throws Exception {
        publishAll("8", BUILDS);
        Path kit = kit(new KernelPins(List.of(pin)));
        List<String> sentences = PinnedKernels.update(kit, cache, repository::archive, progress::add);
        assertThat(sentences)
                .hasSize(4)
                .contains(
                        "6.1 " + architecture.debianName() + ": moved from " + pin + " to " + release("6.1.0-8")
                                + " (6.1.8)",
                        "6.12 arm64: pinned to 6.12.0-8-arm64 (6.12.8)");
        KernelPins moved = KernelPins.read(Files.readString(kit.resolve(KernelPins.FILE)));
        assertThat(stock().get(moved.of(KernelSeries.V6_1, architecture)).release())
                .isEqualTo(release("6.1.0-8"));
        assertThat(PinnedKernels.update(kit, cache, repository::archive, progress::add))
                .allMatch(sentence -> sentence.endsWith(" is the newest"));
    }

    @Test
    void noPinIsMovedIfNoModuleBuildsAgainstTheNewerKernel() throws Exception {
        publishAll("8", "@echo broken; false");
        Path kit = kit(new KernelPins(List.of(pin)));
        String before = Files.readString(kit.resolve(KernelPins.FILE));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> PinnedKernels.update(kit, cache, repository::archive, progress::add))
                .withMessageContaining("broken");
        assertThat(kit.resolve(KernelPins.FILE)).hasContent(before);
    }

    @Test
    void theListOfAKitThatIsNoCheckoutIsNotWritten() {
        assertThatExceptionOfType(GuestUnavailableException.class)
                .isThrownBy(() -> PinnedKernels.update(folder, cache, repository::archive, progress::add))
                .withMessageContaining("this is no checkout of the kit");
        assertThat(repository.paths()).noneMatch(path -> path.endsWith(".deb"));
    }

    @Test
    void theKitsOwnPinsNameAKernelForEachSeriesAndArchitecture() throws Exception {
        KernelPins pins = KernelPins.ofKit();
        for (KernelSeries series : KernelSeries.values()) {
            for (Architecture each : Architecture.values()) {
                assertThat(pins.of(series, each).release())
                        .startsWith(series.label() + ".")
                        .endsWith("-" + each.debianName());
            }
        }
        assertThat(KernelPins.read(pins.text())).isEqualTo(pins);
    }

    @Test
    void aLineThatIsNoPinIsNamed() {
        for (String line : List.of("6.1 amd64", "6.9 amd64 a 1 2 " + "0".repeat(64) + " p", "6.1 vax a 1 2 x p")) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> KernelPins.read(line))
                    .withMessageContaining(line)
                    .withMessageContaining(KernelPins.FILE);
        }
    }
}
