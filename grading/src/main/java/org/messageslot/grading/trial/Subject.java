// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import java.util.ArrayList;
import java.util.List;
import org.messageslot.ErrnoException;
import org.messageslot.calls.Call;
import org.messageslot.calls.DirectedCalls;
import org.messageslot.calls.Ioctl;
import org.messageslot.calls.Open;
import org.messageslot.calls.OpenFlags;
import org.messageslot.calls.Result;
import org.messageslot.grading.replay.Act;
import org.messageslot.grading.replay.CallList;
import org.messageslot.grading.replay.Journal;

/**
 * A process of a trial.
 *
 * <p>It speaks the kit's own command numbers; the module hears its own. Every call is noted. Not thread-safe.
 */
public class Subject {

    private final Trial trial;
    private final DirectedCalls calls;
    private final String label;
    private final String name;

    /** A process that was started. */
    public static final class Seat {

        private final Trial trial;
        private final DirectedCalls calls;
        private final int number;

        Seat(Trial trial, DirectedCalls calls, int number) {
            this.trial = trial;
            this.calls = calls;
            this.number = number;
        }
    }

    /**
     * Directs a process; for subclasses.
     *
     * @param seat the process
     */
    public Subject(Seat seat) {
        this.trial = seat.trial;
        this.calls = seat.calls;
        this.label = String.valueOf((char) ('A' + (seat.number - 1) % 26));
        this.name = "p" + seat.number;
    }

    /**
     * Tells what a call returned, as reports show it.
     *
     * @param call the call
     * @param result what it returned
     * @return the value or the error, and what a buffer holds
     */
    public static String shown(Call call, Result result) {
        return CallList.shown(call, result);
    }

    /**
     * Starts a child that shares the open files.
     *
     * @return the child
     */
    public Subject fork() {
        String seen = trial.processName();
        Journal.JournalEntry entry =
                journal().begin(new Act.ForkProcess(name, trial.nextSubject(), seen), prefix() + "fork()");
        try {
            Subject child = trial.subject(calls.fork(seen));
            entry.ended("", " = process " + child.label);
            return child;
        } catch (ErrnoException e) {
            throw new IllegalStateException("The guest cannot fork: " + e.getMessage(), e);
        }
    }

    /** Ends the process; its descriptors are closed. */
    public void exit() {
        Journal.JournalEntry entry = journal().begin(new Act.EndProcess(name), prefix() + "exit(0)");
        calls.close();
        entry.ended();
    }

    /**
     * Makes one call, whatever comes of it.
     *
     * @param call the call, with the kit's command numbers
     * @return what it returned
     */
    public Result call(Call call) {
        Call own = translated(call);
        Journal.JournalEntry entry = journal().begin(new Act.MakeCall(name, own), prefix() + call);
        Result result = calls.run(own);
        entry.returned(call, result);
        return result;
    }

    /** A call under way, which may wait for what another process does. */
    public final class Waiting {

        private final Call call;
        private final DirectedCalls.Begun begun;

        private Waiting(Call call, DirectedCalls.Begun begun) {
            this.call = call;
            this.begun = begun;
        }

        /** {@return whether it has returned already} */
        public boolean isDone() {
            return begun.isDone();
        }

        /** {@return what it returned, when it does} */
        public Result result() {
            Journal.JournalEntry entry = journal().begin(new Act.Await(name), prefix() + call);
            Result result = begun.result();
            entry.returned(call, result);
            return result;
        }
    }

    /**
     * Begins a call, and gives it a moment to come so far that it waits. Until it has returned, the process can make no other.
     *
     * @param call the call, with the kit's command numbers
     * @return the call under way
     */
    public Waiting begin(Call call) {
        journal().note(prefix() + call + " ... /* begins */");
        journal().begin(new Act.Begin(name, translated(call)));
        Waiting waiting = new Waiting(call, calls.begin(translated(call)));
        trial.pause();
        return waiting;
    }

    /**
     * Makes many calls in one go.
     *
     * @param script the calls, with the kit's command numbers
     * @return their results, in their order
     */
    public List<Result> calls(List<Call> script) {
        Journal.JournalEntry all = journal()
                .begin(prefix() + "one of the " + script.size() + " calls " + script.get(0) + " ... "
                        + script.get(script.size() - 1));
        List<Result> results = recorded(script);
        all.replaced();
        for (int i = 0; i < script.size(); i++) {
            journal().note(prefix() + script.get(i) + " = " + shown(script.get(i), results.get(i)));
        }
        return results;
    }

    /**
     * Makes many calls in one go, unless nothing is said of them but a summary.
     *
     * @param summary what they do, as a comment in C would say it
     * @param script the calls, with the kit's command numbers
     * @return their results, in their order
     */
    public List<Result> quietly(String summary, List<Call> script) {
        Journal.JournalEntry entry = journal().begin(prefix() + "/* " + summary + " */");
        List<Result> results = recorded(script);
        entry.ended();
        return results;
    }

    /**
     * Opens a file of the grader's own, of which students see nothing.
     *
     * @param path its path
     * @return the descriptor, for writing
     */
    public int openAside(String path) {
        Result opened = calls.run(new Open(path, OpenFlags.O_WRONLY));
        if (opened.isFailure()) {
            throw new IllegalStateException("The guest does not open " + path + ": " + opened);
        }
        return (int) opened.value();
    }

    /**
     * Makes many calls in one go, among them some on files of the grader's own: no script can repeat them.
     *
     * @param summary what they do, as a comment in C would say it
     * @param script the calls, with the kit's command numbers
     * @return their results, in their order
     */
    public List<Result> aside(String summary, List<Call> script) {
        Journal.JournalEntry entry = journal()
                .begin(
                        new Act.ScriptRemark("Here the check does what a script cannot: " + summary + "."),
                        prefix() + "/* " + summary + " */");
        List<Result> results = calls.run(script.stream().map(this::translated).toList());
        entry.ended();
        return results;
    }

    /**
     * Makes calls in several threads, which begin together.
     *
     * @param summary what they do, as a comment in C would say it
     * @param lanes what each thread does
     * @param repeat how often it does that
     * @return the results of each thread
     */
    public List<List<Result>> together(String summary, List<List<Call>> lanes, int repeat) {
        List<List<Call>> translated = new ArrayList<>();
        lanes.forEach(lane -> translated.add(lane.stream().map(this::translated).toList()));
        for (int thread = 0; thread < translated.size(); thread++) {
            for (Call call : translated.get(thread)) {
                journal().begin(new Act.Lane(name, thread + 1, call));
            }
        }
        Journal.JournalEntry entry =
                journal().begin(new Act.Together(name, repeat), prefix() + "/* " + summary + " */");
        List<List<Result>> results = calls.runConcurrently(translated, repeat);
        entry.ended();
        return results;
    }

    private Journal journal() {
        return trial.journal();
    }

    /** Makes calls in one go. If one of them does not return, a script made of them ends with the last one. */
    private List<Result> recorded(List<Call> script) {
        List<Call> own = script.stream().map(this::translated).toList();
        List<Journal.JournalEntry> entries = own.stream()
                .map(call -> journal().begin(new Act.MakeCall(name, call)))
                .toList();
        List<Result> results = calls.run(own);
        for (int i = 0; i < results.size(); i++) {
            entries.get(i).returned(own.get(i), results.get(i));
        }
        return results;
    }

    private Call translated(Call call) {
        return call instanceof Ioctl ioctl
                ? new Ioctl(ioctl.fd(), trial.candidate().translated(ioctl.command()), ioctl.argument())
                : call;
    }

    private String prefix() {
        return trial.subjects() > 1 ? label + ": " : "";
    }
}
