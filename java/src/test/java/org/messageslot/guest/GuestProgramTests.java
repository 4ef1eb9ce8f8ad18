// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageslot.ErrnoException;

/** Programs that nobody trusts, run in a guest within limits. */
@RequiresGuest
class GuestProgramTests {

    private static final String SOURCE = """
            #define _GNU_SOURCE
            #include <signal.h>
            #include <stdio.h>
            #include <stdlib.h>
            #include <string.h>
            #include <unistd.h>

            int main(int argc, char **argv)
            {
            	char line[100] = "";

            	(void)argc;
            	if (!strcmp(argv[1], "echo")) {
            		printf("%s %s", argv[2], fgets(line, sizeof(line), stdin) ? line : "nothing");
            		fprintf(stderr, "as %d", (int)getuid());
            		return 3;
            	}
            	if (!strcmp(argv[1], "spin"))
            		for (;;)
            			;
            	if (!strcmp(argv[1], "sleep"))
            		pause();
            	if (!strcmp(argv[1], "naps")) {
            		FILE *told = fopen(argv[2], "w");

            		fputs("now", told);
            		fclose(told);
            		for (int i = 0; i < 20; i++)
            			usleep(50 * 1000);
            	}
            	if (!strcmp(argv[1], "abort"))
            		abort();
            	if (!strcmp(argv[1], "print"))
            		for (;;)
            			puts("and so on and so forth");
            	if (!strcmp(argv[1], "bomb"))
            		for (;;)
            			fork();
            	if (!strcmp(argv[1], "orphan")) {
            		if (!fork())
            			pause();
            		return 0;
            	}
            	if (!strcmp(argv[1], "signals")) {
            		for (int number = 1; number < 32; number++) {
            			struct sigaction now;
            			sigset_t blocked;

            			sigaction(number, NULL, &now);
            			sigprocmask(SIG_BLOCK, NULL, &blocked);
            			if (now.sa_handler != SIG_DFL || sigismember(&blocked, number))
            				printf("%s ", sigabbrev_np(number));
            		}
            		return 0;
            	}
            	if (!strcmp(argv[1], "eat"))
            		for (;;)
            			memset(malloc(1 << 20), 1, 1 << 20);
            	return 0;
            }
            """;

    @TempDir
    static Path folder;

    private static @Nullable Guest started;

    @BeforeAll
    static void start() throws IOException {
        Path source = folder.resolve("program.c");
        Path program = folder.resolve("program");
        Files.writeString(source, SOURCE);
        HostCommand.CommandResult compiled = HostCommand.of(
                        Duration.ofMinutes(1), "gcc", "-static", "-o", program.toString(), source.toString())
                .run();
        assertThat(compiled.isSuccess()).as(compiled.output()).isTrue();
        started = Guest.start(GuestOptions.standard());
        guest().putFile("/bin/program", 0755, Files.readAllBytes(program));
    }

    @AfterAll
    static void end() throws IOException {
        if (started != null) {
            started.close();
        }
    }

    private static Guest guest() {
        return Objects.requireNonNull(started);
    }

    private static GuestProgram program(String... arguments) {
        return GuestProgram.of("/bin/program", arguments);
    }

    @Test
    void passesArgumentsAndInputAndReturnsEverything() throws IOException {
        ProgramResult result = guest().run(program("echo", "one two")
                .withInput("three\n".getBytes(StandardCharsets.UTF_8))
                .as(1000, 1000));
        assertThat(result.exitCode()).hasValue(3);
        assertThat(result.signal()).isEmpty();
        assertThat(result.outputText()).isEqualTo("one two three\n");
        assertThat(result.errorText()).isEqualTo("as 1000");
        assertThat(result.timedOut()).isFalse();
    }

    @Test
    void endsWhatTakesTooLong() throws IOException {
        ProgramResult result = guest().run(program("sleep").within(Duration.ofMillis(300)));
        assertThat(result.timedOut()).isTrue();
        assertThat(result.signal()).hasValue(9);
    }

    @Test
    void limitsProcessorTime() throws IOException {
        GuestProgram spinning = program("spin").within(Duration.ofSeconds(1));
        assertThat(guest().run(spinning).signal()).isPresent();
    }

    @Test
    void tellsASignalFromAnExit() throws IOException {
        assertThat(guest().run(program("abort")).signal()).hasValue(6);
    }

    /** Where the guest cannot run, no more can the program, whatever the clock says. */
    @Test
    void timeInWhichTheGuestCannotRunIsNotTheProgramsTime() throws Exception {
        String told = "/tmp/told";
        guest().putFile(told, 0666, new byte[0]);
        CompletableFuture<ProgramResult> result = CompletableFuture.supplyAsync(() -> {
            try {
                return guest().run(program("naps", told).within(Duration.ofSeconds(2)));
            } catch (ErrnoException e) {
                throw new IllegalStateException(e);
            }
        });
        while (guest().getFile(told, 10).length == 0 && !result.isDone()) {
            Thread.sleep(10);
        }
        signal("STOP");
        Thread.sleep(3000);
        signal("CONT");
        assertThat(result.get().timedOut()).isFalse();
        assertThat(result.get().exitCode()).hasValue(0);
    }

    private static void signal(String name) throws Exception {
        for (ProcessHandle qemu : ProcessHandle.current().descendants().toList()) {
            if (qemu.info().command().orElse("").contains("qemu-system")) {
                new ProcessBuilder("kill", "-" + name, Long.toString(qemu.pid()))
                        .start()
                        .waitFor();
            }
        }
    }

    @Test
    void boundsWhatIsPrinted() throws IOException {
        ProgramResult result = guest().run(program("print").withMaxOutput(1000).within(Duration.ofMillis(300)));
        assertThat(result.output()).hasSize(1000);
        assertThat(result.outputCut()).isTrue();
        assertThat(result.errorCut()).isFalse();
    }

    @Test
    void survivesAForkBomb() throws IOException {
        ProgramResult result =
                guest().run(program("bomb").withLimits(8, 32 << 20).within(Duration.ofMillis(500)));
        assertThat(result.timedOut()).isTrue();
        assertThat(guest().run(program("echo", "alive")).exitCode()).hasValue(3);
    }

    /** One that writes into a closed pipe ends by that, for example. */
    @Test
    void startsAProgramWithEverySignalAsInAShell() throws IOException {
        ProgramResult result = guest().run(program("signals"));
        assertThat(result.exitCode()).hasValue(0);
        assertThat(result.outputText()).isEmpty();
    }

    @Test
    void takesDownWhatAProgramLeavesBehind() throws IOException {
        ProgramResult result = guest().run(program("orphan"));
        assertThat(result.exitCode()).hasValue(0);
        assertThat(result.timedOut()).isFalse();
        assertThat(guest().getText("/proc/loadavg")).isNotEmpty();
    }

    @Test
    void limitsMemory() throws IOException {
        ProgramResult result = guest().run(program("eat").withLimits(4, 16 << 20));
        assertThat(result.exitCode()).isEmpty();
        assertThat(result.signal()).isPresent();
        assertThat(guest().failure()).isEmpty();
    }

    @Test
    void saysWhyAProgramDoesNotStart() {
        assertThatThrownBy(() -> guest().run(GuestProgram.of("/bin/nothing")))
                .isInstanceOf(ErrnoException.class)
                .hasMessageContaining("ENOENT");
    }
}
