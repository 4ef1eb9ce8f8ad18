// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Call;
import org.messageslot.calls.OpenFlags;
import org.messageslot.calls.Write;
import org.messageslot.guest.Oops.CodePlace;

/** Guests that come to a bad end, and what is told about it. */
@RequiresGuest
class GuestFailureTests {

    private static final String NODE = "/dev/trouble";

    private static Path module;

    private @Nullable Guest guest;

    @BeforeAll
    static void prepare() throws IOException {
        module = Trouble.module(
                Snapshot.prepare(GuestOptions.standard(), step -> {}).kernel());
    }

    @AfterEach
    void end() throws IOException {
        if (guest != null) {
            guest.close();
        }
    }

    private Guest start(Duration deadline) throws IOException {
        Guest started = Guest.start(GuestOptions.standard().withDeadline(deadline));
        guest = started;
        started.loadModule(module, "");
        started.makeNode(NODE, 0600, Trouble.MAJOR, 0);
        return started;
    }

    private GuestFailure failureOf(long command, Duration deadline) throws IOException {
        Guest guest = start(deadline);
        GuestCalls process = guest.newProcess("app");
        int fd = process.open(NODE, OpenFlags.O_RDWR);
        GuestFailure failure = catchThrowableOfType(GuestFailureException.class, () -> process.ioctl(fd, command, 1000))
                .failure();
        assertThat(guest.failure()).contains(failure);
        assertThat(catchThrowableOfType(GuestFailureException.class, () -> guest.taint())
                        .failure())
                .isSameAs(failure);
        process.close();
        return failure;
    }

    private GuestFailure failureOf(long command) throws IOException {
        return failureOf(command, Duration.ofMinutes(1));
    }

    @Test
    void decodesANullDereference() throws IOException {
        GuestFailure failure = failureOf(Trouble.DEREFERENCE_NULL);
        assertThat(failure).isInstanceOfSatisfying(GuestFailure.Panic.class, panic -> {
            assertThat(panic.oops().title()).startsWith("BUG: kernel NULL pointer dereference");
            assertThat(panic.oops().place()).hasValueSatisfying(place -> {
                assertThat(place.function()).isEqualTo("trouble_dereference");
                assertThat(place.module()).hasValue("trouble");
            });
            assertThat(panic.summary()).contains("trouble_dereference+0x");
            assertThat(panic.console()).contains("Kernel panic");
        });
    }

    @Test
    void decodesABug() throws IOException {
        GuestFailure failure = failureOf(Trouble.BUG);
        assertThat(failure).isInstanceOfSatisfying(GuestFailure.Panic.class, panic -> {
            assertThat(panic.oops().title()).startsWith("kernel BUG at").contains("trouble.c");
            assertThat(panic.oops().place().map(CodePlace::function)).hasValue("trouble_ioctl");
        });
    }

    @Test
    void tellsAStuckProcessorFromACrash() throws IOException {
        GuestFailure failure = failureOf(Trouble.SPIN);
        assertThat(failure).isInstanceOfSatisfying(GuestFailure.Hang.class, hang -> {
            assertThat(hang.reason()).contains("stuck");
            assertThat(hang.oops().flatMap(Oops::place).map(CodePlace::function))
                    .hasValue("trouble_spin");
        });
    }

    @Test
    void tellsABlockedTaskFromACrash() throws IOException {
        GuestFailure failure = failureOf(Trouble.BLOCK);
        assertThat(failure).isInstanceOfSatisfying(GuestFailure.Hang.class, hang -> {
            assertThat(hang.reason()).contains("blocked");
            assertThat(hang.oops().flatMap(Oops::place).map(CodePlace::function))
                    .hasValue("trouble_block");
        });
    }

    @Test
    void saysWhereACallSleepsThatOutlivesItsDeadline() throws IOException {
        GuestFailure failure = failureOf(Trouble.SLEEP, Duration.ofSeconds(2));
        assertThat(failure).isInstanceOfSatisfying(GuestFailure.Hang.class, hang -> {
            assertThat(hang.reason()).contains("no answer in time");
            assertThat(hang.stacks()).anyMatch(frame -> frame.contains("trouble_ioctl"));
            assertThat(hang.place().flatMap(CodePlace::module)).hasValue("trouble");
            assertThat(hang.summary()).contains(", in trouble_").endsWith(" [trouble]");
        });
    }

    @Test
    void saysWhereLoadingSleepsThatOutlivesItsDeadline() throws IOException {
        Guest guest = Guest.start(GuestOptions.standard().withDeadline(Duration.ofSeconds(2)));
        this.guest = guest;
        GuestFailure failure = catchThrowableOfType(
                        GuestFailureException.class, () -> guest.loadModule(module, "fail=-1"))
                .failure();
        assertThat(failure)
                .isInstanceOfSatisfying(
                        GuestFailure.Hang.class,
                        hang -> assertThat(hang.place().map(CodePlace::function))
                                .as(hang.stacks() + hang.console())
                                .hasValue("trouble_block"));
    }

    @Test
    void aHeapThatTheKernelDoesNotWatchIsNoFailure() throws IOException {
        Guest guest = Guest.start(GuestOptions.standard().withHardened(false));
        this.guest = guest;
        Taint before = guest.taint();
        guest.checkHeap();
        assertThat(guest.taint()).isEqualTo(before);
    }

    @Test
    void interruptsAProcessorThatIsStuckAtTheDeadline() throws IOException {
        GuestFailure failure = failureOf(Trouble.SPIN, Duration.ofSeconds(1));
        assertThat(failure).isInstanceOfSatisfying(GuestFailure.Hang.class, hang -> {
            assertThat(hang.reason()).contains("no answer");
            assertThat(hang.oops().flatMap(Oops::place).flatMap(CodePlace::module))
                    .hasValue("trouble");
        });
    }

    /** What takes most of its deadline alone takes several times as long beside busy processes, and is no hang. */
    @Test
    void aBusyMachineIsNotTheGuestsFault() throws Exception {
        Duration deadline = Duration.ofSeconds(1);
        Guest guest = start(deadline);
        GuestCalls process = guest.newProcess("app");
        List<Call> script = List.of(new Write(process.open("/dev/null", OpenFlags.O_RDWR), Buffer.of("hello")));
        int rounds = roundsWithin(guest, process, script, deadline.dividedBy(2));
        List<Process> busy = new ArrayList<>();
        try {
            String processor = firstProcessor();
            for (ProcessHandle qemu : ProcessHandle.current().descendants().toList()) {
                finished("taskset", "-a", "-c", "-p", processor, Long.toString(qemu.pid()));
            }
            for (int i = 0; i < 5; i++) {
                busy.add(new ProcessBuilder("taskset", "-c", processor, "sh", "-c", "while kill -0 $PPID; do :; done")
                        .start());
            }
            process.runConcurrently(List.of(script), rounds);
        } finally {
            busy.forEach(Process::destroyForcibly);
        }
        assertThat(guest.failure()).isEmpty();
    }

    /** By the processor time that the guest takes, for the machine may be busy already. */
    private static int roundsWithin(Guest guest, GuestCalls process, List<Call> script, Duration time) {
        int some = 20_000;
        Duration before = guest.cpuTime();
        process.runConcurrently(List.of(script), some);
        long taken = Math.max(1, guest.cpuTime().minus(before).toMillis());
        return (int) (some * time.toMillis() / taken);
    }

    private static String firstProcessor() throws IOException {
        String list =
                Files.readString(Path.of("/proc/self/status")).replaceAll("(?s).*Cpus_allowed_list:\\s*(\\d+).*", "$1");
        return list.strip();
    }

    private static void finished(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    @Test
    void noticesAResetThatIsNoPanic() throws IOException {
        GuestFailure failure = failureOf(Trouble.RESET);
        assertThat(failure).isInstanceOfSatisfying(GuestFailure.AgentGone.class, gone -> {
            assertThat(gone.reason()).contains("reset itself");
        });
    }

    @Test
    void noticesThatTheGuestPoweredOff() throws IOException {
        Guest guest = start(Duration.ofSeconds(30));
        guest.powerOff();
        GuestFailure failure = catchThrowableOfType(GuestFailureException.class, () -> guest.taint())
                .failure();
        assertThat(failure).isInstanceOf(GuestFailure.AgentGone.class);
        assertThat(failure.summary()).contains("powered itself off");
    }

    @Test
    void isNotTakenInByAConsoleThatCriesWolf() throws IOException {
        Guest guest = start(Duration.ofSeconds(30));
        try (GuestCalls process = guest.newProcess("app")) {
            int fd = process.open(NODE, OpenFlags.O_RDWR);
            process.ioctl(fd, Trouble.FLOOD, 20);
        }
        assertThat(guest.failure()).isEqualTo(Optional.empty());
        assertThat(guest.taint()).isNotEqualTo(Taint.NONE);
    }

    @Test
    void reportsAKernelThatDoesNotComeUp() throws IOException {
        Snapshot impossible = Snapshot.prepare(
                GuestOptions.standard().withMemoryMiB(128).withKernelArguments("init=/nothing", "rdinit=/nothing"),
                step -> {});
        GuestFailure failure = catchThrowableOfType(GuestFailureException.class, impossible::boot)
                .failure();
        assertThat(failure.summary()).contains("crashed");
    }
}
