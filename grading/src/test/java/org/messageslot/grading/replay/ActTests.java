// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Close;
import org.messageslot.calls.Dup;
import org.messageslot.calls.Ioctl;
import org.messageslot.calls.Mmap;
import org.messageslot.calls.Munmap;
import org.messageslot.calls.Open;
import org.messageslot.calls.OpenFlags;
import org.messageslot.calls.Peek;
import org.messageslot.calls.Poll;
import org.messageslot.calls.Read;
import org.messageslot.calls.Write;

/** Scripts are read as they were written, and what is wrong in one is told in a sentence. */
class ActTests {

    static List<Act> acts() {
        return List.of(
                new Act.UseGuest("6.1", 2, 256, true),
                new Act.Load(""),
                new Act.Load("major=235 censor_every=4"),
                new Act.Unload("message_slot"),
                new Act.MakeNode("/dev/s\"l ot", 0640, 235, 255),
                new Act.Start("p1", "a.out", 1000),
                new Act.ForkProcess("p1", "p2", ""),
                new Act.MakeCall("p1", new Open("/dev/slot0", 2)),
                new Act.MakeCall("p1", new Ioctl(3, 0xc0ffee00L, -1L)),
                new Act.MakeCall("p1", new Write(3, Buffer.of(new byte[] {0, -1, '"', '\\', '>', ' ', 'a'}))),
                new Act.MakeCall("p1", new Write(3, Buffer.of("room"))),
                new Act.MakeCall("p1", new Write(3, Buffer.of(""))),
                new Act.MakeCall("p1", new Write(3, Buffer.nullPointer(5))),
                new Act.MakeCall("p1", new Write(3, Buffer.unmapped(Integer.MAX_VALUE))),
                new Act.MakeCall("p1", new Read(3, Buffer.room(128))),
                new Act.MakeCall("p1", new Read(3, Buffer.kernelHalf(1))),
                new Act.MakeCall("p1", new Write(3, Buffer.untouched(64))),
                new Act.MakeCall("p1", new Read(3, Buffer.readOnly(new byte[4]))),
                new Act.MakeCall("p1", new Read(3, Buffer.crossing(new byte[2], 9))),
                new Act.MakeCall("p1", new Open("/dev/slot0", 2 | OpenFlags.O_NONBLOCK)),
                new Act.MakeCall("p1", new Poll(-1, 5, -1)),
                new Act.MakeCall("p1", new Mmap(3, 8192, 3, 4096)),
                new Act.MakeCall("p1", new Peek(0, Buffer.room(4096))),
                new Act.MakeCall("p1", new Munmap(15)),
                new Act.Begin("p1", new Read(3, Buffer.room(128))),
                new Act.Await("p1"),
                new Act.MakeCall("p1", new Dup(-1)),
                new Act.MakeCall("p1", new Close(1 << 30)),
                new Act.Lane("p1", 64, new Close(3)),
                new Act.Together("p1", 500),
                new Act.EndProcess("p1"),
                new Act.ExitAll(),
                new Act.CloseFiles(),
                new Act.CheckHeap(),
                new Act.RunProgram("message_sender", 0, List.of("/dev/x", "", "-1", "שלום \"q\"")));
    }

    @ParameterizedTest
    @MethodSource("acts")
    void anActIsReadAsItWasWritten(Act act) throws Exception {
        String line = act.toString();
        assertThat(line).doesNotContain(Journal.RESULT).doesNotContain("\n");
        Act again = ActReader.read(line, 1);
        assertThat(again).hasToString(line).isExactlyInstanceOf(act.getClass());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "p1 frobnicate 3|'frobnicate' is nothing that a script can do",
                "p1 write three \"a\"|'three' is no number",
                "p1 write 3|something is missing at the end",
                "p1 peek 0 null 128|peek copies to ordinary memory",
                "p1 returns 3|nothing is expected after 'returns'",
                "p1 close 3 4|nothing is expected after '3'",
                "p1 write 3 \"abc|a text has no quote at its end",
                "p1 write 3 \"\\xzz\"|two hexadecimal digits",
                "p1 read 3 crossing \"abcd\" 4|claims more than the 4 bytes",
                "p1 read 3 room 99999999999|is not from 0 to",
                "node \"/dev/x\" 999 235 0|octal digits",
                "guest 6.1 99 256 strict|99 is not from 1 to 8",
                "p1 together 0|0 is not from 1 to",
                "p1|something is missing",
            })
    void whatIsWrongIsToldInASentence(String line, String sentence) {
        assertThatThrownBy(() -> ActReader.read(line, 7))
                .isInstanceOf(ScriptException.class)
                .hasMessageStartingWith("line 7: ")
                .hasMessageContaining(sentence)
                .hasMessageEndingWith(".");
    }

    @Test
    void aScriptThatIsNoneIsTold(@TempDir Path folder) throws Exception {
        assertThatThrownBy(() -> Replay.of(folder.resolve("calls.txt"))).hasMessageContaining("is not there");
        Path binary = Files.write(folder.resolve("binary"), new byte[] {-1, -2, -3});
        assertThatThrownBy(() -> Replay.of(binary)).hasMessageContaining("is no text in UTF-8");
        Path empty = Files.writeString(folder.resolve("empty"), "# nothing\n");
        assertThatThrownBy(() -> Replay.of(empty)).hasMessageContaining("its first line says which guest");
    }

    @Test
    void bytesAreKeptWhateverTheyAre() throws Exception {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        String line = new Act.MakeCall("p1", new Write(3, Buffer.of(all))).toString();
        assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(line)).isTrue();
        Act.MakeCall again = (Act.MakeCall) ActReader.read(line, 1);
        assertThat(((Write) again.call()).buffer().bytes()).isEqualTo(all);
    }
}
