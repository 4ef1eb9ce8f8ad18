// SPDX-License-Identifier: Apache-2.0
package org.messageslot;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the folders in which the lab keeps what it makes on this machine, for a user who may have no home, or one that runs no programs. */
public final class LabFolders {

    /** What to do where no folder will do for {@link #forLibraries}. */
    public static final String LIBRARIES_REMEDY =
            "set MSGSLOT_CACHE to a folder of yours on a disk that is not mounted noexec";

    /** A home that is none, as Debian writes it: nobody but root can make it. */
    private static final Path NOWHERE = Path.of("/nonexistent");

    private static final long LIBRARIES_NEED = 4L << 20;

    private LabFolders() {}

    /** {@return the user's cache: MSGSLOT_CACHE, or message-slot-lab in the cache folder that the desktop standard names} */
    public static Path cache() {
        return cache(System.getenv(), System.getProperty("user.home", ""));
    }

    /**
     * Names the cache of a user.
     *
     * @param environment the user's variables
     * @param home the user's home as Java knows it: "?" where the user has no entry in the system's list of users
     * @return the cache's folder; it need not exist
     */
    public static Path cache(Map<String, String> environment, String home) {
        String own = environment.getOrDefault("MSGSLOT_CACHE", "");
        if (!own.isBlank()) {
            return Path.of(own);
        }
        Path base = absolute(environment.getOrDefault("XDG_CACHE_HOME", ""))
                .orElseGet(() -> absolute(environment.getOrDefault("HOME", ""))
                        .or(() -> absolute(home))
                        .orElse(NOWHERE)
                        .resolve(".cache"));
        return base.resolve("message-slot-lab");
    }

    private static Optional<Path> absolute(String name) {
        try {
            return Optional.of(Path.of(name)).filter(Path::isAbsolute);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /**
     * Tells what lets a user write a folder.
     *
     * @param folder a folder that cannot be written, or one that cannot be made
     * @return what to do
     */
    public static String remedy(Path folder) {
        return remedy(folder, folder);
    }

    /**
     * Tells what lets a user write all of a folder.
     *
     * @param folder a folder in which something cannot be written
     * @param found what that is
     * @return what to do
     */
    public static String remedy(Path folder, Path found) {
        if (folder.startsWith(NOWHERE) || folder.getNameCount() == 0) {
            return "you have no home folder: set MSGSLOT_CACHE to a folder that you can write";
        }
        String give = isBelowHome(folder) && isRoots(found) && !isRoot()
                ? "give it back to you (sudo chown -R \"$(id -u)\" '" + folder + "'), or "
                : "";
        return give + "set MSGSLOT_CACHE to a folder of yours";
    }

    /** A folder of root's elsewhere is root's with good reason. */
    private static boolean isBelowHome(Path folder) {
        return absolute(System.getenv().getOrDefault("HOME", ""))
                .filter(home -> home.getNameCount() > 0 && folder.startsWith(home) && !folder.equals(home))
                .isPresent();
    }

    private static boolean isRoots(Path folder) {
        try {
            return Files.exists(folder) && Integer.valueOf(0).equals(Files.getAttribute(folder, "unix:uid"));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /**
     * Finds a folder from which native libraries can be loaded: many homes, and some /tmp, are mounted so that nothing in them
     * runs, and others are full.
     *
     * @return the folder, which exists; empty if there is none
     */
    public static Optional<Path> forLibraries() {
        return candidates().filter(LabFolders::takesLibraries).findFirst();
    }

    /** {@return the folders that {@link #forLibraries} tries, for a person} */
    public static String librariesSought() {
        return String.join(", ", candidates().map(Path::toString).toList());
    }

    private static Stream<Path> candidates() {
        return Stream.of(
                        cache().resolve("libraries"),
                        Path.of(System.getProperty("java.io.tmpdir", "/tmp")),
                        Path.of("/var/tmp"),
                        Path.of("/dev/shm"))
                .distinct();
    }

    private static boolean takesLibraries(Path folder) {
        try {
            Files.createDirectories(folder);
            if (Files.getFileStore(folder).getUsableSpace() < LIBRARIES_NEED) {
                return false;
            }
            return isRunFrom(folder);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Tells why no kernel module can be built by what lies in a folder: many homes are mounted so that nothing in them runs.
     *
     * @param folder a folder that can be written; the headers of a kernel, with the programs of its build, are in it or will be
     * @return why, and what to do; empty if programs may be run from there
     * @throws IOException if it cannot be written
     */
    public static Optional<String> whyNothingRuns(Path folder) throws IOException {
        return isRunFrom(folder)
                ? Optional.empty()
                : Optional.of(
                        folder + " is mounted so that no program in it may be run (noexec), and the kernel's build has"
                                + " programs of its own; set MSGSLOT_CACHE to a folder where programs may be run");
    }

    /** A file that its owner may run is one that nobody may where the disk is mounted noexec. */
    private static boolean isRunFrom(Path folder) throws IOException {
        Path file = Files.createTempFile(folder, ".lab-", "");
        try {
            File settable = file.toFile();
            return !FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                    || (settable.setExecutable(true, true) && Files.isExecutable(file));
        } finally {
            Files.delete(file);
        }
    }
}
