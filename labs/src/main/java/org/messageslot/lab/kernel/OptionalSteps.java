// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.kernel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.messageslot.guest.FileTree;
import org.messageslot.guest.Guest;
import org.messageslot.lab.terminal.Kit;
import org.messageslot.lab.terminal.Screen;

/** The submission that has the optional steps: the variant of that name, and what it shares with the kit's own. */
public final class OptionalSteps {

    private static final List<String> FILES = List.of(
            "grading/variants/good/optional-steps/message_slot.c",
            "kernel/message_slot.h",
            "kernel/message_sender.c",
            "kernel/message_reader.c",
            "kernel/Kbuild");

    private OptionalSteps() {}

    /** Something that is done with a folder of sources. */
    public interface FolderWork<T> {
        T of(Path folder) throws Exception;
    }

    /** Does something with the submission, in a folder that is deleted then. */
    public static <T> T inFolder(FolderWork<T> use) throws Exception {
        Path draft = Files.createTempDirectory("lab-");
        try {
            Path folder = Files.createDirectory(draft.resolve("optional-steps")); // A student reads its name.
            for (String file : FILES) {
                Path source = Kit.home().resolve(file);
                Files.copy(source, folder.resolve(source.getFileName()));
            }
            return use.of(folder);
        } finally {
            FileTree.delete(draft);
        }
    }

    /**
     * Loads the module in a guest of its own.
     *
     * @param parameters what it is loaded with, as for {@code insmod}; may be empty
     * @return the guest
     */
    public static Guest guest(String parameters) throws Exception {
        return inFolder(folder -> GuestKernel.startWith(folder, "message_slot", parameters, Screen.standard()));
    }
}
