// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.messageslot.grading.rubric.Adjustment;
import org.messageslot.grading.rubric.BonusRule;
import org.messageslot.grading.rubric.Catalogue;
import org.messageslot.grading.rubric.CrashRule;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.grading.rubric.Scoring;

/** Invented grades, of a submission whose author tries to talk to the reports. */
public final class Invented {

    /** Text that does harm wherever it is taken for more than text. */
    public static final String NASTY =
            "<script>alert(1)</script></pre><img src=x onerror=alert(1)> &amp; ]]> \"quoted\" 'single'"
                    + " \u001b[2J\u001b]0;owned\u0007 \u009b31m \u202egnp.exe שלום \ud800 \uffff \u0000"
                    + " \n```\n=HYPERLINK(\"http://host.invalid\",\"x\")\r\n::set-output name=points::100\n"
                    + "# heading [link](http://host.invalid) www.host.invalid ![image](x) <b>bold</b> $HOME `tick` |";

    private Invented() {}

    /** A rubric of nine checks that no edition knows, so that it never changes. */
    public static Rubric rubric(Map<String, Adjustment> adjustments) {
        try {
            return catalogue()
                    .rubric(
                            "small",
                            Map.of(
                                    "messages", Points.of(50),
                                    "faults", Points.of(30),
                                    "programs", Points.of(20)),
                            Map.of("races", Points.of(5)),
                            adjustments,
                            new Rubric.Rules(
                                    new CrashRule(Points.of(35), CrashRule.Where.ORDINARY, Set.of()),
                                    Points.of(6),
                                    BonusRule.ADDS));
        } catch (DataFileException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Catalogue catalogue() throws DataFileException {
        try (InputStream in = Objects.requireNonNull(Invented.class.getResourceAsStream("report/small-checks.json"))) {
            return Catalogue.parse("small-checks.json", new String(in.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Run run(Rubric rubric) {
        return new Run("2024", rubric.sha256(), 20_240_117, "1.0.0", "6.1.0-0-cloud-amd64");
    }

    public static Submitted submission() {
        return new Submitted(
                "ex3_123456 " + NASTY,
                "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                List.of("message_slot.c", "message_slot.h", "message_sender.c", "message_reader.c"),
                List.of("Makefile"),
                List.of("__MACOSX/._message_slot.c", "=cmd|' /C calc'!A0", NASTY),
                List.of("MODULE_LICENSE was missing, and was supplied. " + NASTY));
    }

    /** One check of every status that a gradable grade can have, with nasty text in every field. */
    public static Grade nasty() {
        return nasty("[   12.345678] message_slot: PASS 100/100 " + NASTY + "\n[   12.345679] and more\n", Map.of());
    }

    public static Grade nasty(String kernelLog, Map<String, Adjustment> adjustments) {
        Rubric rubric = rubric(adjustments);
        Grade grade = new Scoring(rubric).grade(submission(), run(rubric), builds(), judged(kernelLog), List.of());
        return grade.withMistakes(
                grade.mistakes().stream().map(Invented::explained).toList());
    }

    private static Mistake explained(Mistake mistake) {
        return switch (mistake.shown()) {
            case "write-fault-keeps-message" ->
                mistake.explainedBy(new Explanation(
                        "device_write (message_slot.c:87) reads memory through a NULL pointer, at offset 8.",
                        List.of("message_slot.c:87  channel->length = length; /* " + NASTY + " */")));
            case "read-null-buffer" ->
                mistake.explainedBy(Explanation.none("The module does not load with the referee in it: " + NASTY));
            default -> mistake;
        };
    }

    private static List<BuildResult> builds() {
        return List.of(
                new BuildResult("message_slot.ko", true, "", List.of(), 1500),
                new BuildResult(
                        "message_sender", true, "message_sender.c:7:5: warning: " + NASTY, List.of("Warned."), 90),
                new BuildResult("message_reader", false, "message_reader.c:3:1: error: " + NASTY, List.of(), 80));
    }

    private static List<Judged> judged(String kernelLog) {
        List<String> calls = List.of(
                "fd = open(\"/dev/slot0\", O_RDWR)",
                "ioctl(fd, MSG_SLOT_CHANNEL, 7) = 0",
                "write(fd, \"" + NASTY + "\", 129) = 129");
        ExplainedOops oops = new ExplainedOops(
                "BUG: kernel NULL pointer dereference, address: 0000000000000008",
                "device_write",
                "0x2d",
                "message_slot.c",
                87,
                "A pointer was used before it was set, or after a lookup found nothing.");
        return List.of(
                new Judged("write-then-read", Outcome.passed(120)),
                new Judged("write-length-128", Outcome.passed(80).withKernelLog(kernelLog)),
                new Judged(
                        "write-length-129",
                        new Outcome(Status.FAILED, "", "-1 EMSGSIZE (90)", "129 " + NASTY, calls, kernelLog, null, 75)),
                new Judged(
                        "write-fault-keeps-message",
                        new Outcome(
                                Status.CRASHED,
                                "The kernel crashed in the call after the last one shown. " + NASTY,
                                "",
                                "",
                                calls,
                                kernelLog,
                                oops,
                                310)),
                new Judged("write-fault-then-write", Outcome.notRun("write-fault-keeps-message")),
                new Judged(
                        "read-null-buffer",
                        new Outcome(Status.HUNG, "read did not return within 5 s.", "", "", calls, "", null, 5000)),
                new Judged("sender-sends", Outcome.passed(60)),
                new Judged(
                        "reader-prints-message",
                        Outcome.without(Status.BUILD_FAILED, "message_reader did not build. " + NASTY)),
                new Judged("concurrent-overwrites", Outcome.passed(900)));
    }

    /** Hide one check in part and one wholly. */
    public static Map<String, Adjustment> hiding() {
        return Map.of(
                "write-length-129", new Adjustment(false, OptionalInt.empty(), Visibility.DESCRIBED),
                "write-fault-keeps-message", new Adjustment(false, OptionalInt.empty(), Visibility.POINTS_ONLY));
    }
}
