// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archives of a release, made by {@code .ci/release} in a small repository. */
class ReleaseTests {

    private static final Path SCRIPT =
            Path.of("../.ci/release").toAbsolutePath().normalize();

    @TempDir
    Path repository;

    @BeforeEach
    void make_a_repository() throws Exception {
        Files.createDirectories(repository.resolve(".ci"));
        Files.copy(SCRIPT, repository.resolve(".ci/release"));
        Files.writeString(repository.resolve("commit.txt"), "$Format:%h$\n");
        Files.writeString(repository.resolve(".gitattributes"), "commit.txt export-subst\n");
        run("git", "init", "-q");
        run("git", "add", ".");
        run("git", "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-q", "-m", "First");
        run("git", "tag", "v1");
        Files.writeString(repository.resolve("later.txt"), "not in the tag");
    }

    @Test
    void a_tag_becomes_two_archives_and_their_checksums() throws Exception {
        run("sh", ".ci/release", "v1", "out");

        Path out = repository.resolve("out");
        try (var files = Files.list(out)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("message-slot-lab-v1.tar.gz", "message-slot-lab-v1.zip", "SHA256SUMS");
        }
        run("sh", "-c", "cd out && sha256sum -c SHA256SUMS");
        run("tar", "-xzf", "out/message-slot-lab-v1.tar.gz");
        String commit = run("git", "log", "-1", "--format=%h").strip();
        assertThat(repository.resolve("message-slot-lab-v1/commit.txt")).hasContent(commit);
        assertThat(repository.resolve("message-slot-lab-v1/later.txt")).doesNotExist();
    }

    @Test
    void a_tag_that_is_not_there_is_refused() throws Exception {
        Process process = start("sh", ".ci/release", "v2");
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(output).isEqualTo(".ci/release: there is no tag 'v2'; 'git tag' lists them.\n");
        assertThat(repository.resolve("target")).doesNotExist();
    }

    private String run(String... words) throws IOException, InterruptedException {
        Process process = start(words);
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(List.of(words) + ": " + output).isZero();
        return output;
    }

    private Process start(String... words) throws IOException {
        return new ProcessBuilder(words)
                .directory(repository.toFile())
                .redirectErrorStream(true)
                .start();
    }
}
