// SPDX-License-Identifier: Apache-2.0
package org.messageslot.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.DirectedCalls;
import org.messageslot.calls.OpenFlags;
import org.messageslot.calls.Read;
import org.messageslot.calls.SlotCommands;
import org.messageslot.calls.SystemCalls;
import org.messageslot.guest.Guest;
import org.messageslot.guest.GuestCalls;
import org.messageslot.guest.GuestOptions;
import org.messageslot.guest.KernelTree;
import org.messageslot.guest.ModuleBuild;
import org.messageslot.guest.RequiresGuest;
import org.messageslot.model.ModelKernel;

/** The module with the optional steps, in a guest, and the model: they must answer alike. */
@RequiresGuest
class OptionalStepsAgainstModelTests {

    private static final int STEPS = 20_000;
    private static final int NODES = 3;

    @TempDir
    private static Path sources;

    private static Path module;

    @BeforeAll
    static void build() throws IOException {
        for (String file : List.of(
                "grading/variants/good/optional-steps/message_slot.c", "kernel/message_slot.h", "kernel/Kbuild")) {
            Path source = Path.of("..", file);
            Files.copy(source, sources.resolve(source.getFileName()));
        }
        KernelTree kernel = KernelTree.of(GuestOptions.standard().series(), step -> {});
        module = ModuleBuild.of(sources, kernel, step -> {}).module("message_slot");
    }

    private static Guest guest(String parameters) {
        try {
            Guest guest = Guest.start(GuestOptions.standard());
            guest.loadModule(module, parameters);
            for (int minor = 0; minor < NODES; minor++) {
                guest.makeNode("/dev/slot" + minor, 0666, SlotCommands.MAJOR, minor);
            }
            return guest;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void randomOperationsAreAnsweredAsTheClausesSay(int queue) {
        long seed = new Random().nextLong();
        System.out.println("OptionalStepsAgainstModelTests: seed " + seed);
        Oracle oracle = new Oracle(
                () -> new Sessions.Model(ModelKernel.extended(false, queue)),
                () -> new Sessions.InGuest(guest("queue=" + queue)));
        List<ScriptStep> script = RandomScript.withOptionalSteps(seed).next(STEPS);
        Optional<Oracle.Difference> difference = oracle.compare(script).map(oracle::shrink);
        assertThat(difference).as("seed %d", seed).isEmpty();
    }

    @Test
    void aCallThatWaitsReturnsWhenAnotherProcessWritesAndEndsWithItsProcess() throws Exception {
        try (Guest guest = guest("wait=1");
                GuestCalls reader = guest.newProcess("reader");
                GuestCalls writer = guest.newProcess("writer")) {
            int in = open(reader);
            int out = open(writer);
            Buffer room = Buffer.room(128);
            DirectedCalls.Begun read = reader.begin(new Read(in, room));
            writer.poll(-1, 0, 200);
            assertThat(read.isDone()).isFalse();
            assertThatThrownBy(() -> reader.dup(in)).hasMessage("The process is in a call that has not returned.");
            assertThat(reader.stacks()).anyMatch(line -> line.contains("slot_lock_when"));
            writer.write(out, Buffer.of("hello"));
            assertThat(read.result().value()).isEqualTo(5);
            assertThat(read.result()).as("it can be asked again").isSameAs(read.result());
            assertThat(new String(room.bytes(), 0, 5, StandardCharsets.US_ASCII))
                    .isEqualTo("hello");

            reader.ioctl(in, SlotCommands.CHANNEL, 2);
            reader.begin(new Read(in, room));
            writer.poll(-1, 0, 200);
            reader.closeFiles();
            writer.close(out);
            guest.unloadModule("message_slot");
        }
    }

    private static int open(SystemCalls process) throws IOException {
        int fd = process.open("/dev/slot0", OpenFlags.O_RDWR);
        process.ioctl(fd, SlotCommands.CHANNEL, 1);
        return fd;
    }

    @Test
    void aLargerQueueIsRefused() throws Exception {
        try (Guest guest = Guest.start(GuestOptions.standard())) {
            assertThatThrownBy(() -> guest.loadModule(module, "queue=65")).hasMessageContaining("EINVAL");
            guest.loadModule(module, "queue=64");
        }
    }
}
