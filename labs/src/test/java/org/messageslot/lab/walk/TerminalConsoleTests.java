// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Size;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TerminalConsoleTests {

    private static final String CTRL_D = "\u0004";

    @TempDir
    Path folder;

    /** Type on a terminal that stays open, and then Ctrl-D. */
    private List<Console.Input> type(String keys, Console.Assistant assistant) throws IOException {
        List<Console.Input> inputs = new ArrayList<>();
        try (var keyboard = new PipedOutputStream();
                var in = new PipedInputStream(keyboard, 4096);
                var terminal =
                        new ExternalTerminal("test", "xterm", in, new ByteArrayOutputStream(), StandardCharsets.UTF_8);
                var console = new TerminalConsole(terminal, folder.resolve("history"), () -> 40)) {
            keyboard.write((keys + CTRL_D).getBytes(StandardCharsets.UTF_8));
            keyboard.flush();
            while (inputs.isEmpty() || !(inputs.get(inputs.size() - 1) instanceof Console.EndOfInput)) {
                inputs.add(console.read("> ", assistant));
            }
        }
        return inputs;
    }

    /** JLine knows no width of a dumb terminal. */
    @Test
    void asksElsewhereForAWidthThatJLineDoesNotKnow() throws IOException {
        try (var in = new PipedInputStream();
                var terminal =
                        new ExternalTerminal("test", "dumb", in, new ByteArrayOutputStream(), StandardCharsets.UTF_8);
                var console = new TerminalConsole(terminal, folder.resolve("history"), () -> 40)) {
            terminal.setSize(new Size(60, 20));
            assertThat(console.width()).isEqualTo(60);
            terminal.setSize(new Size(0, 0));
            assertThat(console.width()).isEqualTo(40);
        }
    }

    @Test
    void takesWhatIsTypedLetterByLetter() throws IOException {
        assertThat(type("slot.write(\"{ }  )!! \\\\x\")\rש\r\r", Console.Assistant.NONE))
                .containsExactly(
                        new Console.TypedLine("slot.write(\"{ }  )!! \\\\x\")"),
                        new Console.TypedLine("ש"),
                        new Console.TypedLine(""),
                        new Console.EndOfInput());
    }

    @Test
    void ctrlCDropsWhatIsBeingTyped() throws IOException {
        assertThat(type("slot.wr\u0003quit\r", Console.Assistant.NONE))
                .containsExactly(new Console.Interrupted(), new Console.TypedLine("quit"), new Console.EndOfInput());
    }

    @Test
    void keepsWhatIsTypedWhileSomethingRunsButNoCursorKeys() throws IOException {
        try (var keyboard = new PipedOutputStream();
                var in = new PipedInputStream(keyboard, 4096);
                var terminal =
                        new ExternalTerminal("test", "xterm", in, new ByteArrayOutputStream(), StandardCharsets.UTF_8);
                var console = new TerminalConsole(terminal, folder.resolve("history"), () -> 40)) {
            CountDownLatch stopped = new CountDownLatch(1);
            Boolean done = console.attend(
                    () -> {
                        type(keyboard, "lost\u0003");
                        return waitFor(stopped);
                    },
                    stopped::countDown);
            assertThat(done).as("Ctrl-C is heard while something runs").isTrue();
            console.attend(
                    () -> {
                        type(keyboard, "\u001b[A\u001b[Ahint\r");
                        return waitFor(new CountDownLatch(1), 500);
                    },
                    () -> {});
            assertThat(console.read("> ", Console.Assistant.NONE)).isEqualTo(new Console.TypedLine("hint"));
        }
    }

    private static void type(PipedOutputStream keyboard, String keys) {
        try {
            keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
            keyboard.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean waitFor(CountDownLatch latch) {
        return waitFor(latch, 20_000);
    }

    private static boolean waitFor(CountDownLatch latch, int milliseconds) {
        try {
            return latch.await(milliseconds, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void goesOnBelowWhereJavaDoes() throws IOException {
        Console.Assistant braces = new Console.Assistant() {
            @Override
            public boolean isComplete(String text) {
                return text.chars().filter(c -> c == '{').count()
                        == text.chars().filter(c -> c == '}').count();
            }

            @Override
            public Console.Completions complete(String text, int cursor) {
                return new Console.Completions(cursor, List.of());
            }
        };
        assertThat(type("if (true) {\r    f();\r    }\r", braces))
                .containsExactly(new Console.TypedLine("if (true) {\n    f();\n    }"), new Console.EndOfInput());
    }
}
