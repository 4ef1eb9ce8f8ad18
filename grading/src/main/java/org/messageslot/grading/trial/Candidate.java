// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.messageslot.calls.SlotCommands;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.assignment.Edition;
import org.messageslot.grading.submission.Build;
import org.messageslot.grading.submission.OwnLines;
import org.messageslot.grading.submission.Part;
import org.messageslot.grading.submission.Role;
import org.messageslot.grading.submission.StudentBuild;
import org.messageslot.grading.submission.Submission;
import org.messageslot.guest.FileTree;
import org.messageslot.guest.Oops;

/**
 * What a submission comes to for the checks: a module to load, programs to run, and the numbers to call it by.
 *
 * <p>Immutable and thread-safe.
 *
 * @param moduleName the module's name, as it is unloaded by
 * @param module the module without its debug information, empty if it was not built
 * @param programs sender and reader, as far as they were built; by {@link Role#SENDER} and {@link Role#READER} in whatever
 *     language they are
 * @param selectChannel the command that selects a channel, 0 to 2^32-1
 * @param setCensorship the command that switches censorship, 0 to 2^32-1
 * @param parts what became of each part when it was built
 * @param lines finds the lines of the module's source; empty if none are shown
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
public record Candidate(
        String moduleName,
        Optional<byte[]> module,
        Map<Role, Program> programs,
        long selectChannel,
        long setCensorship,
        Map<Role, Part> parts,
        Optional<OwnLines> lines) {

    /** Nothing was built; for checks on a model, which speaks the kit's own numbers. */
    static final Candidate NOTHING = new Candidate(
            "message_slot",
            Optional.empty(),
            Map.of(),
            SlotCommands.CHANNEL,
            SlotCommands.SET_CENSORSHIP,
            Map.of(),
            Optional.empty());

    /** Keep copies of the maps. */
    public Candidate {
        programs = Map.copyOf(programs);
        parts = Map.copyOf(parts);
    }

    /**
     * Take what a build made.
     *
     * @param build the build
     * @param language which programs are judged where there are both
     * @return the candidate; commands that the build does not know are the usual ones
     * @throws IOException if a file of the build cannot be read
     */
    public static Candidate of(Build build, Edition.ProgramLanguage language) throws IOException {
        return new Candidate(
                build.module().map(Candidate::name).orElse("message_slot"),
                read(build.module()).map(SlimModule::of),
                programs(build, language),
                build.selectChannel().orElse(SlotCommands.CHANNEL),
                build.setCensorship().orElse(SlotCommands.SET_CENSORSHIP),
                build.parts(),
                Optional.empty());
    }

    /**
     * Build sources that are nobody's, and take what that made.
     *
     * @param sources their content, by name
     * @param builder what builds them
     * @param language which programs are judged where there are both
     * @return the candidate
     * @throws IOException if a file cannot be written or read
     * @throws UngradableException if this machine cannot build
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public static Candidate ofSources(
            Map<String, byte[]> sources, StudentBuild builder, Edition.ProgramLanguage language)
            throws IOException, UngradableException, InterruptedException {
        Path folder = Files.createTempDirectory("msgslot-sources-");
        try {
            for (Map.Entry<String, byte[]> source : sources.entrySet()) {
                Files.write(folder.resolve(source.getKey()), source.getValue());
            }
            return of(builder.of(Submission.open(folder)), language);
        } finally {
            FileTree.delete(folder);
        }
    }

    /**
     * Have crashes shown in the module's source.
     *
     * @param own finds its lines; empty if none are to be shown
     * @return this candidate, with those
     */
    public Candidate showing(Optional<OwnLines> own) {
        return new Candidate(moduleName, module, programs, selectChannel, setCensorship, parts, own);
    }

    /** {@return the line of the student's own that a place is in; empty if it is in no line of the module's} */
    Optional<OwnLines.Spot> spot(Oops.Place place) {
        return place.module()
                .filter(moduleName.replace('-', '_')::equals)
                .flatMap(name -> lines.flatMap(own -> own.of(place)));
    }

    /**
     * Find out whether a function of the module is named in what a kernel printed, in a call trace or as the one that allocated
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
        Map<Role, Program> programs = new EnumMap<>(Role.class);
        for (Role role : List.of(Role.SENDER, Role.READER)) {
            Role source = source(build.parts(), role, language);
            Optional<Program> program = source == role ? inC(build, role) : inJava(build, source);
            program.ifPresent(one -> programs.put(role, one));
        }
        return programs;
    }

    /**
     * Find out which part of a submission is judged as a program.
     *
     * @param parts what became of each part
     * @param role {@link Role#SENDER} or {@link Role#READER}
     * @param language which is judged where there are both
     * @return that role, or the one of its like in Java
     */
    public static Role source(Map<Role, Part> parts, Role role, Edition.ProgramLanguage language) {
        Role java = role == Role.SENDER ? Role.JAVA_SENDER : Role.JAVA_READER;
        boolean inC = isBrought(parts, role);
        boolean inJava = isBrought(parts, java);
        boolean takesJava = language == Edition.ProgramLanguage.JAVA ? inJava || !inC : inJava && !inC;
        return takesJava ? java : role;
    }

    private static boolean isBrought(Map<Role, Part> parts, Role role) {
        Part part = parts.get(role);
        return part != null && part.state() != Part.State.MISSING;
    }

    private static Optional<Program> inC(Build build, Role role) throws IOException {
        return read(role == Role.SENDER ? build.sender() : build.reader())
                .map(image -> new Program.Native(role, image));
    }

    private static Optional<Program> inJava(Build build, Role role) throws IOException {
        Optional<Build.JavaProgram> program = build.javaProgram(role);
        return program.isEmpty() ? Optional.empty() : Optional.of(Program.Java.of(role, program.get()));
    }

    /**
     * Find a program.
     *
     * @param role {@link Role#SENDER} or {@link Role#READER}
     * @return the program, in whatever language; empty if it was not built
     */
    public Optional<Program> program(Role role) {
        return Optional.ofNullable(programs.get(role));
    }

    /** {@return whether a program needs guests that have a Java} */
    boolean needsJava() {
        return programs.values().stream().anyMatch(Program.Java.class::isInstance);
    }

    /** {@return the number that stands for one of the kit's commands in this candidate, and the other way round} */
    public long translated(long command) {
        OptionalLong swapped = swapped(command, SlotCommands.CHANNEL, selectChannel);
        if (swapped.isEmpty()) {
            swapped = swapped(command, SlotCommands.SET_CENSORSHIP, setCensorship);
        }
        return swapped.orElse(command);
    }

    private static OptionalLong swapped(long command, long kits, long own) {
        if (command == kits) {
            return OptionalLong.of(own);
        }
        return command == own ? OptionalLong.of(kits) : OptionalLong.empty();
    }

    /**
     * Make the parameters to load it with.
     *
     * @param offered those of the edition; a module that declares all of them is given them
     * @return the parameters, as on insmod's command line
     */
    String parameters(Map<String, Integer> offered) {
        String text = module.map(image -> new String(image, StandardCharsets.ISO_8859_1))
                .orElse("");
        boolean declared = offered.keySet().stream().allMatch(name -> text.contains("\0parmtype=" + name + ":"));
        return declared
                ? offered.entrySet().stream()
                        .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                        .collect(Collectors.joining(" "))
                : "";
    }
}
