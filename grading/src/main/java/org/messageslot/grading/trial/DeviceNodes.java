// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.messageslot.ErrnoException;
import org.messageslot.grading.replay.Act;
import org.messageslot.guest.Guest;

/** Makes the device files of a trial, under names that no module can know. Not thread-safe. */
final class DeviceNodes {

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
    private static final int ANYBODY = 0666;

    private final Trial trial;
    private final SplittableRandom random;
    private final Map<Integer, String> byMinor = new HashMap<>();
    private final List<String> paths = new ArrayList<>();

    DeviceNodes(Trial trial) {
        this.trial = trial;
        this.random = trial.random();
    }

    /** {@return where the nodes are that were made} */
    List<String> paths() {
        return List.copyOf(paths);
    }

    /** {@return the path of a node that anybody may read and write; it is made if there is none yet} */
    String of(int minor) {
        return byMinor.computeIfAbsent(minor, number -> another(number, ANYBODY));
    }

    /** Makes another node, and returns its path. */
    String another(int minor, int permissions) {
        String path = "/dev/" + word(random.nextInt(3, 7)) + minor + (random.nextBoolean() ? "" : word(1));
        make(List.of(new Guest.GuestNode(path, permissions, trial.major(), minor)));
        trial.journal()
                .note("mknod " + path + " c " + trial.major() + " " + minor
                        + (permissions == ANYBODY ? "" : "; chmod " + Integer.toOctalString(permissions) + " " + path));
        return path;
    }

    /** Makes nodes of many devices at once. */
    void ofMany(List<Integer> minors) {
        List<Guest.GuestNode> made = new ArrayList<>();
        for (int minor : minors) {
            String path = "/dev/" + word(random.nextInt(3, 7)) + minor;
            byMinor.put(minor, path);
            made.add(new Guest.GuestNode(path, ANYBODY, trial.major(), minor));
        }
        make(made);
        trial.note(made.size() + " nodes are made with major " + trial.major());
    }

    /** Makes nodes, which are not noted in the list of calls. */
    void make(List<Guest.GuestNode> made) {
        try {
            made.forEach(node -> trial.journal()
                    .begin(new Act.MakeNode(node.path(), node.permissions(), node.major(), node.minor())));
            trial.venue().makeNodes(made);
            made.forEach(node -> paths.add(node.path()));
        } catch (ErrnoException e) {
            throw new IllegalStateException("The guest makes no nodes: " + e.getMessage(), e);
        }
    }

    private String word(int length) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            word.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return word.toString();
    }
}
