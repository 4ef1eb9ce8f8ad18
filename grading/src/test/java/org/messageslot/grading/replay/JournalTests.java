// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.replay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.messageslot.Errno;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Call;
import org.messageslot.calls.Read;
import org.messageslot.calls.Result;
import org.messageslot.calls.Write;

/** What is noted once is told in reports and in scripts alike. */
class JournalTests {

    private static final Call WRITE = new Write(3, Buffer.of("a"));

    @Test
    void aCallIsInTheListAndInTheScript() {
        Journal journal = Journal.whole();
        journal.begin(new Act.MakeCall("p1", WRITE), "A: " + WRITE).returned(WRITE, Result.of(1));
        Call read = new Read(3, Buffer.room(8));
        Journal.JournalEntry entry = journal.begin(new Act.MakeCall("p1", read), read.toString());
        System.arraycopy(new byte[] {'a', '>'}, 0, read.filled().orElseThrow().bytes(), 0, 2);
        entry.returned(read, Result.of(2).with(read));
        journal.begin(new Act.Unload("m"), "rmmod(\"m\")").ended("-1 " + Errno.EBUSY);
        assertThat(journal.calls())
                .containsExactly(
                        "A: write(3, \"a\", 1) = 1",
                        "read(3, buf, 8) = 2, buf: \"a>\"",
                        "rmmod(\"m\") = -1 EBUSY (16)");
        assertThat(journal.script())
                .containsExactly(
                        "p1 write 3 \"a\"  -> 1", "p1 read 3 room 8  -> 2 \"a\\x3e\"", "rmmod \"m\"  -> -1 EBUSY (16)");
    }

    @Test
    void whatNeverReturnedIsTheLastThingInBoth() {
        Journal journal = Journal.whole();
        journal.begin(new Act.MakeCall("p1", WRITE), WRITE.toString());
        assertThat(journal.pending()).isEqualTo(WRITE.toString());
        assertThat(journal.calls()).containsExactly(WRITE + "; /* did not return */");
        assertThat(journal.script()).containsExactly("p1 write 3 \"a\"");
    }

    @Test
    void callsInOneGoAreToldOneByOneWhenTheyHaveReturned() {
        Journal journal = Journal.whole();
        Journal.JournalEntry all = journal.begin("one of the 2 calls");
        Journal.JournalEntry first = journal.begin(new Act.MakeCall("p1", WRITE));
        journal.begin(new Act.MakeCall("p1", WRITE));
        assertThat(journal.calls()).containsExactly("one of the 2 calls; /* did not return */");
        first.returned(WRITE, Result.of(1));
        all.replaced();
        journal.note(WRITE + " = 1");
        assertThat(journal.pending()).isEmpty();
        assertThat(journal.calls()).containsExactly(WRITE + " = 1");
        assertThat(journal.script()).containsExactly("p1 write 3 \"a\"  -> 1", "p1 write 3 \"a\"");
    }

    @Test
    void aScriptIsBoundedAndSoIsAList() {
        Journal journal = Journal.whole();
        for (int i = 0; i < 30_000; i++) {
            journal.begin(new Act.ExitAll(), "exit " + i).ended("0");
        }
        assertThat(journal.script()).hasSize(20_001).element(19_999).isEqualTo("exit-all  -> 0");
        assertThat(journal.script().get(20_000)).startsWith("# The check went on");
        assertThat(journal.calls())
                .hasSize(61)
                .contains("exit 19 = 0", "/* ... 29940 more calls ... */", "exit 29960 = 0")
                .endsWith("exit 29999 = 0");
    }

    @Test
    void aBriefOneHasNoScript() {
        Journal journal = Journal.brief();
        journal.begin(new Act.ExitAll(), "exit").ended("0");
        assertThat(journal.script()).isEmpty();
        assertThat(journal.calls()).containsExactly("exit = 0");
    }

    @Test
    void forgottenCallsAreStillInTheScript() {
        Journal journal = Journal.whole();
        journal.begin(new Act.ExitAll(), "exit");
        journal.forgetCalls();
        assertThat(journal.calls()).isEmpty();
        assertThat(journal.script()).containsExactly("exit-all");
    }
}
