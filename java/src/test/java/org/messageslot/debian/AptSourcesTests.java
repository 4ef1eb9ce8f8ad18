// SPDX-License-Identifier: Apache-2.0
package org.messageslot.debian;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AptSourcesTests {

    @Test
    void readsParagraphs() {
        AptSources sources = new AptSources(AptSources.deb822("""
                # A comment
                Types: deb
                URIs: https://other.example/packages
                Suites: bookworm
                Components: stable

                Types: deb deb-src
                URIs: http://mirror.example/debian/
                Suites: bookworm
                  bookworm-updates
                Components: main contrib

                Enabled: no
                Types: deb
                URIs: http://off.example/debian-security
                Suites: bookworm-security
                Components: main

                Types: deb
                URIs: http://mirror.example/debian-security
                Suites: bookworm-security
                Components: main
                """));
        assertThat(sources.archive()).hasValue("http://mirror.example/debian");
        assertThat(sources.security()).hasValue("http://mirror.example/debian-security");
    }

    @Test
    void readsLines() {
        AptSources sources = new AptSources(AptSources.oneLine("""
                # deb http://old.example/debian bookworm main
                deb-src http://source.example/debian bookworm main
                deb cdrom:[Debian]/ bookworm main
                deb [arch=amd64 signed-by=/a/key.gpg] http://tools.example/apt bookworm-tools main
                deb [ arch=amd64 ] http://mirror.example/debian trixie main # the mirror
                """));
        assertThat(sources.archive()).hasValue("http://mirror.example/debian");
        assertThat(sources.security()).isEmpty();
    }

    @Test
    void readsAFolderInBothNotations(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("sources.list.d"));
        Files.writeString(folder.resolve("sources.list"), "deb http://a.example/debian bookworm main\n");
        Files.writeString(
                folder.resolve("sources.list.d/security.sources"),
                "Types: deb\nURIs: http://b.example/security\nSuites: stable-security\nComponents: main\n");
        Files.writeString(folder.resolve("sources.list.d/off.list.disabled"), "nonsense");
        AptSources sources = AptSources.in(folder);
        assertThat(sources.archive()).hasValue("http://a.example/debian");
        assertThat(sources.security()).hasValue("http://b.example/security");
    }
}
