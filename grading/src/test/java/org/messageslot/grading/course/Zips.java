// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** Packs classes as course systems do. */
public final class Zips {

    private static final Instant START = Instant.parse("2024-01-17T10:00:00Z");

    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final Map<String, Instant> times = new LinkedHashMap<>();

    /** {@return the archive of a submission that can be told from others by a word} */
    public static byte[] submission(String word) {
        return new Zips()
                .with("message_slot.c", "/* " + word + " */\n")
                .with("message_slot.h", "#define MSG_SLOT_CHANNEL 1\n")
                .with("message_sender.c", "int main(void) { return 0; }\n")
                .with("message_reader.c", "int main(void) { return 0; }\n")
                .with("Makefile", "all:\n")
                .bytes();
    }

    public Zips with(String name, String content) {
        return with(name, content.getBytes(StandardCharsets.UTF_8));
    }

    public Zips with(String name, byte[] content) {
        entries.put(name, content);
        return this;
    }

    /** Says when the entry that was put in last was changed. */
    public Zips at(String time) {
        String last = "";
        for (String name : entries.keySet()) {
            last = name;
        }
        times.put(last, Instant.parse(time));
        return this;
    }

    public byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                ZipArchiveEntry header = new ZipArchiveEntry(entry.getKey());
                header.setLastModifiedTime(FileTime.from(times.getOrDefault(entry.getKey(), START)));
                zip.putArchiveEntry(header);
                zip.write(entry.getValue());
                zip.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    public Path into(Path file) throws IOException {
        return Files.write(file, bytes());
    }

    /** Unpacks what was packed, as instructors do. */
    public Path unpackedInto(Path folder) throws IOException {
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            Path file = folder.resolve(entry.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, entry.getValue());
            Files.setLastModifiedTime(file, FileTime.from(times.getOrDefault(entry.getKey(), START)));
        }
        return folder;
    }
}
