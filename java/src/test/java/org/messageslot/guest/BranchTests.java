// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageslot.Errno;
import org.messageslot.ErrnoException;
import org.messageslot.calls.OpenFlags;

/** Guests in which something was done before, restored from files or copied from one that stands by. */
@RequiresGuest
class BranchTests {

    private static final String FILE = "/tmp/mine";

    @TempDir
    Path folder;

    private static byte[] module;

    @BeforeAll
    static void buildModule() throws IOException {
        module = Files.readAllBytes(TestGuests.module());
    }

    private static Snapshot snapshot(boolean forks) throws IOException {
        return Snapshot.prepare(GuestOptions.standard(), step -> {}).withForks(forks);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void guestsKnowWhatWasDoneAndNothingOfEachOther(boolean forks) throws IOException {
        try (DerivedSnapshot branch = snapshot(forks).branch(folder, guest -> guest.loadModule(module, ""));
                Guest one = branch.restore();
                Guest two = branch.restore()) {
            one.putFile(FILE, 0600, new byte[] {1});
            one.unloadModule("message_slot");

            assertThatThrownBy(() -> two.getFile(FILE, 1))
                    .isInstanceOfSatisfying(
                            ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT));
            try (GuestCalls process = two.newProcess("reader")) {
                assertThat(process.open("/dev/slot0", OpenFlags.O_RDWR)).isEqualTo(3);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsWhetherTheKernelsCodeIsAnotherOne(boolean forks) throws IOException {
        try (DerivedSnapshot branch = snapshot(forks).branch(folder, guest -> guest.loadModule(module, ""))) {
            assertThat(branch.codeChange().isNone()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void seesACrash(boolean forks) throws IOException {
        try (DerivedSnapshot branch = snapshot(forks).branch(folder, guest -> {})) {
            try (Guest guest = branch.restore()) {
                assertThatThrownBy(() -> guest.putFile("/proc/sysrq-trigger", 0, new byte[] {'c'}))
                        .isInstanceOfSatisfying(
                                GuestFailureException.class,
                                e -> assertThat(e.failure()).isInstanceOf(GuestFailure.Panic.class));
            }
            try (Guest guest = branch.restore()) {
                assertThat(guest.taint().isDamaged()).isFalse();
            }
        }
    }

    /** The rehearsal loads a module of the kernel's own; what is loaded after it must not notice. */
    @Test
    void whatWasRehearsedLeavesNoTrace() throws IOException {
        assertThat(traces(true)).isEqualTo(traces(false));
    }

    private List<String> traces(boolean forks) throws IOException {
        Path own = Files.createDirectory(folder.resolve(String.valueOf(forks)));
        try (DerivedSnapshot branch = snapshot(forks).branch(own, guest -> {});
                Guest guest = branch.restore()) {
            return tracesIn(guest);
        }
    }

    private static List<String> tracesIn(Guest guest) throws IOException {
        String before = guest.taint().toString();
        KernelLog log = guest.kernelLog(0);
        long first = log.next();
        guest.loadModule(module, "");
        return List.of(
                before,
                saidOfItself(log),
                guest.taint().toString(),
                guest.kernelLog(first).text(),
                guest.getText("/proc/devices"),
                names(guest.getText("/proc/modules")),
                guest.getText("/proc/misc"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void guestsThatAreReadyAreAsFreshOnesAndKnowNothingOfEachOther(boolean forks) throws IOException {
        Snapshot snapshot = snapshot(forks);
        try (Snapshot.Copies copies = snapshot.copies();
                Guest one = copies.next();
                Guest two = copies.next();
                Guest fresh = snapshot.restore()) {
            one.putFile(FILE, 0600, new byte[] {1});

            assertThatThrownBy(() -> two.getFile(FILE, 1)).isInstanceOf(ErrnoException.class);
            assertThat(tracesIn(one)).isEqualTo(tracesIn(fresh));
        }
    }

    /** Without what a kernel says of its clocks and random numbers when it comes to that, which may be after a snapshot. */
    private static String saidOfItself(KernelLog log) {
        return log.text()
                .lines()
                .filter(line -> !line.matches(".*(clock|tsc|TSC|random: ).*"))
                .collect(Collectors.joining("\n"));
    }

    /** Without the sizes and addresses. */
    private static String names(String modules) {
        return modules.replaceAll("(?m)^(\\S+) .*$", "$1");
    }

    @Test
    void manyCopiesLeaveNothing() throws Exception {
        try (DerivedSnapshot branch = snapshot(true).branch(folder, guest -> {})) {
            branch.restore().close();
            long files = openFiles();
            Set<ProcessHandle> before = processes();
            for (int i = 0; i < 40; i++) {
                branch.restore().close();
            }
            Set<ProcessHandle> left = processes();
            left.removeAll(before);
            for (ProcessHandle process : left) {
                process.onExit().get(20, TimeUnit.SECONDS);
            }
            assertThat(openFiles()).isLessThanOrEqualTo(files);
        }
    }

    @Test
    void theTimeOfACopyThatWasEndedIsCounted() throws IOException {
        try (DerivedSnapshot branch = snapshot(true).branch(folder, guest -> {})) {
            Duration before = Guest.cpuTimeOfCopies();
            Duration itsOwn;
            try (Guest copy = branch.restore()) {
                copy.loadModule(module, "");
                itsOwn = copy.cpuTime();
            }
            assertThat(itsOwn).isPositive();
            assertThat(Guest.cpuTimeOfCopies().minus(before)).isGreaterThanOrEqualTo(itsOwn);
        }
    }

    private static Set<ProcessHandle> processes() {
        return ProcessHandle.current().descendants().collect(Collectors.toSet());
    }

    private static long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }

    @Test
    void restoresWhereTheGuestThatStandsByIsGone() throws IOException {
        try (DerivedSnapshot branch =
                snapshot(true).branch(folder, guest -> guest.putFile(FILE, 0600, new byte[] {7}))) {
            branch.endStanding();
            try (Guest guest = branch.restore()) {
                assertThat(guest.getFile(FILE, 2)).containsExactly(7);
            }
        }
    }

    @Test
    void copiesOfThisMachinesEmulatorAreAsGoodAsRestoredGuests() throws IOException {
        Forks forks = Snapshot.prepare(GuestOptions.standard(), step -> {}).tried();
        assertThat(forks.possible()).as(forks.reason()).isTrue();
    }
}
