// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot;

import org.messageslot.calls.Open;
import org.messageslot.calls.OpenFlags;
import org.messageslot.calls.Result;
import org.messageslot.grading.trial.Mismatch;
import org.messageslot.grading.trial.Subject;

/** A process of a trial, which opens slots. Not thread-safe. */
public final class SlotProcess extends Subject {

    private final SlotTrial trial;

    SlotProcess(SlotTrial trial, Seat seat) {
        super(seat);
        this.trial = trial;
    }

    /**
     * Opens a slot for reading and writing, or else the check cannot be judged.
     *
     * @param minor the slot's minor number
     * @return the open file
     */
    public OpenFile open(int minor) {
        return open(trial.node(minor), OpenFlags.O_RDWR);
    }

    /**
     * Opens a slot for reading and writing, and selects a channel, or else the check cannot be judged: the plainest way to a
     * channel, whatever other files do.
     *
     * @param minor the slot's minor number
     * @param id the channel
     * @return the open file
     */
    public OpenFile at(int minor, long id) {
        return open(minor).select(id);
    }

    /**
     * Writes a message that another file reads, or else the check cannot be judged: what two files of a slot share is asked by
     * others.
     *
     * @param minor the slot's minor number
     * @param id a channel of which the check makes no other use
     */
    public void needTwoFiles(int minor, long id) {
        byte[] message = trial.message();
        at(minor, id).write(message);
        at(minor, id).need(message);
    }

    /**
     * Opens a file, or else the check cannot be judged.
     *
     * @param path its path
     * @param flags see {@link OpenFlags}
     * @return the open file
     */
    public OpenFile open(String path, int flags) {
        try {
            return trial.need(() -> demandOpen(path, flags, "The slot cannot be opened."));
        } catch (Mismatch e) {
            throw trial.hindrance(e.sentence(), e.wanted(), e.got());
        }
    }

    /**
     * Opens a file, which must succeed.
     *
     * @param path its path
     * @param flags see {@link OpenFlags}
     * @param sentence what is wrong if it does not
     * @return the open file
     */
    public OpenFile demandOpen(String path, int flags, String sentence) {
        trial.noteOpen(path);
        Open open = new Open(path, flags);
        Result result = call(open);
        if (result.isFailure()) {
            throw new Mismatch(sentence, "a file descriptor", shown(open, result));
        }
        return new OpenFile(trial, this, path, (int) result.value());
    }

    /**
     * Uses a descriptor of the parent's, in a child.
     *
     * @param parents the descriptor in the parent
     * @return the same open file, in this process
     */
    public OpenFile inherited(OpenFile parents) {
        return parents.of(this, parents.fd());
    }

    @Override
    public SlotProcess fork() {
        return (SlotProcess) super.fork();
    }
}
