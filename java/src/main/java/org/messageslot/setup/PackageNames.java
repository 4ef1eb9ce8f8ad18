// SPDX-License-Identifier: Apache-2.0
package org.messageslot.setup;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** How other systems name Debian's packages: the table in {@code packages.txt}. */
final class PackageNames {

    private static final Map<String, List<String>> NAMES = read();

    private PackageNames() {}

    /** {@return a system's name of a package; Debian's own where the table has none} */
    static String of(PackageManager manager, String debianName) {
        int column = manager.ordinal() - 1;
        List<String> row = NAMES.getOrDefault(debianName, List.of());
        return column < 0 || column >= row.size() ? debianName : row.get(column);
    }

    private static Map<String, List<String>> read() {
        try (InputStream table = Objects.requireNonNull(PackageNames.class.getResourceAsStream("packages.txt"))) {
            Map<String, List<String>> names = new HashMap<>();
            new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> List.of(line.split("\\s+", -1)))
                    .forEach(words -> names.put(words.get(0), words.subList(1, words.size())));
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
