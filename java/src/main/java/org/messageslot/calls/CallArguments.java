// SPDX-License-Identifier: Apache-2.0
package org.messageslot.calls;

/**
 * A call's arguments in the form that all calls have in common: what the agent of a guest is told besides the call's number.
 *
 * @param fd the descriptor, or the number of a mapping; 0 if there is none
 * @param a the first number
 * @param b the second number
 * @param memory the memory that the call is given
 */
public record CallArguments(int fd, long a, long b, Buffer memory) {

    /**
     * Makes the arguments of a call that is given no memory.
     *
     * @param fd the descriptor, or the number of a mapping
     * @param a the first number
     * @param b the second number
     * @return the arguments
     */
    public static CallArguments of(int fd, long a, long b) {
        return new CallArguments(fd, a, b, Buffer.of(new byte[0]));
    }

    /**
     * Makes the arguments of a call that is given memory.
     *
     * @param fd the descriptor, or the number of a mapping
     * @param memory the memory, and the length that the call claims
     * @return the arguments
     */
    public static CallArguments of(int fd, Buffer memory) {
        return new CallArguments(fd, 0, memory.length(), memory);
    }
}
