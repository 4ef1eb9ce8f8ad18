// SPDX-License-Identifier: Apache-2.0
package org.messageslot.debian;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Debian 12's archive: its release, its updates and its security updates.
 *
 * <p>What comes from it is what Debian signed: each suite's list of lists by one of Debian's keys, all else by checksums. A list of
 * lists that is older than the one that the same mirror gave before is refused. A folder holds what is fetched; one process at
 * a time may use it.
 */
public final class DebianArchive {

    private static final String RELEASE = "bookworm";

    private final Mirrors mirrors;
    private final ArchiveKeys keys;
    private final Downloads downloads;
    private final Path folder;
    private final Clock clock;

    DebianArchive(Mirrors mirrors, ArchiveKeys keys, Downloads downloads, Path folder, Clock clock) {
        this.mirrors = mirrors;
        this.keys = keys;
        this.downloads = downloads;
        this.folder = folder;
        this.clock = clock;
    }

    /**
     * Names the archive as this machine reaches it; nothing is asked yet.
     *
     * @param folder what is fetched is kept here; made where it is missing
     * @param proxies how addresses are reached
     * @return the archive
     * @throws ArchiveException if the user names a mirror that is none
     * @throws IOException if apt's settings cannot be read
     */
    public static DebianArchive of(Path folder, ProxySettings proxies) throws IOException {
        Mirrors mirrors = Mirrors.of(System.getenv(), Path.of("/etc/apt"));
        return new DebianArchive(
                mirrors, ArchiveKeys.ofDebian(), new Downloads(proxies, Downloads.PAUSES), folder, Clock.systemUTC());
    }

    /**
     * Fetches what the archive offers. Lists that have not changed are not fetched again.
     *
     * @param architecture whose packages, by Debian's name for it
     * @param wanted which packages, by their names
     * @return their newest versions
     * @throws ArchiveException if the lists cannot be had, or must not be used
     * @throws IOException if the folder cannot be written
     */
    public PackageLists lists(String architecture, Predicate<String> wanted) throws IOException {
        PackageLists lists = new PackageLists(wanted);
        Set<Path> used = new TreeSet<>();
        used.add(addSuite(mirrors.archive(), RELEASE, architecture, lists));
        used.add(addSuite(mirrors.archive(), RELEASE + "-updates", architecture, lists));
        used.add(addSuite(mirrors.security(), RELEASE + "-security", architecture, lists));
        deleteAllBut(used);
        return lists;
    }

    private Path addSuite(String archive, String suite, String architecture, PackageLists lists) throws IOException {
        String base = archive + "/dists/" + suite + "/";
        Release release = release(base, suite);
        String place = "main/binary-" + architecture + "/";
        Listed listed = release.file(place + "Packages.xz");
        String path = place + (release.isByHash() ? "by-hash/SHA256/" + listed.sha256() : "Packages.xz");
        Path list = downloads.fetch(URI.create(base + path), listed, made("lists"));
        lists.add(list);
        return list;
    }

    private Release release(String base, String suite) throws IOException {
        URI address = URI.create(base + "InRelease");
        byte[] file = downloads.read(address, made("lists").resolve("InRelease"));
        Instant now = clock.instant();
        Release release = Release.of(keys.verified(file, address.toString(), now), address.toString(), suite, now);
        Path seen = made("seen").resolve(URLEncoder.encode(base, StandardCharsets.UTF_8));
        Instant before = dateIn(seen);
        if (release.date().isBefore(before)) {
            throw new ArchiveException(
                    address + " is dated " + release.date() + ", and the one that was fetched before "
                            + before
                            + ": the mirror is behind, or somebody holds updates back; try again in some hours, or name"
                            + " another mirror in MSGSLOT_DEBIAN_MIRROR.");
        }
        Files.writeString(seen, release.date().toString());
        return release;
    }

    private static Instant dateIn(Path seen) throws IOException {
        try {
            return Files.exists(seen) ? Instant.parse(Files.readString(seen)) : Instant.EPOCH;
        } catch (DateTimeException e) {
            return Instant.EPOCH; // Its writing was cut off.
        }
    }

    private void deleteAllBut(Set<Path> used) throws IOException {
        try (Stream<Path> files = Files.list(made("lists"))) {
            for (Path file : files.filter(file -> !used.contains(file)).toList()) {
                Files.delete(file);
            }
        }
    }

    /**
     * Downloads packages and unpack them into one folder.
     *
     * <p>Their checksums are what is trusted, so the archive's lists are not asked: packages that were pinned long ago are had
     * as long as the archive has their files.
     *
     * @param packages which
     * @param into an empty folder
     * @param wanted which of their paths, such as {@code usr/src/readme}
     * @throws ArchiveException if one cannot be had, or is not what Debian signed; nothing is unpacked then
     * @throws IOException if one cannot be unpacked
     */
    public void unpack(List<PinnedPackage> packages, Path into, Predicate<String> wanted) throws IOException {
        Deb deb = new Deb(into, wanted);
        with(packages, deb::unpack);
        deb.finish();
    }

    /**
     * Downloads packages and puts what they hold into an archive of files. Nothing is unpacked on this machine.
     *
     * @param packages which
     * @param into where their files are added
     * @param below the folder there, with a slash behind it; empty for the root
     * @param wanted which of their paths, such as {@code usr/src/readme}
     * @throws ArchiveException if one cannot be had, or is not what Debian signed; nothing is added then
     * @throws IOException if the archive cannot be written
     */
    public void pack(List<PinnedPackage> packages, RootArchive into, String below, Predicate<String> wanted)
            throws IOException {
        with(packages, file -> Deb.read(file, (member, content) -> into.add(member, content, below, wanted)));
    }

    /** Something that is done with a package's file. */
    private interface PackageWork {
        void of(Path deb) throws IOException;
    }

    /** Uses files only when all are there, and deletes them afterwards. */
    private void with(List<PinnedPackage> packages, PackageWork use) throws IOException {
        List<Path> files = new ArrayList<>();
        for (PinnedPackage pack : packages) {
            files.add(download(pack));
        }
        for (Path file : files) {
            use.of(file);
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }

    private Path download(PinnedPackage pack) throws IOException {
        ArchiveException missing = null;
        for (URI address : pack.addresses(mirrors)) {
            try {
                return downloads.fetch(address, pack.file(), made("downloads"));
            } catch (ArchiveException e) {
                if (!e.isMissing()) {
                    throw e;
                }
                missing = missing == null ? e : missing;
            }
        }
        throw Objects.requireNonNull(missing);
    }

    private Path made(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }
}
