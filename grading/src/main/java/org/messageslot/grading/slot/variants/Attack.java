// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.variants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.messageslot.grading.Status;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.rubric.Fields;
import org.messageslot.grading.slot.SlotAssignment;

/**
 * A submission that wants to harm the grader, or to be taken for better than it is.
 *
 * <p>It lies in the folder {@code hostile} of the variants, as a patch like theirs. Immutable and thread-safe.
 *
 * @param name its name, which no other attack has
 * @param title what it does, in one sentence
 * @param check the check that meets it
 * @param verdicts how that check may end; which of them it is depends on what the kernel notices first
 * @param disguises the attack that makes the same mistake without a disguise, which must cost as much; empty if there is none
 * @param files the files that it hands in, by name
 */
public record Attack(
        String name,
        String title,
        String check,
        Set<Status> verdicts,
        Optional<String> disguises,
        Map<String, String> files) {

    private static final String FOLDER = "hostile";

    /** The word for a check that passes, because what is tried does nothing. */
    private static final String HARMLESS = "passed";

    /** Keep copies of the collections. */
    public Attack {
        verdicts = Set.copyOf(verdicts);
        files = Map.copyOf(files);
    }

    /**
     * Reads all attacks.
     *
     * @param folder the folder of the variants
     * @param reference the folder of the kit's own submission, which the attacks change
     * @return the attacks, by name
     * @throws DataFileException if one says something that cannot be, or does not fit the kit's own submission
     * @throws IOException if a file cannot be read
     */
    public static List<Attack> all(Path folder, Path reference) throws DataFileException, IOException {
        Map<String, String> honest = VariantCollection.referenceFiles(reference);
        List<Attack> attacks = new ArrayList<>();
        for (Path path : VariantCollection.listed(folder.resolve(FOLDER))) {
            attacks.add(read(VariantFile.read(path), honest));
        }
        return List.copyOf(attacks);
    }

    private static Attack read(VariantFile file, Map<String, String> honest) throws DataFileException {
        Fields fields = Fields.parse(file.path().toString(), file.head());
        Set<Status> verdicts = EnumSet.noneOf(Status.class);
        for (String word : fields.texts("verdicts")) {
            verdicts.add(word.equals(HARMLESS) ? Status.PASSED : VariantCollection.status(fields, word));
        }
        Attack attack = new Attack(
                file.name(),
                fields.text("title"),
                fields.text("check"),
                verdicts,
                fields.has("disguises") ? Optional.of(fields.text("disguises")) : Optional.empty(),
                file.appliedTo(honest));
        fields.done();
        if (verdicts.isEmpty() || !SlotAssignment.SLOT.catalogue().ids().contains(attack.check())) {
            throw new DataFileException(file.path() + ": it should name a check, and how that may end.");
        }
        return attack;
    }

    /**
     * Writes the files that it hands in.
     *
     * @param folder where to; an empty folder
     * @throws IOException if a file cannot be written
     */
    public void unpack(Path folder) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
    }

    /** {@return its name} */
    @Override
    public String toString() {
        return name;
    }
}
