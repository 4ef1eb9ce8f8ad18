// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelTreeTests {

    @ParameterizedTest
    @ValueSource(strings = {"my cache", "cache:2"})
    void aFolderInWhichNoModuleCanBeBuiltIsRefusedBeforeAnythingIsFetched(String name, @TempDir Path folder) {
        List<String> progress = new ArrayList<>();
        assertThatThrownBy(() -> KernelTree.of(KernelSeries.of("6.1"), new Cache(folder.resolve(name)), progress::add))
                .isInstanceOf(GuestUnavailableException.class)
                .hasMessageContaining(name)
                .hasMessageContaining("MSGSLOT_CACHE");
        assertThat(progress).isEmpty();
    }
}
