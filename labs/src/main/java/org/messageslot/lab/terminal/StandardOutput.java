// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Standard output that remembers whether what was printed got lost, which Java's own forgets: a full disk, a closed pipe. */
public final class StandardOutput extends OutputStream {

    private final OutputStream out;
    private @Nullable IOException loss;

    StandardOutput(OutputStream out) {
        this.out = out;
    }

    /** Takes the place of Java's own. */
    public static StandardOutput install() {
        StandardOutput output = new StandardOutput(new FileOutputStream(FileDescriptor.out));
        System.setOut(new PrintStream(new java.io.BufferedOutputStream(output), true, charset()));
        return output;
    }

    /** {@return the charset of the terminal, where Java tells one (Windows), else Java's own} */
    private static Charset charset() {
        return Stream.of("stdout.encoding", "sun.stdout.encoding")
                .map(System::getProperty)
                .flatMap(name -> Optional.ofNullable(name).flatMap(StandardOutput::charset).stream())
                .findFirst()
                .orElse(Charset.defaultCharset());
    }

    private static Optional<Charset> charset(String name) {
        try {
            return Optional.of(Charset.forName(name));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Optional.empty();
        }
    }

    /** Work that can fail. */
    private interface OutputWork {
        void run() throws IOException;
    }

    private synchronized void remembering(OutputWork step) throws IOException {
        try {
            step.run();
        } catch (IOException e) {
            loss = loss == null ? e : loss;
            throw e;
        }
    }

    @Override
    public void write(int b) throws IOException {
        remembering(() -> out.write(b));
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        remembering(() -> out.write(bytes, from, length));
    }

    @Override
    public void flush() throws IOException {
        remembering(out::flush);
    }

    /**
     * Tells what the command exits with, and why where output got lost. A reader that went away, as {@code head} does, wanted
     * no more, and is told nothing.
     *
     * @param exitCode what it would exit with
     * @param err where to say it
     */
    public synchronized int conclude(int exitCode, PrintStream err) {
        if (loss == null) {
            return exitCode;
        }
        String reason = String.valueOf(loss.getMessage());
        if (!reason.contains("Broken pipe")) {
            err.println("lab: not all that was printed could be written: " + reason + ".");
        }
        return exitCode == ExitCode.DONE ? ExitCode.FAILED : exitCode;
    }
}
