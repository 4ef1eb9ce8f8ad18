// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.messageslot.grading.Grade;
import org.messageslot.grading.slot.variants.Attack;
import org.messageslot.guest.CacheFolder;
import org.messageslot.guest.RequiresGuest;

/**
 * Modules and programs that want to harm the grader, or to be taken for better than they are: each gets the verdict that it
 * deserves, within bounded time; the next submission is unharmed, and nothing is left on the host.
 */
@RequiresGuest
class HostileModuleTests {

    private static final Path KIT = Path.of("../kernel");

    /** A few that go different ways, for every build. */
    private static final Set<String> REPRESENTATIVE = Set.of(
            "panic",
            "triple-fault",
            "fake-pass-on-the-console",
            "fork-bomb",
            "crash-says-soft-lockup",
            "patches-kernel-text-at-a-write",
            "patches-the-agent");

    /** Which attacks are tried, a pattern of their names: for whoever writes one. */
    private static final String ONLY = System.getProperty("attacks", ".*");

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Grader grader;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @BeforeAll
    static void getReady() throws Exception {
        grader = Graders.standard();
    }

    private static Grade grade(Path path, String check) throws Exception {
        var rubric = grader.edition().rubric().only(new LinkedHashSet<>(List.of(check)));
        return grader.grade(path, new Grader.Wish(rubric, 1, 42), id -> {});
    }

    private void assertVerdict(Attack attack) throws Exception {
        attack.unpack(folder);
        Grade grade = grade(folder, attack.check());
        assertThat(grade.gradable())
                .as("it is the submission's fault, not the grader's: %s", grade.ungradableBecause())
                .isTrue();
        assertThat(grade.verdicts().get(0).status())
                .as("%s", grade.verdicts().get(0).outcome())
                .isIn(attack.verdicts());
        assertThat(grade(KIT, attack.check()).headline())
                .as("the next submission")
                .doesNotStartWith("0.00 ")
                .doesNotContain("UNGRADABLE");
    }

    private static List<Attack> attacks(boolean representative) throws Exception {
        return Attack.all(Path.of("variants"), KIT).stream()
                .filter(attack -> REPRESENTATIVE.contains(attack.name()) == representative)
                .filter(attack -> attack.name().matches(ONLY))
                .toList();
    }

    static List<Attack> representative() throws Exception {
        List<Attack> attacks = attacks(true);
        assertThat(Attack.all(Path.of("variants"), KIT))
                .extracting(Attack::name)
                .containsAll(REPRESENTATIVE);
        return attacks;
    }

    static List<Attack> others() throws Exception {
        assertThat(Attack.all(Path.of("variants"), KIT)).hasSizeGreaterThanOrEqualTo(90);
        return attacks(false);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("representative")
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void attackIsJudged(Attack attack) throws Exception {
        assertVerdict(attack);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("others")
    @Tag("slow")
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void everyOtherAttackIsJudged(Attack attack) throws Exception {
        assertVerdict(attack);
    }

    static List<Attack> disguised() throws Exception {
        List<Attack> disguised = Attack.all(Path.of("variants"), KIT).stream()
                .filter(attack -> attack.disguises().isPresent())
                .toList();
        assertThat(disguised).hasSizeGreaterThanOrEqualTo(20);
        return disguised.stream().filter(attack -> attack.name().matches(ONLY)).toList();
    }

    /** By the check that meets it and by those around it, which the disguise must not touch either. */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("disguised")
    @Tag("slow")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void aDisguiseCostsWhatTheMistakeCosts(Attack attack) throws Exception {
        Attack plain = Attack.all(Path.of("variants"), KIT).stream()
                .filter(one -> one.name().equals(attack.disguises().orElseThrow()))
                .findFirst()
                .orElseThrow();
        assertThat(score(attack)).as("%s, and %s", attack, plain).isEqualTo(score(plain));
    }

    private String score(Attack attack) throws Exception {
        Path submission = Files.createTempDirectory(folder, attack.name());
        attack.unpack(submission);
        var rubric = grader.edition()
                .rubric()
                .only(new LinkedHashSet<>(List.of(
                        attack.check(), "write-length-127", "write-length-128", "load-and-unload", "load-repeatedly")));
        Grade grade = grader.grade(submission, new Grader.Wish(rubric, 2, 42), id -> {});
        assertThat(grade.gradable()).as("%s", grade.ungradableBecause()).isTrue();
        return grade.headline();
    }

    private static boolean isGuest(ProcessHandle process) {
        return process.info().command().orElse("").contains("qemu-system");
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        List<ProcessHandle> guests = ProcessHandle.current()
                .descendants()
                .filter(HostileModuleTests::isGuest)
                .toList();
        for (ProcessHandle guest : guests) {
            if (guest.parent().filter(HostileModuleTests::isGuest).isPresent()) {
                guest.onExit().get(20, TimeUnit.SECONDS);
            }
        }
        assertThat(guests.stream().filter(ProcessHandle::isAlive))
                .as("guests; what others are copied from stays, a few at most")
                .hasSizeLessThanOrEqualTo(3);
        Path loaded = CacheFolder.named("loaded");
        if (Files.exists(loaded)) {
            try (Stream<Path> folders = Files.list(loaded)) {
                assertThat(folders.filter(one -> one.getFileName()
                                .toString()
                                .startsWith(ProcessHandle.current().pid() + "-")))
                        .as("snapshots")
                        .isEmpty();
            }
        }
    }
}
