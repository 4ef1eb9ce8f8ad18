// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.messageslot.grading", importOptions = ImportOption.DoNotIncludeTests.class)
class GradeLayersTests {

    @ArchTest
    static final ArchRule aGradeKnowsNothingAboveIt = noClasses()
            .that()
            .resideInAPackage("org.messageslot.grading")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.messageslot.grading.*..");

    @ArchTest
    static final ArchRule scoringKnowsNoEditionAndNoReport = noClasses()
            .that()
            .resideInAPackage("org.messageslot.grading.rubric")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.messageslot.grading.assignment..", "org.messageslot.grading.report..");

    @ArchTest
    static final ArchRule pointsAreNeverFloatingPoint = noClasses()
            .that()
            .resideInAnyPackage(
                    "org.messageslot.grading", "org.messageslot.grading.rubric", "org.messageslot.grading.assignment")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Double.class, Float.class);

    @ArchTest
    static final ArchRule reportsAreMadeFromTheGradeAlone = noClasses()
            .that()
            .resideInAPackage("org.messageslot.grading.report")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.messageslot.grading.submission..",
                    "org.messageslot.grading.engine..",
                    "org.messageslot.grading.trial..",
                    "org.messageslot.grading.slot..",
                    "org.messageslot.guest..");
}
