// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course.report;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.messageslot.grading.BuildResult;
import org.messageslot.grading.CheckDescription;
import org.messageslot.grading.ExplainedOops;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Invented;
import org.messageslot.grading.Judged;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Run;
import org.messageslot.grading.Status;
import org.messageslot.grading.Submitted;
import org.messageslot.grading.course.Graded;
import org.messageslot.grading.course.GradedClass;
import org.messageslot.grading.course.Handing;
import org.messageslot.grading.course.Layout;
import org.messageslot.grading.course.Roll;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.grading.rubric.Scoring;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.grading.submission.Shown;

/** A class that nobody taught: grades made up from a seed, in shares as they occur. For layout and sums. */
public final class FabricatedClass {

    private static final String[] FIRST = {
        "Dana", "Omer", "Noa", "Yael", "Amir", "Lior", "דנה", "يوسف", "Zoë", "Mary-Jane"
    };
    private static final String[] LAST = {
        "Levi", "Cohen", "Bar", "Mizrahi", "O'Neill", "כהן", "von und zu Hohenstein", "حداد"
    };

    private final Random random;
    private final Rubric rubric;
    private final Run run;

    private FabricatedClass(long seed, Rubric rubric) {
        this.random = new Random(seed);
        this.rubric = rubric;
        this.run = new Run("2024", rubric.sha256(), 0, "1.0.0", "6.1.0-0-cloud-amd64");
    }

    /** {@return so many students, of the standard edition} */
    public static GradedClass of(int students) {
        return new FabricatedClass(7, SlotAssignment.SLOT.editions().standard().rubric()).make(students);
    }

    private GradedClass make(int students) {
        List<Graded> graded = new ArrayList<>();
        for (int i = 0; i < students; i++) {
            graded.add(student(i));
        }
        if (students > 20) {
            graded.set(
                    20,
                    new Graded(
                            handing(20, Shown.name(Invented.NASTY)),
                            graded.get(20).grade(),
                            false));
        }
        List<Handing> handings = graded.stream().map(Graded::handing).toList();
        Roll roll = new Roll(
                Layout.MOODLE,
                handings,
                List.of(new Roll.Replaced("1000", "ex3_1000.zip", Optional.empty())),
                List.of("notes.txt: neither a folder nor an archive"));
        return new GradedClass(run, roll, graded, List.of("Participant 9999, Missing Person"), List.of());
    }

    private Handing handing(int i, String name) {
        String student = Integer.toString(1000 + i);
        return new Handing(
                student,
                name,
                name + "_" + student + "_assignsubmission_file_",
                Optional.of(Instant.parse("2024-01-17T10:00:00Z").plusSeconds(random.nextInt(90_000))),
                i % 37 == 5,
                student,
                Path.of(student));
    }

    private Graded student(int i) {
        Handing handing = handing(i, FIRST[random.nextInt(FIRST.length)] + " " + LAST[random.nextInt(LAST.length)]);
        String content = String.format("%064x", i % 50 == 3 ? 7 : i + 1000);
        Submitted submitted =
                new Submitted(handing.student(), content, List.of("message_slot.c"), List.of(), List.of(), List.of());
        if (i % 97 == 50) {
            Grade failed = new Scoring(rubric).ungradable(submitted, run, "The disk is full; make room in /tmp.");
            return new Graded(handing, failed, false);
        }
        boolean unbuilt = i % 16 == 9;
        double weakness = random.nextDouble() * random.nextDouble() * (i % 4 == 0 ? 0 : 0.6);
        int crash = i % 9 == 4 ? random.nextInt(7) : -1;
        List<Judged> judged = new ArrayList<>();
        for (CheckDescription check : rubric.checks()) {
            judged.add(new Judged(check.id(), outcome(check, weakness, crash, unbuilt)));
        }
        return new Graded(
                handing,
                new Scoring(rubric)
                        .grade(submitted, run, builds(i, unbuilt), judged, List.of())
                        .withoutDurations(),
                false);
    }

    private Outcome outcome(CheckDescription check, double weakness, int crash, boolean unbuilt) {
        if (unbuilt && !check.group().equals("programs")) {
            return Outcome.without(Status.BUILD_FAILED, "message_slot.c does not build.");
        }
        boolean hard = check.group().equals("faults") || check.group().equals("memory");
        if (crash >= 0 && hard && random.nextInt(3) == 0) {
            String[] where = {
                "device_write", "device_read", "device_ioctl", "find_channel", "free_slot", "sink", "add_channel"
            };
            String address = "00000000000000" + (10 + random.nextInt(80));
            String[] titles = {
                "BUG: kernel NULL pointer dereference, address: " + address,
                "WARNING: at /submission/message_slot.c:" + random.nextInt(99) + " device_read+0x" + random.nextInt(99)
                        + "/0x160 [message_slot]",
                "BUG kmalloc-" + (8 << random.nextInt(4))
                        + " (Tainted: G           OE     ): Right Redzone overwritten",
                "BUG: unable to handle page fault for address: ...",
                "general protection fault, probably for non-canonical address 0x6b6b6b6b6b6b6b83: 0000 [#1] PREEMPT SMP",
                "BUG: TASK stack guard page was hit at ... (stack is .....)",
                "kernel BUG at lib/list_debug.c:33!"
            };
            ExplainedOops oops = new ExplainedOops(
                    titles[crash],
                    where[crash],
                    "0x" + Integer.toHexString(random.nextInt(200)),
                    "message_slot.c",
                    87,
                    "");
            return Outcome.without(titles[crash].startsWith("WARNING") ? Status.FAILED : Status.CRASHED, "Invented.")
                    .withOops(oops);
        }
        return random.nextDouble() < (hard ? weakness * 2 : weakness)
                ? Outcome.without(random.nextInt(40) == 0 ? Status.HUNG : Status.FAILED, "It did something else.")
                : Outcome.passed(1);
    }

    private static List<BuildResult> builds(int i, boolean unbuilt) {
        String[] words = {
            "message_slot.c:12:5: error: implicit declaration of function 'kmaloc' [-Werror]\n",
            "message_slot.c:" + i + ":1: error: expected ';' before '}' token\n",
            "message_slot.c:3:10: fatal error: <script>alert(1)</script>.h: No such file or directory\n"
        };
        return List.of(
                new BuildResult("message_slot.c", !unbuilt, unbuilt ? words[i % 3] : "", List.of(), 0),
                new BuildResult("message_sender.c", true, "", List.of(), 0),
                new BuildResult("message_reader.c", true, "", List.of(), 0));
    }
}
