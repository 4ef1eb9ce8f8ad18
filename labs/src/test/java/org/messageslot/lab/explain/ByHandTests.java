// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageslot.guest.RequiresGuest;
import org.messageslot.lab.LabProcess;
import org.messageslot.lab.LabProcess.Outcome;

/** {@code lab explain --try}: the same module, the same choices, the same end. */
@RequiresGuest
class ByHandTests {

    private static final Path MODULES = Path.of("..", "labs", "modules");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private String racy(String careful) throws IOException {
        String source = Files.readString(MODULES.resolve("racy.c"));
        Files.writeString(
                folder.resolve("message_slot.c"),
                source.replace("bool pause = true;", "bool pause;")
                        .replace("bool careful;", "bool careful = " + careful + ";"));
        Files.copy(MODULES.resolve("tiny_slot.h"), folder.resolve("tiny_slot.h"));
        return folder.toString();
    }

    @Test
    void aWriterThatIsStoppedInTheMiddleTearsTheMessage() throws Exception {
        String module = racy("false");
        Outcome torn = LabProcess.standard().run("explain", module, "writer-and-reader", "--try", "A A B B B B");
        assertThat(torn.err()).doesNotContain("lab: ");
        assertThat(torn.out())
                .contains("B  read(f1, 128) returns 100: 22 x 'a', 78 x 'x'")
                .contains("WRONG: No order of these calls, one after the other, returns this.")
                .contains("Choices: A A B B B B (1 preemption)")
                .contains("= switch to B =");
        assertThat(torn.out().lines()).allMatch(line -> line.length() <= 80);
        assertThat(torn.exitCode()).isEqualTo(1);

        Outcome asked = LabProcess.standard()
                .typing("A\nA\nu\nx\na\nB b b\nB\n")
                .run("explain", module, "writer-and-reader", "--try");
        assertThat(asked.out())
                .contains("A  has not begun; first is write(f0, 90 x 'a')")
                .contains("Who goes on, A or B? [A]")
                .contains("A  in racy_write, before line 47: memcpy(channel->message, text, half);")
                .contains("There is no thread X in writer-and-reader; there are A and B.")
                .contains("A  in the middle of line 47: memcpy(channel->message, text, half);")
                .endsWith(torn.out().substring(torn.out().indexOf("  thread A"))
                        + "u: undo one choice; r: restart; Enter: quit \n");
        assertThat(asked.out().lines()).allMatch(line -> line.length() <= 80);
        assertThat(asked.exitCode()).isEqualTo(1);

        Outcome many = LabProcess.standard()
                .run("explain", module, "writer-and-reader", "--try", "A A A A A A A A A A A A A A A A A A A A");
        assertThat(many.err()).contains("lab: There is nothing left to choose after ");
        assertThat(many.exitCode()).isEqualTo(2);
    }

    @Test
    void withTheLockTheReaderWaits() throws Exception {
        Outcome right = LabProcess.standard().run("explain", racy("true"), "writer-and-reader", "--try", "A A B");
        assertThat(right.out())
                .contains("mutex_lock(&lock); <- waits")
                .contains("Right: one after the other, in the order A B, the calls return the same.");
        assertThat(right.exitCode()).isZero();
    }
}
