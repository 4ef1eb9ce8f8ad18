// SPDX-License-Identifier: Apache-2.0
package org.messageslot.bench;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A name means one thing. The benchmarks' tests are the place where all modules are seen. */
class NamesTests {

    /** Names that still mean several things. None may be added. */
    private static final Set<String> SEVERAL =
            new TreeSet<>(List.of("Candidate", "Comparison", "MachineState", "Oops"));

    @Test
    void noTwoClassesHaveOneSimpleName() {
        Set<String> several = new TreeSet<>();
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("org.messageslot").stream()
                        .filter(JavaClass::isTopLevelClass)
                        .filter(type -> !type.getPackageName().endsWith(".jmh_generated"))
                        .filter(type -> !type.getSimpleName().equals("package-info"))
                        .collect(groupingBy(JavaClass::getSimpleName))
                        .forEach((name, types) -> {
                            if (types.size() > 1) {
                                several.add(name);
                            }
                        });
        assertThat(several).isSubsetOf(SEVERAL);
    }
}
