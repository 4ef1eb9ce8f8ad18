// SPDX-License-Identifier: Apache-2.0
package org.messageslot.bench;

import java.nio.file.Path;
import java.util.List;

/** All reports as one page, which says how they were made. */
public final class PerformancePage {

    private static final String WHY_NOT_LESS = """

            ## Why not less

            *Instructions.* A write copies twice: from the caller to the stack, as the floor does, and from there into the
            channel, for a copy from the caller can fail half-way, and a failed write must change nothing. What a write of 1
            byte takes beyond the floor is the lock, the look whether the file still has that channel, and keeping the channel
            from being freed. What 128 bytes take beyond that is the second copy. It is larger on Linux 6.12, whose `memcpy`
            uses one repeated instruction only on a processor that says it is fast at that; the counting guest's does not, because a
            repeated instruction counts once for each repetition there. So it copies by words, 32 bytes a round.

            *Memory.* A channel with a message of 32 bytes takes 32 bytes for the channel (the next one of its chain, its
            id, its users, its lock, two lengths, where its message is), 32 for the message, and 8 to 16 for its place in the
            table: 72 to 80. If message and channel were one piece, it would be 24 for what only the channel needs and 32,
            which the kernel rounds up to 64, and the same place in the table: nothing gained, and a longer message would have to
            move the channel, to which open files point. A kernel that charges memory to its users, as guests do not
            (`cgroup.memory=nokmem`), keeps a pointer of 8 more for each of the two pieces.

            *Two threads.* Two threads on one channel share a lock; on two channels they share nothing but the module's
            code. The floor shares nothing, and two threads on it are not twice as fast as one either: that is the machine.

            ## How often it was tried

            `./lab bench torture --schedules 1000000` tried 999,992 schedules of two or three threads that meet in the module, in
            [fourteen scenarios](referee.md): none came out wrong. It took 16 minutes by emulation, and 570 seconds of processor time.
            """;

    private PerformancePage() {}

    /**
     * A report, and where its files are.
     *
     * @param folder the folder, as seen from the page
     * @param report the report
     */
    public record ReportFolder(Path folder, BenchReport report) {}

    /**
     * Writes the page.
     *
     * @param command what made it
     * @param accelerator what runs the guests of this machine
     * @param entries the reports, in their order
     * @return the page in Markdown
     */
    public static String of(String command, String accelerator, List<ReportFolder> entries) {
        StringBuilder page = new StringBuilder("""
                <!-- SPDX-License-Identifier: Apache-2.0 -->
                # Performance

                How fast a message slot is, measured by the kit itself:

                ```sh
                """);
        page.append(command).append("\n");
        page.append("""
                ```

                *Instructions* are counted by an emulated guest, whose clock is the number of instructions that its processor
                has carried out. Two runs, on whatever machines, agree to less than one per cent, and nothing else that a
                machine does can be seen in them. They tell how much there is to do, not how long it takes: a real processor
                does some instructions at once and waits for others. The *floor* is a device that does nothing but copy
                (`kernel/bench/floor.c`): what the kernel takes before a driver has done anything of its own. Every count is
                a median of 2001 calls.

                Figures by the clock (two threads, Java, guests, grading, watching) are of one machine, and other work of it is in
                them.
                How guests can be made for less: [forks](forks.md); what a start of the lab costs: [starts](starts.md).
                """);
        page.append("Processors: ")
                .append(Runtime.getRuntime().availableProcessors())
                .append("; guests: ")
                .append(accelerator)
                .append(".\n");
        for (ReportFolder entry : entries) {
            append(page, entry);
        }
        page.append(WHY_NOT_LESS);
        return page.toString();
    }

    private static void append(StringBuilder page, ReportFolder entry) {
        BenchReport report = entry.report();
        page.append("\n## ").append(report.title()).append("\n\n```text\n");
        report.lines().stream()
                .filter(line -> !line.equals(report.title()))
                .dropWhile(String::isEmpty)
                .forEach(line -> page.append(line).append('\n'));
        page.append("```\n\n");
        for (Plot plot : report.plots()) {
            page.append("![")
                    .append(plot.title())
                    .append("](")
                    .append(entry.folder().resolve(plot.name() + ".png"))
                    .append(")\n\n");
        }
        page.append("For programs: [")
                .append(report.name())
                .append(".csv](")
                .append(entry.folder().resolve(report.name() + ".csv"))
                .append(")\n");
    }
}
