// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course.report;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.course.ClassException;
import org.messageslot.grading.course.Shard;
import org.messageslot.host.FinishedFile;

/**
 * {@code shard.json}: that a folder holds a part of a class, and which.
 *
 * @param shard which part
 * @param students the keys of all students of the class, in its order
 * @param reveals whether students see what the edition hides
 * @param terms what the shard was graded by besides what each grade says, by what it is called: policy, plan, kit
 */
public record ShardFile(Shard shard, List<String> students, boolean reveals, Map<String, String> terms) {

    private static final String FILE = "shard.json";
    private static final Gson GSON = new Gson();

    /** Keep copies of list and map. */
    public ShardFile {
        students = List.copyOf(students);
        terms = Map.copyOf(terms);
    }

    private record StoredShard(
            int shard,
            int of,
            @Nullable List<String> students,
            boolean reveals,
            @Nullable Map<String, String> terms) {}

    /**
     * Writes the file; last, for it says that the folder is whole.
     *
     * @param folder the folder of the reports
     * @throws IOException if it cannot be written
     */
    public void write(Path folder) throws IOException {
        FinishedFile.write(
                folder.resolve(FILE),
                GSON.toJson(new StoredShard(shard.number(), shard.of(), students, reveals, new TreeMap<>(terms)))
                        + "\n");
    }

    /**
     * Says that a folder holds a whole class.
     *
     * @param folder the folder of the reports
     * @throws IOException if the file is there and cannot be deleted
     */
    public static void delete(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(FILE));
    }

    /**
     * Reads the file.
     *
     * @param folder the folder of the reports
     * @return what it says; empty if the folder holds a whole class, or none
     * @throws ClassException if it is damaged
     * @throws IOException if it cannot be read
     */
    public static Optional<ShardFile> read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            StoredShard stored = GSON.fromJson(Files.readString(file), StoredShard.class);
            if (stored != null && stored.students() != null && stored.terms() != null) {
                return Optional.of(new ShardFile(
                        new Shard(stored.shard(), stored.of()), stored.students(), stored.reveals(), stored.terms()));
            }
        } catch (JsonParseException
                | IllegalArgumentException
                | NullPointerException
                | java.nio.charset.CharacterCodingException e) {
            throw damaged(file);
        }
        throw damaged(file);
    }

    private static ClassException damaged(Path file) {
        return new ClassException(
                file + " is not whole; grade that shard again, which is quick: finished grades are" + " kept.");
    }
}
