// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher does to make an archive of classes, by the Java of this build. */
class StartClassesTests {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @Test
    void javaNotesWhatCommandsLoad(@TempDir Path folder) throws Exception {
        Path list = folder.resolve("list");
        Process process = new ProcessBuilder(
                        JAVA,
                        "-Xshare:off",
                        "-XX:DumpLoadedClassList=" + list,
                        "-cp",
                        System.getProperty("java.class.path"),
                        StartClasses.class.getName())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
        assertThat(process.waitFor()).isZero();
        assertThat(folder.resolve("err")).isEmptyFile();
        assertThat(Files.readString(list)).contains("org/messageslot/lab/grade/GradeCommand", "picocli/CommandLine");
    }
}
