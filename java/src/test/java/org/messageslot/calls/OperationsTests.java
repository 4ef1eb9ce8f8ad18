// SPDX-License-Identifier: Apache-2.0
package org.messageslot.calls;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.messageslot.Errno;
import org.messageslot.model.ModelKernel;

/** A system call is one class, which is listed; nothing else needs to know of it. */
class OperationsTests {

    private static final Pattern NUMBER = Pattern.compile("\tCALL_(\\w+) = (\\d+),");

    /** {@code lseek(fd, offset, whence)}: a call that the kit does not have. */
    private record Lseek(int fd, long offset, int whence) implements Call.OnDescriptor {

        static final Operation OPERATION = new Operation(
                "lseek", 200, words -> new Lseek((int) words.number(), words.number(), (int) words.number()));

        @Override
        public Operation operation() {
            return OPERATION;
        }

        @Override
        public String words() {
            return fd + " " + offset + " " + whence;
        }

        @Override
        public CallArguments arguments() {
            return CallArguments.of(fd, offset, whence);
        }

        @Override
        public long make(NativeCalls process) {
            return process.libc().number("lseek", fd, offset, whence);
        }
    }

    @Test
    void everyCallIsListed() {
        assertThat(new ClassFileImporter()
                                .withImportOption(new ImportOption.DoNotIncludeTests())
                                .importPackages("org.messageslot.calls")
                                .stream()
                                .filter(type -> type.isAssignableTo(Call.class) && !type.isInterface())
                                .map(JavaClass::getSimpleName)
                                .map(name -> name.toLowerCase(Locale.ROOT)))
                .containsExactlyInAnyOrderElementsOf(
                        Operations.all().stream().map(Operation::name).toList());
    }

    @Test
    void theAgentHasTheSameNumbers() throws IOException {
        Map<String, Integer> here = new TreeMap<>();
        Operations.all().forEach(one -> here.put(one.name(), one.number()));
        Map<String, Integer> there = new TreeMap<>();
        try (InputStream header =
                ModelKernel.class.getResourceAsStream("/org/messageslot/guest/agent/agent_protocol.h")) {
            Matcher line =
                    NUMBER.matcher(new String(Objects.requireNonNull(header).readAllBytes(), StandardCharsets.UTF_8));
            while (line.find()) {
                there.put(line.group(1).toLowerCase(Locale.ROOT), Integer.parseInt(line.group(2)));
            }
        }
        there.remove("close_all"); // no call of a program's, but what the agent does by itself
        assertThat(here).isEqualTo(there);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void anotherCallIsMadeByThisProcess(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "hello");
        SystemCalls calls = new NativeCalls();
        int fd = calls.open(file.toString(), OpenFlags.O_RDONLY);
        assertThat(calls.run(new Lseek(fd, 4, 0))).hasToString("4");
        assertThat(calls.read(fd, Buffer.room(9))).isOne();
        calls.close(fd);
        assertThat(calls.run(new Lseek(fd, 0, 0)).errno()).isEqualTo(Errno.EBADF.number());
    }

    @Test
    void anotherCallIsWrittenAndTraced() {
        assertThat(CallWords.of(new Lseek(3, 4, 0))).isEqualTo("lseek 3 4 0");
        StringBuilder heard = new StringBuilder();
        SystemCalls calls = new TracedCalls(
                new ModelKernel().process(),
                (call, result) -> heard.append(call.name()).append(" = ").append(result));
        calls.run(new Lseek(3, 0, 0));
        assertThat(heard).hasToString("lseek = -1 ENOSYS (38)");
    }
}
