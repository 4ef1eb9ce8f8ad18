// SPDX-License-Identifier: Apache-2.0
package org.messageslot.model;

import java.util.Optional;

/**
 * Describes an open file between two calls.
 *
 * @param file the open file itself: descriptors made by {@code dup} and {@code fork} share one
 * @param hasChannel whether a channel was selected
 * @param messageLength the length of the message that a read gets next, in bytes; empty if there is none
 * @param censored whether writes through the file are censored
 */
public record FileState(Object file, boolean hasChannel, Optional<Integer> messageLength, boolean censored) {}
