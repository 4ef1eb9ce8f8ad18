// SPDX-License-Identifier: Apache-2.0
package org.messageslot.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlotCommandsTests {

    /** The C compiler has the last word on what {@code message_slot.h} defines. */
    @Test
    void agreeWithTheHeader(@TempDir Path folder) throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("numbers.c"), """
                #include "message_slot.h"
                _Static_assert(MAJOR_NUM == %d, "major");
                _Static_assert(MSG_SLOT_CHANNEL == %dU, "channel");
                _Static_assert(MSG_SLOT_SET_CEN == %dU, "censorship");
                """.formatted(
                        SlotCommands.MAJOR, SlotCommands.CHANNEL, SlotCommands.SET_CENSORSHIP));
        Path kernel = Path.of("..", "kernel").toAbsolutePath().normalize();
        Process gcc = new ProcessBuilder("gcc", "-fsyntax-only", "-I" + kernel, source.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(gcc.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(gcc.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(gcc.exitValue()).as(output).isZero();
    }
}
