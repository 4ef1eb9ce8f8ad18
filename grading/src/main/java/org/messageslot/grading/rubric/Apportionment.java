// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.rubric;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Shares a whole number out in proportion to weights, so that the parts are whole and add up. */
final class Apportionment {

    private Apportionment() {}

    /**
     * Shares out by largest remainders; each part is at least 1.
     *
     * @param whole what to share, at least as much as there are weights
     * @param weights the proportions, each 1 or more
     * @return the parts, in the order of the weights; of equal remainders the first gets more
     */
    static int[] of(int whole, int[] weights) {
        return of(whole, weights, 1);
    }

    /**
     * Shares out by largest remainders.
     *
     * @param whole what to share, at least {@code least} for each weight
     * @param weights the proportions, each 1 or more
     * @param least what each part is at least, 0 or more
     * @return the parts, in the order of the weights; of equal remainders the first gets more
     */
    static int[] of(int whole, int[] weights, int least) {
        long sum = Arrays.stream(weights).asLongStream().sum();
        int[] parts = new int[weights.length];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = (int) Math.max(least, (long) whole * weights[i] / sum);
        }
        int left = whole - Arrays.stream(parts).sum();
        int[] byRemainder = IntStream.range(0, parts.length)
                .boxed()
                .sorted(Comparator.comparingLong((Integer i) -> -((long) whole * weights[i] % sum))
                        .thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int i = 0; left > 0; i = (i + 1) % parts.length) {
            parts[byRemainder[i]]++;
            left--;
        }
        while (left < 0) {
            int largest = IntStream.range(0, parts.length)
                    .boxed()
                    .max(Comparator.comparingInt((Integer i) -> parts[i]))
                    .orElseThrow();
            parts[largest]--;
            left++;
        }
        return parts;
    }
}
