// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.desk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.Grade;
import org.messageslot.grading.engine.Grader;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.grading.slot.skeleton.Skeleton;
import org.messageslot.lab.grade.Graders;
import org.messageslot.lab.terminal.Kit;
import org.messageslot.lab.terminal.Screen;

/**
 * A module that is being written, in a folder of its own: its files can be changed, and judged. Where a student works the
 * folder stays; in a check of the labs it goes with the session.
 *
 * <p>Not thread-safe.
 */
public final class Workplace implements AutoCloseable {

    /** The system property that names the folder in which a student's own files stay. */
    public static final String PROPERTY = "messageslot.work";

    private static final String MODULE = "message_slot.c";
    private static final Pattern STEP = Pattern.compile("TODO (step \\d: .*?)( \\*/)?$");

    private static @Nullable Grader grader;

    private static final String MINE = "my-module";
    private static final String NOT_AGAIN = "not judged again";

    /** Whether Java of an earlier session runs again: then nothing is judged. */
    private static boolean replaying;

    /** Whether a folder of an earlier session stays as it is. */
    private static boolean keeping;

    private final Path folder;
    private final boolean stays;
    private final Map<String, Grade> grades = new HashMap<>();

    /** Whether the files are as the student left them, so that what changed them does not run again. */
    private boolean kept;

    private Workplace(Path folder, boolean stays) {
        this.folder = folder;
        this.stays = stays;
    }

    static void replay(boolean keep) {
        replaying = true;
        keeping = keep;
    }

    static void replayed() {
        replaying = false;
        keeping = false;
    }

    /** Fills a folder. */
    private interface Filling {
        void fill(Path folder) throws IOException;
    }

    /** Writes a skeleton to a new folder; or goes on with the folder of an earlier session, while its Java runs again. */
    static Workplace fresh(int solved) throws IOException {
        return at(
                MINE,
                folder -> new Skeleton(
                                Kit.home().resolve("kernel"),
                                SlotAssignment.SLOT.editions().standard().rubric())
                        .write(folder, solved));
    }

    /** Copies a module of the labs to a new folder, or goes on in the same way. */
    static Workplace copyOf(String module) throws IOException {
        return at(module, folder -> LabModule.named(module).copyTo(Files.createDirectories(folder)));
    }

    private static Workplace at(String name, Filling filling) throws IOException {
        String work = System.getProperty(PROPERTY);
        if (work == null) {
            return filled(new Workplace(Files.createTempDirectory(name + "-"), false), filling);
        }
        Path folder = Files.createDirectories(Path.of(work)).resolve(name);
        Workplace workplace = new Workplace(folder, true);
        if (keeping && Files.exists(folder.resolve(MODULE))) {
            workplace.kept = true;
            return workplace;
        }
        moveAside(folder);
        return filled(workplace, filling);
    }

    private static Workplace filled(Workplace workplace, Filling filling) throws IOException {
        filling.fill(workplace.folder);
        return workplace;
    }

    /** Renames the folder of an earlier lab, so that no work is lost. */
    private static void moveAside(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        String name = folder.getFileName().toString();
        int number = 1;
        while (Files.exists(folder.resolveSibling(name + "-" + number))) {
            number++;
        }
        Path aside = Files.move(folder, folder.resolveSibling(name + "-" + number));
        System.out.println("The module that you wrote here before is now in " + aside + ".");
    }

    /** {@return the folder's name, and what is left to be done} */
    @Override
    public String toString() {
        try {
            return "Workplace[" + folder + ", " + todos().lines().count() + " places to fill]";
        } catch (IOException e) {
            return "Workplace[" + folder + "]";
        }
    }

    /** {@return the folder; it may be changed by an editor, too} */
    public Path folder() {
        return folder;
    }

    /** {@return what is left to be done, a line each: file, line, step} */
    public String todos() throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path file : files()) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                Matcher step = STEP.matcher(lines.get(i));
                if (step.find()) {
                    text.append(String.format("%s:%d  %s%n", file.getFileName(), i + 1, step.group(1)));
                }
            }
        }
        return text.toString().stripTrailing();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".c")).sorted().toList();
        }
    }

    /**
     * Writes the body of a function of the module.
     *
     * @param function its name
     * @param code what stands between its braces from now on
     * @throws IOException if the file cannot be changed
     */
    public void body(String function, String code) throws IOException {
        if (isDone()) {
            return;
        }
        Matcher found = bodyIn(Files.readString(folder.resolve(MODULE)), function);
        file(MODULE, found.replaceFirst(Matcher.quoteReplacement(found.group(1) + indented(code) + found.group(3))));
    }

    /**
     * Reads the body of a function of the module, as {@link #body} takes it.
     *
     * @param function its name
     * @return what stands between its braces, each line indented by four spaces for each further level
     * @throws IOException if the file cannot be read
     */
    public String bodyOf(String function) throws IOException {
        Matcher found = bodyIn(Files.readString(folder.resolve(MODULE)), function);
        return found.group(2)
                .lines()
                .map(line -> line.replaceFirst("^\t", ""))
                .map(line -> "    "
                                .repeat(line.length()
                                        - line.replaceFirst("^\t+", "").length())
                        + line.replaceFirst("^\t+", ""))
                .collect(Collectors.joining("\n"));
    }

    private static Matcher bodyIn(String source, String function) {
        Pattern body = Pattern.compile(
                "(?m)(^static [^;{}]*\\b" + Pattern.quote(function) + "\\([^;{}]*\\)\\n\\{\\n)(.*?)(^\\}$)",
                Pattern.MULTILINE | Pattern.DOTALL);
        Matcher found = body.matcher(source);
        if (!found.find()) {
            throw new IllegalArgumentException("There is no function " + function + " in " + MODULE + ".");
        }
        return found;
    }

    private static String indented(String code) {
        StringBuilder text = new StringBuilder();
        for (String line : code.stripTrailing().lines().toList()) {
            int spaces = line.length() - line.stripLeading().length();
            text.append(line.isBlank() ? "" : "\t" + "\t".repeat(spaces / 4) + line.stripLeading())
                    .append('\n');
        }
        return text.toString();
    }

    /**
     * Writes code in place of a comment of the module.
     *
     * @param words some words that no other comment has
     * @param code what stands in its place from now on
     * @throws IOException if the file cannot be changed
     */
    public void instead(String words, String code) throws IOException {
        if (isDone()) {
            return;
        }
        String source = Files.readString(folder.resolve(MODULE));
        int at = source.indexOf(words);
        int begin = source.lastIndexOf("/*", at);
        int end = source.indexOf("*/\n", at);
        if (at < 0 || begin < 0 || end < 0) {
            throw new IllegalArgumentException("There is no comment with '" + words + "' in " + MODULE + ".");
        }
        file(MODULE, source.substring(0, begin) + code + source.substring(end + "*/\n".length()));
    }

    /**
     * Changes some words of the module.
     *
     * @param old the words, which are there once
     * @param changed what stands in their place from now on
     * @throws IOException if the file cannot be changed
     */
    public void change(String old, String changed) throws IOException {
        if (isDone()) {
            return;
        }
        String source = Files.readString(folder.resolve(MODULE));
        if (!source.contains(old)) {
            throw new IllegalArgumentException("There is no '" + old + "' in " + MODULE + ".");
        }
        if (source.indexOf(old) != source.lastIndexOf(old)) {
            throw new IllegalArgumentException(
                    "'" + old + "' is in " + MODULE + " more than once: give more of the lines.");
        }
        file(MODULE, source.replace(old, changed));
    }

    /**
     * Writes a whole file.
     *
     * @param name its name
     * @param text its text
     * @throws IOException if it cannot be written
     */
    public void file(String name, String text) throws IOException {
        if (!isDone()) {
            Files.writeString(folder.resolve(name), text);
        }
    }

    /** {@return whether a change was made in an earlier session, and is in the files} */
    private boolean isDone() {
        return kept && replaying;
    }

    /**
     * Judges by the checks that must pass after some steps, as {@code lab grade --upto} does.
     *
     * @param step how many steps are done, 1 to 8
     * @return {@code green}, or {@code red:} and what the first of the red checks says
     * @throws Exception if it cannot be graded here
     */
    public String upTo(int step) throws Exception {
        return replaying
                ? NOT_AGAIN
                : Colour.of(grade(SlotAssignment.SLOT
                        .steps()
                        .upTo(SlotAssignment.SLOT.editions().standard().rubric(), step)));
    }

    /**
     * Judges by some checks.
     *
     * @param names ids of checks and groups
     * @return as {@link #upTo}
     * @throws Exception if there is no such check, or it cannot be graded here
     */
    public String check(String... names) throws Exception {
        return replaying ? NOT_AGAIN : Colour.of(grade(some(names)));
    }

    /**
     * Judges by all checks, which takes half a minute or more.
     *
     * @return the points, {@code 100.00 of 100} for example
     * @throws Exception if it cannot be graded here
     */
    public String points() throws Exception {
        return replaying
                ? NOT_AGAIN
                : grade(SlotAssignment.SLOT.editions().standard().rubric()).headline();
    }

    /**
     * Wants some checks to pass, for exercises.
     *
     * @param names ids of checks and groups
     * @return nothing, or what is wrong
     * @throws Exception if there is no such check, or it cannot be graded here
     */
    public String want(String... names) throws Exception {
        String colour = check(names);
        return colour.equals("green") ? "" : colour;
    }

    private static Rubric some(String... names) throws DataFileException {
        return SlotAssignment.SLOT.editions().standard().rubric().only(new LinkedHashSet<>(Arrays.asList(names)));
    }

    /** A student asks the same question twice, and the second time nothing has changed. */
    private Grade grade(Rubric rubric) throws Exception {
        String question = rubric.sha256() + contents();
        Grade known = grades.get(question);
        if (known == null) {
            known = grader().grade(folder, new Grader.Wish(rubric, Grader.Wish.usualJobs(), 0), id -> {});
            grades.put(question, known);
        }
        return known;
    }

    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        List<Path> sources = new ArrayList<>(files());
        sources.add(folder.resolve("message_slot.h"));
        for (Path source : sources) {
            contents.put(source.toString(), Files.exists(source) ? Files.readString(source) : "");
        }
        return contents;
    }

    private static synchronized Grader grader() throws Exception {
        if (grader == null) {
            grader = Graders.grader(
                    Screen.standard(), SlotAssignment.SLOT.editions().standard());
        }
        return grader;
    }

    /** Deletes the folder, unless it stays. */
    @Override
    public void close() throws IOException {
        if (stays) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
