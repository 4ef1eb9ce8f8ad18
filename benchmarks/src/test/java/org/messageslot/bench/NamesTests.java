// SPDX-License-Identifier: Apache-2.0
package org.messageslot.bench;

import static java.util.function.Predicate.not;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A name means one thing. The benchmarks' tests are the place where all modules are seen. */
class NamesTests {

    /** Types within types count, private ones too: a reader meets their simple names without the type around them. */
    @Test
    void noTwoTypesHaveOneSimpleName() {
        Map<String, List<String>> types = new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .withImportOption(place -> !place.contains("-tests.jar"))
                        .importPackages("org.messageslot")
                        .stream()
                        .filter(not(JavaClass::isAnonymousClass))
                        .filter(type -> !type.getPackageName().endsWith(".jmh_generated"))
                        .filter(type -> !type.getSimpleName().equals("package-info"))
                        .collect(groupingBy(
                                JavaClass::getSimpleName, TreeMap::new, mapping(JavaClass::getName, toList())));
        assertThat(types).hasSizeGreaterThan(800);
        types.values().removeIf(names -> names.size() == 1);
        assertThat(types).isEmpty();
    }
}
