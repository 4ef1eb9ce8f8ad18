// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import jdk.jshell.SourceCodeAnalysis;
import org.messageslot.lab.desk.DeskOrder;
import org.messageslot.lab.walk.Session.SnippetPlace;

/**
 * The Java of a lesson: a session that is started while the student reads, and started again when a snippet has killed
 * it.
 */
final class Engine implements AutoCloseable {

    private static final int SECONDS = 300;

    /** Decides about the files that the student was working on, when a session begins again. */
    enum Files {
        /** They stay as they are: the student goes on where they were. */
        KEPT,
        /** They begin anew; the old ones are moved aside. */
        NEW
    }

    private final Walkthrough walkthrough;
    private final Settings settings;
    private final SnippetPlace place;
    private final Consumer<String> echo;

    private CompletableFuture<Session> session = new CompletableFuture<>();

    /** Whether what is printed is for the student; what the lesson itself asks for is not. */
    private volatile boolean audible;

    Engine(Walkthrough walkthrough, Settings settings, SnippetPlace place, Consumer<String> echo) {
        this.walkthrough = walkthrough;
        this.settings = settings;
        this.place = place;
        this.echo = echo;
    }

    /** Signals that there is no session to be had: no kernel, or a preamble that fails. */
    static final class UnavailableException extends RuntimeException {

        private static final long serialVersionUID = 1;

        UnavailableException(String message) {
            super(message);
        }
    }

    /**
     * Starts the session, in the background.
     *
     * @param replay what to run in it, and forget the outcome of
     * @param files what becomes of the files that the student was working on
     */
    void start(List<String> replay, Files files) {
        List<String> sources = new ArrayList<>(replay);
        session = CompletableFuture.supplyAsync(() -> started(sources, files), runnable -> {
            Thread thread = new Thread(runnable, "engine");
            thread.setDaemon(true);
            thread.start();
        });
    }

    private Session started(List<String> replay, Files files) {
        Session fresh = Session.start(place, settings, this::hear);
        for (Walkthrough.SourceLine source : walkthrough.preamble()) {
            SnippetResult outcome = fresh.run(source.text(), SECONDS);
            if (!outcome.wentWell()) {
                fresh.close();
                throw new UnavailableException(
                        outcome.ending() instanceof SnippetResult.Thrown thrown
                                ? thrown.message()
                                : outcome.describe());
            }
        }
        fresh.run((files == Files.KEPT ? DeskOrder.REPLAY_KEEPING_WORK : DeskOrder.REPLAY_ANEW).java(), SECONDS);
        for (String source : replay) {
            fresh.run(source, SECONDS);
        }
        fresh.run(DeskOrder.END_REPLAY.java(), SECONDS);
        fresh.run(Session.NEW_CALLS, SECONDS);
        return fresh;
    }

    private void hear(String text) {
        if (audible) {
            echo.accept(text);
        }
    }

    boolean isReady() {
        return session.isDone();
    }

    /**
     * Waits for the session.
     *
     * @throws UnavailableException if there is none; the message says why
     */
    Session session() {
        try {
            return session.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof UnavailableException known) {
                throw known;
            }
            throw e;
        }
    }

    /** Runs a snippet; what it prints is shown as it comes. */
    SnippetResult run(String source) {
        Session running = session();
        audible = true;
        try {
            return running.run(source, SECONDS);
        } finally {
            audible = false;
        }
    }

    /** {@return the system calls since this was last asked, a line each} */
    List<String> newCalls() {
        SnippetResult outcome = session().run(Session.NEW_CALLS, SECONDS);
        return outcome.ending() instanceof SnippetResult.Value value
                ? WalkthroughCheck.unquoted(value).lines().toList()
                : List.of();
    }

    void interrupt() {
        if (isReady() && !session.isCompletedExceptionally()) {
            session.join().interrupt();
        }
    }

    /** {@return jshell's analysis, once there is a session} */
    SourceCodeAnalysis analysis() {
        return session().analysis();
    }

    /** Ends the session, and starts another. */
    void restart(List<String> replay, Files files) {
        close();
        start(replay, files);
    }

    @Override
    public void close() {
        if (isReady() && !session.isCompletedExceptionally()) {
            Session ending = session.join();
            ending.run(DeskOrder.CLOSE.java(), SECONDS);
            ending.close();
        }
    }
}
