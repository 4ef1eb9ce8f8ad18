// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot;

import java.util.HashSet;
import java.util.Set;
import org.messageslot.grading.trial.Subject;
import org.messageslot.grading.trial.Trial;

/** A trial as checks of the message slot use it: it opens slots, selects channels and invents messages. Not thread-safe. */
public final class SlotTrial extends Trial {

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
    private static final String MESSAGE = LETTERS + "ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789";

    private final Set<String> opened = new HashSet<>();
    private final Set<String> written = new HashSet<>();

    /**
     * Begins a trial.
     *
     * @param setting where it takes place
     */
    public SlotTrial(Setting setting) {
        super(setting);
    }

    /**
     * Returns how the edition of the assignment differs from others.
     *
     * @return the fields of its own
     */
    public SlotEdition slot() {
        return SlotEdition.of(edition());
    }

    @Override
    public SlotProcess process() {
        return process(0);
    }

    @Override
    public SlotProcess process(int user) {
        return (SlotProcess) super.process(user);
    }

    @Override
    protected Subject newSubject(Subject.Seat seat) {
        return new SlotProcess(this, seat);
    }

    /**
     * Opens a slot in a new process.
     *
     * @param minor the slot's minor number
     * @return the open file, for reading and writing
     */
    public OpenFile open(int minor) {
        return process().open(minor);
    }

    /**
     * Opens a slot in a new process, and selects a channel, or else the check cannot be judged.
     *
     * @param minor the slot's minor number
     * @param id the channel
     * @return the open file, for reading and writing
     */
    public OpenFile at(int minor, long id) {
        return open(minor).select(id);
    }

    /** {@return the id of a channel that no module has a reason to treat in another way than others, 2 to 1000} */
    public long id() {
        return random().nextInt(2, 1001);
    }

    /**
     * Invents a message that is a pleasure to read.
     *
     * @param length its length in bytes
     * @return letters, digits and blanks
     */
    public byte[] message(int length) {
        byte[] message = new byte[length];
        for (int i = 0; i < length; i++) {
            boolean inside = i > 0 && i < length - 1;
            message[i] = (byte) MESSAGE.charAt(random().nextInt(inside ? MESSAGE.length() : LETTERS.length()));
        }
        return message;
    }

    /** {@return a plain message, of 5 to 60 bytes} */
    public byte[] message() {
        return message(random().nextInt(5, 61));
    }

    /** Notes that a file is opened. */
    void noteOpen(String path) {
        if (!opened.isEmpty()) {
            uses(opened.contains(path) ? SlotPrerequisites.SECOND_FILE : SlotPrerequisites.SECOND_SLOT);
        }
        opened.add(path);
    }

    /** {@return whether nobody has written to a channel before; it is noted that somebody does now} */
    boolean isFirstWrite(String path, long channel) {
        return written.add(path + " " + channel);
    }
}
