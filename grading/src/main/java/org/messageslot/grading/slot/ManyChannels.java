// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.messageslot.Errno;
import org.messageslot.ErrnoException;
import org.messageslot.calls.SlotCommands;
import org.messageslot.grading.trial.Count;
import org.messageslot.grading.trial.Mismatch;
import org.messageslot.guest.GuestProgram;
import org.messageslot.guest.GuestTool;
import org.messageslot.guest.ProgramResult;

/** Gives very many channels of a slot a message, by a program of ours in the guest. */
public final class ManyChannels {

    private static final String PATH = "/tmp/channels";
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int PROCESSES = 4;

    /** What a module allocates on behalf of a program may count as the program's memory: let it have all there is. */
    private static final long GUESTS_MEMORY = 1L << 40;

    /** A prime just below 2^32: of so many ids channels have theirs if they are scattered. */
    private static final long SCATTERED_IDS = (1L << 32) - 5;

    private final SlotTrial trial;

    /** In which order ids are used. */
    public enum IdOrder {
        /** From 1 on. */
        ASCENDING,
        /** Down to 1. */
        DESCENDING,
        /** As chance has it. */
        SHUFFLED,
        /** In runs of neighbours that become longer, far apart from each other: from all ids that there are. */
        SCATTERED
    }

    private ManyChannels(SlotTrial trial) {
        this.trial = trial;
    }

    /**
     * Puts the program into the guest.
     *
     * @param trial the trial
     * @return the program, ready to run
     * @throws IOException if it cannot be compiled
     * @throws ErrnoException if the guest has no room for it
     */
    public static ManyChannels of(SlotTrial trial) throws IOException, ErrnoException {
        try (InputStream source = ManyChannels.class.getResourceAsStream("channels.c")) {
            byte[] program = GuestTool.compiled(
                    "channels", Objects.requireNonNull(source, "channels.c").readAllBytes());
            trial.guest().putFile(PATH, 0755, program);
        }
        return new ManyChannels(trial);
    }

    /**
     * Writes to {@code count} channels, to a thousand of them again, and reads a sample back. A module that gets slower with each
     * channel is let off when that is clear, after 16,384 at the earliest.
     *
     * @param node the slot
     * @param first the smallest id
     * @param count how many channels
     * @param order in which order
     * @throws Mismatch if a call fails, or a message is lost
     */
    public void fill(String node, int first, int count, IdOrder order) {
        String command = Long.toString(trial.candidate().translated(SlotCommands.CHANNEL));
        long range = order == IdOrder.SCATTERED ? SCATTERED_IDS : count;
        String multiplier = Long.toString(multiplier(range, order));
        GuestProgram program = GuestProgram.of(
                        PATH,
                        node,
                        command,
                        Integer.toString(first),
                        Integer.toString(count),
                        Long.toString(range),
                        multiplier)
                .within(LIMIT)
                .withLimits(PROCESSES, GUESTS_MEMORY);
        ProgramResult result =
                trial.run("channels " + node + " " + count + " " + order.name().toLowerCase(Locale.ROOT), program);
        if (result.timedOut() || result.exitCode().orElse(1) != 0) {
            throw new Mismatch(
                    "Writing to many channels comes to no end.",
                    count + " channels",
                    result.timedOut() ? "no end within 5 minutes" : result.errorText());
        }
        Map<String, String> said = new HashMap<>();
        result.outputText().lines().forEach(line -> {
            String[] words = line.split(" ", 2);
            said.put(words[0], words.length > 1 ? words[1] : "");
        });
        judge(said, count);
    }

    /** What the number of a channel is multiplied by, modulo the range of ids: prime to it, so that each is met once. */
    private long multiplier(long range, IdOrder order) {
        return switch (order) {
            case ASCENDING -> 1;
            case DESCENDING -> range - 1;
            case SHUFFLED, SCATTERED -> {
                long factor = trial.random().nextLong(range / 4, range / 2);
                while (!BigInteger.valueOf(factor)
                        .gcd(BigInteger.valueOf(range))
                        .equals(BigInteger.ONE)) {
                    factor++;
                }
                yield factor;
            }
        };
    }

    private void judge(Map<String, String> said, int count) {
        String failed = said.get("failed");
        int made = Integer.parseInt(said.getOrDefault("made", "0"));
        if (failed != null) {
            String[] words = failed.split(" ", 4);
            throw new Mismatch(
                    "With " + Count.of(made, "channel") + " in one slot, " + (words[0].equals("ioctl") ? "an " : "a ")
                            + words[0] + " on channel " + words[1] + " fails.",
                    words[0].equals("read") ? "8, and the message that was written" : "success",
                    words[3].equals("0")
                            ? words[2] + ", and something else"
                            : "-1 " + Errno.of(Integer.parseInt(words[3])));
        }
        trial.note(story(said, made, count));
    }

    /** Neither times nor what depends on them: a grade must be the same tomorrow. */
    private static String story(Map<String, String> said, int made, int count) {
        if (made == count) {
            return made + " channels work";
        }
        String[] growth = said.getOrDefault("growth", "").split(" ", 2);
        String reason = growth.length == 2
                ? "The work for one channel grows as their number does: among " + growth[1]
                        + " it is more than twice what it is among " + growth[0]
                : count + " channels take this machine too long";
        return reason + ". So no more than " + made + " were waited for, which work. That costs no points here.";
    }
}
