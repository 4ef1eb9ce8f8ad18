// SPDX-License-Identifier: Apache-2.0
package org.messageslot.oracle;

import java.util.ArrayList;
import java.util.List;
import org.messageslot.model.FileState;

/**
 * Describes an open file, as far as the assignment tells files apart.
 *
 * @param channel what channel it has
 * @param refused whether the last call on it failed
 * @param censoring whether writes through it are censored
 */
public record Condition(ChannelState channel, boolean refused, boolean censoring) {

    /** The channel that a file has. */
    public enum ChannelState {
        /** None yet. */
        NONE("no channel"),
        /** One without a message. */
        EMPTY("empty channel"),
        /** One with a message. */
        FULL("channel with a message");

        private final String words;

        ChannelState(String words) {
            this.words = words;
        }
    }

    /**
     * Looks at a file.
     *
     * @param state the file
     * @param refused whether the last call on it failed
     * @return its condition
     */
    public static Condition of(FileState state, boolean refused) {
        ChannelState channel = !state.hasChannel()
                ? ChannelState.NONE
                : state.messageLength().isEmpty() ? ChannelState.EMPTY : ChannelState.FULL;
        return new Condition(channel, refused, state.censored());
    }

    /**
     * Lists all conditions.
     *
     * @param censorship whether files can be censoring
     * @return 6 or 12 conditions, the plainest first
     */
    public static List<Condition> all(boolean censorship) {
        List<Condition> all = new ArrayList<>();
        for (boolean censoring : censorship ? new boolean[] {false, true} : new boolean[] {false}) {
            for (ChannelState channel : ChannelState.values()) {
                all.add(new Condition(channel, false, censoring));
                all.add(new Condition(channel, true, censoring));
            }
        }
        return all;
    }

    /** {@return the condition in a few words} */
    @Override
    public String toString() {
        return channel.words + (censoring ? ", censoring" : "") + (refused ? ", after a refused call" : "");
    }
}
