// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.jline.reader.Candidate;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.messageslot.LabFolders;

/** A console on a terminal, with editing, history and completion. */
public final class TerminalConsole implements Console {

    private static final Logger LOG = Logger.getLogger("org.jline");
    private static final String CONTINUATION = "   ...> ";
    private static final int LISTENING_MS = 50;
    private static final char CTRL_C = 3;

    /** The bytes that cursor and function keys send. Played back, JLine would take it for letters. */
    private static final Pattern CURSOR_KEYS = Pattern.compile("\\e(\\[[0-9;]*[A-Za-z~]|O[A-Za-z])");

    private static final String INTERRUPT = "interrupt-line";

    private final Terminal terminal;
    private final IntSupplier otherwise;
    private final LineReader reader;
    private Assistant assistant = Assistant.NONE;

    /**
     * Takes over the terminal of this process.
     *
     * @param history where to keep what was typed
     * @param otherwise tells how many columns there are where JLine does not know, as for TERM=dumb
     */
    public TerminalConsole(Path history, IntSupplier otherwise) {
        this(terminalOfThisProcess(), history, otherwise);
    }

    TerminalConsole(Terminal terminal, Path history, IntSupplier otherwise) {
        this.terminal = terminal;
        this.otherwise = otherwise;
        reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .parser(this::parse)
                .completer((line, parsed, candidates) -> complete(parsed, candidates))
                .variable(LineReader.HISTORY_FILE, history)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, CONTINUATION)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.HISTORY_TIMESTAMPED, false)
                .build();
        takeSignalsAsKeys();
    }

    /** Without its native library JLine does with less, and need not say so in four long lines. */
    private static Terminal terminalOfThisProcess() {
        LOG.setLevel(Level.OFF);
        LabFolders.forLibraries().ifPresent(folder -> System.setProperty("jline.tmpdir", folder.toString()));
        try {
            return TerminalBuilder.builder().system(true).dumb(true).build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int width() {
        return terminal.getWidth() > 0 ? terminal.getWidth() : otherwise.getAsInt();
    }

    @Override
    public int height() {
        return terminal.getHeight();
    }

    @Override
    public boolean colour() {
        return System.getenv("NO_COLOR") == null && !terminal.getType().startsWith("dumb");
    }

    @Override
    public void print(String line) {
        terminal.writer().println(line);
        terminal.flush();
    }

    @Override
    public void printPart(String text) {
        terminal.writer().print(text);
        terminal.flush();
    }

    @Override
    public Input read(String prompt, Assistant help) {
        assistant = help;
        try {
            return new TypedLine(reader.readLine(prompt));
        } catch (UserInterruptException e) {
            return new Interrupted();
        } catch (EndOfFileException e) {
            return new EndOfInput();
        }
    }

    @Override
    public <T> T attend(Supplier<T> work, Runnable onInterrupt) {
        Attributes before = terminal.enterRawMode();
        AtomicBoolean done = new AtomicBoolean();
        StringBuilder typedAhead = new StringBuilder();
        Thread listener = new Thread(() -> listen(done, typedAhead, onInterrupt), "keys");
        listener.setDaemon(true);
        listener.start();
        try {
            return work.get();
        } finally {
            done.set(true);
            await(listener);
            terminal.setAttributes(before);
            String letters = CURSOR_KEYS.matcher(typedAhead).replaceAll("");
            if (!letters.isEmpty()) {
                reader.runMacro(letters);
            }
        }
    }

    private void listen(AtomicBoolean done, StringBuilder typedAhead, Runnable onInterrupt) {
        try {
            while (!done.get()) {
                int key = terminal.reader().read(LISTENING_MS);
                if (key == CTRL_C) {
                    typedAhead.setLength(0);
                    onInterrupt.run();
                } else if (key >= 0) {
                    typedAhead.append((char) key);
                }
            }
        } catch (IOException e) {
            done.set(true); // The terminal has gone; the next read will notice it.
        }
    }

    private static void await(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Lets Ctrl-C arrive as a key rather than as a signal: the signal would go to the Java machine of the snippets as
     * well, and to the guest, and end them. And what is typed between two prompts is shown by the second, not before it.
     */
    private void takeSignalsAsKeys() {
        Attributes attributes = terminal.getAttributes();
        attributes.setLocalFlag(Attributes.LocalFlag.ISIG, false);
        attributes.setLocalFlag(Attributes.LocalFlag.ECHO, false);
        terminal.setAttributes(attributes);
        reader.getWidgets().put(INTERRUPT, () -> {
            throw new UserInterruptException(reader.getBuffer().toString());
        });
        reader.getKeyMaps().values().forEach(map -> map.bind(new Reference(INTERRUPT), String.valueOf(CTRL_C)));
    }

    @Override
    public void close() {
        try {
            terminal.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ParsedLine parse(String text, int cursor, Parser.ParseContext context) {
        if (context == Parser.ParseContext.ACCEPT_LINE && !assistant.isComplete(text)) {
            throw new EOFError(-1, cursor, "more is to come");
        }
        return new Typed(text, cursor, assistant.complete(text, context == Parser.ParseContext.COMPLETE ? cursor : 0));
    }

    private static void complete(ParsedLine parsed, List<Candidate> candidates) {
        if (parsed instanceof Typed typed) {
            typed.completions()
                    .candidates()
                    .forEach(text -> candidates.add(new Candidate(text, text, null, null, null, null, false)));
        }
    }

    /**
     * A line with the word that can be completed: from where jshell says on, up to the cursor.
     *
     * @param line what was typed
     * @param cursor where the cursor is
     * @param completions how it could go on
     */
    private record Typed(String line, int cursor, Completions completions) implements CompletingParsedLine {

        private int from() {
            return Math.min(completions.from(), cursor);
        }

        @Override
        public String word() {
            return line.substring(from(), cursor);
        }

        @Override
        public int wordCursor() {
            return cursor - from();
        }

        @Override
        public int wordIndex() {
            return 0;
        }

        @Override
        public List<String> words() {
            return List.of(word());
        }

        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            return candidate;
        }

        @Override
        public int rawWordCursor() {
            return wordCursor();
        }

        @Override
        public int rawWordLength() {
            return word().length();
        }
    }
}
