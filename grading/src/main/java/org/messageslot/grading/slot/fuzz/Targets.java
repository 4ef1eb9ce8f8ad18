// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.messageslot.grading.Run;
import org.messageslot.grading.Submitted;
import org.messageslot.grading.course.ClassException;
import org.messageslot.grading.course.CsvFile;
import org.messageslot.grading.course.Roster;
import org.messageslot.grading.report.JsonReport;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.rubric.Scoring;
import org.messageslot.grading.slot.SlotArtifacts;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.grading.submission.Submission;
import org.messageslot.grading.submission.SubmissionException;
import org.messageslot.guest.Oops;

/** What the grader reads of strangers on the host: archives, sources, logs of guests, grades and lists of a class. */
final class Targets {

    private static final Map<String, String> SOURCES = Map.of(
            "message_slot.c",
            "#include <linux/module.h>\n#include \"message_slot.h\"\nMODULE_LICENSE(\"GPL\");\n",
            "message_slot.h",
            "#ifndef S\n#define S\n#define MAJOR_NUM 235\n#define MSG_SLOT_CHANNEL _IOW(MAJOR_NUM, 0, unsigned int)\n#endif\n",
            "src/message_sender.c",
            "int main(int argc, char **argv) { return argc; }\n",
            "Makefile",
            "obj-m := message_slot.o\n");

    private static final String LOG = """
            [    1.234567] BUG: kernel NULL pointer dereference, address: 0000000000000008
            [    1.234567] Oops: 0002 [#1] PREEMPT SMP NOPTI
            [    1.234567] RIP: 0010:slot_write+0x14b/0x1c0 [message_slot]
            [    1.234567] Call Trace:
            [    1.234567]  <TASK>
            [    1.234567]  vfs_write+0xc0/0x3e0
            [    1.234567]  ? slot_read+0x1/0x20 [message_slot]
            [    1.234567] ---[ end trace 0000000000000000 ]---
            [    1.234567] Kernel panic - not syncing: Fatal exception
            """;

    private static final String LIST = "ID,First name,Email,Group\n1,\"Noa, B\",a@b.c,07\n2,\"a \"\"b\"\"\",,\n";

    private Targets() {}

    /** {@return all targets; files that they need are written into the folder} */
    static List<Target> in(Path folder) throws IOException {
        Path archive = folder.resolve("submission");
        Path list = folder.resolve("list.csv");
        return List.of(
                new Target("zip", List.of(zip(SOURCES)), input -> open(archive, input)),
                new Target("tar", List.of(tar(SOURCES), gzip(tar(SOURCES))), input -> open(archive, input)),
                new Target("source", sources(), input -> open(archive, zip(asText(input)))),
                new Target("log", List.of(LOG.getBytes(UTF_8)), input -> Oops.in(new String(input, UTF_8))),
                new Target("grade", List.of(grade()), Targets::readGrade),
                new Target("list", List.of(LIST.getBytes(UTF_8)), input -> readList(list, input)));
    }

    private static void open(Path archive, byte[] input) throws IOException {
        Files.write(archive, input);
        try {
            Submission.open(archive, SlotArtifacts.ALL);
        } catch (SubmissionException e) {
            return; // The student's affair.
        }
    }

    private static void readGrade(byte[] input) {
        try {
            JsonReport.read("a grade", new String(input, UTF_8));
        } catch (DataFileException e) {
            return; // Said in one sentence.
        }
    }

    private static void readList(Path list, byte[] input) throws IOException {
        Files.write(list, input);
        try {
            CsvFile.read(list);
            Roster.read(list);
        } catch (ClassException e) {
            return; // Said in one sentence.
        }
    }

    private static List<byte[]> sources() {
        return SOURCES.values().stream().map(text -> text.getBytes(UTF_8)).toList();
    }

    private static Map<String, String> asText(byte[] input) {
        String text = new String(input, UTF_8);
        return Map.of("a/message_slot.c", text, "b/message_slot.h", text, "c.c", text);
    }

    private static byte[] zip(Map<String, String> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(UTF_8));
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] tar(Map<String, String> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                byte[] content = file.getValue().getBytes(UTF_8);
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] grade() {
        var rubric = SlotAssignment.SLOT.editions().standard().rubric();
        Run run = new Run(SlotAssignment.DEFAULT_EDITION, rubric.sha256(), 0, "1.0.0", "6.1");
        return new JsonReport()
                .render(new Scoring(rubric).ungradable(Submitted.unread("1"), run, "The disk is full."))
                .getBytes(UTF_8);
    }
}
