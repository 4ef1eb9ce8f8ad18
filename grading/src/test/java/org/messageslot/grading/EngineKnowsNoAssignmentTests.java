// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What knows the message slot is in {@code grading.slot}; the rest grades any assignment. */
@AnalyzeClasses(packages = "org.messageslot.grading", importOptions = ImportOption.DoNotIncludeTests.class)
class EngineKnowsNoAssignmentTests {

    private static final String SLOT = "org.messageslot.grading.slot..";
    private static final Path SOURCES = Path.of("src/main/java/org/messageslot/grading");

    /** The names of the assignment's things and of its commands; the kit's own name, {@code messageslot}, is no word of it. */
    private static final Pattern WORDS =
            Pattern.compile("(?i:message[_ ]slot|msg_slot|message_?(sender|reader)|channel|censor)|\\bSlot[A-Z]\\w*");

    /** A class of a library that happens to be called so. */
    private static final String ELSEWHERE = "Seekable(InMemory)?ByteChannel";

    @ArchTest
    static final ArchRule theEngineDependsOnNoAssignment = noClasses()
            .that(resideInAPackage("org.messageslot.grading..").and(not(resideInAPackage(SLOT))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(SLOT);

    @ArchTest
    static final ArchRule theEngineKnowsNoModelAndNoNumbersOfTheSlot = noClasses()
            .that(resideInAPackage("org.messageslot.grading..").and(not(resideInAPackage(SLOT))))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.messageslot.model..", "org.messageslot.oracle..")
            .orShould()
            .dependOnClassesThat()
            .haveSimpleName("SlotCommands");

    @ArchTest
    static final ArchRule noPackagesOfTheEngineDependOnEachOtherInACircle =
            slices().matching("org.messageslot.grading.(*)..").should().beFreeOfCycles();

    @Test
    void theEnginesSourcesHaveNoWordOfTheSlot() throws IOException {
        try (Stream<Path> tree = Files.walk(SOURCES)) {
            List<String> found = tree.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.startsWith(SOURCES.resolve("slot")))
                    .flatMap(EngineKnowsNoAssignmentTests::words)
                    .toList();
            assertThat(found).isEmpty();
        }
    }

    private static Stream<String> words(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line ->
                            WORDS.matcher(line.replaceAll(ELSEWHERE, "")).find())
                    .map(line -> SOURCES.relativize(file) + ": " + line.strip());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
