// SPDX-License-Identifier: Apache-2.0
package org.messageslot.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootArchiveTests {

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private void add(RootArchive archive, TestDeb deb, String below) throws IOException {
        Path file = Files.write(folder.resolve("a.deb"), deb.bytes());
        Deb.read(file, (member, content) -> archive.add(member, content, below, path -> !path.startsWith("usr/share")));
    }

    /** {@return each name with the mode of its file in octal and its content} */
    private Map<String, String> content() throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (CpioArchiveInputStream in = new CpioArchiveInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            for (CpioArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                content.put(entry.getName(), Long.toOctalString(entry.getMode()) + " " + text);
            }
        }
        return content;
    }

    @Test
    void packagesAreLaidOutAsOnADebianWithoutBeingUnpacked() throws IOException {
        try (RootArchive archive = new RootArchive(bytes)) {
            add(
                    archive,
                    new TestDeb()
                            .file("./bin/shell", "program", 0755)
                            .file("./usr/lib/a.so.1.2", "library", 0644)
                            .link("./usr/lib/a.so.1", "a.so.1.2")
                            .hardLink("./bin/other", "./bin/shell")
                            .file("./usr/share/doc", "words", 0644),
                    "");
            archive.linkMoved();
        }
        assertThat(content())
                .containsEntry("usr/bin", "40755 ")
                .containsEntry("usr/bin/shell", "100755 program")
                .containsEntry("usr/lib/a.so.1.2", "100644 library")
                .containsEntry("usr/lib/a.so.1", "120777 a.so.1.2")
                .containsEntry("usr/bin/other", "120777 /usr/bin/shell")
                .containsEntry("bin", "120777 usr/bin")
                .containsEntry("lib", "120777 usr/lib")
                .doesNotContainKeys("usr/share/doc", "sbin");
    }

    @Test
    void namesThatDifferInCaseAloneStayApart() throws IOException {
        try (RootArchive archive = new RootArchive(bytes)) {
            add(archive, new TestDeb().file("./h/xt_MARK.h", "a", 0644).file("./h/xt_mark.h", "b", 0644), "kernel/");
        }
        assertThat(content())
                .containsEntry("kernel/h/xt_MARK.h", "100644 a")
                .containsEntry("kernel/h/xt_mark.h", "100644 b");
    }

    @Test
    void aFolderOfThisMachineIsTakenWithItsLinks() throws IOException {
        Files.createDirectories(folder.resolve("tree/sub"));
        Files.writeString(folder.resolve("tree/sub/file"), "text");
        Files.createSymbolicLink(folder.resolve("tree/link"), Path.of("sub/file"));
        try (RootArchive archive = new RootArchive(bytes)) {
            archive.tree(folder.resolve("tree"), "kernel/usr");
        }
        assertThat(content())
                .containsEntry("kernel/usr/sub/file", "100644 text")
                .containsEntry("kernel/usr/link", "120777 sub/file");
    }

    @Test
    void namesThatLeadOutAndWhatIsNoFileAreRefused() throws IOException {
        for (TestDeb hostile : List.of(
                new TestDeb().file("../out", "x", 0644),
                new TestDeb().file("./a/../../out", "x", 0644),
                new TestDeb().hardLink("./in", "../secret"),
                new TestDeb().pipe("./pipe"))) {
            RootArchive archive = new RootArchive(bytes);
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> add(archive, hostile, ""));
        }
    }
}
