// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.course;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.jspecify.annotations.Nullable;
import org.messageslot.host.FinishedFile;
import org.messageslot.lab.terminal.Kit;

/**
 * An autograder as Gradescope takes it: two scripts, and the kit as it runs here, so that nothing is built there.
 *
 * @param edition the edition's file
 * @param policy the policy's file; {@code null} for none
 * @param minutes how long grading may take
 */
record GradescopeBundle(String edition, @Nullable String policy, int minutes) {

    static final String EDITION = "edition.json";
    static final String POLICY = "policy.json";

    private static final int EXECUTABLE = 0100755;
    private static final int PLAIN = 0100644;

    void write(Path file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
            zip.setLevel(Deflater.BEST_SPEED); // Most of it is packed already.
            add(zip, "setup.sh", EXECUTABLE, resource("setup.sh"));
            add(zip, "run_autograder", EXECUTABLE, resource("run_autograder"));
            add(zip, "kit/lab", EXECUTABLE, resource("lab"));
            add(zip, "kit/" + EDITION, PLAIN, edition.getBytes(UTF_8));
            if (policy != null) {
                add(zip, "kit/" + POLICY, PLAIN, policy.getBytes(UTF_8));
            }
            addTree(
                    zip,
                    "kit/kernel/",
                    Kit.home().resolve("kernel"),
                    Pattern.compile("(?i).*\\.(c|h|sh|rules)|Kbuild|Makefile"));
            addClasses(zip);
        }
        FinishedFile.write(file, bytes.toByteArray());
    }

    /** What this command itself is made of; in a build's tests some of it is in folders. */
    private static void addClasses(ZipArchiveOutputStream zip) throws IOException {
        int number = 100;
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            number++;
            if (Files.isDirectory(path)) {
                addTree(zip, "kit/classes/" + number + "/", path, Pattern.compile(".*"));
            } else if (Files.isRegularFile(path)) {
                add(zip, "kit/lib/" + number + "-" + path.getFileName(), PLAIN, Files.readAllBytes(path));
            }
        }
    }

    private static void addTree(ZipArchiveOutputStream zip, String prefix, Path folder, Pattern names)
            throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile)
                    .filter(file -> names.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            String name = prefix + folder.relativize(file).toString().replace(File.separatorChar, '/');
            add(zip, name, PLAIN, Files.readAllBytes(file));
        }
    }

    private static void add(ZipArchiveOutputStream zip, String name, int mode, byte[] content) throws IOException {
        ZipArchiveEntry entry = new ZipArchiveEntry(name);
        entry.setUnixMode(mode);
        zip.putArchiveEntry(entry);
        zip.write(content);
        zip.closeArchiveEntry();
    }

    private byte[] resource(String name) throws IOException {
        String path = "autograder/" + name;
        try (InputStream in = Objects.requireNonNull(GradescopeBundle.class.getResourceAsStream(path), path)) {
            return new String(in.readAllBytes(), UTF_8)
                    .replace("@MINUTES@", Integer.toString(minutes))
                    .getBytes(UTF_8);
        }
    }
}
