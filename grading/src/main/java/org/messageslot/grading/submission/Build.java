// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a submission was compiled to, for one kernel. Immutable; the files stay until the cache is deleted.
 *
 * @param folder where the files are
 * @param parts what became of each part that is compiled: module, sender, reader, and Java programs where there are any
 * @param constants the numbers that the submission defines
 * @param remarks whole sentences about what was bent to make it build, and what was odd
 */
public record Build(Path folder, Map<Role, Part> parts, List<Constant> constants, List<String> remarks) {

    public Build {
        Map<Role, Part> ordered = new EnumMap<>(Role.class);
        ordered.putAll(parts);
        parts = Collections.unmodifiableMap(ordered);
        constants = List.copyOf(constants);
        remarks = List.copyOf(remarks);
    }

    /**
     * Tell what became of a part.
     *
     * @param role which
     * @return what became of it; {@code MISSING} for what is never compiled
     */
    public Part part(Role role) {
        return Optional.ofNullable(parts.get(role))
                .orElseGet(() -> new Part(Part.State.MISSING, "", 0, "There is no " + role.fileName() + "."));
    }

    private Optional<Path> artifact(Role role) {
        Part part = part(role);
        return part.isBuilt() ? Optional.of(folder.resolve(part.artifact())) : Optional.empty();
    }

    /** {@return the kernel module, if it was built} */
    public Optional<Path> module() {
        return artifact(Role.MODULE);
    }

    /** {@return the sender, a static program for guests, if it was built} */
    public Optional<Path> sender() {
        return artifact(Role.SENDER);
    }

    /** {@return the reader, a static program for guests, if it was built} */
    public Optional<Path> reader() {
        return artifact(Role.READER);
    }

    /**
     * Find a Java program.
     *
     * @param role {@link Role#JAVA_SENDER} or {@link Role#JAVA_READER}
     * @return the class that holds its main method, if it was built
     */
    public Optional<JavaProgram> javaProgram(Role role) {
        return artifact(role).map(file -> JavaProgram.of(folder.resolve("classes"), file));
    }

    /**
     * A compiled Java program.
     *
     * @param classes the folder of its classes
     * @param mainClass the name of its class, {@code MessageSender} for example
     */
    public record JavaProgram(Path classes, String mainClass) {
        private static JavaProgram of(Path classes, Path classFile) {
            String path = classes.relativize(classFile).toString();
            return new JavaProgram(
                    classes,
                    path.substring(0, path.length() - ".class".length()).replace('/', '.'));
        }
    }

    private Optional<Constant> constant(Constant.Meaning meaning) {
        return constants.stream().filter(one -> one.meaning() == meaning).findFirst();
    }

    /** {@return the command that selects a channel, 0 to 2^32-1, if it was found} */
    public OptionalLong selectChannel() {
        return number(Constant.Meaning.SELECT_CHANNEL);
    }

    /** {@return the command that switches censorship, 0 to 2^32-1, if there is one} */
    public OptionalLong setCensorship() {
        return number(Constant.Meaning.SET_CENSORSHIP);
    }

    /** {@return the major number: what the module registers if its source shows that, else what the header promises} */
    public OptionalInt major() {
        return constant(Constant.Meaning.REGISTERED_MAJOR)
                .or(() -> constant(Constant.Meaning.MAJOR))
                .map(constant -> OptionalInt.of((int) constant.value()))
                .orElse(OptionalInt.empty());
    }

    private OptionalLong number(Constant.Meaning meaning) {
        return constant(meaning).map(one -> OptionalLong.of(one.value())).orElse(OptionalLong.empty());
    }
}
