// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents that say where things are name files that are there. */
class MapTests {

    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern PLACE =
            Pattern.compile("`((?:\\.ci|kernel|java|grading|labs|benchmarks|docs)/[\\w./-]*)`");

    @ParameterizedTest
    @ValueSource(strings = {"docs/architecture.md", "CONTRIBUTING.md", "README.md"})
    void every_place_is_there(String document) throws Exception {
        List<String> places = PLACE.matcher(Files.readString(HOME.resolve(document)))
                .results()
                .map(result -> result.group(1))
                .filter(place -> !place.contains("NN-"))
                .toList();
        assertThat(places).isNotEmpty().allMatch(place -> Files.exists(HOME.resolve(place)));
    }
}
