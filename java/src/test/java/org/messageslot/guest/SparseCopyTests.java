// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparseCopyTests {

    private static final int BLOCK = 64 << 10;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 5 * BLOCK + 7})
    void aCopyIsEqualWhereverTheZerosAre(int length) throws IOException {
        for (int touched : new int[] {-1, 0, length / 2, length - 1}) {
            byte[] content = new byte[length];
            if (touched >= 0 && touched < length) {
                content[touched] = 7;
            }
            Path from = Files.write(folder.resolve("from"), content);
            Path to = Files.write(folder.resolve("to"), new byte[9 * BLOCK]);
            SparseCopy.copyBlocks(from, to);
            assertThat(to).hasBinaryContent(content);
            SparseCopy.copy(from, to);
            assertThat(to).hasBinaryContent(content);
        }
    }

    @Test
    void zerosTakeNoRoom() throws IOException {
        int blocks = 300;
        Path from = Files.write(folder.resolve("from"), new byte[blocks * BLOCK]);
        Path to = folder.resolve("to");
        SparseCopy.copyBlocks(from, to);
        String kilobytes = HostCommand.of(Duration.ofSeconds(10), "du", "-k", to.toString())
                .run()
                .output();
        assertThat(Integer.parseInt(kilobytes.split("\\s", -1)[0])).isLessThan(blocks);
    }
}
