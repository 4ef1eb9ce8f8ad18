// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.variants;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.grading.slot.variants.Variant.VariantKind;
import org.messageslot.guest.GuestOptions;
import org.messageslot.guest.RequiresGuest;

/** The kit's variants, and what the grader says of them. */
class KitVariantsTests {

    private static final Path FOLDER = Path.of("variants");
    private static final Path KIT = Path.of("../kernel");
    private static final Path PUBLISHED = Path.of("../docs/variants.html");

    /** One or two of every kind, quick ones, for every build. */
    private static final Set<String> REPRESENTATIVE = Set.of(
            "channel-kept-in-slot",
            "minor-ignored",
            "length-0-accepted",
            "small-buffer-overrun",
            "read-pads-with-zeros",
            "first-write-wins",
            "ids-from-2-to-31-refused",
            "only-command-number-judged",
            "reader-prints-newline",
            "sender-silent",
            "returns-length-for-count",
            "header-command-missing",
            "queue-is-a-stack",
            "map-leaves-old-bytes");

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static VariantCollection variants;

    @BeforeAll
    static void read() throws Exception {
        variants = VariantCollection.read(FOLDER, KIT);
    }

    private static List<Variant> ofKind(VariantKind kind) {
        return variants.all().stream().filter(variant -> variant.kind() == kind).toList();
    }

    @Test
    void thereAreEnoughOfEachKind() {
        assertThat(ofKind(VariantKind.GOOD)).hasSizeGreaterThanOrEqualTo(9);
        assertThat(variants.all().stream().filter(variant -> !variant.fails().isEmpty()))
                .hasSizeGreaterThanOrEqualTo(170);
    }

    @Test
    void everyCheckFailsForSomeVariant() {
        Set<String> idle = new TreeSet<>(SlotAssignment.SLOT.catalogue().ids());
        variants.all().forEach(variant -> idle.removeAll(variant.fails().keySet()));
        assertThat(idle).as("checks that nothing makes fail").isEmpty();
    }

    @Test
    void everyWrongVariantFailsACheckOfAClauseThatItBreaks() {
        List<String> odd = variants.all().stream()
                .filter(variant -> !variant.fails().isEmpty())
                .filter(variant -> variant.fails().keySet().stream()
                        .noneMatch(id -> variant.full().check(id).orElseThrow().requirements().stream()
                                .anyMatch(variant.breaks()::contains)))
                .map(variant -> variant.name() + " breaks " + variant.breaks() + " and fails "
                        + variant.fails().keySet())
                .toList();
        assertThat(odd).isEmpty();
    }

    @Test
    void publishedMatrixIsAsPromised() throws Exception {
        assertThat(Files.readString(PUBLISHED))
                .as("docs/variants.html; make it anew: ./lab variants --list --matrix docs/variants.html")
                .isEqualTo(MatrixPage.promised(variants.all(), recorded()));
    }

    @Test
    @RequiresGuest
    void representativeVariantsLoseWhatTheyShould() throws Exception {
        List<Variant> chosen = variants.all().stream()
                .filter(variant -> REPRESENTATIVE.contains(variant.name()))
                .toList();
        assertThat(chosen).hasSameSizeAs(REPRESENTATIVE);
        List<Judgement> judgements = judge(chosen);
        assertThat(surprises(judgements)).isEmpty();
        assertThat(Prices.of(variants, judgements).problems()).isEmpty();
    }

    @Test
    @RequiresGuest
    @Tag("all-variants")
    void allVariantsLoseWhatTheyShould() throws Exception {
        List<Judgement> judgements = judge(variants.all());
        assertThat(surprises(judgements)).isEmpty();
        Prices prices = Prices.of(variants, judgements);
        assertThat(prices.problems()).isEmpty();
        assertThat(MatrixPage.of(judgements, prices)).isEqualTo(Files.readString(PUBLISHED));
    }

    private static Prices recorded() throws Exception {
        return new Prices(variants, RecordedOutcomes.read(FOLDER));
    }

    @Test
    void recordIsOfWhatIsPromised() throws Exception {
        Map<String, Map<String, Outcome>> record = RecordedOutcomes.read(FOLDER);
        assertThat(record.keySet())
                .as("grading/variants/outcomes.json; make it anew: ./lab variants --record")
                .containsAll(variants.all().stream()
                        .filter(variant -> !variant.fails().isEmpty())
                        .map(Variant::name)
                        .toList());
        for (Variant variant : variants.all().stream()
                .filter(variant -> record.containsKey(variant.name()))
                .toList()) {
            Set<String> failing = new TreeSet<>();
            Objects.requireNonNull(record.get(variant.name())).forEach((id, outcome) -> {
                if (outcome.status().isFailure()) {
                    failing.add(id);
                }
            });
            assertThat(failing)
                    .as("what is recorded of " + variant.name() + "; ./lab variants --record --only " + variant.name())
                    .containsExactlyInAnyOrderElementsOf(variant.fails().keySet());
        }
    }

    @Test
    void eachMistakeCostsWhatIsFair() throws Exception {
        assertThat(recorded().problems())
                .as("./lab variants --list --prices shows all prices")
                .isEmpty();
    }

    private static List<String> surprises(List<Judgement> judgements) {
        return judgements.stream()
                .flatMap(judgement -> judgement.surprises().stream())
                .toList();
    }

    private static List<Judgement> judge(List<Variant> chosen) throws Exception {
        VariantRun run = VariantRun.of(
                variants, GuestOptions.standard().series(), step -> System.err.println("variants: " + step));
        return run.judge(chosen, 2, 0, judgement -> {});
    }
}
