// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.messageslot.grading.slot.SlotArtifacts;

/** Packs archives as students and their enemies do. */
final class Packing {

    private record Entry(SubmittedFile file, int mode, byte type, String target) {
        static Entry file(String name, byte[] content) {
            return new Entry(new SubmittedFile(name, content), 0100644, TarArchiveEntry.LF_NORMAL, "");
        }
    }

    private final List<Entry> entries = new ArrayList<>();

    static Packing of() {
        return new Packing();
    }

    /** The five files, too small to be built, large enough to be found. */
    static Packing five(String prefix) {
        Packing packing = new Packing();
        for (Role role : SlotArtifacts.ALL.roles()) {
            if (role.isAskedFor()) {
                packing.with(prefix + role.fileName(), "/* " + role.id() + " */\n");
            }
        }
        return packing;
    }

    Packing with(String name, String content) {
        return with(name, content.getBytes(StandardCharsets.UTF_8));
    }

    Packing with(String name, byte[] content) {
        entries.add(Entry.file(name, content));
        return this;
    }

    Packing symbolicLink(String name, String target) {
        SubmittedFile link = new SubmittedFile(name, target.getBytes(StandardCharsets.UTF_8));
        entries.add(new Entry(link, 0120777, TarArchiveEntry.LF_SYMLINK, target));
        return this;
    }

    Packing hardLink(String name, String target) {
        entries.add(new Entry(new SubmittedFile(name, new byte[0]), 0100644, TarArchiveEntry.LF_LINK, target));
        return this;
    }

    Packing special(String name, byte type, int mode) {
        entries.add(new Entry(new SubmittedFile(name, new byte[0]), mode, type, ""));
        return this;
    }

    byte[] zip() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
            for (Entry entry : entries) {
                ZipArchiveEntry header = new ZipArchiveEntry(entry.file().path());
                header.setUnixMode(entry.mode());
                zip.putArchiveEntry(header);
                zip.write(entry.file().content());
                zip.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    byte[] tar() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        tarTo(bytes);
        return bytes.toByteArray();
    }

    void tarTo(OutputStream out) throws IOException {
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(true);
            for (Entry entry : entries) {
                TarArchiveEntry header = new TarArchiveEntry(entry.file().path(), entry.type(), true);
                header.setMode(entry.mode());
                header.setLinkName(entry.target());
                boolean regular = entry.type() == TarArchiveEntry.LF_NORMAL;
                header.setSize(regular ? entry.file().content().length : 0);
                tar.putArchiveEntry(header);
                if (regular) {
                    tar.write(entry.file().content());
                }
                tar.closeArchiveEntry();
            }
        }
    }
}
