// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is told when Debian's archive cannot be reached, by what apt-get said on machines where it could not. */
class DebianArchiveTests {

    private static final String DEAD_PROXY = """
            Err:1 http://deb.debian.org/debian bookworm InRelease
              Could not connect to 127.0.0.1:9 (127.0.0.1). - connect (111: Connection refused)
            Err:2 http://deb.debian.org/debian bookworm-updates InRelease
              Unable to connect to 127.0.0.1:9:
            Reading package lists...
            E: Failed to fetch http://deb.debian.org/debian/dists/bookworm/InRelease  Could not connect
            E: Some index files failed to download.
            """;

    private static final String WRONG_CLOCK = """
            Get:1 http://deb.debian.org/debian bookworm InRelease [151 kB]
            Reading package lists...
            E: Release file for http://deb.debian.org/debian/dists/bookworm/InRelease is not valid yet (invalid for another 23h 4min 6s). Updates for this repository will not be applied.
            """;

    @Test
    void theReasonIsAptsOwnAndNotTheAddress() {
        assertThat(DebianArchive.reason(DEAD_PROXY))
                .isEqualTo("Could not connect to 127.0.0.1:9 (127.0.0.1). - connect (111: Connection refused)");
        assertThat(DebianArchive.reason(WRONG_CLOCK)).startsWith("E: Release file for ");
        assertThat(DebianArchive.reason("something\n\n")).isEqualTo("something");
        assertThat(DebianArchive.reason("")).isEqualTo("apt says nothing");
    }

    @Test
    void aProxyThatAVariableNamesIsToldWithoutItsPassword() {
        Map<String, String> environment = Map.of("http_proxy", "http://ada:secret@127.0.0.1:9", "PATH", "/bin");
        assertThat(DebianArchive.remedy(DEAD_PROXY, environment))
                .startsWith("it was asked through http_proxy=http://127.0.0.1:9: correct or unset that")
                .doesNotContain("secret");
    }

    @Test
    void withoutAProxyItIsTheNetworkOrTheClock() {
        assertThat(DebianArchive.remedy(DEAD_PROXY, Map.of("http_proxy", "")))
                .startsWith("connect to the network once")
                .contains("MSGSLOT_DEBIAN_MIRROR", "lab doctor");
        assertThat(DebianArchive.remedy(WRONG_CLOCK, Map.of())).contains("clock may be wrong");
    }
}
