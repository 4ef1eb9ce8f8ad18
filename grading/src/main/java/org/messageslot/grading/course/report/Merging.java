// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.messageslot.grading.course.ClassException;
import org.messageslot.grading.course.Graded;
import org.messageslot.grading.course.GradedClass;
import org.messageslot.grading.course.Handing;
import org.messageslot.grading.course.Roll;
import org.messageslot.grading.report.Wording;

/** Puts a class together of the shards that it was graded in. */
public final class Merging {

    private Merging() {}

    private record ShardReport(Path folder, ShardFile file, GradedClass graded) {}

    /**
     * Merges shards.
     *
     * @param folders the folders of the reports of all shards, in any order
     * @param out the folder of the class' report; written, but for what is about the class as a whole
     * @param wording the assignment's words
     * @return the class, as if it had been graded in one go
     * @throws ClassException if that are not all shards of one class, graded alike; the message says which is not
     * @throws IOException if something cannot be read or written
     */
    public static GradedClass merge(List<Path> folders, Path out, Wording wording) throws IOException {
        Map<Integer, ShardReport> parts = parts(folders);
        ShardReport first = parts.values().iterator().next();
        Map<String, Graded> byKey = new HashMap<>();
        for (ShardReport part : parts.values()) {
            for (Graded one : part.graded().graded()) {
                byKey.put(one.handing().key(), moved(one, part.folder(), out));
            }
        }
        List<Graded> graded = new ArrayList<>();
        for (String key : first.file().students()) {
            Graded one = byKey.get(key);
            if (one == null) {
                throw new ClassException("no shard has the grade of " + key + "; grade its shard again, which is quick:"
                        + " finished grades are kept.");
            }
            graded.add(one);
        }
        ClassFolder folder = new ClassFolder(out, first.file().reveals(), wording);
        for (Graded one : graded) {
            folder.write(one);
        }
        Set<String> strangers = parts.values().stream()
                .flatMap(part -> part.graded().strangers().stream())
                .map(Handing::key)
                .collect(Collectors.toSet());
        Roll roll = first.graded().roll();
        return new GradedClass(
                first.graded().run(),
                new Roll(roll.layout(), graded.stream().map(Graded::handing).toList(), roll.replaced(), roll.strays()),
                graded,
                first.graded().missing(),
                graded.stream()
                        .map(Graded::handing)
                        .filter(handing -> strangers.contains(handing.key()))
                        .toList());
    }

    private static Map<Integer, ShardReport> parts(List<Path> folders) throws IOException {
        Map<Integer, ShardReport> parts = new TreeMap<>();
        for (Path folder : folders) {
            ShardFile file = ShardFile.read(folder)
                    .orElseThrow(() -> new ClassException("there is no shard of a class in " + folder
                            + "; name the folders that lab grade CLASS --shard i/n --out wrote, and let it finish"
                            + " first."));
            ShardReport part = new ShardReport(folder, file, ClassFile.readWhole(folder));
            ShardReport twin = parts.put(file.shard().number(), part);
            if (twin != null) {
                throw new ClassException(
                        twin.folder() + " and " + folder + " are both the shard " + file.shard() + "; name one.");
            }
            demandAlike(parts.values().iterator().next(), part);
        }
        int of = parts.values().iterator().next().file().shard().of();
        String missing = IntStream.rangeClosed(1, of)
                .filter(number -> !parts.containsKey(number))
                .mapToObj(number -> number + "/" + of)
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw new ClassException("these shards are missing: " + missing + "; name the folders of all.");
        }
        return parts;
    }

    private static void demandAlike(ShardReport one, ShardReport other) throws ClassException {
        String both = one.folder() + " and " + other.folder();
        if (one.file().shard().of() != other.file().shard().of()
                || !one.file().students().equals(other.file().students())) {
            throw new ClassException(both + " are shards of different classes, or of a class that somebody handed in to"
                    + " meanwhile; grade all shards of the same files.");
        }
        if (!one.graded().run().equals(other.graded().run())) {
            throw new ClassException(both + " were graded under different conditions: edition, checks, seed, kit or"
                    + " kernel; grade one of them again.");
        }
        if (one.file().reveals() != other.file().reveals()) {
            throw new ClassException(
                    both + " hide different things from students; grade one of them again, with the same"
                            + " --policy and --as-of.");
        }
        Map<String, String> terms = new TreeMap<>(one.file().terms());
        terms.putAll(other.file().terms());
        for (String term : terms.keySet()) {
            if (!Objects.equals(
                    one.file().terms().get(term), other.file().terms().get(term))) {
                throw new ClassException(
                        both + " were graded with different values of '" + term + "'; grade one of them again.");
            }
        }
        if (!one.graded().missing().equals(other.graded().missing())) {
            throw new ClassException(both + " were graded with different rosters; grade one of them again.");
        }
    }

    /** What was taken out of an archive goes along; what lies elsewhere stays there. */
    private static Graded moved(Graded graded, Path from, Path out) throws IOException {
        Handing handing = graded.handing();
        Path folder = from.toAbsolutePath().normalize();
        Path path = handing.path().toAbsolutePath().normalize();
        if (!path.startsWith(folder) || !Files.isRegularFile(path)) {
            return graded;
        }
        Path place = out.resolve(folder.relativize(path).toString());
        Files.createDirectories(place.getParent());
        Files.copy(path, place, StandardCopyOption.REPLACE_EXISTING);
        return new Graded(handing.at(place), graded.grade(), graded.remembered());
    }
}
