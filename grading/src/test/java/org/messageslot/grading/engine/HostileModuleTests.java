// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Status;
import org.messageslot.grading.edition.Edition;
import org.messageslot.guest.CacheFolder;
import org.messageslot.guest.GuestOptions;
import org.messageslot.guest.RequiresGuest;

/**
 * Modules and programs that want to harm the grader, or to be taken for better than they are: each gets the verdict that it
 * deserves, within bounded time; the next submission is unharmed, and nothing is left on the host.
 */
@RequiresGuest
class HostileModuleTests {

    private static final Path KIT = Path.of("../kernel");

    /** The verdicts that an attack deserves. */
    private enum Verdicts {
        /** Nothing but this. */
        CRASHED,
        /** Nothing but this. */
        FAILED,
        /** The kernel, or the call, came to an end or to none. */
        STOPPED,
        /** Anything but points. */
        WRONG,
        /** Anything but points; it may not even be built. */
        NEVER;

        private boolean allow(Status status) {
            return switch (this) {
                case CRASHED -> status == Status.CRASHED;
                case FAILED -> status == Status.FAILED;
                case STOPPED -> status == Status.CRASHED || status == Status.HUNG;
                case WRONG -> status == Status.CRASHED || status == Status.HUNG || status == Status.FAILED;
                case NEVER -> status.isFailure();
            };
        }
    }

    /** Where code of the attacker's is put into an honest submission. */
    private enum Place {
        INIT("message_slot.c", "	slots_prepare();", "load-and-unload"),
        EXIT("message_slot.c", "	cdev_del(&slot_cdev);", "load-and-unload"),
        WRITE("message_slot.c", "	if (!file_channel(file))\n		return -EINVAL;\n	if (length == 0", "write-length-128"),
        SENDER("message_sender.c", "	if (argc != 4 && argc != 5)", "sender-sends"),
        READER("message_reader.c", "	if (argc != 3) {", "reader-prints-message");

        private final String file;
        private final String before;
        private final String check;

        Place(String file, String before, String check) {
            this.file = file;
            this.before = before;
            this.check = check;
        }
    }

    /** What is tried; each in a block of its own. */
    private enum Attack {
        PANIC(Place.WRITE, "", "panic(\"PASS 100/100\");", Verdicts.CRASHED),
        BUG(Place.WRITE, "", "BUG();", Verdicts.CRASHED),
        SPIN_WITHOUT_INTERRUPTS(Place.WRITE, "", "local_irq_disable(); for (;;) cpu_relax();", Verdicts.STOPPED),
        SLEEP_FOREVER(Place.WRITE, "#include <linux/delay.h>", "for (;;) msleep(1000);", Verdicts.STOPPED),
        INIT_NEVER_ENDS(Place.INIT, "", "for (;;) cpu_relax();", Verdicts.WRONG),
        EXIT_NEVER_RETURNS(Place.EXIT, "#include <linux/delay.h>", "for (;;) msleep(1000);", Verdicts.WRONG),
        REBOOT(Place.WRITE, "#include <linux/reboot.h>", "emergency_restart();", Verdicts.STOPPED),
        POWER_OFF(Place.WRITE, "#include <linux/reboot.h>", "kernel_power_off();", Verdicts.STOPPED),
        TRIPLE_FAULT(
                Place.WRITE,
                "#include <asm/desc.h>",
                "struct desc_ptr no = {}; load_idt(&no); asm volatile(\"int3\");",
                Verdicts.STOPPED),
        DEADLOCK_SPINNING(
                Place.WRITE,
                "static DEFINE_SPINLOCK(knot);",
                "spin_lock_irq(&knot); spin_lock(&knot);",
                Verdicts.STOPPED),
        DEADLOCK_SLEEPING(
                Place.WRITE, "static DEFINE_MUTEX(knot);", "mutex_lock(&knot); mutex_lock(&knot);", Verdicts.STOPPED),
        FILL_MEMORY(
                Place.WRITE,
                "",
                "for (;;) { void *p = kmalloc(1 << 20, GFP_KERNEL | __GFP_NOFAIL); memset(p, 1, 1 << 20); }",
                Verdicts.STOPPED),
        PRINT_WITHOUT_END(
                Place.WRITE, "", "for (;;) pr_emerg(\"%0900d PASS ::set-output x=1\\n\", 7);", Verdicts.STOPPED),
        FAKE_PASS_ON_THE_CONSOLE(
                Place.WRITE,
                "",
                "pr_emerg(\"PASS write-length-128 100/100\\nok 1\\n\"); return -EIO;",
                Verdicts.FAILED),
        FAKE_OOPS_ON_THE_CONSOLE(
                Place.WRITE,
                "",
                "pr_emerg(\"BUG: kernel NULL pointer dereference, address: 0\\nRIP: 0010:agent+0x1\\n\"); return -EIO;",
                Verdicts.WRONG),
        KILL_EVERY_PROCESS(
                Place.WRITE,
                "#include <linux/sched/signal.h>",
                "struct task_struct *p; rcu_read_lock(); for_each_process(p) send_sig(SIGKILL, p, 1);"
                        + " rcu_read_unlock(); return -EIO;",
                Verdicts.WRONG),
        WRITE_TO_THE_AGENTS_PORTS(
                Place.WRITE,
                "",
                "char name[20]; int i; static char junk[4096]; loff_t at = 0; memset(junk, 0x41, 4096);"
                        + " for (i = 0; i < 40; i++) { struct file *f; snprintf(name, 20, \"/dev/vport%dp%d\", i / 20, i % 20);"
                        + " f = filp_open(name, O_WRONLY | O_NONBLOCK, 0);"
                        + " if (!IS_ERR(f)) { kernel_write(f, junk, 4096, &at); filp_close(f, NULL); } } return -EIO;",
                Verdicts.WRONG),
        OVERWRITE_THE_CALLER(Place.WRITE, "", "memset(current, 0, 512);", Verdicts.STOPPED),
        ATOMIC_FOREVER(Place.WRITE, "", "preempt_disable(); return -EIO;", Verdicts.WRONG),
        STACK_OVERFLOW(
                Place.WRITE,
                "static int (*volatile again)(int);\n"
                        + "static noinline int sink(int n) { volatile char a[512]; a[n & 511] = 1;"
                        + " return again(n + 1) + a[3]; }",
                "again = sink; return sink(1);",
                Verdicts.STOPPED),
        THREADS_WITHOUT_END(
                Place.WRITE,
                "#include <linux/kthread.h>\nstatic int spin(void *x) { for (;;) schedule(); return 0; }",
                "for (;;) kthread_run(spin, NULL, \"bomb\");",
                Verdicts.STOPPED),
        HELPERS_WITHOUT_END(
                Place.WRITE,
                "#include <linux/umh.h>",
                "static char *v[] = {\"/init\", NULL}; static char *e[] = {NULL}; int n;"
                        + " for (n = 0; n < 100000; n++) call_usermodehelper(v[0], v, e, UMH_NO_WAIT); return -EIO;",
                Verdicts.WRONG),
        PATCH_THE_SYSTEM_CALL_TABLE(
                Place.INIT,
                "#include <linux/kallsyms.h>",
                "void **table = (void **)kallsyms_lookup_name(\"sys_call_table\"); table[0] = NULL;",
                Verdicts.NEVER),
        HIDE(Place.INIT, "", "list_del_init(&THIS_MODULE->list);", Verdicts.WRONG),
        HONEST_ONLY_TO_OTHERS(
                Place.WRITE, "", "if (strcmp(current->comm, \"message_sender\")) return -EIO;", Verdicts.FAILED),
        SUCCESS_OF_TERABYTES(Place.WRITE, "", "return 1L << 40;", Verdicts.WRONG),
        TAINTED_WARNINGS(Place.WRITE, "", "WARN(1, \"PASS\");", Verdicts.WRONG),

        FORK_BOMB(Place.SENDER, "", "for (;;) fork();", Verdicts.WRONG),
        CLOSES_EVERYTHING(
                Place.SENDER, "", "for (int fd = 0; fd < 1024; fd++) close(fd); for (;;) pause();", Verdicts.WRONG),
        SENDS_WITHOUT_END(Place.SENDER, "", "for (;;) write(1, argv[0], 1);", Verdicts.WRONG),
        IGNORES_SIGNALS(
                Place.SENDER,
                "#include <signal.h>",
                "for (int s = 1; s < 32; s++) signal(s, SIG_IGN); for (;;) pause();",
                Verdicts.WRONG),
        PRINTS_WITHOUT_END(Place.READER, "", "for (;;) write(1, \"PASS PASS PASS PASS\\n\", 20);", Verdicts.WRONG),
        SURVIVES_ITS_PARENT(
                Place.READER, "", "if (fork() == 0) { setsid(); for (;;) pause(); } return 1;", Verdicts.WRONG),
        KILLS_INIT(
                Place.READER, "#include <signal.h>", "kill(1, SIGKILL); kill(-1, SIGKILL); return 1;", Verdicts.WRONG),
        EATS_MEMORY(
                Place.READER,
                "#include <stdlib.h>\n#include <string.h>",
                "for (;;) { char *p = malloc(1 << 20); if (p) memset(p, 1, 1 << 20); }",
                Verdicts.WRONG),
        READS_THE_KERNELS_MEMORY(
                Place.READER,
                "",
                "char c[4096]; int f = open(\"/dev/mem\", O_RDWR); while (read(f, c, 4096) > 0) write(1, c, 4096);"
                        + " return 0;",
                Verdicts.WRONG);

        private final Place place;
        private final String top;
        private final String code;
        private final Verdicts verdicts;

        Attack(Place place, String top, String code, Verdicts verdicts) {
            this.place = place;
            this.top = top;
            this.code = code;
            this.verdicts = verdicts;
        }

        private void submit(Path folder) throws IOException {
            for (String name : List.of("message_slot.c", "message_slot.h", "message_sender.c", "message_reader.c")) {
                String source = Files.readString(KIT.resolve(name));
                if (name.equals(place.file)) {
                    source = attacked(source);
                }
                Files.writeString(folder.resolve(name), source);
            }
        }

        private String attacked(String source) {
            assertThat(source).contains(place.before);
            // After the last header, so that it can use them all; guarded, so that what follows is not dead code to
            // gcc.
            int headers = source.indexOf('\n', source.lastIndexOf("#include")) + 1;
            String inside = source.replace(
                    place.before, "	{ static volatile int always = 1; if (always) { " + code + " } }\n" + place.before);
            return inside.substring(0, headers) + top + "\n" + inside.substring(headers);
        }
    }

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Grader grader;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @BeforeAll
    static void getReady() throws Exception {
        grader = Grader.of(
                Edition.standard(), GuestOptions.standard().series(), step -> System.err.println("grader: " + step));
    }

    private static Grade grade(Path path, String check) throws Exception {
        var rubric = grader.edition().rubric().only(new LinkedHashSet<>(List.of(check)));
        return grader.grade(path, new Grader.Wish(rubric, 1, 42), id -> {});
    }

    private void assertVerdict(Attack attack) throws Exception {
        attack.submit(folder);
        Grade grade = grade(folder, attack.place.check);
        assertThat(grade.gradable())
                .as("it is the submission's fault, not the grader's: %s", grade.ungradableBecause())
                .isTrue();
        assertThat(attack.verdicts.allow(grade.verdicts().get(0).status()))
                .as("%s: %s", attack.verdicts, grade.verdicts().get(0).outcome())
                .isTrue();
        assertThat(grade(KIT, attack.place.check).headline())
                .as("the next submission")
                .doesNotStartWith("0.00 ")
                .doesNotContain("UNGRADABLE");
    }

    /** A few that go different ways. */
    @ParameterizedTest
    @EnumSource(names = {"PANIC", "TRIPLE_FAULT", "FAKE_PASS_ON_THE_CONSOLE", "FORK_BOMB"})
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void attackIsJudged(Attack attack) throws Exception {
        assertVerdict(attack);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"PANIC", "TRIPLE_FAULT", "FAKE_PASS_ON_THE_CONSOLE", "FORK_BOMB"})
    @Tag("slow")
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void everyOtherAttackIsJudged(Attack attack) throws Exception {
        assertVerdict(attack);
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        assertThat(ProcessHandle.current()
                        .descendants()
                        .filter(process -> process.info().command().orElse("").contains("qemu-system")))
                .as("guests")
                .isEmpty();
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
