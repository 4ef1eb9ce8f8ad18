// SPDX-License-Identifier: Apache-2.0
package org.messageslot;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.messageslot", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTests {

    @ArchTest
    static final ArchRule onlyTheCallsPackageUsesJna = noClasses()
            .that()
            .resideOutsideOfPackage("org.messageslot.calls")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.sun.jna..");

    @ArchTest
    static final ArchRule theModelKnowsNoGuest = noClasses()
            .that()
            .resideInAPackage("org.messageslot.model")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.messageslot.guest..");

    @ArchTest
    static final ArchRule onlyTheArchiveChecksSignatures = noClasses()
            .that()
            .resideOutsideOfPackage("org.messageslot.debian")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bouncycastle..");

    @ArchTest
    static final ArchRule theArchiveKnowsNothingOfTheLab = noClasses()
            .that()
            .resideInAPackage("org.messageslot.debian")
            .should()
            .dependOnClassesThat(
                    resideInAPackage("org.messageslot..").and(resideOutsideOfPackage("org.messageslot.debian")));

    @ArchTest
    static final ArchRule callsKnowNothingAboveThem = noClasses()
            .that()
            .resideInAPackage("org.messageslot.calls")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.messageslot.model..", "org.messageslot.guest..");
}
