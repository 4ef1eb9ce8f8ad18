// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageslot.lab.terminal.Kit;
import org.messageslot.lab.terminal.LabException;

/** What scripts say of a schedule that is made by hand; lab 09 makes them, in a guest. */
class SchedulesTests {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @Test
    void aModuleOrAScenarioThatIsNoneIsSaidBeforeAnythingIsBuilt() {
        assertThatThrownBy(() -> Schedules.race("no-such-module", "writer-and-reader"))
                .isInstanceOf(LabException.class)
                .hasMessage("There is no folder no-such-module, and no labs/modules/no-such-module.c.");
        assertThatThrownBy(() -> Schedules.race("racy", "a-race"))
                .isInstanceOf(LabException.class)
                .hasMessageStartingWith("There is no scenario a-race; there are two-writers, ");
    }

    @Test
    void aCopyOfAModuleIsOnesOwnToChange() throws Exception {
        String home = System.getProperty(Kit.HOME, "");
        System.setProperty(Kit.HOME, Path.of("..").toAbsolutePath().toString());
        try (Workplace copy = Workplace.copyOf("racy")) {
            copy.change("static bool pause = true;", "static bool pause;");
            copy.body("enter", "mutex_lock(&lock);");
            assertThat(copy.folder().resolve("message_slot.c"))
                    .content()
                    .contains("static bool pause;\n", "static void enter(void)\n{\n\tmutex_lock(&lock);\n}\n");
            assertThat(copy.folder().resolve("tiny_slot.h")).exists();
        } finally {
            restore(home);
        }
    }

    @Test
    void aStudentsCopyStaysAndAnEarlierOneIsMovedAside() throws Exception {
        String home = System.getProperty(Kit.HOME, "");
        System.setProperty(Kit.HOME, Path.of("..").toAbsolutePath().toString());
        System.setProperty(Workplace.PROPERTY, folder.toString());
        try {
            Workplace.copyOf("racy").close();
            Files.writeString(folder.resolve("racy/message_slot.c"), "mine");
            Workplace.copyOf("racy").close();
            assertThat(folder.resolve("racy-1/message_slot.c")).hasContent("mine");
            assertThat(folder.resolve("racy/message_slot.c")).content().contains("racy_write");
        } finally {
            System.clearProperty(Workplace.PROPERTY);
            restore(home);
        }
    }

    private static void restore(String home) {
        if (home.isEmpty()) {
            System.clearProperty(Kit.HOME);
        } else {
            System.setProperty(Kit.HOME, home);
        }
    }
}
