// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which pages of a file that is mapped were written: by this process, which maps one as QEMU maps a guest's memory. */
class MachinePagesTests {

    private static final int PAGES = 40;
    private static final List<MachinePages.Range> ALL =
            List.of(new MachinePages.Range(0, (long) PAGES * MachinePages.SIZE));

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Path file;

    @SuppressWarnings("NullAway.Init") // set before each test
    private MappedByteBuffer memory;

    @BeforeEach
    void map() throws IOException {
        // Linux ends a name that holds a space nowhere but at the end of the line.
        file = Files.createDirectory(folder.resolve("a folder")).resolve("ram");
        Files.write(file, new byte[PAGES * MachinePages.SIZE]);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            memory = channel.map(FileChannel.MapMode.PRIVATE, 0, PAGES * MachinePages.SIZE);
        }
    }

    private List<Long> written(Path path, List<MachinePages.Range> ranges) throws IOException {
        return MachinePages.written(ProcessHandle.current(), new KernelText.Image(path, 0), ranges);
    }

    @Test
    void whatIsOnlyReadIsNotWritten() throws IOException {
        assertThat(memory.get(5 * MachinePages.SIZE)).isZero();
        assertThat(written(file, ALL)).isEmpty();
    }

    @Test
    void whatIsWrittenIsSeenWhereItIsLookedFor() throws IOException {
        memory.put(5 * MachinePages.SIZE + 7, (byte) 0);
        memory.put(30 * MachinePages.SIZE, (byte) 1);
        assertThat(written(file, ALL)).containsExactly(5L * MachinePages.SIZE, 30L * MachinePages.SIZE);
        assertThat(written(file, List.of(new MachinePages.Range(6 * MachinePages.SIZE, 30 * MachinePages.SIZE))))
                .isEmpty();
    }

    @Test
    void aLinkToTheFileWillDo() throws IOException {
        memory.put(0, (byte) 1);
        Path link = Files.createSymbolicLink(folder.resolve("link"), file.getParent());
        assertThat(written(link.resolve("ram"), ALL)).containsExactly(0L);
    }

    @Test
    void memoryThatIsReadTellsWhichPagesDiffer() throws IOException {
        ByteBuffer before = ByteBuffer.allocate(4 * MachinePages.SIZE);
        ByteBuffer now = ByteBuffer.allocate(4 * MachinePages.SIZE);
        now.put(MachinePages.SIZE - 1, (byte) 1);
        now.put(3 * MachinePages.SIZE, (byte) 1);
        List<Long> differing = new ArrayList<>();
        MachinePages.addDiffering(before, now, 0x1000000, differing);
        assertThat(differing).containsExactly(0x1000000L, 0x1003000L);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> MachinePages.addDiffering(before, now.limit(MachinePages.SIZE), 0, differing))
                .withMessage("QEMU did not write all of the guest's memory.");
    }

    @Test
    void pagesThatLieCloseTogetherAreOneRange() {
        long far = 1000L * MachinePages.SIZE;
        assertThat(new LabCode(Set.of(0L, 3L * MachinePages.SIZE, far)).ranges())
                .containsExactly(
                        new MachinePages.Range(0, 4L * MachinePages.SIZE),
                        new MachinePages.Range(far, far + MachinePages.SIZE));
        assertThat(new LabCode(Set.of()).ranges()).isEmpty();
    }
}
