// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import org.messageslot.lab.desk.Desk;

/**
 * A running jshell with the lab's class path, in which the snippets of one walkthrough run.
 *
 * <p>The shell's Java runs in a machine of its own, which it may hang or end, or in this one, which is faster. One
 * snippet at a time; {@link #interrupt()} may be called from any thread.
 */
public final class Session implements AutoCloseable {

    /** The places where snippets can run. */
    public enum SnippetPlace {
        /** In a Java machine of their own: whatever they do to it, this one survives. */
        APART,
        /** In this Java machine: for snippets that are trusted to end. */
        WITHIN
    }

    /**
     * jshell's words for a Java machine beside this one. By itself jshell gives it five seconds to start, which an
     * emulated computer that is busy takes longer than.
     */
    public static final String MACHINE_APART = "jdi:hostname(127.0.0.1),timeout(60000)";

    /** The Java that returns the system calls which were not shown yet, a line each. */
    static final String NEW_CALLS = Desk.class.getName() + ".newCalls()";

    /** What {@code jshell} imports of itself. */
    private static final List<String> DEFAULT_IMPORTS = List.of(
            "java.io.*",
            "java.math.*",
            "java.net.*",
            "java.nio.file.*",
            "java.util.*",
            "java.util.concurrent.*",
            "java.util.function.*",
            "java.util.prefs.*",
            "java.util.regex.*",
            "java.util.stream.*");

    private static final int STOPPING_MS = 3000;
    private static final int POLLING_MS = 100;

    private final SnippetPlace place;
    private final JShell shell;
    private final Printed printed;

    /** Whether somebody asked the running snippet to stop. jshell does not tell a stopped snippet from a silent one. */
    private volatile boolean interrupted;

    /** Whether the machine of the snippets has ended. */
    private volatile boolean ended;

    private Session(SnippetPlace place, JShell shell, Printed printed) {
        this.place = place;
        this.shell = shell;
        this.printed = printed;
        shell.onShutdown(unused -> ended = true);
    }

    /**
     * Starts a session.
     *
     * @param place where its snippets run
     * @param settings what the Java machine is told
     * @param echo where to show what snippets print while they run
     * @return a session with jshell's default imports
     */
    public static Session start(SnippetPlace place, Settings settings, Consumer<String> echo) {
        Printed printed = new Printed(echo);
        PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
        JShell.Builder builder = JShell.builder().out(stream).err(stream);
        if (place == SnippetPlace.WITHIN) {
            settings.properties().forEach(System::setProperty);
            builder.executionEngine("local");
        } else {
            builder.executionEngine(MACHINE_APART).remoteVMOptions(settings.machineOptions());
        }
        JShell shell = builder.build();
        shell.addToClasspath(settings.classPath());
        Session session = new Session(place, shell, printed);
        DEFAULT_IMPORTS.forEach(name -> session.shell.eval("import " + name + ";"));
        return session;
    }

    /** {@return jshell's judgement where a snippet ends} */
    public Completeness completeness() {
        return Completeness.of(shell);
    }

    /** {@return jshell's analysis, for completion} */
    public SourceCodeAnalysis analysis() {
        return shell.sourceCodeAnalysis();
    }

    /**
     * Runs a snippet, or several on one line.
     *
     * @param source the Java
     * @param seconds how long it may take, more than 0
     * @return what happened; of several snippets, the last or the first that failed
     */
    public SnippetResult run(String source, int seconds) {
        printed.clear();
        interrupted = false;
        AtomicReference<SnippetResult.Ending> ending = new AtomicReference<>(gone());
        CountDownLatch done = new CountDownLatch(1);
        Thread runner = new Thread(() -> evaluate(source, ending, done), "snippet");
        runner.setDaemon(true);
        PrintStream out = System.out;
        PrintStream err = System.err;
        redirect();
        long start = System.nanoTime();
        try {
            runner.start();
            awaitEnd(done, seconds);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        long ran = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
        return new SnippetResult(printed.text(), judge(done, ending, ran));
    }

    private SnippetResult.Ending judge(CountDownLatch done, AtomicReference<SnippetResult.Ending> ending, long ran) {
        if (done.getCount() > 0) {
            return new SnippetResult.Fatal("went on for " + ran + " s and could not be stopped");
        }
        if (ended) {
            return gone();
        }
        return interrupted ? new SnippetResult.Stopped(ran) : Objects.requireNonNull(ending.get());
    }

    /** Waits for the end of a snippet; stops it after its time, or when somebody asks; then waits a little longer. */
    private void awaitEnd(CountDownLatch done, int seconds) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        boolean over = false;
        while (!over) {
            over = await(done, POLLING_MS) || interrupted || System.nanoTime() >= deadline;
        }
        if (done.getCount() > 0) {
            interrupt();
            await(done, STOPPING_MS);
        }
    }

    /** Asks the running snippet, if any, to stop. */
    public void interrupt() {
        interrupted = true;
        shell.stop();
    }

    private static boolean await(CountDownLatch latch, int milliseconds) {
        try {
            return latch.await(milliseconds, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** In this machine, what a snippet prints would go to our own standard output. */
    private void redirect() {
        if (place == SnippetPlace.WITHIN) {
            PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
            System.setOut(stream);
            System.setErr(stream);
        }
    }

    private void evaluate(String source, AtomicReference<SnippetResult.Ending> ending, CountDownLatch done) {
        try {
            ending.set(evaluate(source));
        } catch (IllegalStateException e) {
            ended = true; // jshell's word for: the machine is gone.
        } finally {
            done.countDown();
        }
    }

    private SnippetResult.Ending evaluate(String source) {
        SnippetResult.Ending last = new SnippetResult.Nothing();
        String rest = source;
        while (!rest.isBlank()) {
            SourceCodeAnalysis.CompletionInfo info = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            boolean whole = info.completeness().isComplete();
            last = endingOf(shell.eval(whole ? info.source() : rest));
            if (!isFine(last)) {
                return last;
            }
            rest = whole ? info.remaining() : "";
        }
        return last;
    }

    /** One source may be several snippets: {@code int a = 1, b = 2;} are two. */
    private SnippetResult.Ending endingOf(List<SnippetEvent> events) {
        SnippetResult.Ending last = new SnippetResult.Nothing();
        for (SnippetEvent event : events) {
            if (event.causeSnippet() == null && isFine(last)) {
                last = endingOf(event);
            }
        }
        return last;
    }

    private static boolean isFine(SnippetResult.Ending ending) {
        return ending instanceof SnippetResult.Value || ending instanceof SnippetResult.Nothing;
    }

    private SnippetResult.Ending endingOf(SnippetEvent event) {
        JShellException exception = event.exception();
        if (exception instanceof EvalException thrown) {
            String type = thrown.getExceptionClassName();
            return new SnippetResult.Thrown(
                    type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1),
                    thrown.getMessage() == null ? "" : thrown.getMessage());
        }
        if (event.status() == Snippet.Status.REJECTED || exception != null) {
            return new SnippetResult.Rejected(complaints(event.snippet()));
        }
        if (event.status() == Snippet.Status.RECOVERABLE_DEFINED
                || event.status() == Snippet.Status.RECOVERABLE_NOT_DEFINED) {
            return new SnippetResult.Rejected(missing(event.snippet()));
        }
        boolean silent = event.value() == null || event.value().isEmpty();
        return silent ? new SnippetResult.Nothing() : new SnippetResult.Value(event.value());
    }

    private static SnippetResult.Fatal gone() {
        return new SnippetResult.Fatal("ended the Java machine that snippets run in");
    }

    /** Lists the names in a declaration that do not exist (yet): jshell would wait for them. */
    private List<String> missing(Snippet snippet) {
        return snippet instanceof DeclarationSnippet declaration
                ? shell.unresolvedDependencies(declaration)
                        .map(name -> "cannot find symbol: " + name)
                        .toList()
                : List.of("cannot find symbol");
    }

    private List<String> complaints(Snippet snippet) {
        List<String> complaints = new ArrayList<>();
        shell.diagnostics(snippet)
                .filter(Diag::isError)
                .forEach(diagnostic -> complaints.add(oneLine(diagnostic.getMessage(Locale.ENGLISH))));
        return complaints;
    }

    /** javac lays its messages out in lines and columns, and names a class that jshell has given no name to. */
    private static String oneLine(String message) {
        return message.lines()
                .map(line -> line.strip().replaceAll(" +", " "))
                .filter(line -> !line.equals("location: class"))
                .collect(Collectors.joining("; "));
    }

    @Override
    public void close() {
        shell.close();
    }

    /** Collects the output of the running snippet. */
    private static final class Printed extends OutputStream {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Consumer<String> echo;

        Printed(Consumer<String> echo) {
            this.echo = echo;
        }

        @Override
        public synchronized void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] data, int offset, int length) {
            bytes.write(data, offset, length);
            echo.accept(new String(data, offset, length, StandardCharsets.UTF_8));
        }

        synchronized void clear() {
            bytes.reset();
        }

        synchronized String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
