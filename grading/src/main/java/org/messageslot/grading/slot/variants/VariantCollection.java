// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.variants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.messageslot.grading.Status;
import org.messageslot.grading.assignment.Edition;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.rubric.Fields;
import org.messageslot.grading.rubric.Nearest;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.grading.slot.SlotArtifacts;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.grading.slot.variants.Variant.VariantKind;
import org.messageslot.grading.submission.Role;

/**
 * All variants of a folder, and the kit's own submission, which most of them change.
 *
 * <p>Immutable and thread-safe.
 */
public final class VariantCollection {

    private static final String EDITIONS = "editions";
    private static final List<Role> FILES =
            List.of(SlotArtifacts.MODULE, SlotArtifacts.HEADER, SlotArtifacts.SENDER, SlotArtifacts.READER);

    private final Path reference;
    private final Map<String, Variant> variants;
    private final Map<String, VariantFile> files;

    private VariantCollection(Path reference, Map<String, Variant> variants, Map<String, VariantFile> files) {
        this.reference = reference;
        this.variants = variants;
        this.files = files;
    }

    /**
     * Reads variants.
     *
     * @param folder the folder that holds {@code good}, {@code bad} and so on
     * @param reference the folder of the kit's own submission
     * @return the variants
     * @throws DataFileException if one says something that cannot be, or does not fit its base
     * @throws IOException if a file cannot be read
     */
    public static VariantCollection read(Path folder, Path reference) throws DataFileException, IOException {
        Map<String, Variant> variants = new LinkedHashMap<>();
        Map<String, VariantFile> files = new LinkedHashMap<>();
        for (VariantKind kind : VariantKind.values()) {
            for (Path path : listed(folder.resolve(kind.name().toLowerCase(Locale.ROOT)))) {
                VariantFile file = VariantFile.read(path);
                if (files.put(file.name(), file) != null) {
                    throw new DataFileException(path + ": there is another variant of that name; choose another one.");
                }
                variants.put(file.name(), variant(folder, kind, file));
            }
        }
        VariantCollection collection = new VariantCollection(reference, variants, files);
        for (Variant variant : variants.values()) {
            collection.files(variant);
            collection.requireSame(variant);
        }
        return collection;
    }

    static List<Path> listed(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.sorted().toList();
        }
    }

    // ---- what is said of a variant ----

    private static Variant variant(Path folder, VariantKind kind, VariantFile file) throws DataFileException {
        Fields fields = Fields.parse(file.path().toString(), file.head());
        Edition edition =
                edition(folder, fields.has("edition") ? fields.text("edition") : SlotAssignment.DEFAULT_EDITION);
        Rubric full = fields.has("judgedBy")
                ? edition.rubric().only(new LinkedHashSet<>(fields.texts("judgedBy")))
                : edition.rubric();
        List<String> clauses = clauses(fields);
        Map<String, Optional<Status>> fails = fails(fields, full);
        Variant variant = new Variant(
                file.name(),
                kind,
                fields.text("title"),
                clauses,
                fields.has("base") ? Optional.of(fields.text("base")) : Optional.empty(),
                edition,
                clauses.isEmpty() ? full : nearby(full, clauses, fails.keySet()),
                full,
                fails,
                price(fields),
                fields.has("sameAs") ? Optional.of(fields.text("sameAs")) : Optional.empty(),
                fields.has("because") ? fields.text("because") : "",
                file.path());
        fields.done();
        require(variant);
        return variant;
    }

    /** Keeps the checks that cite one of the clauses or are promised to fail, and those that they need. */
    private static Rubric nearby(Rubric full, List<String> clauses, Set<String> fails) {
        Set<String> kept = new LinkedHashSet<>();
        Deque<String> wanted = new ArrayDeque<>(fails);
        full.checks().stream()
                .filter(check -> check.requirements().stream().anyMatch(clauses::contains))
                .forEach(check -> wanted.add(check.id()));
        while (!wanted.isEmpty()) {
            String id = wanted.remove();
            if (kept.add(id)) {
                wanted.addAll(full.check(id).orElseThrow().dependsOn());
            }
        }
        return full.onlyChecks(kept);
    }

    private static Edition edition(Path folder, String name) throws DataFileException {
        Path own = folder.resolve(EDITIONS).resolve(name + ".json");
        return Files.exists(own)
                ? SlotAssignment.SLOT.editions().read(own)
                : SlotAssignment.SLOT.editions().find(name);
    }

    private static List<String> clauses(Fields fields) throws DataFileException {
        List<String> clauses = fields.has("breaks") ? fields.texts("breaks") : List.of();
        for (String clause : clauses) {
            if (SlotAssignment.SLOT.catalogue().clause(clause).isEmpty()) {
                throw new DataFileException(fields.place() + ": there is no clause '" + clause + "'.");
            }
        }
        return clauses;
    }

    private static Optional<PriceLimit> price(Fields fields) throws DataFileException {
        if (!fields.has("price")) {
            return Optional.empty();
        }
        Fields limit = fields.object("price");
        PriceLimit price = new PriceLimit(limit.points("most"), limit.text("reason"));
        limit.done();
        return Optional.of(price);
    }

    private static Map<String, Optional<Status>> fails(Fields fields, Rubric rubric) throws DataFileException {
        Map<String, Optional<Status>> fails = new LinkedHashMap<>();
        for (String text : fields.texts("fails")) {
            String[] words = text.split(" ", 2);
            if (rubric.check(words[0]).isEmpty()) {
                Set<String> known = new LinkedHashSet<>();
                rubric.checks().forEach(check -> known.add(check.id()));
                throw new DataFileException(fields.place() + ": it is not judged by a check '" + words[0] + "'"
                        + Nearest.hint(words[0], known) + ".");
            }
            fails.put(words[0], words.length == 1 ? Optional.empty() : Optional.of(status(fields, words[1])));
        }
        return fails;
    }

    static Status status(Fields fields, String word) throws DataFileException {
        for (Status status :
                List.of(Status.FAILED, Status.CRASHED, Status.HUNG, Status.TAMPERED, Status.BUILD_FAILED)) {
            if (status.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(word)) {
                return status;
            }
        }
        throw new DataFileException(fields.place()
                + ": a check ends 'failed', 'crashed', 'hung', 'tampered' or 'build-failed', not '" + word + "'.");
    }

    /** What is wrong names its clause and a check; what is right needs neither. */
    private static void require(Variant variant) throws DataFileException {
        boolean wrong = variant.kind() == VariantKind.BAD;
        boolean right = variant.kind() == VariantKind.GOOD || variant.kind() == VariantKind.EQUIVALENT;
        if (variant.breaks().isEmpty() != variant.fails().isEmpty()
                || (wrong && variant.fails().isEmpty())
                || (right && !variant.fails().isEmpty())) {
            throw new DataFileException(variant.source()
                    + ": 'breaks' and 'fails' belong together: a variant that is wrong has both, one that is right has"
                    + " neither.");
        }
        if (variant.kind() == VariantKind.EQUIVALENT && variant.because().isEmpty()) {
            throw new DataFileException(variant.source() + ": 'because' should say why it is as right as its base.");
        }
    }

    private void requireSame(Variant variant) throws DataFileException {
        if (variant.sameAs().filter(name -> !variants.containsKey(name)).isPresent()) {
            throw new DataFileException(variant.source() + ": there is no variant '"
                    + variant.sameAs().get() + "' to make the same mistake"
                    + Nearest.hint(variant.sameAs().get(), variants.keySet()) + ".");
        }
    }

    // ---- what a variant consists of ----

    /** {@return all variants, by kind and name} */
    public List<Variant> all() {
        return List.copyOf(variants.values());
    }

    /** {@return the variant of that name; empty if there is none} */
    public Optional<Variant> named(String name) {
        return Optional.ofNullable(variants.get(name));
    }

    /**
     * Gets the files that a variant would hand in.
     *
     * @param variant a variant of this collection
     * @return their texts, by name
     * @throws DataFileException if it does not fit its base, or its base is not there
     * @throws IOException if a file cannot be read
     */
    public Map<String, String> files(Variant variant) throws DataFileException, IOException {
        return files(variant, new LinkedHashSet<>());
    }

    private Map<String, String> files(Variant variant, Set<String> path) throws DataFileException, IOException {
        if (!path.add(variant.name())) {
            throw new DataFileException("These variants are each other's base: " + String.join(", ", path) + ".");
        }
        Map<String, String> base = variant.base().isPresent()
                ? files(base(variant, variant.base().get()), path)
                : referenceFiles(reference);
        return java.util.Objects.requireNonNull(files.get(variant.name())).appliedTo(base);
    }

    /**
     * Gets the files of a submission that makes the mistakes of several variants.
     *
     * @param variant a variant of this collection
     * @param more others of this collection, whose changes are made to its files, one after the other
     * @return the texts, by name; empty if a change does not fit what those before have left
     * @throws IOException if a file cannot be read
     */
    public Optional<Map<String, String>> together(Variant variant, List<Variant> more) throws IOException {
        try {
            Map<String, String> all = files(variant);
            for (Variant one : more) {
                all = java.util.Objects.requireNonNull(files.get(one.name())).appliedTo(all);
            }
            return Optional.of(all);
        } catch (DataFileException e) {
            return Optional.empty();
        }
    }

    /**
     * Gets the files of a variant that are not those of the kit's own submission.
     *
     * @param variant a variant of this collection
     * @return their texts, by name
     * @throws IOException if a file cannot be read
     */
    Map<String, String> changed(Variant variant) throws IOException {
        Map<String, String> changed = new TreeMap<>(together(variant, List.of()).orElseThrow());
        changed.entrySet().removeAll(referenceFiles(reference).entrySet());
        return changed;
    }

    private Variant base(Variant variant, String name) throws DataFileException {
        Variant base = variants.get(name);
        if (base == null) {
            throw new DataFileException(variant.source() + ": there is no variant '" + name + "' to be its base"
                    + Nearest.hint(name, variants.keySet()) + ".");
        }
        return base;
    }

    /** {@return the kit's own submission, by name} */
    static Map<String, String> referenceFiles(Path reference) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        for (Role role : FILES) {
            texts.put(role.fileName(), Files.readString(reference.resolve(role.fileName())));
        }
        return texts;
    }

    /**
     * Writes the files that a variant would hand in.
     *
     * @param variant a variant of this collection
     * @param folder where to; an empty folder
     * @return the files' paths
     * @throws DataFileException if it does not fit its base
     * @throws IOException if a file cannot be written
     */
    public List<Path> unpack(Variant variant, Path folder) throws DataFileException, IOException {
        List<Path> written = new ArrayList<>();
        for (Map.Entry<String, String> file : files(variant).entrySet()) {
            written.add(Files.writeString(folder.resolve(file.getKey()), file.getValue()));
        }
        return written;
    }
}
