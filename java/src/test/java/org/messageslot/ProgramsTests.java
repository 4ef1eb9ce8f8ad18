// SPDX-License-Identifier: Apache-2.0
package org.messageslot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageslot.calls.SlotCommands;
import org.messageslot.model.ModelKernel;

class ProgramsTests {

    private final ModelKernel kernel = new ModelKernel(3);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int send(String... arguments) {
        byte[] message = arguments.length == 0 ? new byte[0] : arguments[arguments.length - 1].getBytes(UTF_8);
        return MessageSender.run(kernel.process(), new PrintStream(err, true, UTF_8), message, arguments);
    }

    private int receive(String... arguments) {
        PrintStream printed = new PrintStream(out, false, UTF_8);
        return MessageReader.run(kernel.process(), printed, new PrintStream(err, true, UTF_8), arguments);
    }

    @Test
    void readerPrintsWhatSenderSentAndNothingElse() {
        assertThat(send("/dev/slot1", "7", "héllo")).isZero();
        assertThat(receive("/dev/slot1", "7")).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("héllo");
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    @Test
    void senderCensorsWhereAskedTo() {
        assertThat(send("/dev/slot0", "1", "1", "Hello World!")).isZero();
        assertThat(receive("/dev/slot0", "1")).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("He#lo#Wo#ld#");
    }

    @Test
    void senderNeedsOnlyToWriteAndReaderOnlyToRead() {
        kernel.mknod("/dev/in", SlotCommands.MAJOR, 8, 0200);
        kernel.mknod("/dev/out", SlotCommands.MAJOR, 8, 0400);
        assertThat(send("/dev/in", "1", "one way")).isZero();
        assertThat(receive("/dev/out", "1")).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("one way");
    }

    @ParameterizedTest
    @ValueSource(strings = {"12x", "-1", "+1", " 1", "1 ", "", "4294967296", "99999999999999999999", "0x7", "١"})
    void channelIdsAreReadStrictly(String id) {
        assertThat(send("/dev/slot0", id, "m")).isEqualTo(1);
        assertThat(err.toString(UTF_8))
                .startsWith("message_sender: '" + id + "' is not a channel id")
                .hasLineCount(1);
        err.reset();
        assertThat(receive("/dev/slot0", id)).isEqualTo(1);
        assertThat(err.toString(UTF_8))
                .startsWith("message_reader: '" + id + "' is not a channel id")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0007", "1048577", "2147483648", "4294967295"})
    void everyUnsignedIntButZeroIsAChannel(String id) {
        assertThat(send("/dev/slot0", id, "m")).isZero();
        assertThat(receive("/dev/slot0", id)).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("m");
    }

    @Test
    void failuresExitWithOneAndExplainThemselves() {
        assertThat(send("/dev/slot0", "0", "m")).isEqualTo(1);
        assertThat(send("/dev/slot0", "1", "")).isEqualTo(1);
        assertThat(send("/dev/slot0", "1", "m".repeat(129))).isEqualTo(1);
        assertThat(send("/dev/nothing", "1", "m")).isEqualTo(1);
        assertThat(send("/dev/null", "1", "m")).isEqualTo(1);
        assertThat(receive("/dev/slot0", "99")).isEqualTo(1);
        assertThat(out.size()).isZero();
        assertThat(err.toString(UTF_8).lines())
                .containsExactly(
                        "message_sender: ioctl(fd 3): Invalid argument, EINVAL (22)",
                        "message_sender: write(fd 3): Message too long, EMSGSIZE (90)",
                        "message_sender: write(fd 3): Message too long, EMSGSIZE (90)",
                        "message_sender: open(/dev/nothing): No such file or directory, ENOENT (2)",
                        "message_sender: ioctl(fd 3): Inappropriate ioctl for device, ENOTTY (25)",
                        "message_reader: read(fd 3): Resource temporarily unavailable, EWOULDBLOCK (11)");
    }

    @Test
    void wrongNumberOfArgumentsShowsTheUsage() {
        assertThat(send()).isEqualTo(1);
        assertThat(send("/dev/slot0", "1")).isEqualTo(1);
        assertThat(send("/dev/slot0", "1", "2", "m")).isEqualTo(1);
        assertThat(receive("/dev/slot0")).isEqualTo(1);
        assertThat(receive("/dev/slot0", "1", "2")).isEqualTo(1);
        assertThat(err.toString(UTF_8).lines())
                .containsExactly(
                        "usage: message_sender FILE CHANNEL [0|1] MESSAGE",
                        "usage: message_sender FILE CHANNEL [0|1] MESSAGE",
                        "message_sender: '2' is neither 0 nor 1",
                        "usage: message_reader FILE CHANNEL",
                        "usage: message_reader FILE CHANNEL");
    }
}
