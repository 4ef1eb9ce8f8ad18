// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A private folder for the sockets by which a machine that starts and we find each other. It lives for the few milliseconds
 * until they are connected, or a snapshot's state is through.
 */
final class RunFolder implements AutoCloseable {

    /** The addresses of Unix sockets are limited to 107 bytes, which a temporary folder of one's own may exceed. */
    private static final int LONGEST = 80;

    private static final Pattern NAME = Pattern.compile("msgslot-(\\d+)-.*");

    private final Path folder;

    private RunFolder(Path folder) {
        this.folder = folder;
    }

    static RunFolder create() throws IOException {
        RunFolder folder = choose();
        folder.make();
        return folder;
    }

    /** Chooses a name that nobody has; the folder is not there yet. */
    static RunFolder choose() {
        String name = "msgslot-" + ProcessHandle.current().pid() + "-" + UUID.randomUUID();
        return new RunFolder(base().resolve(name));
    }

    void make() throws IOException {
        Files.createDirectory(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private static Path base() {
        Path own = Path.of(System.getProperty("java.io.tmpdir", "/tmp")).toAbsolutePath();
        return own.toString().length() < LONGEST - 40 ? own : Path.of("/tmp");
    }

    /** Removes the folders of processes that were killed in those few milliseconds. */
    static void sweep() throws IOException {
        Path base = base();
        String user = System.getProperty("user.name", "");
        try (Stream<Path> files = Files.list(base)) {
            for (Path file : files.toList()) {
                Matcher m = NAME.matcher(file.getFileName().toString());
                if (m.matches()
                        && Files.isDirectory(file, java.nio.file.LinkOption.NOFOLLOW_LINKS)
                        && Files.getOwner(file).getName().equals(user)
                        && ProcessHandle.of(Long.parseLong(m.group(1))).isEmpty()) {
                    FileTree.delete(file);
                }
            }
        } catch (java.nio.file.NoSuchFileException e) {
            // Another process swept at the same moment.
            return;
        }
    }

    Path path() {
        return folder;
    }

    ServerSocketChannel listen(String name) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(folder.resolve(name)));
        return server;
    }

    @Override
    public void close() throws IOException {
        FileTree.delete(folder);
    }
}
