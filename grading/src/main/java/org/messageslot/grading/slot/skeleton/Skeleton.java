// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.skeleton;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.messageslot.grading.CheckDescription;
import org.messageslot.grading.report.Wrap;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.grading.rubric.Step;
import org.messageslot.grading.rubric.Steps;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.guest.FileTree;

/**
 * The student's starting point: the reference solution without what the student is to write.
 *
 * <p>It is made anew from the solution each time, whose parts are marked by the {@linkplain Steps step} that they solve; so
 * the first steps can come solved. Immutable and thread-safe.
 */
public final class Skeleton {

    /** The file that tells about the steps. */
    public static final String GUIDE = "STEPS.md";

    private static final List<String> SOURCES = List.of("message_slot.c", "message_sender.c", "message_reader.c");
    private static final String HEADER = "message_slot.h";
    private static final String MAKEFILE = "Makefile";

    private static final String OPTIONAL = """
            # If you like: three steps more

            With step 8 your module is all that the assignment asks for. The steps 9 to 11 go further, and they are
            harder: calls that sleep, and memory that programs share with the kernel. No edition of the course counts them.
            Do them in this order. There is nothing to fill in: begin with your own module. What works without them must go
            on to work: `lab grade . --upto 9` asks that, too. An instructor can count them by `--edition extensions`.
            `lab walk 14` shows what they are about.

            """;

    private static final int WIDTH = 80;
    private static final int TAB = 8;
    private static final int MOST_NAMED = 3;

    private final Path solution;
    private final Rubric rubric;
    private final Steps steps = SlotAssignment.SLOT.steps();

    /**
     * Prepares.
     *
     * @param solution the folder of the reference solution, {@code kernel}
     * @param rubric whose checks the steps name
     */
    public Skeleton(Path solution, Rubric rubric) {
        this.solution = solution;
        this.rubric = rubric;
    }

    /**
     * Makes the files.
     *
     * @param solved how many steps are solved already, 0 to {@link Steps#last()}
     * @return their texts, by name
     * @throws IOException if the solution cannot be read
     * @throws IllegalArgumentException if the number is out of range
     */
    public Map<String, String> files(int solved) throws IOException {
        if (solved < 0 || solved > steps.last()) {
            throw new IllegalArgumentException(
                    "From 0 to " + steps.last() + " steps can be solved, not " + solved + ".");
        }
        Map<String, String> files = new LinkedHashMap<>();
        for (String name : SOURCES) {
            files.put(name, source(name, solved));
        }
        files.put(HEADER, Files.readString(solution.resolve(HEADER)));
        files.put(MAKEFILE, resource(MAKEFILE));
        files.put(GUIDE, guide(solved));
        return files;
    }

    /**
     * Writes the files to a new folder.
     *
     * @param folder the folder, which is not there yet, or is empty
     * @param solved how many steps are solved already, 0 to {@link Steps#last()}
     * @throws IOException if the solution cannot be read, or the folder not be written
     * @throws IllegalArgumentException if the number is out of range
     */
    public void write(Path folder, int solved) throws IOException {
        Map<String, String> files = files(solved);
        Path target = folder.toAbsolutePath().normalize();
        Path parent = Optional.ofNullable(target.getParent()).orElse(target);
        Files.createDirectories(parent);
        Path draft = Files.createTempDirectory(parent, ".skeleton-");
        try {
            for (Map.Entry<String, String> file : files.entrySet()) {
                Files.writeString(draft.resolve(file.getKey()), file.getValue());
            }
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            FileTree.delete(draft);
        }
    }

    private String source(String name, int solved) throws IOException {
        MarkedSource source = MarkedSource.parse(name, Files.readString(solution.resolve(name)));
        Substitutes substitutes = Substitutes.parse(resource(name + ".txt"));
        if (!List.copyOf(substitutes.names()).equals(source.names())) {
            throw new IllegalStateException(name + " has the regions " + source.names()
                    + ", and there are substitutes for " + substitutes.names() + ".");
        }
        Substitutes.Comments comments = new StepComments();
        return source.render(solved, region -> substitutes.of(region.name(), comments));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(Skeleton.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    // ---- comments in the sources ----

    private final class StepComments implements Substitutes.Comments {

        @Override
        public List<String> whole(int number, String indent) {
            Step step = steps.all().get(number - 1);
            return comment(
                    indent,
                    List.of(
                            todo(number) + step.title(),
                            step.task(),
                            "Clauses: " + String.join(" ", step.clauses()),
                            "Green then: " + named(step),
                            "Try: lab grade . --upto " + number));
        }

        @Override
        public List<String> reminder(int number, String text, List<String> items, String indent) {
            String line = todo(number) + text;
            if (items.isEmpty() && indent.length() * TAB + line.length() + 6 <= WIDTH) {
                return List.of(indent + "/* " + line + " */");
            }
            List<String> paragraphs = new ArrayList<>(List.of(line));
            items.forEach(item -> paragraphs.add("- " + item));
            return comment(indent, paragraphs);
        }

        private static String todo(int number) {
            return "TODO step " + number + ": ";
        }

        private static List<String> comment(String indent, List<String> paragraphs) {
            List<String> lines = new ArrayList<>(List.of(indent + "/*"));
            for (String paragraph : paragraphs) {
                String next = paragraph.startsWith("- ") ? "  " : "";
                Wrap.lines(paragraph, next, WIDTH - indent.length() * TAB - 3)
                        .forEach(line -> lines.add(indent + " * " + line));
            }
            lines.add(indent + " */");
            return lines;
        }
    }

    private String named(Step step) {
        List<String> ids = checks(step).map(CheckDescription::id).toList();
        int more = ids.size() - MOST_NAMED;
        return more <= 2
                ? String.join(", ", ids)
                : String.join(", ", ids.subList(0, MOST_NAMED)) + " and " + more + " others";
    }

    private Stream<CheckDescription> checks(Step step) {
        return step.checks().stream().flatMap(id -> rubric.check(id).stream());
    }

    // ---- the guide ----

    private String guide(int solved) {
        StringBuilder text = new StringBuilder("""
                # Your own message slot, step by step

                This folder has a module and two programs. They compile, but they do nothing yet. Look for
                `TODO step 1` in `message_slot.c`, do it, and then check what works:

                ```text
                lab grade . --upto 1
                ```

                Then go on with step 2. `lab grade .` runs all checks, as for the final grade, and
                `lab grade --explain read-twice` shows the calls of one check. You can try anything in between: each
                check runs in its own kernel, in a guest. If your module crashes it, nothing is lost.

                While you write, `lab watch .` in a second terminal gives an answer after each save: what the compiler says,
                or which checks of the step work.

                ## In your editor

                `compile_commands.json` tells editors with clangd where the kernel's headers are. If it is not there, run
                `lab watch .` once. In VS Code, *Terminal: Run Task* has `lab watch` and `lab grade`; mistakes are marked in
                the source. To debug a check, run `lab repro . read-twice` and `./replay.sh --gdb` in the folder that it
                writes; then start the debugger (F5), and name that folder.

                ## What your module prints

                `printk(KERN_INFO "write: length %zu\\n", length);` prints a line to the kernel's log. The report of a
                red check shows the lines that your module printed during it; with `--show-log`, that of a green check, too. In
                your own kernel, `dmesg` shows them.

                ## When the kernel crashes

                The kernel prints an *oops*. Read it in this order:

                - The first line tells what happened. "NULL pointer dereference": the address is below 4096. "unable to
                  handle page fault": it is another address that is not mapped.
                - `RIP:` tells the function, and how far into it. Look for your module's name, `[message_slot]`.
                - `Call Trace:` tells which functions called it, the innermost first.

                `lab walk 10` shows how to read one, and `lab walk 9` what happens when two calls run at the same time.

                """);
        for (Step step : steps.all()) {
            if (step.number() == steps.last() + 1) {
                text.append(OPTIONAL);
            }
            text.append("## Step ").append(step.number()).append(": ").append(step.title());
            text.append(step.optional() ? " (optional)" : step.number() <= solved ? " (solved)" : "")
                    .append("\n\n");
            text.append(step.task()).append("\n\n");
            step.clauses()
                    .forEach(clause -> text.append("- ")
                            .append(clause)
                            .append(": ")
                            .append(sentence(clause))
                            .append('\n'));
            text.append("\nAfter this step these checks must be green:\n\n");
            text.append(step.checks().stream()
                    .filter(id -> step.optional() || rubric.check(id).isPresent())
                    .map(id ->
                            "- `" + id + "`: " + SlotAssignment.SLOT.catalogue().title(id) + "\n")
                    .collect(Collectors.joining()));
            text.append('\n');
        }
        return text.toString().stripTrailing() + "\n";
    }

    private static String sentence(String clause) {
        return SlotAssignment.SLOT.catalogue().clause(clause).orElseThrow();
    }
}
