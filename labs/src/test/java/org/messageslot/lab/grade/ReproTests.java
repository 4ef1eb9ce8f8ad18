// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.grade;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageslot.guest.RequiresGuest;
import org.messageslot.lab.LabProcess;
import org.messageslot.lab.LabProcess.Outcome;
import org.messageslot.lab.terminal.ExitCode;

/** {@code lab repro}: a verdict in a folder, and its calls made again. */
class ReproTests {

    private static final LabProcess LAB = LabProcess.standard();
    private static final Path KIT = Path.of("../kernel");
    private static final String CRASH = "static ssize_t slot_write(";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private Path submission(String wanted, String instead) throws IOException {
        Path own = Files.createDirectories(folder.resolve("ex3_111111111"));
        for (String name : List.of("message_slot.h", "message_sender.c", "message_reader.c")) {
            Files.copy(KIT.resolve(name), own.resolve(name));
        }
        String source = Files.readString(KIT.resolve("message_slot.c"));
        assertThat(source).contains(wanted);
        Files.writeString(own.resolve("message_slot.c"), source.replace(wanted, instead));
        return own;
    }

    private Outcome repro(Path submission, String check, Path out) {
        return LAB.run("repro", submission.toString(), check, "--seed", "5", "--out", out.toString());
    }

    @Test
    @RequiresGuest
    void aVerdictIsReproducedAndItsCallsCanBeMadeAgain() throws Exception {
        Path out = folder.resolve("out");
        Outcome made = repro(submission("return -EMSGSIZE;", "return -EINVAL;"), "write-length-129", out);
        assertThat(made.out()).as(made.err()).contains("write-length-129: failed.");
        assertThat(made.exitCode()).isZero();
        assertThat(out.resolve("submission/message_slot.c")).content().contains("return -EINVAL;");
        assertThat(out.resolve("build/message_slot.ko")).exists();
        assertThat(out.resolve("README.md")).content().contains("| Seed | 5 |").contains("gdb -x attach.gdb");
        assertThat(out.resolve("check.sh")).isExecutable().content().contains("/write-length-129 --seed 5");
        assertThat(out.resolve("README.md"))
                .content()
                .contains("`break NAME`: slot_open, ", ", slot_release", "slot_write, as stops.gdb says");
        assertThat(out.resolve("stops.gdb")).content().endsWith("break slot_write\n");
        Path calls = out.resolve("calls.txt");
        assertThat(calls).content().contains("insmod").contains("-> -1 EINVAL (22)\n");

        Outcome again = LAB.run("repro", "--replay", out.toString());
        assertThat(again.out()).as(again.err()).contains(" acts, all as recorded.");
        assertThat(again.exitCode()).isZero();

        assertThat(out.resolve("calls.c")).content().contains("AS(p1) DO(write(3, ", "   /* -1 EINVAL (22) */\n");
        Outcome typed = LAB.under("env", "-C", out.toString()).run("shell", "--on", "model", "calls.jsh", "-");
        assertThat(typed.err()).isEmpty();
        assertThat(typed.out()).contains(", 129) = -1 EINVAL (22)\n");

        Files.writeString(calls, Files.readString(calls).replace("-1 EINVAL (22)", "-1 EMSGSIZE (90)"));
        Outcome other = LAB.run("repro", "--replay", out.toString());
        assertThat(other.out()).contains("-> -1 EINVAL (22)   (recorded: -1 EMSGSIZE (90))");
        assertThat(other.exitCode()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    @RequiresGuest
    void aCrashIsReproduced() throws Exception {
        Path out = folder.resolve("out");
        String source = Files.readString(KIT.resolve("message_slot.c"));
        int body = source.indexOf("{\n", source.indexOf(CRASH)) + 2;
        String head = source.substring(source.indexOf(CRASH), body);
        Outcome made = repro(submission(head, head + "\t*(volatile int *)8 = 1;\n"), "write-then-read", out);
        assertThat(made.out()).as(made.err()).contains("write-then-read: crashed the kernel.");
        assertThat(out.resolve("console.log")).content().contains("BUG: kernel NULL pointer dereference");
        assertThat(Files.readAllLines(out.resolve("calls.txt")).stream()
                        .filter(line -> line.contains(" write "))
                        .toList())
                .as("the call that crashed is there, without a result")
                .singleElement()
                .asString()
                .doesNotContain("->");
        Outcome again = LAB.run("repro", "--replay", out.toString());
        assertThat(again.out()).as(again.err()).contains("-> did not return").contains("The guest's end: ");
        assertThat(again.exitCode()).isZero();
    }

    @Test
    @RequiresGuest
    void damageIsFoundAgain() throws Exception {
        Path out = folder.resolve("out");
        String guard = "	if (length == 0 || length > sizeof(text))";
        String harm = "	char *volatile p = kmalloc(100, GFP_KERNEL);\n	p[128] = 0;\n	kfree(p);\n";
        Outcome made = repro(submission(guard, harm + guard), "heap-overwrite", out);
        assertThat(made.out()).as(made.err()).contains("heap-overwrite: crashed the kernel.");
        Outcome again = LAB.run("repro", "--replay", out.toString());
        assertThat(again.out())
                .as(again.err())
                .contains("check-heap  -> 0\n")
                .contains("The kernel complained: BUG kmalloc-128 ");
        assertThat(again.exitCode()).isZero();
    }

    @Test
    void wrongUseIsToldInOneSentence() throws Exception {
        Path there = Files.createDirectories(folder.resolve("there"));
        for (List<String> wrong : List.of(
                List.of("repro"),
                List.of("repro", "nobody"),
                List.of("repro", "nobody", "read-twice", "--reports", there.toString()),
                List.of("repro", KIT.toString(), "no-such-check"),
                List.of("repro", KIT.toString(), "faults"),
                List.of("repro", KIT.toString(), "read-twice", "--seed", "-1"),
                List.of("repro", KIT.toString(), "read-twice", "--out", there.toString()),
                List.of("repro", KIT.toString(), "read-twice", "--edition", "1999"),
                List.of("repro", KIT.toString(), "read-twice", "--gdb"),
                List.of("repro", "--replay", there.toString()),
                List.of("repro", "nobody", "--replay", there.toString()))) {
            Outcome outcome = LAB.run(wrong.toArray(String[]::new));
            assertThat(outcome.exitCode()).as(wrong + ": " + outcome.err()).isEqualTo(ExitCode.USAGE);
            assertThat(outcome.err().lines().findFirst().orElse("")).startsWith("lab: ");
            assertThat(outcome.err()).doesNotContain("\tat ").doesNotContain("Exception");
        }
    }
}
