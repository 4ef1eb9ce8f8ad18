// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.practice;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.messageslot.lab.terminal.Kit;

/**
 * What editors want beside a module: where the kernel's headers are ({@code compile_commands.json}, which clangd reads), and for VS
 * Code the tasks and how to debug.
 *
 * @param folder the folder of the module
 */
record EditorFiles(Path folder) {

    static final String COMMANDS = "compile_commands.json";
    private static final Path TASKS = Path.of(".vscode", "tasks.json");
    private static final Path LAUNCH = Path.of(".vscode", "launch.json");
    private static final List<String> PROGRAMS = List.of("message_sender.c", "message_reader.c");

    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();

    /** A file and how it is compiled, as clang's JSON compilation database has it. */
    private record CompileCommand(String directory, String file, List<String> arguments) {}

    /** Writes the tasks and how to debug. */
    void writeTasks() throws IOException {
        Files.createDirectories(folder.resolve(".vscode"));
        Files.writeString(folder.resolve(TASKS), GSON.toJson(tasks()) + "\n");
        Files.writeString(folder.resolve(LAUNCH), GSON.toJson(launch()) + "\n");
    }

    /** {@return whether this is a folder with tasks of ours, in which no editor finds the kernel's headers yet} */
    boolean lackCommands() {
        return Files.exists(folder.resolve(TASKS)) && !Files.exists(folder.resolve(COMMANDS));
    }

    /**
     * Says how each source is compiled.
     *
     * @param headers the kernel's headers
     */
    void writeCommands(Path headers) throws IOException {
        String directory = folder.toAbsolutePath().normalize().toString();
        List<CompileCommand> commands = new ArrayList<>();
        commands.add(new CompileCommand(directory, "message_slot.c", moduleArguments(headers)));
        for (String program : PROGRAMS) {
            commands.add(new CompileCommand(
                    directory, program, List.of("gcc", "-O3", "-Wall", "-std=c11", "-fsyntax-only", program)));
        }
        Files.writeString(folder.resolve(COMMANDS), GSON.toJson(commands) + "\n");
    }

    private static List<String> moduleArguments(Path headers) throws IOException {
        String own = headers.toAbsolutePath().normalize().toString();
        String common = common(headers).toString();
        String architecture = "/arch/" + architecture(headers);
        List<String> arguments = new ArrayList<>(List.of("gcc", "-std=gnu11", "-nostdinc", "-fshort-wchar", "-Wall"));
        for (String include : List.of(
                common + architecture + "/include",
                own + architecture + "/include/generated",
                common + "/include",
                own + "/include",
                common + architecture + "/include/uapi",
                own + architecture + "/include/generated/uapi",
                common + "/include/uapi",
                own + "/include/generated/uapi")) {
            arguments.add("-I" + include);
        }
        for (String header : List.of("compiler-version.h", "kconfig.h", "compiler_types.h")) {
            arguments.addAll(List.of("-include", common + "/include/linux/" + header));
        }
        arguments.addAll(List.of(
                "-D__KERNEL__",
                "-DMODULE",
                "-DKBUILD_BASENAME=\"message_slot\"",
                "-DKBUILD_MODNAME=\"message_slot\"",
                "-fsyntax-only",
                "message_slot.c"));
        return arguments;
    }

    /** Debian has what all flavours of a kernel share in a folder of its own, beside. */
    private static Path common(Path headers) throws IOException {
        Path parent =
                Objects.requireNonNull(headers.toAbsolutePath().normalize().getParent());
        try (Stream<Path> all = Files.list(parent)) {
            return all.filter(path -> path.getFileName().toString().endsWith("-common"))
                    .findFirst()
                    .orElse(headers);
        }
    }

    private static String architecture(Path headers) throws IOException {
        try (Stream<Path> all = Files.list(headers.resolve("arch"))) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.matches("\\w+"))
                    .findFirst()
                    .orElse("x86");
        }
    }

    private static Map<String, Object> tasks() {
        Map<String, Object> pattern = Map.of(
                "regexp", "^\\s*([\\w./-]+):(\\d+):(\\d+): (fatal error|error|warning): (.*)$",
                "file", 1,
                "line", 2,
                "column", 3,
                "severity", 4,
                "message", 5);
        Map<String, Object> matcher =
                Map.of("owner", "lab", "fileLocation", List.of("relative", "${workspaceFolder}"), "pattern", pattern);
        Map<String, Object> watching = Map.of(
                "owner",
                "lab",
                "fileLocation",
                List.of("relative", "${workspaceFolder}"),
                "pattern",
                pattern,
                "background",
                Map.of(
                        "activeOnStart", true,
                        "beginsPattern", " at \\d\\d:\\d\\d:\\d\\d$",
                        "endsPattern", "Waiting for the next save"));
        return Map.of(
                "version",
                "2.0.0",
                "tasks",
                List.of(
                        task("lab watch", List.of("watch", "."), true, watching),
                        task("lab grade", List.of("grade", "."), false, matcher)));
    }

    private static Map<String, Object> task(String label, List<String> arguments, boolean stays, Object matcher) {
        return Map.of(
                "label", label,
                "type", "process",
                "command", Kit.home().resolve("lab").toString(),
                "args", arguments,
                "isBackground", stays,
                "group", "build",
                "problemMatcher", matcher);
    }

    /** gdb attaches to the guest in which {@code replay.sh --gdb} waits. */
    private static Map<String, Object> launch() {
        String repro = "${workspaceFolder}/${input:repro}";
        return Map.of(
                "version",
                "0.2.0",
                "configurations",
                List.of(Map.of(
                        "name", "gdb in the guest of replay.sh --gdb",
                        "type", "cppdbg",
                        "request", "launch",
                        "MIMode", "gdb",
                        "program", repro + "/build/message_slot.ko",
                        "cwd", repro,
                        "customLaunchSetupCommands", List.of(Map.of("text", "source attach.gdb")),
                        "launchCompleteCommand", "None")),
                "inputs",
                List.of(Map.of(
                        "id", "repro",
                        "type", "promptString",
                        "description", "The folder that lab repro wrote",
                        "default", "repro-ex3-write-then-read")));
    }
}
