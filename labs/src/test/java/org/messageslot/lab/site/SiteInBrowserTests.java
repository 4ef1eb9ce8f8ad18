// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageslot.browser.PagesInBrowser;
import org.messageslot.lab.walk.Scripts;

/** Every page of the site, and every slide, in a real browser. */
@Tag("slow")
class SiteInBrowserTests {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void isInOrder(String scheme) throws Exception {
        Path site = folder.resolve("site");
        int pages = Site.write(Scripts.HOME, site) - 2; // The style sheet and the copied matrix are not ours to check.
        assertThat(PagesInBrowser.faults(site, folder, scheme)).isEqualTo("checked " + pages);
    }
}
