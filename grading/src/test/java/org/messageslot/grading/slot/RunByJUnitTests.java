// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.messageslot.grading.trial.CheckMethods;
import org.messageslot.guest.RequiresGuest;

/** A runner of JUnit judges a submission: all its checks by {@link GradedSubmissionTests}, or one by the arrow beside it. */
class RunByJUnitTests {

    /** Absolute: another one is looked for where Maven was started. */
    private static final Path KIT = Path.of("..", "kernel").toAbsolutePath().normalize();

    private static final DiscoverySelector ALL = selectClass(GradedSubmissionTests.class);
    private static final String LENGTH_128 = "write-length-128: Is a message of 128 bytes stored whole? (0.70 points)";
    private static final String LENGTH_129 = "write-length-129: Does writing 129 bytes fail with EMSGSIZE? (1 point)";

    /** How each test, and each container that did not end well, ended: in a word, or by its message. */
    private static final class Ends implements TestExecutionListener {

        private final Map<String, String> ends = new TreeMap<>();
        private final Map<String, String> methods = new TreeMap<>();

        @Override
        public void executionSkipped(TestIdentifier identifier, String reason) {
            ends.put(identifier.getDisplayName(), "skipped: " + reason);
        }

        @Override
        public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
            if (identifier.isTest() || result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
                String end = result.getStatus().name().toLowerCase(Locale.ROOT);
                ends.put(
                        identifier.getDisplayName(),
                        result.getThrowable()
                                .map(thrown -> end + ": " + thrown.getMessage())
                                .orElse(end));
                identifier
                        .getSource()
                        .filter(MethodSource.class::isInstance)
                        .ifPresent(source ->
                                methods.put(identifier.getDisplayName(), ((MethodSource) source).getMethodName()));
            }
        }
    }

    private static Ends run(Map<String, String> parameters, DiscoverySelector selector) {
        Ends ends = new Ends();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selector)
                                .configurationParameters(parameters)
                                .build(),
                        ends);
        return ends;
    }

    private static DiscoverySelector arrow(String id) {
        String uri =
                CheckMethods.of(SlotAssignment.SLOT).source(id).orElseThrow().toString();
        return selectMethod(uri.substring("method:".length()));
    }

    private static Path wrong(Path folder) throws Exception {
        String source = Files.readString(KIT.resolve("message_slot.c"));
        assertThat(source).contains("return -EMSGSIZE;");
        Files.writeString(folder.resolve("message_slot.c"), source.replace("return -EMSGSIZE;", "return -EINVAL;"));
        Files.copy(KIT.resolve("message_slot.h"), folder.resolve("message_slot.h"));
        return folder;
    }

    @Test
    @RequiresGuest
    void eachCheckIsATestThatEndsAsInTheReport(@TempDir Path folder) throws Exception {
        Ends run = run(
                Map.of(
                        SubmissionUnderTest.SUBMISSION,
                        wrong(folder).toString(),
                        SubmissionUnderTest.CHECK,
                        "write-length-128, write-length-129, sender-any-length"),
                ALL);
        assertThat(run.ends)
                .containsEntry(LENGTH_128, "successful")
                .containsEntry("message_slot.c is built", "successful");
        assertThat(run.ends.get(LENGTH_129))
                .startsWith("failed: Mistake 1. A write of 129 bytes fails with another error than it should.")
                .contains(
                        "write-length-129: failed, 0.00 of 1.00 points",
                        ", 129) = -1 EINVAL (22)\n",
                        "wanted  -1 EMSGSIZE",
                        "repeat  ./lab repro " + folder + " write-length-129\n");
        assertThat(run.methods).containsEntry(LENGTH_129, "length129");
        assertThat(run.ends.get("message_sender.c is built")).startsWith("failed: message_sender.c does not build.");
        assertThat(run.ends.entrySet())
                .filteredOn(end -> end.getKey().startsWith("sender-any-length: "))
                .extracting(Map.Entry::getValue)
                .containsExactly("aborted: There is no message_sender.c.");
    }

    @Test
    @RequiresGuest
    void theArrowBesideACheckJudgesThatCheck(@TempDir Path folder) throws Exception {
        Map<String, String> parameters =
                Map.of(SubmissionUnderTest.SUBMISSION, wrong(folder).toString());
        assertThat(run(parameters, arrow("write-length-128")).ends)
                .containsValue("successful")
                .hasSize(1);
        assertThat(run(parameters, arrow("write-length-129")).ends.values())
                .singleElement()
                .asString()
                .startsWith("failed: Mistake 1. A write of 129 bytes fails with another error than it should.")
                .contains("repeat  ./lab repro " + folder + " write-length-129\n");
    }

    @Test
    void withoutASubmissionNothingRuns() {
        String nothing = "skipped: Nothing is judged: say which submission, as in -Dslot.submission=ex3.";
        assertThat(run(Map.of(), ALL).ends.values()).containsExactly(nothing);
        assertThat(run(Map.of(), arrow("write-length-128")).ends.values()).containsExactly(nothing);
    }

    @Test
    void aCheckThatNobodyRunsAloneSaysSo() {
        assertThat(run(
                                Map.of(SubmissionUnderTest.SUBMISSION, KIT.toString()),
                                selectClass("org.messageslot.grading.counter.CounterChecks"))
                        .ends
                        .values())
                .isNotEmpty()
                .containsOnly("skipped: Only a grader runs the checks of this assignment.");
    }

    @Test
    void whatIsNotThereIsSaidInASentence(@TempDir Path folder) {
        assertThat(run(Map.of(SubmissionUnderTest.SUBMISSION, folder + "/ex3"), ALL)
                        .ends
                        .values())
                .containsExactly("failed: slot.submission: there is no " + folder
                        + "/ex3; give the path of a folder or an archive.");
        assertThat(of("slot.check", "write-length-182"))
                .isEqualTo("failed: slot.check: there is no check and no group 'write-length-182' in this edition;"
                        + " perhaps you mean 'write-length-1'; lab checks lists them.");
        assertThat(of("slot.edition", "1999"))
                .startsWith("failed: slot.edition: there is no edition and no file '1999'");
        assertThat(of("slot.seed", "-1")).startsWith("failed: slot.seed: a seed is a number from 0 to ");
    }

    private static String of(String parameter, String value) {
        return run(Map.of(SubmissionUnderTest.SUBMISSION, KIT.toString(), parameter, value), ALL)
                .ends
                .values()
                .iterator()
                .next();
    }
}
