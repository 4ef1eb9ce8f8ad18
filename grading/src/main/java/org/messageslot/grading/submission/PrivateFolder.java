// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.messageslot.guest.CacheFolder;
import org.messageslot.guest.FileTree;

/** A folder for this user alone, which exists for one job and disappears with it: in {@code /tmp}, or in the cache if that is small. */
public final class PrivateFolder implements AutoCloseable {

    private static final String PREFIX = "messageslot-";
    /** Twice the largest file that a compiler may write, in bytes. */
    private static final long ROOM = 128L << 20;

    private static final Duration OLD = Duration.ofHours(1);

    private final Path path;

    private PrivateFolder(Path path) {
        this.path = path;
    }

    /**
     * Makes one.
     *
     * @return the folder, to be closed
     * @throws IOException if that fails
     */
    public static PrivateFolder make() throws IOException {
        return new PrivateFolder(Files.createTempDirectory(
                base(),
                PREFIX + ProcessHandle.current().pid() + "-",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
    }

    /** {@return where there is room for what compilers write, if anywhere} */
    static Path base() throws IOException {
        Path usual = Path.of(System.getProperty("java.io.tmpdir"));
        if (hasRoom(usual)) {
            return usual;
        }
        Path spare = Files.createDirectories(CacheFolder.named("work"));
        return hasRoom(spare) ? spare : usual;
    }

    private static boolean hasRoom(Path folder) throws IOException {
        return Files.getFileStore(folder).getUsableSpace() >= ROOM;
    }

    /** Removes what processes left behind that were killed at work. */
    static void sweep() throws IOException {
        Path all = base();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(all, PREFIX + "*-*")) {
            for (Path folder : folders) {
                if (isLeft(folder)) {
                    new PrivateFolder(folder).close();
                }
            }
        }
    }

    private static boolean isLeft(Path folder) throws IOException {
        String[] words = folder.getFileName().toString().split("-", 3);
        boolean ours = Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                && Files.isReadable(folder)
                && words[1].matches("\\d{1,9}");
        return ours
                && ProcessHandle.of(Long.parseLong(words[1])).isEmpty()
                && Files.getLastModifiedTime(folder)
                        .toInstant()
                        .isBefore(Instant.now().minus(OLD));
    }

    /** {@return where it is} */
    public Path path() {
        return path;
    }

    /**
     * Writes a text to a file in it.
     *
     * @param name its path in the folder; folders on the way are made
     * @param text the text, written as UTF-8
     * @throws IOException if that fails, or the name leads out of the folder
     */
    public void write(String name, String text) throws IOException {
        write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a file that everyone may read, whatever the process's mask: root's sandbox is somebody else. */
    void write(String name, byte[] content) throws IOException {
        Path file = resolve(name);
        for (int depth = path.getNameCount() + 1; depth < file.getNameCount(); depth++) {
            Path folder = Path.of("/").resolve(file.subpath(0, depth));
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.write(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private Path resolve(String name) throws IOException {
        try {
            Path file = path.resolve(name).normalize();
            if (!file.startsWith(path) || file.equals(path)) {
                throw new IOException("The name " + Shown.name(name) + " leads out of the folder.");
            }
            return file;
        } catch (InvalidPathException e) {
            throw new IOException(
                    "The name " + Shown.name(name) + " cannot be written here; set LC_ALL=C.UTF-8 for the grader.", e);
        }
    }

    /** {@return whether a job made a regular file of that name} */
    public boolean has(String name) {
        return Files.isRegularFile(path.resolve(name), LinkOption.NOFOLLOW_LINKS);
    }

    /** {@return whether there is anything of that name, a folder for example} */
    boolean isTaken(String name) {
        return Files.exists(path.resolve(name), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Reads a file that a job made; no link is followed.
     *
     * @param name its path in the folder
     * @return its bytes
     * @throws IOException if it is not there
     */
    public byte[] read(String name) throws IOException {
        try (var in = Files.newInputStream(path.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
            return in.readAllBytes();
        }
    }

    @Override
    public void close() throws IOException {
        FileTree.delete(path);
    }
}
