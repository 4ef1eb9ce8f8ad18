// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.assignment.Edition;
import org.messageslot.grading.submission.Artifacts;
import org.messageslot.grading.submission.Build;
import org.messageslot.grading.submission.OwnLines;
import org.messageslot.grading.submission.Part;
import org.messageslot.grading.submission.Part.PartState;
import org.messageslot.grading.submission.Role;
import org.messageslot.grading.submission.StudentBuild;
import org.messageslot.grading.submission.Submission;
import org.messageslot.guest.FileTree;
import org.messageslot.guest.Oops.CodePlace;

/**
 * Holds what the checks use of a submission: a module to load, programs to run, and the numbers to call it by.
 *
 * <p>Immutable and thread-safe.
 *
 * @param artifacts what the assignment asks for
 * @param moduleName the module's name, as it is unloaded by
 * @param module the module without its debug information, empty if it was not built
 * @param programs the programs, as far as they were built, by their roles in C in whatever language they are
 * @param numbers the submission's own numbers of ioctl commands, by those that the checks are written with
 * @param parts what became of each part when it was built
 * @param lines finds the lines of the module's source; empty if none are shown
 * @param origin what it was built from, and by what; empty if nothing was built
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
public record Candidate(
        Artifacts artifacts,
        String moduleName,
        Optional<byte[]> module,
        Map<Role, Program> programs,
        Map<Long, Long> numbers,
        Map<Role, Part> parts,
        Optional<OwnLines> lines,
        Optional<Origin> origin) {

    /**
     * Says what a candidate was built from, and by what.
     *
     * @param submission what was handed in
     * @param builder what built it
     */
    public record Origin(Submission submission, StudentBuild builder) {}

    /** Nothing was built; for checks on a model, which speaks the numbers that they are written with. */
    static Candidate nothing(Artifacts artifacts) {
        return new Candidate(
                artifacts,
                artifacts.module().baseName(),
                Optional.empty(),
                Map.of(),
                numbers(artifacts, command -> OptionalLong.empty()),
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }

    private static Map<Long, Long> numbers(Artifacts artifacts, Function<Artifacts.IoctlCommand, OptionalLong> own) {
        Map<Long, Long> numbers = new LinkedHashMap<>();
        artifacts
                .commands()
                .forEach(command ->
                        numbers.put(command.usual(), own.apply(command).orElse(command.usual())));
        return numbers;
    }

    /** Keep copies of the maps. */
    public Candidate {
        programs = Map.copyOf(programs);
        numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
        parts = Map.copyOf(parts);
    }

    /**
     * Takes what a build made.
     *
     * @param build the build
     * @param origin what it was made from
     * @param language which programs are judged where there are both
     * @return the candidate; commands that the build does not know are the usual ones
     * @throws IOException if a file of the build cannot be read
     */
    public static Candidate of(Build build, Origin origin, Edition.ProgramLanguage language) throws IOException {
        return new Candidate(
                build.artifacts(),
                build.module()
                        .map(Candidate::name)
                        .orElse(build.artifacts().module().baseName()),
                read(build.module()).map(SlimModule::of),
                programs(build, language),
                numbers(build.artifacts(), build::number),
                build.parts(),
                Optional.empty(),
                Optional.of(origin));
    }

    /**
     * Builds sources that are nobody's, and takes what that made.
     *
     * @param sources their content, by name
     * @param builder what builds them
     * @param language which programs are judged where there are both
     * @param artifacts what the assignment asks for
     * @return the candidate
     * @throws IOException if a file cannot be written or read
     * @throws UngradableException if this machine cannot build
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public static Candidate ofSources(
            Map<String, byte[]> sources, StudentBuild builder, Edition.ProgramLanguage language, Artifacts artifacts)
            throws IOException, UngradableException, InterruptedException {
        Path folder = Files.createTempDirectory("msgslot-sources-");
        try {
            for (Map.Entry<String, byte[]> source : sources.entrySet()) {
                Files.write(folder.resolve(source.getKey()), source.getValue());
            }
            Origin origin = new Origin(Submission.open(folder, artifacts), builder);
            return of(builder.of(origin.submission()), origin, language);
        } finally {
            FileTree.delete(folder);
        }
    }

    /**
     * Has crashes shown in the module's source.
     *
     * @param own finds its lines; empty if none are to be shown
     * @return this candidate, with those
     */
    public Candidate showing(Optional<OwnLines> own) {
        return new Candidate(artifacts, moduleName, module, programs, numbers, parts, own, origin);
    }

    /**
     * Takes another module in place of its own.
     *
     * @param image the module, with its debug information or without
     * @return this candidate, with that module
     */
    public Candidate withModule(byte[] image) {
        return new Candidate(
                artifacts, moduleName, Optional.of(SlimModule.of(image)), programs, numbers, parts, lines, origin);
    }

    /** {@return the line of the student's own that a place is in; empty if it is in no line of the module's} */
    Optional<OwnLines.OwnLine> spot(CodePlace place) {
        return place.module()
                .filter(moduleName.replace('-', '_')::equals)
                .flatMap(name -> lines.flatMap(own -> own.of(place)));
    }

    /**
     * Finds out whether a function of the module is named in what a kernel printed, in a call trace or as the one that allocated
     * something.
     */
    boolean isSeenIn(String log) {
        return log.contains("[" + moduleName.replace('-', '_') + "]");
    }

    private static String name(Path module) {
        String file = String.valueOf(module.getFileName());
        return file.endsWith(".ko") ? file.substring(0, file.length() - 3) : file;
    }

    private static Optional<byte[]> read(Optional<Path> file) throws IOException {
        return file.isEmpty() ? Optional.empty() : Optional.of(Files.readAllBytes(file.get()));
    }

    private static Map<Role, Program> programs(Build build, Edition.ProgramLanguage language) throws IOException {
        Map<Role, Program> programs = new TreeMap<>();
        for (Role role : build.artifacts().programs()) {
            Role source = source(build.artifacts(), build.parts(), role, language);
            Optional<Program> program = source.equals(role) ? inC(build, role) : inJava(build, source);
            program.ifPresent(one -> programs.put(role, one));
        }
        return programs;
    }

    /**
     * Finds out which part of a submission is judged as a program.
     *
     * @param artifacts what the assignment asks for
     * @param parts what became of each part
     * @param role one of its programs
     * @param language which is judged where there are both
     * @return that role, or the one of its like in Java
     */
    public static Role source(Artifacts artifacts, Map<Role, Part> parts, Role role, Edition.ProgramLanguage language) {
        Optional<Role> java = artifacts.inJava(role);
        if (java.isEmpty()) {
            return role;
        }
        boolean inC = isBrought(parts, role);
        boolean inJava = isBrought(parts, java.get());
        boolean takesJava = language == Edition.ProgramLanguage.JAVA ? inJava || !inC : inJava && !inC;
        return takesJava ? java.get() : role;
    }

    private static boolean isBrought(Map<Role, Part> parts, Role role) {
        Part part = parts.get(role);
        return part != null && part.state() != PartState.MISSING;
    }

    private static Optional<Program> inC(Build build, Role role) throws IOException {
        return read(build.program(role)).map(image -> new Program.NativeProgram(role, image));
    }

    private static Optional<Program> inJava(Build build, Role role) throws IOException {
        Optional<Build.JavaProgram> program = build.javaProgram(role);
        return program.isEmpty() ? Optional.empty() : Optional.of(Program.Java.of(role, program.get()));
    }

    /**
     * Finds a program.
     *
     * @param role one of the programs of the assignment
     * @return the program, in whatever language; empty if it was not built
     */
    public Optional<Program> program(Role role) {
        return Optional.ofNullable(programs.get(role));
    }

    /** {@return whether a program needs guests that have a Java} */
    boolean needsJava() {
        return programs.values().stream().anyMatch(Program.Java.class::isInstance);
    }

    /** {@return the number that stands for one of the checks' commands in this candidate, and the other way round} */
    public long translated(long command) {
        return numbers.entrySet().stream()
                .map(number -> swapped(command, number.getKey(), number.getValue()))
                .filter(OptionalLong::isPresent)
                .findFirst()
                .orElse(OptionalLong.of(command))
                .getAsLong();
    }

    private static OptionalLong swapped(long command, long kits, long own) {
        if (command == kits) {
            return OptionalLong.of(own);
        }
        return command == own ? OptionalLong.of(kits) : OptionalLong.empty();
    }

    /**
     * Makes the parameters to load it with.
     *
     * @param offered those of the edition; a module that declares all of them is given them
     * @return the parameters, as on insmod's command line
     */
    String parameters(Map<String, Integer> offered) {
        String text = module.map(image -> new String(image, StandardCharsets.ISO_8859_1))
                .orElse("");
        boolean declared = offered.keySet().stream().allMatch(name -> declares(text, name));
        String given = declared
                ? offered.entrySet().stream()
                        .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                        .collect(Collectors.joining(" "))
                : "";
        return declares(text, Counters.PARAMETER) ? (given + " " + Counters.PARAMETER + "=1").strip() : given;
    }

    private static boolean declares(String module, String parameter) {
        return module.contains("\0parmtype=" + parameter + ":");
    }
}
