// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.messageslot.grading.assignment.Edition;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.rubric.Fields;

/**
 * Holds what only editions of the message slot say.
 *
 * @param memoryBound what memory may grow with; empty if the edition states no bound
 * @param censorEvery k if every k-th byte is censored; 0 if the edition knows no censorship
 * @param senderArguments what message_sender takes, in order
 */
public record SlotEdition(Optional<MemoryBound> memoryBound, int censorEvery, List<SenderArgument> senderArguments) {

    /** The arguments that message_sender can take. */
    public enum SenderArgument {
        /** The device file. */
        FILE,
        /** The channel's id. */
        CHANNEL,
        /** 1 to censor, 0 not to. */
        CENSOR,
        /** The message. */
        MESSAGE
    }

    /** Keep a copy of the list. */
    public SlotEdition {
        senderArguments = List.copyOf(senderArguments);
    }

    /**
     * Returns what an edition says of the message slot.
     *
     * @param edition an edition of {@link SlotAssignment}
     * @return its own fields
     */
    public static SlotEdition of(Edition edition) {
        return (SlotEdition) edition.own();
    }

    static SlotEdition read(Fields file) throws DataFileException {
        Optional<Fields> bound = file.objectOrNull("memoryBound");
        return new SlotEdition(
                bound.isEmpty() ? Optional.empty() : Optional.of(memoryBound(bound.get())),
                file.integer("censorEvery", 0, 128),
                senderArguments(file));
    }

    private static MemoryBound memoryBound(Fields fields) throws DataFileException {
        MemoryBound bound = new MemoryBound(
                fields.text("text"),
                fields.choice("channels", MemoryBound.Channels.class),
                fields.truth("perOpenFile"),
                fields.truth("perCensorCall"));
        fields.done();
        return bound;
    }

    private static List<SenderArgument> senderArguments(Fields file) throws DataFileException {
        List<String> words = file.texts("senderArguments");
        if (words.equals(List.of("FILE", "CHANNEL", "MESSAGE"))
                || words.equals(List.of("FILE", "CHANNEL", "CENSOR", "MESSAGE"))) {
            return words.stream().map(SenderArgument::valueOf).toList();
        }
        throw new DataFileException(file.place() + ": 'senderArguments' should be [\"FILE\", \"CHANNEL\","
                + " \"MESSAGE\"] or [\"FILE\", \"CHANNEL\", \"CENSOR\", \"MESSAGE\"], not " + words + ".");
    }

    void check(Set<String> groups, String place) throws DataFileException {
        boolean censorChecks = groups.contains("censorship");
        boolean censorArgument = senderArguments.contains(SenderArgument.CENSOR);
        boolean censors = censorEvery > 0;
        if (censors != censorArgument || censors != censorChecks) {
            throw new DataFileException(place + ": 'censorEvery', the CENSOR in 'senderArguments' and the group"
                    + " 'censorship' in 'points' belong together; have all three, or 0 and neither.");
        }
        if (memoryBound.isEmpty() && groups.contains("memory")) {
            throw new DataFileException(
                    place + ": there are points for the group 'memory', but 'memoryBound' is null; state a bound,"
                            + " or leave the group out.");
        }
    }
}
