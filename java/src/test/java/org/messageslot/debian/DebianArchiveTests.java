// SPDX-License-Identifier: Apache-2.0
package org.messageslot.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive that a test makes and signs: what is taken from it, and what is refused and how. */
class DebianArchiveTests {

    private static final Instant NOW = TestRepository.MADE.plus(Duration.ofDays(1));
    private static final List<Duration> NO_WAIT = List.of(Duration.ZERO, Duration.ZERO);
    private static final String RELEASE = "debian/dists/bookworm";
    private static final String SECURITY = "security/dists/bookworm-security";
    private static final String PACKAGE = "/security/pool/updates/linux-image-1_6.1.10-1_amd64.deb";

    @TempDir
    Path folder;

    private TestRepository repository;
    private TestKey key;

    @BeforeEach
    void repository() throws IOException, PGPException {
        repository = new TestRepository();
        key = TestKey.made(TestRepository.MADE.minus(Duration.ofDays(300)), Duration.ofDays(365));
        byte[] kernel = new TestDeb()
                .file("./boot/vmlinuz-1", "a kernel", 0644)
                .file("./usr/src/tool", "#!/bin/sh\n", 0755)
                .link("./usr/src/other", "tool")
                .file("./usr/share/doc/readme", "words", 0644)
                .bytes();
        repository.add(RELEASE, "linux-image", "6.1.9-1", "linux-image-1 (= 6.1.9-1)", new TestDeb().bytes());
        repository.add(RELEASE, "linux-image-1", "6.1.9-1", "", new TestDeb().bytes());
        repository.add(RELEASE, "editor", "1", "", new TestDeb().bytes());
        repository.add(SECURITY, "linux-image-1", "6.1.10-1", "editor, linux-base | other", kernel);
        publish(TestRepository.MADE);
    }

    @AfterEach
    void close() {
        repository.close();
    }

    private void publish(Instant date) throws IOException, PGPException {
        repository.publish(key, date, "");
    }

    private DebianArchive archive(Mirrors mirrors, ArchiveKeys keys, ProxySettings proxies, List<Duration> pauses) {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        return new DebianArchive(mirrors, keys, new Downloads(proxies, pauses), folder.resolve("state"), clock);
    }

    private DebianArchive archive() {
        return archive(repository.mirrors(), key.alone(), ProxySettings.of(Map.of(), ""), NO_WAIT);
    }

    private Path fetched(DebianArchive archive) throws IOException {
        Path into = Files.createTempDirectory(folder, "kernel");
        List<DebianPackage> packages =
                archive.lists("amd64", name -> name.startsWith("linux-image")).closure(List.of("linux-image"));
        archive.unpack(
                packages.stream().map(DebianPackage::pinned).toList(), into, path -> !path.startsWith("usr/share"));
        return into;
    }

    private void assertRefused(DebianArchive archive, String... words) {
        assertThatExceptionOfType(ArchiveException.class)
                .isThrownBy(() -> fetched(archive))
                .satisfies(e -> assertThat(e.getMessage()).contains(words).endsWith("."));
    }

    private void alter(String path, int at) {
        byte[] content = repository.file(path).clone();
        content[at < 0 ? content.length + at : at] ^= 1;
        repository.files.put(path, content);
    }

    // What is taken

    @Test
    void theNewestVersionOfAllSuitesIsUnpacked() throws IOException {
        Path into = fetched(archive());
        assertThat(into.resolve("boot/vmlinuz-1")).hasContent("a kernel").isRegularFile();
        assertThat(Files.isExecutable(into.resolve("boot/vmlinuz-1"))).isFalse();
        assertThat(Files.isExecutable(into.resolve("usr/src/tool"))).isTrue();
        assertThat(Files.readSymbolicLink(into.resolve("usr/src/other"))).hasToString("tool");
        assertThat(into.resolve("usr/share")).doesNotExist();
        assertThat(repository.paths()).noneMatch(path -> path.contains("editor"));
    }

    @Test
    void listsThatHaveNotChangedAreNotFetchedAgain() throws IOException {
        fetched(archive());
        repository.requests.clear();
        fetched(archive());
        assertThat(repository.paths()).noneMatch(path -> path.endsWith(TestRepository.LIST));
    }

    @Test
    void listsThatAreNotUsedAnyMoreAreDeleted() throws IOException, PGPException {
        fetched(archive());
        repository.add(RELEASE, "editor", "2", "", new TestDeb().bytes());
        publish(NOW);
        fetched(archive());
        try (var lists = Files.list(folder.resolve("state/lists"))) {
            assertThat(lists).hasSize(3); // One for each suite.
        }
    }

    @Test
    void listsAreFetchedByTheirChecksumsWhereTheArchiveHasThemSo() throws IOException, PGPException {
        repository.publish(key, TestRepository.MADE, "Acquire-By-Hash: yes\n");
        for (String path : List.copyOf(repository.files.keySet())) {
            if (path.endsWith(TestRepository.LIST)) {
                byte[] list = repository.file(path);
                repository.files.remove(path);
                String byHash = "by-hash/SHA256/" + TestRepository.sha256(list);
                repository.files.put(path.replace("Packages.xz", byHash), list);
            }
        }
        assertThat(fetched(archive()).resolve("boot/vmlinuz-1")).exists();
    }

    @Test
    void packagesMayBePackedInAllOfDebiansWays() throws IOException {
        for (String suffix : List.of("", ".gz", ".xz", ".zst")) {
            Path into = Files.createTempDirectory(folder, "ways");
            Path deb = folder.resolve("a.deb");
            Files.write(
                    deb, new TestDeb().file("./a/b", "content" + suffix, 0644).bytes(suffix));
            new Deb(into, path -> true).unpack(deb);
            assertThat(into.resolve("a/b")).hasContent("content" + suffix);
        }
    }

    // Whose word is taken

    @Test
    void aListThatWasAlteredIsRefused() {
        int at = new String(repository.file("/" + RELEASE + "/InRelease"), StandardCharsets.US_ASCII)
                .indexOf("Origin: Test");
        alter("/" + RELEASE + "/InRelease", at + 9);
        assertRefused(archive(), RELEASE + "/InRelease was altered", "another mirror");
    }

    @Test
    void whatStandsBesideASignedTextIsRefused() {
        byte[] signed = repository.file("/" + RELEASE + "/InRelease");
        String text = new String(signed, StandardCharsets.US_ASCII);
        for (String other :
                List.of("Origin: Mallory\n" + text, text + "Origin: Mallory\n", "<html>Please log in</html>", "")) {
            repository.files.put("/" + RELEASE + "/InRelease", other.getBytes(StandardCharsets.US_ASCII));
            assertRefused(archive(), "is no signed list, or was cut off");
        }
    }

    @Test
    void aListThatWasCutOffIsRefused() {
        String path = "/" + RELEASE + "/InRelease";
        byte[] whole = repository.file(path);
        repository.files.put(path, Arrays.copyOf(whole, whole.length - 50));
        assertRefused(archive(), "is no signed list, or was cut off");
    }

    @Test
    void nobodysKeyIsRefused() throws PGPException {
        TestKey other = TestKey.made(TestRepository.MADE, Duration.ZERO);
        assertRefused(
                archive(repository.mirrors(), other.alone(), ProxySettings.of(Map.of(), ""), NO_WAIT),
                "is signed with no key of Debian's that this lab knows",
                "newer version of this lab");
    }

    @Test
    void aKeyThatHasExpiredOrWasRevokedIsRefused() throws IOException, PGPException {
        assertRefused(
                archive(repository.mirrors(), key.revoked().alone(), ProxySettings.of(Map.of(), ""), NO_WAIT),
                "has expired or was revoked");
        key = TestKey.made(NOW.minus(Duration.ofDays(10)), Duration.ofDays(9));
        publish(TestRepository.MADE);
        assertRefused(archive(), "has expired or was revoked");
    }

    @Test
    void aWeakChecksumIsNoSignature() throws IOException, PGPException {
        byte[] signed = key.clearSigned("Codename: bookworm", HashAlgorithmTags.SHA1);
        assertThatExceptionOfType(ArchiveException.class)
                .isThrownBy(() -> key.alone().verified(signed, "The list", NOW))
                .withMessageContaining("no key of Debian's");
    }

    @Test
    void signedLinesThatBeginWithADashAreReadAsTheyWere() throws IOException, PGPException {
        String text = "a\n- b\n-----BEGIN";
        assertThat(key.alone().verified(key.clearSigned(text), "The list", NOW)).isEqualTo(text);
    }

    @Test
    void debiansKeysAreThere() throws IOException {
        assertThat(ArchiveKeys.ofDebian()).isNotNull();
    }

    // Of what time and suite

    @Test
    void aListThatHasExpiredIsRefused() throws IOException, PGPException {
        repository.publish(key, TestRepository.MADE, "Valid-Until: " + TestRepository.time(NOW.minusSeconds(1)) + "\n");
        assertRefused(archive(), "InRelease expired on", "clock");
        repository.publish(key, TestRepository.MADE, "Valid-Until: " + TestRepository.time(NOW.plusSeconds(1)) + "\n");
        assertThat(archive().lists("amd64", name -> true)).isNotNull();
    }

    @Test
    void aListOfTheFutureIsRefused() throws IOException, PGPException {
        publish(NOW.plus(Duration.ofHours(2)));
        assertRefused(archive(), "which is in the future", "clock may be wrong");
    }

    @Test
    void aListThatIsOlderThanTheOneBeforeIsRefused() throws IOException, PGPException {
        fetched(archive());
        publish(TestRepository.MADE.minus(Duration.ofDays(1)));
        assertRefused(archive(), "2026-02-28T12:00:00Z", "2026-03-01T12:00:00Z", "holds updates back");
        publish(TestRepository.MADE.plus(Duration.ofHours(1)));
        fetched(archive());
    }

    @Test
    void aSignedListOfAnotherSuiteIsRefused() {
        repository.files.put(
                "/" + SECURITY + "/InRelease", repository.file("/debian/dists/bookworm-updates/InRelease"));
        assertRefused(archive(), SECURITY, "is the list of \"bookworm-updates\"");
    }

    // What is listed

    @Test
    void packagesAndListsThatWereAlteredOrCutOffAreRefused() {
        for (String path : List.of("/" + SECURITY + "/" + TestRepository.LIST, PACKAGE)) {
            byte[] whole = repository.file(path);
            alter(path, -1);
            assertRefused(archive(), path + " is not the file that Debian signed", "its SHA-256 is another one");
            repository.files.put(path, Arrays.copyOf(whole, whole.length - 3));
            assertRefused(archive(), path, "it has " + (whole.length - 3) + " bytes instead of " + whole.length);
            repository.files.put(path, Arrays.copyOf(whole, whole.length + 1));
            assertRefused(archive(), path + " is longer than it may be");
            repository.files.put(path, whole);
        }
    }

    @Test
    void whatIsMissingIsNamed() {
        byte[] deb = repository.file(PACKAGE);
        repository.files.remove(PACKAGE);
        assertRefused(archive(), PACKAGE + " cannot be had (HTTP 404)", "another mirror");
        repository.files.put(PACKAGE, deb);
        assertThatExceptionOfType(ArchiveException.class)
                .isThrownBy(() -> archive().lists("amd64", name -> true).closure(List.of("linux-image")))
                .withMessageContaining("holds no package linux-base");
        assertThatExceptionOfType(ArchiveException.class)
                .isThrownBy(() -> archive().lists("riscv64", name -> true))
                .withMessageContaining("lists no main/binary-riscv64/Packages.xz");
        repository.files.remove("/" + SECURITY + "/InRelease");
        assertRefused(archive(), SECURITY + "/InRelease cannot be had (HTTP 404)");
    }

    // Bad networks

    /** Sends half of a package, and ends. */
    private void cutOff(AtomicInteger times) {
        repository.faults.add((exchange, path) -> {
            byte[] content = repository.file(PACKAGE);
            if (!path.equals(PACKAGE) || times.getAndDecrement() <= 0) {
                return false;
            }
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, content.length / 2);
            exchange.getResponseBody().flush(); // What is not sent by then, a server may keep to itself.
            return true;
        });
    }

    private List<String> ranges() {
        return repository.requests.stream()
                .filter(request -> request.path().equals(PACKAGE))
                .map(TestRepository.Request::range)
                .toList();
    }

    @Test
    void aDownloadThatWasCutOffGoesOn() throws IOException {
        cutOff(new AtomicInteger(1));
        assertThat(fetched(archive()).resolve("boot/vmlinuz-1")).hasContent("a kernel");
        assertThat(ranges()).containsExactly("", "bytes=" + repository.file(PACKAGE).length / 2 + "-");
    }

    @Test
    void itGoesOnAtALaterTimeToo() throws IOException {
        cutOff(new AtomicInteger(1));
        ProxySettings none = ProxySettings.of(Map.of(), "");
        assertRefused(
                archive(repository.mirrors(), key.alone(), none, List.of()),
                "cannot be reached",
                "it was cut off after",
                "connect to the network");
        assertThat(fetched(archive()).resolve("boot/vmlinuz-1")).hasContent("a kernel");
        assertThat(ranges()).hasSize(2).last().asString().startsWith("bytes=");
    }

    @Test
    void whatIsThereAndDamagedIsFetchedAnew() throws IOException {
        byte[] deb = repository.file(PACKAGE);
        Path downloads = Files.createDirectories(folder.resolve("state/downloads"));
        for (int length : new int[] {10, deb.length, deb.length + 5}) {
            Files.write(downloads.resolve(TestRepository.sha256(deb) + ".part"), new byte[length]);
            assertThat(fetched(archive()).resolve("boot/vmlinuz-1")).hasContent("a kernel");
        }
    }

    @Test
    void aServerThatIsBusyIsAskedAgain() throws IOException {
        AtomicInteger busy = new AtomicInteger(2);
        repository.faults.add((exchange, path) -> {
            if (busy.getAndDecrement() <= 0) {
                return false;
            }
            exchange.sendResponseHeaders(503, -1);
            return true;
        });
        assertThat(fetched(archive())).isNotEmptyDirectory();
        busy.set(3);
        assertRefused(archive(), "cannot be reached", "it answers by HTTP 503");
    }

    @Test
    void redirectionsAreFollowedToTheWebAndNotInCircles() throws IOException {
        AtomicInteger further = new AtomicInteger(2);
        String[] target = {PACKAGE};
        repository.faults.add((exchange, path) -> {
            if (!path.equals(PACKAGE) || further.getAndDecrement() <= 0) {
                return false;
            }
            exchange.getResponseHeaders().set("Location", target[0]);
            exchange.sendResponseHeaders(302, -1);
            return true;
        });
        assertThat(fetched(archive()).resolve("boot/vmlinuz-1")).exists();
        further.set(100);
        assertRefused(archive(), "redirects in a circle");
        target[0] = "file:///etc/passwd";
        assertRefused(archive(), "redirects to something other than http or https");
    }

    private static String deadAddress() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return "http://127.0.0.1:" + socket.getLocalPort();
        }
    }

    @Test
    void withoutANetworkItIsSaidWhatToDo() throws IOException {
        String dead = deadAddress();
        ProxySettings none = ProxySettings.of(Map.of(), "");
        assertRefused(
                archive(TestRepository.mirrorsAt(dead), key.alone(), none, NO_WAIT),
                "A kernel is to be fetched, and Debian's archive cannot be reached (" + dead,
                "connect to the network once, or name a mirror in MSGSLOT_DEBIAN_MIRROR");
    }

    @Test
    void aDeadProxyIsToldWithoutItsPassword() throws IOException {
        String dead = deadAddress();
        ProxySettings proxies = ProxySettings.of(Map.of("http_proxy", dead.replace("//", "//ada:secret@")), "");
        DebianArchive archive = archive(repository.mirrors(), key.alone(), proxies, NO_WAIT);
        assertRefused(archive, "it was asked through http_proxy=" + dead + ": correct or unset that");
        assertThatExceptionOfType(ArchiveException.class)
                .isThrownBy(() -> fetched(archive))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
    }

    @Test
    void aProxyIsAskedWithItsPassword() throws IOException {
        ProxySettings proxies =
                ProxySettings.of(Map.of("http_proxy", repository.address().replace("//", "//ada:secret@")), "");
        AtomicInteger withPassword = new AtomicInteger();
        repository.faults.add((exchange, path) -> {
            assertThat(exchange.getRequestURI().getHost()).isEqualTo("archive.example");
            if ("Basic YWRhOnNlY3JldA==".equals(exchange.getRequestHeaders().getFirst("Proxy-Authorization"))) {
                withPassword.incrementAndGet();
            }
            return false;
        });
        Mirrors mirrors = TestRepository.mirrorsAt("http://archive.example");
        assertThat(fetched(archive(mirrors, key.alone(), proxies, NO_WAIT))).isNotEmptyDirectory();
        assertThat(withPassword).hasValue(repository.requests.size());
    }

    // A disk, and packages that mean harm

    @Test
    void aMirrorMayBeAFolder() throws IOException {
        for (Map.Entry<String, byte[]> file : repository.files.entrySet()) {
            Path place = folder.resolve("mirror" + file.getKey());
            Files.createDirectories(place.getParent());
            Files.write(place, file.getValue());
        }
        Mirrors mirrors = TestRepository.mirrorsAt("file://" + folder.resolve("mirror"));
        ProxySettings none = ProxySettings.of(Map.of(), "");
        assertThat(fetched(archive(mirrors, key.alone(), none, NO_WAIT)).resolve("boot/vmlinuz-1"))
                .exists();
    }

    @Test
    void aDiskThatIsFullIsNoNetworkThatFails() throws IOException {
        Path downloads = Files.createDirectories(folder.resolve("state/downloads"));
        String part = TestRepository.sha256(repository.file(PACKAGE)) + ".part";
        Files.createSymbolicLink(downloads.resolve(part), Path.of("/dev/full"));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> fetched(archive()))
                .isNotInstanceOf(ArchiveException.class)
                .withMessageContaining("No space left on device");
    }

    @Test
    void namesThatLeadOutAreRefused() throws IOException {
        List<TestDeb> hostile = List.of(
                new TestDeb().file("../out", "x", 0644),
                new TestDeb().file("./a/../../out", "x", 0644),
                new TestDeb().file("/out", "x", 0644),
                new TestDeb().link("../out", "x"),
                new TestDeb().hardLink("./in", "../secret"),
                new TestDeb().hardLink("./in", "/etc/passwd"),
                new TestDeb().link("./b", "..").link("./b/out", "x"),
                new TestDeb().link("./b", "..").file("./b/out", "x", 0644),
                new TestDeb().pipe("./pipe"));
        Files.writeString(folder.resolve("secret"), "s");
        int number = 0;
        for (TestDeb one : hostile) {
            number++;
            Path into = Files.createTempDirectory(folder, "into");
            Path deb = Files.write(folder.resolve("hostile.deb"), one.bytes());
            Deb target = new Deb(into, path -> true);
            assertThatExceptionOfType(IOException.class).as("package " + number).isThrownBy(() -> {
                target.unpack(deb);
                target.finish();
            });
            assertThat(folder.resolve("out")).doesNotExist();
            assertThat(into.resolve("in")).doesNotExist();
        }
    }
}
