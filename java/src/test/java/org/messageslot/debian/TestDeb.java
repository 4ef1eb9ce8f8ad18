// SPDX-License-Identifier: Apache-2.0
package org.messageslot.debian;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** A package that a test makes, with any names in it. */
final class TestDeb {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes);

    TestDeb file(String name, String content, int mode) throws IOException {
        return member(name, TarConstants.LF_NORMAL, "", content, mode);
    }

    TestDeb link(String name, String target) throws IOException {
        return member(name, TarConstants.LF_SYMLINK, target, "", 0777);
    }

    TestDeb hardLink(String name, String target) throws IOException {
        return member(name, TarConstants.LF_LINK, target, "", 0644);
    }

    TestDeb pipe(String name) throws IOException {
        return member(name, TarConstants.LF_FIFO, "", "", 0644);
    }

    private TestDeb member(String name, byte type, String target, String content, int mode) throws IOException {
        byte[] data = content.getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
        entry.setSize(data.length);
        entry.setMode(mode);
        entry.setLinkName(target);
        tar.putArchiveEntry(entry);
        tar.write(data);
        tar.closeArchiveEntry();
        return this;
    }

    byte[] bytes() throws IOException {
        return bytes(".xz");
    }

    /** Packs the files as {@code data.tar} with a suffix. */
    byte[] bytes(String suffix) throws IOException {
        tar.finish();
        ByteArrayOutputStream deb = new ByteArrayOutputStream();
        try (ArArchiveOutputStream ar = new ArArchiveOutputStream(deb)) {
            put(ar, "debian-binary", "2.0\n".getBytes(StandardCharsets.UTF_8));
            put(ar, "control.tar.xz", packed(".xz", new byte[0]));
            put(ar, "data.tar" + suffix, packed(suffix, bytes.toByteArray()));
        }
        return deb.toByteArray();
    }

    private static void put(ArArchiveOutputStream ar, String name, byte[] content) throws IOException {
        ar.putArchiveEntry(new ArArchiveEntry(name, content.length));
        ar.write(content);
        ar.closeArchiveEntry();
    }

    static byte[] packed(String suffix, byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = switch (suffix) {
            case ".xz" -> new XZOutputStream(packed, new LZMA2Options(0));
            case ".zst" -> new ZstdOutputStream(packed);
            case ".gz" -> new GZIPOutputStream(packed);
            default -> packed;
        }) {
            out.write(content);
        }
        return packed.toByteArray();
    }
}
