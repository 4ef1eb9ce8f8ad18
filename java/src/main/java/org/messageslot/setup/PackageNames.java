// SPDX-License-Identifier: Apache-2.0
package org.messageslot.setup;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** How other systems name Debian's packages: the table in {@code packages.txt}. */
final class PackageNames {

    /** The rows, the first of which names the columns. */
    private static final List<List<String>> ROWS = read();

    private PackageNames() {}

    /** {@return the name by which a system's tool knows a package; Debian's own where the table has none} */
    static String of(String tool, String debianName) {
        int column = ROWS.get(0).indexOf(tool);
        return ROWS.stream()
                .filter(row -> column > 0 && row.get(0).equals(debianName))
                .findFirst()
                .map(row -> row.get(column))
                .orElse(debianName);
    }

    private static List<List<String>> read() {
        try (InputStream table = Objects.requireNonNull(PackageNames.class.getResourceAsStream("packages.txt"))) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> List.of(line.split("\\s+", -1)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
