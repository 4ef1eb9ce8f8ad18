// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.variants;

import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.AbstractDelta;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.messageslot.grading.rubric.DataFileException;

/**
 * A variant as it lies on the disk: what is said of it, and what it changes.
 *
 * <p>It is either a folder with {@code variant.json} and whole files, or a file {@code NAME.patch}: a comment with the licence,
 * the same JSON object, and a unified diff.
 *
 * @param path the file or folder
 * @param head the JSON object
 * @param whole whole files, by name
 * @param patches the lines of a unified diff for each file that it changes
 */
record VariantFile(Path path, String head, Map<String, String> whole, Map<String, List<String>> patches) {

    private static final String HEAD = "variant.json";
    private static final String PATCH = ".patch";
    private static final String OLD_FILE = "--- ";

    VariantFile {
        whole = Map.copyOf(whole);
        patches = Map.copyOf(patches);
    }

    static VariantFile read(Path path) throws IOException, DataFileException {
        return Files.isDirectory(path) ? folder(path) : patch(path);
    }

    /** {@return the file's or the folder's name, without what tells its kind} */
    String name() {
        String name = String.valueOf(path.getFileName());
        return name.endsWith(PATCH) ? name.substring(0, name.length() - PATCH.length()) : name;
    }

    private static VariantFile folder(Path path) throws IOException {
        Map<String, String> whole = new TreeMap<>();
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.toList()) {
                whole.put(String.valueOf(file.getFileName()), Files.readString(file));
            }
        }
        String head = whole.remove(HEAD);
        return new VariantFile(path, head == null ? "" : head, whole, Map.of());
    }

    private static VariantFile patch(Path path) throws IOException, DataFileException {
        List<String> lines = Files.readString(path).lines().toList();
        Map<String, List<String>> patches = new LinkedHashMap<>();
        StringBuilder head = new StringBuilder();
        List<String> current = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith(OLD_FILE)) {
                current = new ArrayList<>();
                patches.put(line.substring(OLD_FILE.length()).strip(), current);
            }
            if (!patches.isEmpty()) {
                current.add(line);
            } else if (!line.startsWith("#")) {
                head.append(line).append('\n');
            }
        }
        if (patches.isEmpty()) {
            throw new DataFileException(
                    path + " changes nothing; after the JSON object there should be a unified diff.");
        }
        return new VariantFile(path, head.toString(), Map.of(), patches);
    }

    /**
     * Changes the files of a base.
     *
     * @param base the base's files, by name
     * @return the variant's files, by name
     * @throws DataFileException if a patch does not fit the base
     */
    Map<String, String> appliedTo(Map<String, String> base) throws DataFileException {
        Map<String, String> files = new TreeMap<>(base);
        files.putAll(whole);
        for (Map.Entry<String, List<String>> patch : patches.entrySet()) {
            String old = files.get(patch.getKey());
            if (old == null) {
                throw new DataFileException(path + " changes " + patch.getKey() + ", which its base does not have.");
            }
            files.put(patch.getKey(), patched(patch.getKey(), old, patch.getValue()));
        }
        return files;
    }

    /** Lines may have moved; those around a change have to be as they were. The last change comes first, so that none moves. */
    private String patched(String name, String old, List<String> diff) throws DataFileException {
        List<String> lines = new ArrayList<>(Arrays.asList(old.split("\n", -1)));
        List<AbstractDelta<String>> changes =
                new ArrayList<>(UnifiedDiffUtils.parseUnifiedDiff(diff).getDeltas());
        Collections.reverse(changes);
        for (AbstractDelta<String> change : changes) {
            List<String> before = change.getSource().getLines();
            int expected = change.getSource().getPosition();
            int at = nearest(lines, before, expected)
                    .orElseThrow(() -> new DataFileException(path + " does not fit " + name
                            + " of its base any more: there are no lines as those around line " + (expected + 1)
                            + " of the diff. Make the change anew, and put its diff into the file."));
            List<String> place = lines.subList(at, at + before.size());
            place.clear();
            place.addAll(change.getTarget().getLines());
        }
        String changed = String.join("\n", lines);
        if (changed.equals(old)) {
            throw new DataFileException(path + " changes nothing in " + name + ".");
        }
        return changed;
    }

    /** {@return where these lines are, nearest to a place} */
    private static Optional<Integer> nearest(List<String> lines, List<String> wanted, int place) {
        return IntStream.rangeClosed(0, lines.size() - wanted.size())
                .filter(at -> lines.subList(at, at + wanted.size()).equals(wanted))
                .boxed()
                .min(Comparator.comparingInt(at -> Math.abs(at - place)));
    }
}
