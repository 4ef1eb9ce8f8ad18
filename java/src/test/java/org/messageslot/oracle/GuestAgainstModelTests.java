// SPDX-License-Identifier: Apache-2.0
package org.messageslot.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.messageslot.ErrnoException;
import org.messageslot.MessageSlot;
import org.messageslot.calls.SystemCalls;
import org.messageslot.calls.SystemCallsContract;
import org.messageslot.guest.Guest;
import org.messageslot.guest.GuestOptions;
import org.messageslot.guest.RequiresGuest;
import org.messageslot.guest.TestGuests;
import org.messageslot.model.ModelKernel;

/** The kit's module in a real kernel, compared with the specification: clause by clause, and by random operations. */
@RequiresGuest
class GuestAgainstModelTests {

    private static final int STEPS = 200_000;

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class AnswersSystemCalls implements SystemCallsContract {
        private Guest guest;
        private SystemCalls process;

        @BeforeAll
        void start() throws IOException {
            guest = Guest.start(GuestOptions.standard());
        }

        @BeforeEach
        void load() throws IOException {
            guest.loadModule(TestGuests.module(), "");
            process = guest.newProcess("contract");
        }

        @Override
        public SystemCalls calls() {
            return process;
        }

        /** Unloading frees every message, and would tell if a file were open still. */
        @AfterEach
        void unload() throws ErrnoException {
            process.close();
            guest.unloadModule("message_slot");
        }

        @AfterAll
        void endWithoutAComplaint() throws IOException {
            assertThat(guest.kernelLog(0).text()).doesNotContain("WARNING", "BUG", "=====");
            guest.close();
        }
    }

    @Test
    void randomOperationsAreAnsweredAsTheSpecificationSays() {
        long seed = new Random().nextLong();
        System.out.println("GuestAgainstModelTests: seed " + seed);
        Oracle oracle = new Oracle(
                () -> new Sessions.Model(new ModelKernel()),
                () -> new Sessions.InGuest(TestGuests.withModule(GuestOptions.standard(), "")));
        List<ScriptStep> script = new RandomScript(seed).next(STEPS);
        Optional<Oracle.Difference> difference = oracle.compare(script).map(oracle::shrink);
        assertThat(difference).as("seed %d", seed).isEmpty();
    }

    @Test
    void censorshipIsThatOfTheEdition() throws IOException {
        for (int every : new int[] {3, 4}) {
            try (Guest guest = TestGuests.withModule(GuestOptions.standard(), "censor_every=" + every);
                    SystemCalls calls = guest.newProcess("censor")) {
                assertThat(censored(calls)).isEqualTo(censored(new ModelKernel(every).process()));
            }
        }
    }

    private static String censored(SystemCalls calls) throws ErrnoException {
        try (MessageSlot slot = MessageSlot.open(calls, "/dev/slot0")) {
            slot.censor(true);
            slot.select(1);
            slot.write("A text of which some letters will not be read.");
            return slot.readText();
        }
    }
}
