// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.desk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.messageslot.lab.terminal.Kit;

/**
 * One of the modules of {@code labs/modules/}, which are wrong on purpose.
 *
 * @param source its file
 */
record LabModule(Path source) {

    private static final String FOLDER = "labs/modules";
    private static final List<String> HEADERS = List.of("tiny_slot.h");

    /** {@return the module of a name, whether it exists or not} */
    static LabModule named(String name) {
        return new LabModule(Kit.home().resolve(FOLDER).resolve(name + ".c"));
    }

    /** {@return whether there is such a module} */
    boolean exists() {
        return Files.isRegularFile(source);
    }

    /** Copies it to a folder, with the names of what students hand in. */
    void copyTo(Path folder) throws IOException {
        Files.copy(source, folder.resolve("message_slot.c"));
        for (String header : HEADERS) {
            Files.copy(source.resolveSibling(header), folder.resolve(header));
        }
    }
}
