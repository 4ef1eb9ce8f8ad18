// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.lines;

import java.util.ArrayList;
import java.util.List;

/** The arcs that enter a block, or those that leave it: how many are not known yet, and the sum of the others. */
final class FlowSide {

    private final List<Integer> arcs = new ArrayList<>();
    private int unknown;
    private long sum;

    void add(int arc) {
        arcs.add(arc);
        unknown++;
    }

    List<Integer> arcs() {
        return arcs;
    }

    void learn(long times) {
        unknown--;
        sum += times;
    }

    int unknown() {
        return unknown;
    }

    long sum() {
        return sum;
    }
}
