// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.referee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageslot.grading.engine.Grader;
import org.messageslot.grading.slot.SlotArtifacts;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.grading.slot.referee.Behaviour.ScheduleEnd;
import org.messageslot.grading.slot.referee.Standing.ThreadState;
import org.messageslot.grading.submission.StudentBuild;
import org.messageslot.grading.submission.Submission;
import org.messageslot.grading.trial.GuestStock;
import org.messageslot.guest.GuestOptions;
import org.messageslot.guest.KernelSeries;

@Tag("guest")
class RefereeTests {

    private static final Path KIT = Path.of("..", "kernel");
    private static final Path RACY = Path.of("..", "labs", "modules");
    private static final Referee.Effort SMALL = new Referee.Effort(2, 150, 20, 0);

    private static StudentBuild builder;
    private static GuestStock stock;

    @TempDir
    Path folder;

    @BeforeAll
    static void prepare() throws Exception {
        KernelSeries series = GuestOptions.standard().series();
        builder = Grader.compilers(SlotAssignment.SLOT, series, false, step -> System.err.println("referee: " + step));
        stock = GuestStock.of(series, step -> System.err.println("referee: " + step));
    }

    @Test
    void theRefereeItselfIsCompiledOnceForAllModules(@TempDir Path cache) throws Exception {
        StudentBuild fresh = StudentBuild.against(builder.headers(), cache, builder.sandbox(), SlotArtifacts.ALL);
        for (String name : new String[] {"first", "second"}) {
            Path module = Files.createDirectories(folder.resolve(name));
            Files.copy(KIT.resolve("message_slot.h"), module.resolve("message_slot.h"));
            Files.writeString(
                    module.resolve("message_slot.c"),
                    Files.readString(KIT.resolve("message_slot.c")) + "/* " + name + " */\n");
            Watched.of(Submission.open(module, SlotArtifacts.ALL), fresh, stock)
                    .load()
                    .close();
        }
        try (Stream<Path> files = Files.walk(cache)) {
            assertThat(files.map(Path::getFileName).map(Path::toString).sorted())
                    .filteredOn(name -> name.equals("referee.o") || name.equals("message_slot.ko"))
                    .containsExactly(
                            "message_slot.ko", "message_slot.ko", "message_slot.ko", "message_slot.ko", "referee.o");
        }
    }

    private Watched kits(String before, String after) throws Exception {
        String source = Files.readString(KIT.resolve("message_slot.c"));
        assertThat(source).contains(before);
        return watched(source.replace(before, after));
    }

    private Watched watched(String source) throws Exception {
        Files.writeString(folder.resolve("message_slot.c"), source);
        Files.copy(KIT.resolve("message_slot.h"), folder.resolve("message_slot.h"));
        return watched();
    }

    private Watched racy() throws Exception {
        Files.copy(RACY.resolve("racy.c"), folder.resolve("message_slot.c"));
        Files.copy(RACY.resolve("tiny_slot.h"), folder.resolve("tiny_slot.h"));
        return watched();
    }

    private Watched watched() throws Exception {
        return Watched.of(Submission.open(folder, SlotArtifacts.ALL), builder, stock);
    }

    private static ScenarioReport search(Watched watched, String name) throws Exception {
        return new Referee(watched, SMALL).search(scenario(name));
    }

    private static Scenario scenario(String name) {
        return Scenario.all().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Lets A go on until it stands in the middle of a line, and then B as often as there is a choice. */
    private static void stopTheWriterInTheMiddle(Stepping stepping) throws Exception {
        while (stepping.standing().get(0).state() != ThreadState.IN_LINE) {
            stepping.choose(0);
        }
        while (stepping.next().isPresent()) {
            stepping.choose(1);
        }
    }

    @Test
    void aScheduleByHandTearsTheMessageAndWithTheLockItDoesNot() throws Exception {
        Watched racy = racy();
        try (Stepping stepping = Stepping.of(racy.withParameters("pause=0"), scenario("writer-and-reader"))) {
            stopTheWriterInTheMiddle(stepping);
            assertThat(stepping.result().wrong()).isTrue();
            assertThat(stepping.result().behaviour().calls())
                    .hasEntrySatisfying(
                            Behaviours.call(1, 0),
                            made -> assertThat(made.result()).hasToString("100: 22 x 'a', 78 x 'x'"));
            assertThat(stepping.result().behaviour().preemptions()).isEqualTo(1);
            stepping.restart();
            while (stepping.next().isPresent()) {
                stepping.choose(0);
            }
            assertThat(stepping.result().isRight()).isTrue();
        }
        try (Stepping stepping = Stepping.of(racy.withParameters("pause=0 careful=1"), scenario("writer-and-reader"))) {
            stepping.choose(0);
            stepping.choose(0);
            assertThat(stepping.standing().get(0).held()).containsExactly("mutex_lock(&lock);");
            stepping.choose(1);
            assertThat(stepping.result().isRight()).isTrue();
            assertThat(stepping.result().trace().rows())
                    .as("the reader waits for the lock")
                    .anyMatch(row -> row.thread() == 1 && row.waits());
        }
    }

    @Test
    void afterADeadlockByHandOneCanGoOnStepping() throws Exception {
        racy();
        Path source = folder.resolve("message_slot.c");
        Files.writeString(
                source,
                Files.readString(source)
                        .replace("DEFINE_MUTEX(lock);", "DEFINE_MUTEX(lock); static DEFINE_MUTEX(other);")
                        .replaceFirst("\tenter\\(\\);\n", "\tmutex_lock(&lock);\n\tmutex_lock(&other);\n")
                        .replaceFirst("\tenter\\(\\);\n", "\tmutex_lock(&other);\n\tmutex_lock(&lock);\n")
                        .replace("\tleave();\n", "\tmutex_unlock(&other);\n\tmutex_unlock(&lock);\n"));
        try (Stepping stepping = Stepping.of(watched().withParameters("pause=0"), scenario("writer-and-reader"))) {
            stepping.choose(0);
            while (stepping.standing().get(0).held().isEmpty()) {
                stepping.choose(0);
            }
            while (stepping.next().isPresent()) {
                stepping.choose(1);
            }
            assertThat(stepping.result().behaviour().end()).isEqualTo(ScheduleEnd.DEADLOCK);
            assertThat(stepping.result().faults())
                    .extracting(FaultText::sentence)
                    .anyMatch(text -> text.startsWith("Thread A waits for ever in racy_write"));
            stepping.restart();
            stepping.choose(1);
            while (stepping.next().isPresent()) {
                stepping.choose(1);
            }
            assertThat(stepping.result().behaviour().end()).isEqualTo(ScheduleEnd.DONE);
        }
    }

    @Test
    void findsNothingInTheKitsModule() throws Exception {
        Watched kit = kits("", "");
        for (String name : List.of("two-writers", "last-close", "three-threads")) {
            ScenarioReport report = search(kit, name);
            assertThat(report.trouble()).isEmpty();
            assertThat(report.finding()).isEmpty();
            assertThat(report.schedules()).isGreaterThan(10);
        }
    }

    @Test
    void findsATornMessageAndTheSameScheduleAgain() throws Exception {
        Watched torn = kits("raw_spin_lock(&channel->lock);", "barrier();");
        ScenarioReport report = search(torn, "writer-and-reader");
        assertThat(report.trouble()).isEmpty();
        FoundSchedule finding = report.finding().orElseThrow();
        assertThat(finding.wrong()).isTrue();
        assertThat(finding.behaviour().preemptions()).isEqualTo(1);
        assertThat(finding.faults()).extracting(FaultText::sentence).anyMatch(text -> text.contains("nobody holds"));
        assertThat(finding.trace().rows()).anyMatch(row -> row.text().startsWith("memcpy("));

        ScenarioReport again = search(torn, "writer-and-reader");
        assertThat(again.schedules()).isEqualTo(report.schedules());
        assertThat(again.finding().orElseThrow().behaviour()).isEqualTo(finding.behaviour());
    }

    @Test
    void tellsALockThatIsNeverGivenUp() throws Exception {
        Watched held = kits("\tmutex_unlock(&slot->lock);\n\treturn channel ?", "\treturn channel ?");
        assertThat(search(held, "two-writers").finding().orElseThrow().faults())
                .extracting(FaultText::sentence)
                .anyMatch(text -> text.contains("returns with the mutex held"));
    }

    @Test
    void tellsWaitingForCallbacksUnderASpinlock() throws Exception {
        Watched waiting = kits("raw_spin_lock(&channel->lock);", "raw_spin_lock(&channel->lock); rcu_barrier();");
        assertThat(search(waiting, "two-writers").finding().orElseThrow().faults())
                .extracting(FaultText::sentence)
                .anyMatch(text -> text.contains("may sleep under the spinlock"));
    }

    @Test
    void quotesTheLinesOfMemoryThatIsUsedAfterItWasFreed() throws Exception {
        Watched freed = kits("call_rcu(&channel->rcu, channel_free);", "kfree(channel); channel->users = 0;");
        FaultText fault =
                search(freed, "last-close").finding().orElseThrow().faults().get(0);
        assertThat(fault.sentence())
                .matches("Byte \\d+ of the \\d+ that slot_add \\(message_slot\\.c:\\d+\\) allocated is written in .*,"
                        + " after .* had freed it\\.");
        assertThat(fault.source()).anyMatch(line -> line.contains("kfree(channel);"));
    }

    @Test
    void saysInASentenceWhatItCannotSearch() throws Exception {
        Watched stays =
                kits("module_exit(message_slot_exit);", "static void (*unused)(void) __used = message_slot_exit;");
        assertThat(search(stays, "two-writers").trouble())
                .isEqualTo("It cannot be searched: it has no function that is called when it is unloaded.");
        Files.delete(folder.resolve("message_slot.c"));
        Files.delete(folder.resolve("message_slot.h"));
        assertThatThrownBy(() -> watched("no C at all"))
                .isInstanceOf(RefereeException.class)
                .hasMessage("The module does not build; lab grade shows what the compiler says.");
    }
}
