// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.terminal;

import java.io.Console;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.messageslot.setup.Terminal;
import picocli.CommandLine.Help.Ansi;

/**
 * Prints what a command says: colour and progress only on a terminal, and {@code NO_COLOR} is honoured.
 *
 * <p>Results go to standard output; progress and notes to standard error, so that output can be piped.
 */
public final class Screen {

    private static final char[] SPINNER = {'|', '/', '-', '\\'};
    private static final int PATIENCE_MS = 1000;
    private static final int FRAME_MS = 125;
    private static final int USUAL_WIDTH = 80;

    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;
    private final Ansi ansi;

    private Screen(PrintStream out, PrintStream err, boolean terminal) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        boolean coloured = terminal && System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM"));
        this.ansi = coloured ? Ansi.ON : Ansi.OFF;
    }

    /** {@return the screen of this process} */
    public static Screen standard() {
        return new Screen(System.out, System.err, isTerminal());
    }

    /** {@return whether a person sits at the other end} */
    public static boolean isTerminal() {
        return Terminal.find().isPresent();
    }

    public boolean terminal() {
        return terminal;
    }

    /** {@return how many columns the terminal has; {@value #USUAL_WIDTH} where there is none, or it does not say} */
    public int width() {
        String said = String.valueOf(System.getenv("COLUMNS")).strip();
        if (said.matches("[1-9]\\d{1,3}")) {
            return Integer.parseInt(said);
        }
        return terminal ? asked() : USUAL_WIDTH;
    }

    private static int asked() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new java.io.File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String[] size = new String(stty.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII)
                    .strip()
                    .split(" ", -1);
            return size.length == 2 && size[1].matches("[1-9]\\d{1,3}") ? Integer.parseInt(size[1]) : USUAL_WIDTH;
        } catch (java.io.IOException e) {
            return USUAL_WIDTH;
        }
    }

    /** {@return whether colours are shown} */
    public boolean coloured() {
        return ansi == Ansi.ON;
    }

    /** Prints a text of the result as it is, lines ended by {@code \n} in it. */
    public void write(String text) {
        out.print(text);
        out.flush();
    }

    /** Prints a line of the result; {@code @|bold ...|@} and the like are picocli's markup. */
    public void print(String markup) {
        out.println(ansi.string(markup));
    }

    /** Prints a line that is about the command, not its result. */
    public void note(String markup) {
        err.println(ansi.string(markup));
    }

    /** Asks a question that is answered by yes or no; Enter means yes. */
    public boolean confirm(String question) {
        err.print(question + " [Y/n] ");
        err.flush();
        return Terminal.find().map(Console::readLine).filter(Terminal::isYes).isPresent();
    }

    /** Work that tells what it is at. */
    public interface LongWork<T> {
        T run(Consumer<String> progress) throws Exception;
    }

    /**
     * Does something that may take more than a second, and shows that it goes on: a spinner on a terminal, a line for each
     * step elsewhere.
     *
     * @param what what is being done, {@code "building the module"} for example; the work may tell more precisely
     */
    public <T> T working(String what, LongWork<T> work) throws Exception {
        AtomicReference<String> step = new AtomicReference<>(what);
        CountDownLatch done = new CountDownLatch(1);
        Thread watcher = new Thread(() -> watch(step::get, done), "progress");
        watcher.setDaemon(true);
        watcher.start();
        try {
            return work.run(step::set);
        } finally {
            done.countDown();
            watcher.join();
        }
    }

    private void watch(Supplier<String> step, CountDownLatch done) {
        try {
            if (done.await(PATIENCE_MS, TimeUnit.MILLISECONDS)) {
                return;
            }
            if (terminal) {
                spin(step, done);
            } else {
                list(step, done);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void list(Supplier<String> step, CountDownLatch done) throws InterruptedException {
        String shown = "";
        do {
            String now = step.get();
            if (!now.equals(shown)) {
                err.println("  ... " + now);
                shown = now;
            }
        } while (!done.await(FRAME_MS, TimeUnit.MILLISECONDS));
    }

    private void spin(Supplier<String> step, CountDownLatch done) throws InterruptedException {
        long start = System.nanoTime();
        int columns = width() - 1;
        for (int frame = 0; !done.await(FRAME_MS, TimeUnit.MILLISECONDS); frame++) {
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start) + 1;
            String time = " (" + seconds + " s)";
            String what =
                    Cells.start("  " + SPINNER[frame % SPINNER.length] + " " + step.get(), columns - time.length());
            err.print("\r\033[K" + what + time);
            err.flush();
        }
        err.print("\r\033[K");
        err.flush();
    }
}
