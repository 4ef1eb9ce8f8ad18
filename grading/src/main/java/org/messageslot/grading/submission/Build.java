// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.messageslot.grading.submission.Part.PartState;

/**
 * Holds what a submission was compiled to, for one kernel. Immutable; the files stay until the cache is deleted.
 *
 * @param folder where the files are
 * @param artifacts what the assignment asks for
 * @param parts what became of each part that is compiled: module, programs, and Java programs where there are any
 * @param constants the numbers that the submission defines
 * @param remarks whole sentences about what was bent to make it build, and what was odd
 */
public record Build(
        Path folder, Artifacts artifacts, Map<Role, Part> parts, List<Constant> constants, List<String> remarks) {

    public Build {
        parts = Collections.unmodifiableMap(new TreeMap<>(parts));
        constants = List.copyOf(constants);
        remarks = List.copyOf(remarks);
    }

    /**
     * Tells what became of a part.
     *
     * @param role which
     * @return what became of it; {@code MISSING} for what is never compiled
     */
    public Part part(Role role) {
        return Optional.ofNullable(parts.get(role))
                .orElseGet(() -> new Part(PartState.MISSING, "", 0, "There is no " + role.fileName() + "."));
    }

    private Optional<Path> artifact(Role role) {
        Part part = part(role);
        return part.isBuilt() ? Optional.of(folder.resolve(part.artifact())) : Optional.empty();
    }

    /** {@return the kernel module, if it was built} */
    public Optional<Path> module() {
        return artifact(artifacts.module());
    }

    /** {@return what the compiler knows of the module's flow, in its own form ({@code .gcno}); in a build that counts lines} */
    public Path graph() {
        return folder.resolve(AddedCode.GRAPH);
    }

    /** {@return the list of the module's counters, as {@code nm -S} prints it; in a build that counts lines} */
    public Path counters() {
        return folder.resolve(AddedCode.COUNTERS);
    }

    /**
     * Finds a program.
     *
     * @param role one of {@link Artifacts#programs}
     * @return a static program for guests, if it was built
     */
    public Optional<Path> program(Role role) {
        return artifact(role);
    }

    /**
     * Finds a Java program.
     *
     * @param role a role of the kind {@link Role.FileKind#JAVA_PROGRAM}
     * @return the class that holds its main method, if it was built
     */
    public Optional<JavaProgram> javaProgram(Role role) {
        return artifact(role).map(file -> JavaProgram.of(folder.resolve("classes"), file));
    }

    /**
     * A compiled Java program.
     *
     * @param classes the folder of its classes
     * @param mainClass the name of its class, with its package if it has one
     */
    public record JavaProgram(Path classes, String mainClass) {
        private static JavaProgram of(Path classes, Path classFile) {
            String path = classes.relativize(classFile).toString();
            return new JavaProgram(
                    classes,
                    path.substring(0, path.length() - ".class".length()).replace('/', '.'));
        }
    }

    private Optional<Constant> constant(String meaning) {
        return constants.stream().filter(one -> one.meaning().equals(meaning)).findFirst();
    }

    /**
     * Finds the number of an ioctl command.
     *
     * @param command the command
     * @return its number, 0 to 2^32-1, if it was found
     */
    public OptionalLong number(Artifacts.IoctlCommand command) {
        return constant(command.name()).map(one -> OptionalLong.of(one.value())).orElse(OptionalLong.empty());
    }

    /** {@return the major number: what the module registers if its source shows that, else what the header promises} */
    public OptionalInt major() {
        return constant(Constant.REGISTERED_MAJOR)
                .or(() -> constant(artifacts.major()))
                .map(constant -> OptionalInt.of((int) constant.value()))
                .orElse(OptionalInt.empty());
    }
}
