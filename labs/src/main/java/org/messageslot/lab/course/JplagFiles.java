// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.course;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;
import org.messageslot.grading.similarity.Jplag;
import org.messageslot.guest.CacheFolder;
import org.messageslot.guest.FileTree;
import org.messageslot.lab.setup.Tool;
import org.messageslot.lab.terminal.Kit;
import org.messageslot.lab.terminal.LabException;

/** JPlag and what it needs, fetched by the kit's Maven once, and kept in the cache. */
final class JplagFiles {

    private JplagFiles() {}

    /** {@return the folder that holds them} */
    static Path fetched(Consumer<String> step) throws IOException {
        Path folder = CacheFolder.named("jplag-" + Jplag.VERSION);
        if (Files.isDirectory(folder)) {
            return folder;
        }
        step.accept("fetching JPlag " + Jplag.VERSION + " from Maven Central");
        Files.createDirectories(folder.toAbsolutePath().getParent());
        Path draft = Files.createTempDirectory(folder.toAbsolutePath().getParent(), ".jplag-");
        try {
            Path files = Files.createDirectory(draft.resolve("files"));
            Path pom = Files.writeString(draft.resolve("pom.xml"), Jplag.pom());
            fetch(pom, files);
            move(files, folder);
        } finally {
            FileTree.delete(draft);
        }
        return folder;
    }

    private static void fetch(Path pom, Path files) {
        Tool.ToolAnswer outcome = Tool.run(
                "sh",
                Kit.home().resolve("mvnw").toString(),
                "-B",
                "-ntp",
                "-f",
                pom.toString(),
                "dependency:copy-dependencies",
                "-DoutputDirectory=" + files);
        if (outcome.exitCode() != 0) {
            throw LabException.missing("JPlag " + Jplag.VERSION + " cannot be fetched from Maven Central: "
                    + outcome.output()
                            .lines()
                            .filter(line -> line.startsWith("[ERROR]"))
                            .findFirst()
                            .orElse("Maven gives no reason")
                    + "; the network is needed once.");
        }
    }

    private static void move(Path files, Path folder) throws IOException {
        try {
            Files.move(files, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }
}
