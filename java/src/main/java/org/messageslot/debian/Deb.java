// SPDX-License-Identifier: Apache-2.0
package org.messageslot.debian;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Unpacks packages into a folder, and nowhere else, whatever the names are that they hold.
 *
 * <p>Symbolic links are made last, by {@link #finish}, so that no file is written through one.
 */
final class Deb {

    private static final int ANY_EXECUTE = 0111;

    private final Path into;
    private final Predicate<String> wanted;
    private final Map<Path, String> links = new LinkedHashMap<>();

    /**
     * Prepares a folder.
     *
     * @param into where packages are unpacked
     * @param wanted which of their paths, such as {@code usr/src/readme}
     */
    Deb(Path into, Predicate<String> wanted) {
        this.into = into.toAbsolutePath().normalize();
        this.wanted = wanted;
    }

    /** Takes what a package holds, one after another. */
    interface MemberVisitor {
        void take(TarArchiveEntry member, InputStream content) throws IOException;
    }

    /** Unpacks a package's files. */
    void unpack(Path deb) throws IOException {
        read(deb, this::take);
    }

    /** Reads a package's files. */
    static void read(Path deb, MemberVisitor members) throws IOException {
        try (InputStream file = Files.newInputStream(deb);
                ArArchiveInputStream ar = new ArArchiveInputStream(file)) {
            for (ArArchiveEntry part = ar.getNextEntry(); part != null; part = ar.getNextEntry()) {
                if (part.getName().startsWith("data.tar")) {
                    readTar(new TarArchiveInputStream(uncompressed(part.getName(), ar)), members);
                    return;
                }
            }
        }
        throw new IOException("The package " + deb.getFileName() + " holds no files.");
    }

    private static InputStream uncompressed(String name, InputStream data) throws IOException {
        return switch (name.substring("data.tar".length())) {
            case "" -> data;
            case ".gz" -> new GZIPInputStream(data);
            case ".xz" -> new XZInputStream(data);
            case ".zst" -> new ZstdInputStream(data);
            default -> throw new IOException("A package's files are packed in a way that is unknown here: " + name);
        };
    }

    private static void readTar(TarArchiveInputStream tar, MemberVisitor members) throws IOException {
        for (TarArchiveEntry member = tar.getNextEntry(); member != null; member = tar.getNextEntry()) {
            members.take(member, tar);
        }
    }

    private void take(TarArchiveEntry member, InputStream content) throws IOException {
        Path place = place(member.getName());
        if (!wanted.test(into.relativize(place).toString())) {
            return;
        }
        if (member.isDirectory()) {
            Files.createDirectories(place);
            return;
        }
        Files.createDirectories(parent(place));
        if (member.isSymbolicLink()) {
            links.put(place, member.getLinkName());
        } else if (member.isLink()) {
            Files.copy(place(member.getLinkName()), place, StandardCopyOption.REPLACE_EXISTING);
        } else {
            demandFile(member);
            write(content, member, place);
        }
    }

    /** Demands that a member is a file, and no device or pipe. */
    static void demandFile(TarArchiveEntry member) throws IOException {
        if (member.isFIFO() || member.isCharacterDevice() || member.isBlockDevice()) {
            throw new IOException("A package holds " + member.getName() + ", which is no file, folder or link.");
        }
    }

    private static void write(InputStream content, TarArchiveEntry member, Path place) throws IOException {
        Files.copy(content, place, StandardCopyOption.REPLACE_EXISTING);
        PosixFileAttributeView view = Files.getFileAttributeView(place, PosixFileAttributeView.class);
        if (view != null && (member.getMode() & ANY_EXECUTE) != 0) {
            Set<PosixFilePermission> permissions =
                    EnumSet.copyOf(view.readAttributes().permissions());
            permissions.add(PosixFilePermission.OWNER_EXECUTE);
            permissions.add(PosixFilePermission.GROUP_EXECUTE);
            permissions.add(PosixFilePermission.OTHERS_EXECUTE);
            view.setPermissions(permissions);
        }
        // make(1) compares times.
        Files.setLastModifiedTime(place, member.getLastModifiedTime());
    }

    /** {@return where a member belongs, which is inside the folder} */
    private Path place(String name) throws IOException {
        try {
            Path place = into.resolve(name).normalize();
            if (place.startsWith(into)) {
                return place;
            }
        } catch (InvalidPathException e) {
            // It is told below.
        }
        throw new IOException("A package holds a file whose name leads out of its folder: " + name);
    }

    private static Path parent(Path place) throws IOException {
        Path parent = place.getParent();
        if (parent == null) {
            throw new IOException("A package holds a file in place of its folder.");
        }
        return parent;
    }

    /** Makes the symbolic links of all packages. Where they lead to is not looked at. */
    void finish() throws IOException {
        Path root = into.toRealPath();
        for (Map.Entry<Path, String> link : links.entrySet()) {
            Path folder = parent(link.getKey());
            if (!folder.toRealPath().startsWith(root)) {
                throw new IOException("A package holds a link beyond another link: " + link.getKey());
            }
            Files.createSymbolicLink(link.getKey(), Path.of(link.getValue()));
        }
    }
}
