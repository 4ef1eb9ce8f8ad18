// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Close;
import org.messageslot.calls.Dup;
import org.messageslot.calls.Open;
import org.messageslot.calls.OpenFlags;
import org.messageslot.calls.Poll;
import org.messageslot.calls.PollEvents;
import org.messageslot.calls.Read;
import org.messageslot.calls.Write;

/** Programs that are written from what a trial did, compiled and run: on ordinary files, so that they need no module. */
@Timeout(120)
class CProgramTests {

    @TempDir
    private Path folder;

    private final Journal journal = Journal.whole();

    private void act(Act act, String was) {
        journal.begin(act).ended(was);
    }

    private static String said(Path folder, String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private List<String> ran() throws Exception {
        Files.writeString(folder.resolve("calls.c"), CProgram.of(journal, "What a test did.", "none.ko"));
        assertThat(said(folder, "gcc", "-Wall", "-Werror", "-pthread", "-o", "calls", "calls.c"))
                .isEmpty();
        return said(folder, "./calls").lines().toList();
    }

    @Test
    void aProcessMakesItsCallsWithGoodAndBadMemory() throws Exception {
        String file = Files.createFile(folder.resolve("file")).toString();
        act(new Act.Start("p1", "one", 0), "");
        act(new Act.MakeCall("p1", new Open(file, OpenFlags.O_RDWR)), "3");
        act(new Act.MakeCall("p1", new Write(3, Buffer.of("a\"\\\u0000b?"))), "6");
        act(new Act.MakeCall("p1", new Write(3, Buffer.nullPointer(5))), "-1 EFAULT (14)");
        act(new Act.MakeCall("p1", new Write(3, Buffer.unmapped(5))), "-1 EFAULT (14)");
        act(new Act.MakeCall("p1", new Write(3, Buffer.kernelHalf(5))), "-1 EFAULT (14)");
        act(new Act.MakeCall("p1", new Write(3, Buffer.crossing(new byte[] {1, 2}, 5))), "2");
        act(new Act.MakeCall("p1", new Write(3, Buffer.readOnly(new byte[] {'c'}))), "1");
        act(new Act.MakeCall("p1", new Write(3, Buffer.untouched(1))), "1");
        act(new Act.MakeCall("p1", new Dup(3)), "4");
        act(new Act.MakeCall("p1", new Close(3)), "0");
        act(new Act.MakeCall("p1", new Open(file, OpenFlags.O_RDONLY)), "3");
        act(new Act.MakeCall("p1", new Read(3, Buffer.room(20))), "10 */ system(\"no\"); /*");
        act(new Act.MakeCall("p1", new Poll(3, PollEvents.POLLIN, 5)), "1");
        act(new Act.ExitAll(), "0");
        assertThat(ran())
                .containsExactly(
                        "open(\"" + file + "\", O_RDWR) = 3",
                        "write(3, \"a\\042\\134\\000b\\077\", 6) = 6",
                        "write(3, NULL, 5) = -1 errno 14 (Bad address)",
                        "write(3, unmapped(), 5) = -1 errno 14 (Bad address)",
                        "write(3, in_kernel(), 5) = -1 errno 14 (Bad address)",
                        "write(3, at_the_end(\"\\001\\002\", 2), 5) = 2",
                        "write(3, read_only(\"c\", 1), 1) = 1",
                        "write(3, untouched(1), 1) = 1",
                        "dup(3) = 4",
                        "close(3) = 0",
                        "open(\"" + file + "\", O_RDONLY) = 3",
                        "read(3, buf, 20) = 10, buf: \"a\\042\\134\\000b?\\001\\002c\\000\"",
                        "poll_one(3, POLLIN, 5) = 1");
    }

    /** The first waits in a call that the second ends; a child shares what its parent opened; threads run at once. */
    @Test
    void processesTakeTheirTurns() throws Exception {
        String fifo = folder.resolve("fifo").toString();
        String lines = Files.createFile(folder.resolve("lines")).toString();
        said(folder, "mkfifo", fifo);
        act(new Act.Start("p1", "one", 0), "");
        act(new Act.Start("p2", "two", 0), "");
        act(new Act.MakeCall("p1", new Open(fifo, OpenFlags.O_RDWR)), "3");
        act(new Act.MakeCall("p2", new Open(fifo, OpenFlags.O_RDWR)), "3");
        act(new Act.Begin("p1", new Read(3, Buffer.room(5))), "");
        act(new Act.MakeCall("p2", new Write(3, Buffer.of("hello"))), "5");
        act(new Act.Await("p1"), "5 \"hello\"");
        act(new Act.MakeCall("p2", new Open(lines, OpenFlags.O_RDWR)), "4");
        act(new Act.ForkProcess("p2", "p3", "three"), "");
        act(new Act.MakeCall("p3", new Write(4, Buffer.of("child"))), "5");
        act(new Act.EndProcess("p2"), "");
        act(new Act.Lane("p3", 1, new Write(4, Buffer.of("x"))), "");
        act(new Act.Lane("p3", 2, new Write(4, Buffer.of("x"))), "");
        act(new Act.Together("p3", 10), "");
        act(new Act.CloseFiles(), "0");
        act(new Act.MakeCall("p3", new Close(4)), "-1 EBADF (9)");
        assertThat(ran())
                .contains("read(3, buf, 5) = 5, buf: \"hello\"", "write(4, \"child\", 5) = 5")
                .endsWith("close(4) = -1 errno 9 (Bad file descriptor)");
        assertThat(Path.of(lines)).content().isEqualTo("child" + "x".repeat(20));
    }
}
