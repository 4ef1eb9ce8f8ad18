// SPDX-License-Identifier: Apache-2.0
package org.messageslot.debian;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/**
 * A root file system as a kernel takes it at its start: an uncompressed cpio archive. Links stay links and names keep their
 * case, whatever this machine's disk can do. Equal contents give equal archives. To be closed.
 */
public final class RootArchive implements AutoCloseable {

    private static final int FOLDER = 0040755;
    private static final int PROGRAM = 0100755;
    private static final int FILE = 0100644;
    private static final int LINK = 0120777;
    private static final int ANY_EXECUTE = 0111;

    /** Debian's packages still name them in the root, where they are links into {@code usr} on every Debian. */
    private static final Set<String> MOVED = Set.of("bin", "sbin", "lib", "lib64");

    private final CpioArchiveOutputStream out;
    private final Set<String> names = new HashSet<>();

    /**
     * Begins an archive.
     *
     * @param out where it is written; closed with the archive
     */
    public RootArchive(OutputStream out) {
        this.out = new CpioArchiveOutputStream(out);
    }

    /** Adds a member of a package, below a folder, if its path in the package is wanted. */
    void add(TarArchiveEntry member, InputStream content, String below, Predicate<String> wanted) throws IOException {
        String path = moved(clean(member.getName()));
        if (path.isEmpty() || !wanted.test(path)) {
            return;
        }
        String name = below + path;
        if (member.isDirectory()) {
            folder(name);
        } else if (member.isSymbolicLink()) {
            link(name, member.getLinkName());
        } else if (member.isLink()) {
            link(name, "/" + below + moved(clean(member.getLinkName())));
        } else {
            Deb.demandFile(member);
            boolean runs = (member.getMode() & ANY_EXECUTE) != 0;
            file(name, runs, member.getLastModifiedTime().toMillis() / 1000, content.readAllBytes());
        }
    }

    private static String clean(String name) throws IOException {
        List<String> words = Stream.of(name.split("/", -1))
                .filter(word -> !word.isEmpty() && !word.equals("."))
                .toList();
        if (words.contains("..")) {
            throw new IOException("A package holds a file whose name leads out of its folder: " + name);
        }
        return String.join("/", words);
    }

    private static String moved(String name) {
        return MOVED.contains(name.replaceFirst("/.*", "")) ? "usr/" + name : name;
    }

    /**
     * Adds a program or a text of ours.
     *
     * @param name its path from the root, without a slash before it
     * @param runs whether it is a program
     * @param content its bytes
     * @throws IOException if it cannot be written
     */
    public void file(String name, boolean runs, byte[] content) throws IOException {
        file(name, runs, 0, content);
    }

    private void file(String name, boolean runs, long seconds, byte[] content) throws IOException {
        add(name, runs ? PROGRAM : FILE, seconds, content);
    }

    /**
     * Adds a symbolic link.
     *
     * @param name its path from the root
     * @param target where it leads to
     * @throws IOException if it cannot be written
     */
    public void link(String name, String target) throws IOException {
        add(name, LINK, 0, target.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds the links by which the folders of programs and libraries are found in the root, too. */
    public void linkMoved() throws IOException {
        for (String name : MOVED.stream().sorted().toList()) {
            if (names.contains("usr/" + name)) {
                link(name, "usr/" + name);
            }
        }
    }

    /**
     * Adds a folder of this machine with all that it holds.
     *
     * @param folder the folder
     * @param name its path from the root there
     * @throws IOException if it cannot be read, or not be written
     */
    public void tree(Path folder, String name) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted().toList()) {
                String place = name + "/" + folder.relativize(file).toString().replace('\\', '/');
                if (Files.isSymbolicLink(file)) {
                    link(place, Files.readSymbolicLink(file).toString());
                } else if (Files.isDirectory(file)) {
                    folder(place.replaceFirst("/$", ""));
                } else {
                    long seconds = Files.getLastModifiedTime(file).toMillis() / 1000;
                    file(place, Files.isExecutable(file), seconds, Files.readAllBytes(file));
                }
            }
        }
    }

    private void folder(String name) throws IOException {
        add(name, FOLDER, 0, new byte[0]);
    }

    private void add(String name, int mode, long seconds, byte[] content) throws IOException {
        if (names.contains(name)) {
            return;
        }
        int slash = name.lastIndexOf('/');
        if (slash > 0) {
            folder(name.substring(0, slash));
        }
        names.add(name);
        CpioArchiveEntry entry = new CpioArchiveEntry(name);
        entry.setMode(mode);
        entry.setSize(content.length);
        entry.setTime(seconds);
        out.putArchiveEntry(entry);
        out.write(content);
        out.closeArchiveEntry();
    }

    /**
     * Ends the archive, and leaves open what it is written to: another archive may follow there.
     *
     * @throws IOException if it cannot be written
     */
    public void finish() throws IOException {
        out.finish();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
