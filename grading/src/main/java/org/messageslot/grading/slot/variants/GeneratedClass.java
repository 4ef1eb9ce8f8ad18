// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.variants;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.messageslot.grading.Status;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.grading.slot.skeleton.Skeleton;
import org.messageslot.grading.slot.variants.Variant.VariantKind;

/**
 * A class that nobody taught: as many submissions as are asked for, right, wrong and hostile ones in the shares of a real
 * course, made of the kit's variants and each in a hand of its own. The same for the same size and seed.
 *
 * <p>Immutable and thread-safe.
 */
public final class GeneratedClass {

    /** The kinds of submissions. */
    public enum SubmissionKind {
        /** One of the right designs, at times with an unusual header. */
        RIGHT(33, "right, in designs that differ"),
        /** One, two or three mistakes of the module's, often one of a program's besides. */
        WRONG(38, "one to three mistakes"),
        /** The skeleton with some of its steps solved. */
        UNFINISHED(8, "unfinished skeletons"),
        /** A module that does not compile, no module at all, or an archive that cannot be read. */
        NOT_BUILDING(5, "do not build"),
        /** The module crashes the kernel, somewhere. */
        CRASHING(6, "crash the kernel"),
        /** A call never returns, somewhere. */
        HANGING(3, "hang"),
        /** An attack on the grader. */
        HOSTILE(2, "attack the grader"),
        /** What somebody else handed in, packed otherwise. */
        COPIED(5, "copied from others");

        private final int percent;
        private final String words;

        SubmissionKind(int percent, String words) {
            this.percent = percent;
            this.words = words;
        }

        /** {@return how many of a hundred are such} */
        public int percent() {
            return percent;
        }

        /** {@return what it is, as a table says it} */
        public String words() {
            return words;
        }
    }

    /**
     * Describes what one student hands in.
     *
     * @param student the student's id, nine digits
     * @param kind what it is
     * @param made what it is made of: names of variants and such
     */
    public record GeneratedStudent(String student, SubmissionKind kind, String made) {

        /** {@return the name of the archive that is handed in} */
        public String archive() {
            return "ex3_" + student + ".zip";
        }
    }

    /** The most students that a class can have. */
    public static final int MOST = 10_000;

    private static final int FIRST_ID = 200_000_000;
    private static final int IDS = 200_000_000;
    private static final String MODULE = "message_slot.c";
    private static final LocalDateTime OPENED = LocalDateTime.of(2024, 1, 3, 9, 0);
    private static final int MINUTES = 14 * 24 * 60;

    private final VariantCollection variants;
    private final List<Attack> attacks;
    private final Skeleton skeleton;
    private final Map<GeneratedStudent, Map<String, String>> handedIn =
            new TreeMap<>(Comparator.comparing(GeneratedStudent::student));

    private GeneratedClass(VariantCollection variants, List<Attack> attacks, Skeleton skeleton) {
        this.variants = variants;
        this.attacks = attacks;
        this.skeleton = skeleton;
    }

    /**
     * Makes up a class.
     *
     * @param folder the folder of the variants
     * @param reference the folder of the kit's own submission
     * @param size how many hand something in, 1 to {@value #MOST}
     * @param seed what it is drawn by
     * @return the class
     * @throws DataFileException if a variant is not as it should be
     * @throws IOException if a file cannot be read
     */
    public static GeneratedClass of(Path folder, Path reference, int size, long seed)
            throws DataFileException, IOException {
        GeneratedClass made = new GeneratedClass(
                VariantCollection.read(folder, reference),
                Attack.all(folder, reference),
                new Skeleton(
                        reference, SlotAssignment.SLOT.editions().standard().rubric()));
        SplittableRandom random = new SplittableRandom(seed);
        List<SubmissionKind> kinds = kinds(size);
        Collections.sort(kinds); // There is something to copy by then; ids are drawn, and put them in another order.
        Set<String> ids = new HashSet<>();
        for (SubmissionKind kind : kinds) {
            String id = "" + (FIRST_ID + random.nextInt(IDS));
            while (!ids.add(id)) {
                id = "" + (FIRST_ID + random.nextInt(IDS));
            }
            made.add(id, kind, random.split());
        }
        return made;
    }

    /**
     * Mixes in all attacks: one student for each, in place of those who were drawn as hostile.
     *
     * @return a class in which all other students hand in the same as in this one
     */
    public GeneratedClass withAllAttacks() {
        GeneratedClass all = new GeneratedClass(variants, attacks, skeleton);
        handedIn.forEach((member, files) -> {
            if (member.kind() != SubmissionKind.HOSTILE) {
                all.handedIn.put(member, files);
            }
        });
        int id = FIRST_ID + IDS;
        for (Attack attack : attacks) {
            all.handedIn.put(new GeneratedStudent("" + id++, SubmissionKind.HOSTILE, attack.name()), attack.files());
        }
        return all;
    }

    /** {@return as many of each kind as their shares say; what is left over by rounding goes to those who lost most by it} */
    static List<SubmissionKind> kinds(int size) {
        List<SubmissionKind> kinds = new ArrayList<>();
        for (SubmissionKind kind : SubmissionKind.values()) {
            kinds.addAll(Collections.nCopies(size * kind.percent() / 100, kind));
        }
        Stream.of(SubmissionKind.values())
                .sorted(Comparator.comparingInt(kind -> -(size * kind.percent() % 100)))
                .limit(size - kinds.size())
                .forEach(kinds::add);
        return kinds;
    }

    /** {@return who hands in what, by id} */
    public List<GeneratedStudent> members() {
        return List.copyOf(handedIn.keySet());
    }

    /** {@return how many there are of each kind} */
    public Map<SubmissionKind, Long> counts() {
        return handedIn.keySet().stream()
                .collect(Collectors.groupingBy(GeneratedStudent::kind, TreeMap::new, Collectors.counting()));
    }

    // ---- one submission ----

    /** Files, and what they are made of. */
    private record GeneratedFiles(String of, Map<String, String> files) {}

    private void add(String id, SubmissionKind kind, SplittableRandom random) throws DataFileException, IOException {
        GeneratedFiles made = switch (kind) {
            case RIGHT -> right(random);
            case WRONG -> wrong(random, variant -> !promises(variant, Status.CRASHED, Status.HUNG));
            case UNFINISHED -> unfinished(random);
            case NOT_BUILDING -> broken(random);
            case CRASHING -> wrong(random, variant -> promises(variant, Status.CRASHED));
            case HANGING -> wrong(random, variant -> promises(variant, Status.HUNG));
            case HOSTILE -> hostile(random);
            case COPIED -> copied(random);
        };
        Map<String, String> files = new TreeMap<>(made.files());
        if (kind != SubmissionKind.COPIED) {
            Handwriting hand = Handwriting.of(id, random);
            files.replaceAll(hand::of);
        }
        handedIn.put(new GeneratedStudent(id, kind, made.of()), files);
    }

    private static boolean promises(Variant variant, Status... statuses) {
        return Stream.of(statuses).anyMatch(status -> variant.fails().containsValue(Optional.of(status)));
    }

    private List<Variant> some(Predicate<Variant> wanted) {
        return variants.all().stream()
                .filter(variant -> variant.edition().name().equals(SlotAssignment.DEFAULT_EDITION))
                .filter(wanted)
                .toList();
    }

    private static <T> T any(List<T> list, SplittableRandom random) {
        return list.get(random.nextInt(list.size()));
    }

    private GeneratedFiles right(SplittableRandom random) throws IOException {
        Predicate<Variant> design =
                variant -> variant.kind() == VariantKind.GOOD || variant.kind() == VariantKind.EQUIVALENT;
        Predicate<Variant> header = variant ->
                variant.kind() == VariantKind.HEADERS && variant.fails().isEmpty();
        return together(random, any(some(design), random), random.nextInt(4) == 0 ? 1 : 0, header);
    }

    /** A mistake that is meant, and at times more of them; half of the time a program is wrong, too. */
    private GeneratedFiles wrong(SplittableRandom random, Predicate<Variant> meant) throws IOException {
        Predicate<Variant> bad = variant -> variant.kind() == VariantKind.BAD;
        Variant first = any(some(bad.and(meant)), random);
        if (first.base().isPresent()) {
            return together(random, first, 0, bad); // What others change is not there.
        }
        int more = Math.max(0, random.nextInt(5) - 2);
        GeneratedFiles module =
                together(random, first, more, bad.and(other -> !promises(other, Status.CRASHED, Status.HUNG)));
        Variant program = any(
                some(variant ->
                        variant.kind() == VariantKind.PROGRAMS && variant.base().isEmpty()),
                random);
        if (random.nextBoolean()) {
            return module;
        }
        Map<String, String> files = new TreeMap<>(module.files());
        files.putAll(variants.changed(program));
        return new GeneratedFiles(module.of() + ", " + program.name(), files);
    }

    /** Puts changes upon a design; those that do not fit it are drawn anew, for a while. */
    private GeneratedFiles together(SplittableRandom random, Variant design, int more, Predicate<Variant> wanted)
            throws IOException {
        List<Variant> candidates = some(wanted.and(
                variant -> variant.base().isEmpty() && !variant.name().equals(design.name())));
        List<Variant> changes = new ArrayList<>();
        Map<String, String> files = variants.together(design, changes).orElseThrow();
        for (int tries = 0; changes.size() < more && tries < 20; tries++) {
            changes.add(any(candidates, random));
            Optional<Map<String, String>> all = variants.together(design, changes);
            if (all.isPresent()) {
                files = all.get();
            } else {
                changes.remove(changes.size() - 1);
            }
        }
        String names = Stream.concat(Stream.of(design), changes.stream())
                .map(Variant::name)
                .collect(Collectors.joining(", "));
        return new GeneratedFiles(names, files);
    }

    private GeneratedFiles unfinished(SplittableRandom random) throws IOException {
        int solved = random.nextInt(SlotAssignment.SLOT.steps().last());
        return new GeneratedFiles("skeleton, " + solved + " steps solved", skeleton.files(solved));
    }

    /** What keeps a compiler from its work. */
    private enum Breakage {
        NO_MODULE,
        MISSING_SEMICOLON,
        UNKNOWN_NAME,
        UNKNOWN_HEADER,
        NO_ARCHIVE
    }

    private GeneratedFiles broken(SplittableRandom random) throws IOException {
        Breakage breakage = any(List.of(Breakage.values()), random);
        GeneratedFiles whole = right(random);
        Map<String, String> files = new TreeMap<>(whole.files());
        String module = files.getOrDefault(MODULE, "");
        switch (breakage) {
            case NO_MODULE -> files.remove(MODULE);
            case MISSING_SEMICOLON -> files.put(MODULE, module.replaceFirst("return -EINVAL;", "return -EINVAL"));
            case UNKNOWN_NAME -> files.put(MODULE, module.replaceFirst("return -EINVAL;", "return -EINVALID;"));
            case UNKNOWN_HEADER -> files.put(MODULE, "#include \"slot_list.h\"\n" + module);
            case NO_ARCHIVE -> files.clear();
        }
        return new GeneratedFiles(
                whole.of() + ", "
                        + breakage.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '),
                files);
    }

    private GeneratedFiles hostile(SplittableRandom random) {
        Attack attack = any(attacks, random);
        return new GeneratedFiles(attack.name(), attack.files());
    }

    private GeneratedFiles copied(SplittableRandom random) throws IOException {
        List<Map.Entry<GeneratedStudent, Map<String, String>>> others = handedIn.entrySet().stream()
                .filter(entry -> entry.getKey().kind() == SubmissionKind.RIGHT
                        || entry.getKey().kind() == SubmissionKind.WRONG)
                .toList();
        if (others.isEmpty()) {
            return right(random);
        }
        Map.Entry<GeneratedStudent, Map<String, String>> other = any(others, random);
        return new GeneratedFiles("as " + other.getKey().student(), other.getValue());
    }

    // ---- on the disk ----

    /**
     * Writes the archives.
     *
     * @param folder where to; made if it is not there
     * @throws IOException if one cannot be written
     */
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Map.Entry<GeneratedStudent, Map<String, String>> entry : handedIn.entrySet()) {
            GeneratedStudent member = entry.getKey();
            LocalDateTime at =
                    OPENED.plusMinutes(new SplittableRandom(member.student().hashCode()).nextInt(MINUTES));
            Path archive = Files.write(folder.resolve(member.archive()), packed(member, entry.getValue(), at));
            Files.setLastModifiedTime(archive, FileTime.from(at.toInstant(ZoneOffset.UTC)));
        }
    }

    /** Some pack the files, others the folder that they are in; whoever has none hands in what is no archive. */
    private static byte[] packed(GeneratedStudent member, Map<String, String> files, LocalDateTime at)
            throws IOException {
        if (files.isEmpty()) {
            return "PK\u0003\u0004 the upload broke off".getBytes(UTF_8);
        }
        String prefix = at.getMinute() % 2 == 0 ? "" : "ex3_" + member.student() + "/";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                ZipEntry entry = new ZipEntry(prefix + file.getKey());
                entry.setTimeLocal(at);
                zip.putNextEntry(entry);
                zip.write(file.getValue().getBytes(UTF_8));
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
