// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder that exists for one job and disappears with it. */
final class PrivateFolder implements AutoCloseable {

    private final Path path;

    private PrivateFolder(Path path) {
        this.path = path;
    }

    static PrivateFolder make() throws IOException {
        return new PrivateFolder(Files.createTempDirectory(
                "messageslot-", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
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
        try (Stream<Path> tree = Files.walk(path)) {
            for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
