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
import org.messageslot.guest.FileTree;

/** A folder that exists for one job and disappears with it. */
final class PrivateFolder implements AutoCloseable {

    private static final String PREFIX = "messageslot-";
    private static final Duration OLD = Duration.ofHours(1);

    private final Path path;

    private PrivateFolder(Path path) {
        this.path = path;
    }

    static PrivateFolder make() throws IOException {
        return new PrivateFolder(Files.createTempDirectory(
                PREFIX + ProcessHandle.current().pid() + "-",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
    }

    /** Removes what processes left behind that were killed at work. */
    static void sweep() throws IOException {
        Path all = Path.of(System.getProperty("java.io.tmpdir"));
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

    Path path() {
        return path;
    }

    void write(String name, String text) throws IOException {
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
    boolean has(String name) {
        return Files.isRegularFile(path.resolve(name), LinkOption.NOFOLLOW_LINKS);
    }

    byte[] read(String name) throws IOException {
        try (var in = Files.newInputStream(path.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
            return in.readAllBytes();
        }
    }

    @Override
    public void close() throws IOException {
        FileTree.delete(path);
    }
}
