// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Places that a kernel does not name, found in code and memory that a test makes. */
class UntoldPlacesTests {

    private static final long TEXT = 0x4000_0000L;

    private static int page(int register, int pages) {
        return 0x90000000 | ((pages & 3) << 29) | (((pages >> 2) & 0x7ffff) << 5) | register;
    }

    private static int add(int to, int from, int distance) {
        return 0x91000000 | (distance << 10) | (from << 5) | to;
    }

    private static int load64(int to, int from, int distance) {
        return 0xf9400000 | ((distance / 8) << 10) | (from << 5) | to;
    }

    @Test
    void variablesAreReadFromTheCodeThatUsesThem() {
        int end = 0xd65f03c0;
        long start = 0xffff_8000_0800_0ff8L;
        assertThat(UntoldPlaces.addresses(start, List.of(page(0, 5), load64(0, 0, 24), end, add(1, 0, 1))))
                .containsExactly(0xffff_8000_0800_5018L);
        assertThat(UntoldPlaces.addresses(start, List.of(page(3, -2), add(3, 3, 0x550), add(0, 3, 0xe0))))
                .containsExactly(0xffff_8000_07ff_e550L, 0xffff_8000_07ff_e630L);
        // The third instruction lies in the next page.
        assertThat(UntoldPlaces.addresses(start, List.of(add(1, 7, 8), 0xd503201f, page(2, 1), add(2, 2, 4))))
                .containsExactly(0xffff_8000_0800_2004L);
    }

    private static ByteBuffer memory(int switches, int at) {
        ByteBuffer memory = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < switches; i++) {
            int entry = at + 16 * i;
            memory.putInt(entry, 4 * i - entry);
            memory.putInt(entry + 4, 4096 + 4 * i - entry - 4);
            memory.putLong(entry + 8, (long) memory.limit() - 4096 - entry - 8);
        }
        return memory;
    }

    @Test
    void theListOfSwitchesIsFoundByWhatItLooksLike(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("ram");
        Files.write(file, memory(600, 0x20008).array());
        assertThat(UntoldPlaces.switches(new KernelText.Image(file, TEXT), TEXT, TEXT + 0x10000))
                .contains(new MachinePages.Range(TEXT + 0x20008, TEXT + 0x20008 + 16 * 600));
        Files.write(file, memory(100, 0x20008).array());
        assertThat(UntoldPlaces.switches(new KernelText.Image(file, TEXT), TEXT, TEXT + 0x10000))
                .as("too few to be the kernel's")
                .isEmpty();
    }
}
