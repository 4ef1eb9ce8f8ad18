// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell under which a machine runs, without what Linux has and macOS has not. */
class KeeperTests {

    @TempDir
    Path folder;

    /** The keeper of a program that only waits, on a search path without setpriv. */
    private Process keeper() throws IOException {
        Path tools = Files.createDirectories(folder.resolve("bin"));
        for (String tool : List.of("sh", "rm", "sleep")) {
            Files.createSymbolicLink(
                    tools.resolve(tool), HostCommand.find(tool).orElseThrow().toRealPath());
        }
        Path run = Files.createDirectory(folder.resolve("run"));
        ProcessBuilder builder = new ProcessBuilder(Keeper.command(run, List.of("sleep", "1000")));
        builder.environment().put("PATH", tools.toString());
        return builder.start();
    }

    /** Waits for the machine, and for the shell that kills it when we are gone. */
    private static ProcessHandle machine(Process keeper) throws InterruptedException {
        for (int tries = 0; tries < 1000; tries++) {
            List<ProcessHandle> found = keeper.descendants().toList();
            Optional<ProcessHandle> machine = found.stream()
                    .filter(process -> process.info().command().orElse("").endsWith("/sleep"))
                    .findFirst();
            if (machine.isPresent() && found.size() > 1) {
                return machine.get();
            }
            Thread.sleep(10);
        }
        throw new AssertionError("The keeper does not start its machine.");
    }

    @Test
    void theMachineAndItsFolderGoWithUs() throws Exception {
        Process keeper = keeper();
        Keeper.begin(keeper);
        ProcessHandle machine = machine(keeper);
        keeper.getOutputStream().close();
        assertThat(keeper.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(machine.isAlive()).isFalse();
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void theMachineGoesWithUsEvenIfItsKeeperWasKilled() throws Exception {
        Process keeper = keeper();
        Keeper.begin(keeper);
        ProcessHandle machine = machine(keeper);
        keeper.destroyForcibly().waitFor(); // Java itself closes the pipe to a process that has ended.
        machine.onExit().get(20, TimeUnit.SECONDS);
    }

    @Test
    void perlGivesAProgramASessionOfItsOwn() throws Exception {
        assumeTrue(HostCommand.find("perl").isPresent(), "There is no Perl.");
        List<String> words = new ArrayList<>(Keeper.BY_PERL);
        words.addAll(List.of("sh", "-c", "read -r all </proc/$$/stat; echo \"$$ $all\""));
        Process process = new ProcessBuilder(words).start();
        String[] fields = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                .replaceFirst("\\(.*\\)", "name")
                .split(" ", -1);
        assertThat(fields[6]).as("the session in %s", String.join(" ", fields)).isEqualTo(fields[0]);
    }
}
