// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.messageslot.grading.submission.Role.FileKind;

/**
 * Lists what students hand in: the files and what each is for, and the numbers that whoever tests a module has to find in them.
 *
 * <p>Immutable and thread-safe.
 *
 * @param device what the module makes, as sentences say it, in small letters
 * @param roles what files are for, in order; the module first
 * @param commands the ioctl commands whose numbers are to be found, in order
 * @param major the name of the major number in the header; empty if it has none
 */
public record Artifacts(String device, List<Role> roles, List<IoctlCommand> commands, String major) {

    /**
     * An ioctl command, whose number each submission may choose.
     *
     * @param name the assignment's name for it
     * @param usual the number that the checks are written with, 0 to 2^32-1; it is used where a submission defines none
     * @param like a regular expression for the names of others, by which it is known if it is called otherwise; empty if any name
     *     will do that fits no other command
     * @param demanded whether it is worth a remark if it is not found
     */
    public record IoctlCommand(String name, long usual, String like, boolean demanded) {}

    /** Keep copies of the lists. */
    public Artifacts {
        roles = List.copyOf(roles);
        commands = List.copyOf(commands);
    }

    /**
     * Begins to list what students hand in.
     *
     * @param device what the module makes, as sentences say it
     * @param module the name of the module's source, which ends in {@code .c}
     * @return what gathers the rest
     */
    public static Builder of(String device, String module) {
        return new Builder(device, module);
    }

    /** {@return the module's source} */
    public Role module() {
        return roles.get(0);
    }

    /** {@return the header that module and programs share; empty if the assignment asks for none} */
    public Optional<Role> header() {
        return ofKind(FileKind.HEADER).stream().findFirst();
    }

    /** {@return the programs in C, in order} */
    public List<Role> programs() {
        return ofKind(FileKind.PROGRAM);
    }

    /**
     * Finds roles.
     *
     * @param kind the kind of their files
     * @return those roles, in order
     */
    public List<Role> ofKind(FileKind kind) {
        return roles.stream().filter(role -> role.kind() == kind).toList();
    }

    /**
     * Finds a role.
     *
     * @param id its id
     * @return the role
     * @throws IllegalArgumentException if there is none
     */
    public Role role(String id) {
        return roles.stream()
                .filter(role -> role.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no role '" + id + "'."));
    }

    /**
     * Finds the program in Java that may stand in for one in C.
     *
     * @param program the program in C
     * @return the one in Java; empty if the assignment offers none
     */
    public Optional<Role> inJava(Role program) {
        return roles.stream()
                .filter(role -> role.insteadOf().equals(program.id()))
                .findFirst();
    }

    /** {@return the command that a name stands for, as far as names tell; empty if there are no commands} */
    Optional<IoctlCommand> commandLike(String name) {
        return commands.stream()
                .filter(command -> !command.like().isEmpty() && name.matches(command.like()))
                .findFirst()
                .or(() -> commands.stream()
                        .filter(command -> command.like().isEmpty())
                        .findFirst());
    }

    /** Gathers what students hand in, file by file. */
    public static final class Builder {

        private final String device;
        private final String module;
        private final List<String> headers = new ArrayList<>();
        private final List<Role> programs = new ArrayList<>();
        private final List<Role> inJava = new ArrayList<>();
        private final List<IoctlCommand> commands = new ArrayList<>();
        private String major = "";

        private Builder(String device, String module) {
            this.device = device;
            this.module = module;
        }

        /**
         * Adds the header that module and programs share.
         *
         * @param fileName its name, which ends in {@code .h}
         * @param majorName the name that it gives the major number
         * @return this
         */
        public Builder header(String fileName, String majorName) {
            headers.add(fileName);
            major = majorName;
            return this;
        }

        /**
         * Adds a program in C.
         *
         * @param id what checks call it
         * @param fileName its name, which ends in {@code .c}
         * @param words what its name contains if it is called otherwise, in small letters
         * @return this
         */
        public Builder program(String id, String fileName, String... words) {
            programs.add(new Role(0, FileKind.PROGRAM, id, fileName, Set.of(words), ""));
            return this;
        }

        /**
         * Lets a program in Java stand in for one in C.
         *
         * @param insteadOf the id of that in C
         * @param fileName its name, which ends in {@code .java}
         * @return this
         */
        public Builder inJava(String insteadOf, String fileName) {
            inJava.add(new Role(0, FileKind.JAVA_PROGRAM, "java-" + insteadOf, fileName, Set.of(), insteadOf));
            return this;
        }

        /**
         * Adds an ioctl command.
         *
         * @param command the command
         * @return this
         */
        public Builder command(IoctlCommand command) {
            commands.add(command);
            return this;
        }

        /** {@return all of it, with a Makefile, which every module has} */
        public Artifacts build() {
            List<Role> all = new ArrayList<>();
            all.add(new Role(0, FileKind.MODULE, "module", module, Set.of(), ""));
            headers.forEach(name -> all.add(new Role(0, FileKind.HEADER, "header", name, Set.of(), "")));
            all.addAll(programs);
            all.add(new Role(0, FileKind.MAKEFILE, "makefile", "Makefile", Set.of(), ""));
            all.addAll(inJava);
            List<Role> placed = new ArrayList<>();
            for (Role role : all) {
                placed.add(new Role(
                        placed.size(), role.kind(), role.id(), role.fileName(), role.words(), role.insteadOf()));
            }
            return new Artifacts(device, placed, commands, major);
        }
    }
}
