// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.messageslot.ErrnoException;
import org.messageslot.grading.submission.Build;
import org.messageslot.grading.submission.Role;
import org.messageslot.guest.Guest;
import org.messageslot.guest.GuestJava;
import org.messageslot.guest.GuestProgram;

/**
 * One of a submission's programs, which runs in guests only.
 *
 * <p>Immutable and thread-safe.
 */
public sealed interface Program {

    /** {@return the part of the submission that it was made of} */
    Role role();

    /** {@return how a shell would start it, without its arguments} */
    String shown();

    /** {@return the file that it was built to} */
    byte[] bytes();

    /**
     * Puts it where {@link #call} finds it.
     *
     * @param guest where
     * @throws ErrnoException if the guest has no room for it
     */
    void put(Guest guest) throws ErrnoException;

    /**
     * Describes a run of it, by root, within limits that no honest program reaches.
     *
     * @param arguments its arguments
     * @return the description
     */
    GuestProgram call(List<String> arguments);

    /**
     * A program in C, linked statically.
     *
     * @param role its part
     * @param image its bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // Bytes are the point; equality is never asked for.
    record NativeProgram(Role role, byte[] image) implements Program {
        @Override
        public byte[] bytes() {
            return image;
        }

        private String name() {
            return role.baseName();
        }

        @Override
        public String shown() {
            return "./" + name();
        }

        @Override
        public void put(Guest guest) throws ErrnoException {
            guest.putFile("/tmp/" + name(), 0755, image);
        }

        @Override
        public GuestProgram call(List<String> arguments) {
            return GuestProgram.of("/tmp/" + name(), arguments.toArray(String[]::new));
        }
    }

    /**
     * A program in Java. The guest must have a Java.
     *
     * @param role its part
     * @param mainClass the class with its main method
     * @param archive its classes
     */
    @SuppressWarnings("ArrayRecordComponent") // Bytes are the point; equality is never asked for.
    record Java(Role role, String mainClass, byte[] archive) implements Program {

        /** Starting Java takes seconds under emulation, and a multiple of that on a busy machine. */
        private static final Duration LIMIT = Duration.ofSeconds(90);

        private static final int THREADS = 64;
        private static final long MEMORY = 256L << 20;

        /**
         * Packs a program.
         *
         * @param role its part
         * @param program what a build made
         * @return the program
         * @throws IOException if a class cannot be read
         */
        static Java of(Role role, Build.JavaProgram program) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (JarOutputStream archive = new JarOutputStream(bytes);
                    Stream<Path> tree = Files.walk(program.classes())) {
                for (Path file : tree.filter(Files::isRegularFile).sorted().toList()) {
                    archive.putNextEntry(
                            new JarEntry(program.classes().relativize(file).toString()));
                    Files.copy(file, archive);
                    archive.closeEntry();
                }
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
            return new Java(role, program.mainClass(), bytes.toByteArray());
        }

        @Override
        public byte[] bytes() {
            return archive;
        }

        private String path() {
            return "/tmp/" + role.baseName() + ".jar";
        }

        @Override
        public String shown() {
            return "java " + mainClass;
        }

        @Override
        public void put(Guest guest) throws ErrnoException {
            guest.putFile(path(), 0644, archive);
        }

        @Override
        public GuestProgram call(List<String> arguments) {
            List<String> words = new ArrayList<>(GuestJava.command(path(), mainClass));
            words.addAll(arguments);
            return GuestProgram.of(words.get(0), words.subList(1, words.size()).toArray(String[]::new))
                    .within(LIMIT)
                    .withLimits(THREADS, MEMORY);
        }
    }
}
