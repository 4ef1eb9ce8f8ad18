// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import picocli.CommandLine.Command;

/** The command line is in rooms: docs/architecture.md has their list. */
@AnalyzeClasses(packages = "org.messageslot.lab", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTests {

    @ArchTest
    static final ArchRule noRoomsDependOnEachOtherInACircle =
            slices().matching("org.messageslot.lab.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule noRoomKnowsTheWholeCommandLine = noClasses()
            .that()
            .resideInAPackage("org.messageslot.lab.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.messageslot.lab");

    @ArchTest
    static final ArchRule aCommandIsAClassOfItsOwn = classes()
            .that()
            .areAnnotatedWith(Command.class)
            .and()
            .doNotBelongToAnyOf(Lab.class)
            .should()
            .beTopLevelClasses()
            .andShould()
            .haveSimpleNameEndingWith("Command");

    @ArchTest
    static final ArchRule theScreenAndTheDoorsToKernelsKnowNoCommand = noClasses()
            .that()
            .resideInAnyPackage(
                    "org.messageslot.lab.terminal..", "org.messageslot.lab.measure..", "org.messageslot.lab.kernel..")
            .should()
            .dependOnClassesThat()
            .areAnnotatedWith(Command.class);

    @ArchTest
    static final ArchRule plotsAndMicrobenchmarksAreElsewhere = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.messageslot.bench..", "org.openjdk.jmh..", "org.knowm.xchart..");
}
