// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.checks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.messageslot.calls.OpenFlags;
import org.messageslot.grading.slot.OpenFile;
import org.messageslot.grading.slot.SlotProcess;
import org.messageslot.grading.slot.SlotTrial;
import org.messageslot.grading.trial.Check;
import org.messageslot.grading.trial.Mismatch;

/** The device: R-D1, R-D2, R-D3. */
final class DeviceChecks {

    private static final int MINORS = 256;
    private static final int STUDENT = 1000;

    /** By how much an id may be lower in the next slot and give the same sum, product or shifted number. */
    private static final long[] DIFFERENCES = {1, 100, 256, 1000, 1 << 10, 10_000, 1 << 16, 1 << 20, 1 << 24};

    private static final long ABOVE = 1 << 25;

    @Check("device-major")
    void major(SlotTrial trial) {
        int wanted = trial.edition().major();
        Optional<Integer> registered = trial.registeredMajor();
        if (registered.isEmpty() || registered.get() != wanted) {
            throw new Mismatch(
                    "The module does not answer on the assignment's major number.",
                    "/proc/devices lists major " + wanted + " when the module is loaded",
                    registered.map(major -> "major " + major).orElse("no major number"));
        }
        trial.process().demandOpen(trial.node(trial.minor()), OpenFlags.O_RDWR, "The slot cannot be opened.");
    }

    @Check("device-any-user")
    void anyUser(SlotTrial trial) {
        int minor = trial.minor();
        long id = trial.id();
        byte[] message = trial.message();
        byte[] roots = trial.message();
        SlotProcess root = trial.process();
        root.at(minor, id).write(roots).close();
        SlotProcess process = trial.process(STUDENT);
        String who = "A user who is not root, and may read and write the file, ";
        OpenFile file = process.demandOpen(trial.node(minor), OpenFlags.O_RDWR, who + "cannot open it.")
                .demandSelect(id, who + "cannot select a channel.")
                .expect(roots, who + "does not read what another user wrote.");
        file.close();
        file = process.at(minor, id + 1).demandWrite(message, who + "cannot write to its slot.");
        file.close();
        root.at(minor, id + 1).expect(message, who + "writes what another user does not read.");
    }

    @Check(value = "minors-same-channel", telling = true)
    void sameChannel(SlotTrial trial) {
        int minor = trial.minor();
        int other = minor + 1 + trial.random().nextInt(20);
        long id = trial.id();
        byte[] first = trial.message();
        byte[] second = trial.message();
        SlotProcess process = trial.process();
        OpenFile one = process.at(minor, id).write(first);
        OpenFile two = process.at(other, id);
        two.expectNothing("A read of a channel, when only the channel of the same id in another slot was written,");
        two = process.at(other, id)
                .demandWrite(
                        second, "A channel cannot be written to after the channel of the same id in another slot.");
        one.expect(first, "A write to one slot changed the same channel of another slot.");
        two.expect(second, "A channel does not keep its message when another slot has a channel of the same id.");
    }

    /** Pairs that a sum, a product or a shift of minor and id confuses; and what was found last is not what is looked for. */
    @Check("minors-and-ids-apart")
    void minorsAndIdsApart(SlotTrial trial) {
        int minor = trial.minor();
        long id = ABOVE + 2 * trial.id();
        List<SlotChannel> others = new ArrayList<>(List.of(new SlotChannel(minor ^ 1, id ^ 1)));
        for (long difference : DIFFERENCES) {
            others.add(new SlotChannel(minor + 1, id - difference));
        }
        byte[] message = trial.message();
        SlotProcess process = trial.process();
        process.needTwoFiles(minor, trial.id());
        process.at(minor, id).write(message).expect(message);
        process.at(minor + 2, id)
                .expectNothing("A read of a channel, when the channel of the same id in another slot was read before,");
        for (SlotChannel other : others) {
            process.at(other.minor(), other.id()).write(trial.message());
            process.at(minor, id)
                    .expect(message, "A channel lost its message to a channel of another id in another slot.");
        }
    }

    /** A channel of a slot. */
    private record SlotChannel(int minor, long id) {}

    @Check("minor-0")
    void minor0(SlotTrial trial) {
        minorsWork(trial, List.of(0, 1));
    }

    @Check("minor-255")
    void minor255(SlotTrial trial) {
        minorsWork(trial, List.of(255, 254, 0));
    }

    @Check("minors-127-128")
    void minors127And128(SlotTrial trial) {
        List<Integer> minors = List.of(127, 128, 129);
        minorsWork(trial, minors);
        SlotProcess process = trial.process();
        process.needTwoFiles(trial.minor(), 1001);
        for (int minor : minors) {
            byte[] message = trial.message();
            process.at(minor, 1001).write(message);
            process.at(minor, 1001).expect(message, "The slot of minor " + minor + " is not found again.");
        }
    }

    @Check("minors-all-256")
    void all(SlotTrial trial) {
        List<Integer> minors =
                new ArrayList<>(IntStream.range(0, MINORS).boxed().toList());
        Collections.shuffle(minors, new Random(trial.random().nextLong()));
        trial.makeNodes(minors);
        minorsWork(trial, minors);
    }

    /** Each of the minors keeps a message of its own on the same channel. */
    private static void minorsWork(SlotTrial trial, List<Integer> minors) {
        long id = trial.id();
        SlotProcess process = trial.process();
        List<OpenFile> files = new ArrayList<>();
        List<byte[]> messages = new ArrayList<>();
        for (int minor : minors) {
            String which = "The slot of minor " + minor;
            byte[] message = trial.message(8 + files.size() % 40);
            files.add(process.demandOpen(trial.node(minor), OpenFlags.O_RDWR, which + " cannot be opened.")
                    .demandSelect(id, which + " selects no channel.")
                    .demandWrite(message, which + " takes no message."));
            messages.add(message);
        }
        for (int i = 0; i < files.size(); i++) {
            files.get(i).expect(messages.get(i), "The slot of minor " + minors.get(i) + " lost its message.");
        }
    }

    @Check("nodes-of-one-minor")
    void nodesOfOneMinor(SlotTrial trial) {
        int minor = trial.minor();
        long id = trial.id();
        byte[] first = trial.message();
        byte[] second = trial.message();
        SlotProcess process = trial.process();
        process.needTwoFiles(minor, id + 2);
        process.at(minor, id).write(first);
        String node = trial.newNode(minor, 0666);
        process.open(node, OpenFlags.O_RDWR)
                .select(id)
                .expect(first, "A second node of the same slot does not show its message.");
        process.open(node, OpenFlags.O_RDWR).select(id + 1).write(second);
        process.at(minor, id + 1).expect(second, "What was written through a second node of the slot does not arrive.");
    }
}
