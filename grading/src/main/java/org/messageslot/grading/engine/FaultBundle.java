// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.messageslot.grading.Run;
import org.messageslot.grading.submission.Submission;
import org.messageslot.guest.CacheFolder;
import org.messageslot.host.FinishedFile;

/**
 * A fault of the grader itself, packed for the kit's authors: where it happened, under which circumstances, and the sources that
 * led to it. It names no student and no path of this machine.
 */
final class FaultBundle {

    private final Throwable fault;
    private final Run run;
    private final Map<String, byte[]> sources;

    private FaultBundle(Throwable fault, Run run, Map<String, byte[]> sources) {
        this.fault = fault;
        this.run = run;
        this.sources = new TreeMap<>(sources);
    }

    /** A fault met with a submission that was opened. */
    static FaultBundle of(Throwable fault, Run run, Submission submission) {
        Map<String, byte[]> sources = new TreeMap<>();
        submission.all().forEach(file -> sources.put("submission/" + file.path(), file.content()));
        return new FaultBundle(fault, run, sources);
    }

    /** A fault met while a submission was opened. */
    static FaultBundle of(Throwable fault, Run run, Path archive) throws IOException {
        return new FaultBundle(
                fault,
                run,
                Files.isRegularFile(archive) ? Map.of("submission", Files.readAllBytes(archive)) : Map.of());
    }

    /** {@return where bundles are kept} */
    static Path folder() {
        return CacheFolder.named("faults");
    }

    /** {@return a sentence for the grade, which names the bundle if it could be written} */
    String sentence() {
        String what = "The grader has a fault (" + fault.getClass().getSimpleName() + "), which costs nobody points; ";
        try {
            return what + "please send faults/" + kept().getFileName()
                    + " of the kit's cache folder to the kit's authors.";
        } catch (IOException | RuntimeException e) {
            return what + "please report it; no bundle could be written ("
                    + e.getClass().getSimpleName() + ").";
        }
    }

    /** The same fault of the same sources has the same name, so that grading again adds nothing. */
    private Path kept() throws IOException {
        String story = story();
        MessageDigest digest = DigestUtils.getSha256Digest();
        digest.update(story.getBytes(UTF_8));
        sources.values().forEach(digest::update);
        String name = Hex.encodeHexString(digest.digest()).substring(0, 16) + ".zip";
        Files.createDirectories(folder());
        Path file = folder().resolve(name);
        FinishedFile.write(file, packed(story));
        return file;
    }

    private byte[] packed(String story) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, "fault.txt", story.getBytes(UTF_8));
            for (Map.Entry<String, byte[]> source : sources.entrySet()) {
                put(zip, source.getKey(), source.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    private String story() {
        StringWriter text = new StringWriter();
        PrintWriter lines = new PrintWriter(text);
        lines.println("kit " + run.kitVersion() + ", edition " + run.edition() + ", seed " + run.seed() + ", kernel "
                + run.kernelRelease() + ", Java " + Runtime.version());
        lines.println("rubric " + run.rubricSha256());
        fault.printStackTrace(lines);
        lines.flush();
        return text.toString();
    }
}
