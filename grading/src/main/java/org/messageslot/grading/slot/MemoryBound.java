// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot;

/**
 * Says what an edition lets memory grow with, besides the size of the largest message.
 *
 * @param text the bound as the assignment states it, {@code O(C*M + F)} for example
 * @param channels which channels count as C
 * @param perOpenFile whether an open file may hold memory of its own until it is closed
 * @param perCensorCall whether each SET_CEN call may hold memory
 */
public record MemoryBound(String text, Channels channels, boolean perOpenFile, boolean perCensorCall) {

    /** The channels that may take memory. */
    public enum Channels {

        /** Those that an open file has selected. */
        IN_USE,

        /** Those that were selected or written at some time. */
        USED,

        /** Those that were written. */
        WRITTEN
    }
}
