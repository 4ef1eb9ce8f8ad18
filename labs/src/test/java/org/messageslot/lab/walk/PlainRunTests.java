// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts under the {@code jshell} of the JDK, as somebody runs them who has never heard of {@code lab}. */
class PlainRunTests {

    @TempDir
    Path folder;

    private record Run(int exitCode, String output) {}

    private Run jshell(Path script, String classPath) throws IOException, InterruptedException {
        Path program = Path.of(System.getProperty("java.home"), "bin", "jshell");
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(
                        program.toString(),
                        "--class-path",
                        classPath,
                        script.getFileName().toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("HOME", folder.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }

    private Path script(String last) throws IOException {
        List<String> lines = Scripts.lines("\n1 + 1   // ==> 2\nSystem.out.println(\"x\")\n" + last + "\n");
        return Files.write(folder.resolve("99-sample.jsh"), lines);
    }

    @Test
    void exitWithZeroWhereAllHolds() throws Exception {
        Run run = jshell(script("// prints: x"), Scripts.settings().classPath());
        assertThat(run.output()).contains("all 2 expectations hold");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void exitWithOneAndNameTheExpectationThatFails() throws Exception {
        Run run = jshell(script("// prints: y"), Scripts.settings().classPath());
        assertThat(run.output())
                .contains("labs/99-sample.jsh:" + (Scripts.BODY + 3) + ": System.out.println(\"x\")")
                .contains("wanted  prints: y", "got     prints: x");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void exitWithOneWithoutTheLab() throws Exception {
        Run run = jshell(script("// prints: x"), folder.toString());
        assertThat(run.exitCode()).isEqualTo(1);
    }
}
