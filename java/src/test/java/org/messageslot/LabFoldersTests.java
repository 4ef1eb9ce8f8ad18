// SPDX-License-Identifier: Apache-2.0
package org.messageslot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LabFoldersTests {

    private static String cache(Map<String, String> environment, String home) {
        return LabFolders.cache(environment, home).toString();
    }

    @Test
    void cacheLiesWhereTheDesktopStandardSays() {
        assertThat(cache(Map.of("HOME", "/home/ada"), "/other")).isEqualTo("/home/ada/.cache/message-slot-lab");
        assertThat(cache(Map.of(), "/home/ada")).isEqualTo("/home/ada/.cache/message-slot-lab");
        assertThat(cache(Map.of("HOME", "/home/ada", "XDG_CACHE_HOME", "/var/c"), ""))
                .isEqualTo("/var/c/message-slot-lab");
        assertThat(cache(Map.of("XDG_CACHE_HOME", "/var/c", "MSGSLOT_CACHE", "/own"), ""))
                .isEqualTo("/own");
    }

    /** Java calls the home of a user without entry in the list of users "?". */
    @Test
    void cacheNeverLiesInTheWorkingFolder() {
        assertThat(cache(Map.of(), "?")).isEqualTo("/nonexistent/.cache/message-slot-lab");
        assertThat(cache(Map.of("HOME", "", "XDG_CACHE_HOME", "relative"), "?"))
                .isEqualTo("/nonexistent/.cache/message-slot-lab");
    }

    @Test
    void aUserWithoutHomeIsToldToNameAFolder() {
        for (String folder : new String[] {"/", "/nonexistent/.cache"}) {
            assertThat(LabFolders.remedy(Path.of(folder)))
                    .isEqualTo("you have no home folder: set MSGSLOT_CACHE to a folder that you can write");
        }
        assertThat(LabFolders.remedy(Path.of("/home/ada"))).endsWith("set MSGSLOT_CACHE to a folder of yours");
    }

    @Test
    void librariesLieInAFolderThatIsThere() {
        assertThat(LabFolders.forLibraries())
                .hasValueSatisfying(
                        folder -> assertThat(Files.isDirectory(folder)).isTrue());
        assertThat(LabFolders.librariesSought()).contains("libraries", "/var/tmp");
    }
}
