// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.function.Supplier;

/** A console without a terminal: lines in, lines out. */
public final class PlainConsole implements Console {

    private static final int WIDTH = 80;

    private final BufferedReader in;
    private final PrintStream out;

    /**
     * Talks through streams.
     *
     * @param in what the student types
     * @param out what the student sees
     */
    public PlainConsole(BufferedReader in, PrintStream out) {
        this.in = in;
        this.out = out;
    }

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public int height() {
        return 0;
    }

    @Override
    public boolean colour() {
        return false;
    }

    @Override
    public void print(String line) {
        out.println(line);
    }

    @Override
    public void printPart(String text) {
        out.print(text);
        out.flush();
    }

    @Override
    public Input read(String prompt, Assistant assistant) {
        try {
            out.print(prompt);
            out.flush();
            String line = in.readLine();
            if (line == null) {
                return new EndOfInput();
            }
            StringBuilder text = new StringBuilder(line);
            while (!assistant.isComplete(text.toString())) {
                String more = in.readLine();
                if (more == null) {
                    break;
                }
                text.append('\n').append(more);
            }
            out.println(text);
            return new TypedLine(text.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without a terminal, Ctrl-C ends the process. */
    @Override
    public <T> T attend(Supplier<T> work, Runnable onInterrupt) {
        return work.get();
    }

    @Override
    public void close() {
        out.flush();
    }
}
