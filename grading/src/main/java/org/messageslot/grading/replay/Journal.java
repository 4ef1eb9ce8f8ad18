// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.messageslot.calls.Call;
import org.messageslot.calls.Result;

/**
 * The one record of what a trial does. Each thing is noted once, before it is done, so that what ends everything is there; and what
 * came of it when it has ended. The list of calls in reports, the script that is replayed, and the programs in C and for JShell
 * that do it all again are made from it.
 *
 * <p>Not thread-safe.
 */
public final class Journal {

    /** Parts an act in a script from what came of it. */
    static final String RESULT = "  -> ";

    private static final int MOST = 20_000;

    private final int most;
    private final List<JournalEntry> acts = new ArrayList<>();
    private final CallList calls = new CallList();
    private @Nullable JournalEntry pending;
    private boolean wentOn;

    /** Something that is done. */
    public final class JournalEntry {

        private final @Nullable Act act;
        private final String told;
        private String came = "";

        private JournalEntry(@Nullable Act act, String told) {
            this.act = act;
            this.told = told;
        }

        /** Notes that it has ended, and that nothing more is to be said of it. */
        public void ended() {
            ended("", "");
        }

        /**
         * Notes how it ended.
         *
         * @param result in a word, {@code 0} or {@code -1 EBUSY (16)} for example
         */
        public void ended(String result) {
            ended(result, " = " + result);
        }

        /**
         * Notes how it ended.
         *
         * @param inScript what came of it, for comparison with what comes of it another time
         * @param inList how its line in the list of calls ends
         */
        public void ended(String inScript, String inList) {
            came = inScript;
            pending = null;
            if (!told.isEmpty()) {
                calls.add(told + inList);
            }
        }

        /**
         * Notes what a call returned.
         *
         * @param call the call
         * @param result what it returned
         */
        public void returned(Call call, Result result) {
            ended(act != null ? CallList.inScript(call, result) : "", " = " + CallList.shown(call, result));
        }

        /** Notes that it has ended, and is told in other words. */
        public void replaced() {
            pending = null;
        }

        private ScriptLine line() {
            return new ScriptLine(Objects.requireNonNull(act), came);
        }
    }

    private Journal(int most) {
        this.most = most;
    }

    /** {@return a record from which the list of calls can be made} */
    public static Journal brief() {
        return new Journal(0);
    }

    /**
     * Makes a record from which a script can be made, too, of the first acts.
     *
     * @param acts how many, 1 or more
     * @return the record
     */
    public static Journal ofFirst(int acts) {
        return new Journal(acts);
    }

    /** {@return a record from which a script can be made, too, of the first 20,000 acts} */
    public static Journal whole() {
        return ofFirst(MOST);
    }

    /**
     * Notes what is about to be done, and can be done again by a script.
     *
     * @param act what
     * @param told its line in the list of calls, without a result
     * @return the entry, which is told what came of it
     */
    public JournalEntry begin(Act act, String told) {
        boolean isKept = acts.size() < most;
        JournalEntry entry = new JournalEntry(isKept ? act.kept() : null, told);
        if (isKept) {
            acts.add(entry);
        } else {
            wentOn = most > 0;
        }
        if (!told.isEmpty()) {
            pending = entry;
        }
        return entry;
    }

    /**
     * Notes what is about to be done, and is not listed among the calls.
     *
     * @param act what
     * @return the entry, which is told what came of it
     */
    public JournalEntry begin(Act act) {
        return begin(act, "");
    }

    /**
     * Notes what is about to be done, and is in no script.
     *
     * @param told its line in the list of calls, without a result
     * @return the entry, which is told what came of it
     */
    public JournalEntry begin(String told) {
        JournalEntry entry = new JournalEntry(null, told);
        pending = entry;
        return entry;
    }

    /**
     * Adds a line to the list of calls.
     *
     * @param line the line
     */
    public void note(String line) {
        calls.add(line);
    }

    /** Leaves the calls so far out of the list. */
    public void forgetCalls() {
        calls.clear();
        pending = null;
    }

    /** {@return what was begun and has not ended, as the list of calls has it; empty if all has} */
    public String pending() {
        return pending == null ? "" : pending.told;
    }

    /** {@return the list of calls; the last is what never ended, if there is such} */
    public List<String> calls() {
        List<String> lines = calls.lines();
        if (pending != null) {
            lines.add(pending.told + "; /* did not return */");
        }
        return List.copyOf(lines);
    }

    /** {@return the script: its lines, each with what came of it} */
    public List<String> script() {
        return lines().stream().map(ScriptLine::toString).toList();
    }

    /** {@return what was done, from which scripts and programs are written} */
    List<ScriptLine> lines() {
        List<ScriptLine> lines = new ArrayList<>();
        acts.forEach(entry -> lines.add(entry.line()));
        if (wentOn) {
            lines.add(new ScriptLine(
                    new Act.ScriptRemark("The check went on; what is above are its first " + most + " acts."), ""));
        }
        return lines;
    }
}
