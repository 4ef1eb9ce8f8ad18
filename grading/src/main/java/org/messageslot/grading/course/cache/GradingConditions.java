// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course.cache;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.messageslot.grading.assignment.Edition;
import org.messageslot.grading.engine.Grader;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.guest.Architecture;
import org.messageslot.guest.CompilePlace;
import org.messageslot.guest.Guest;
import org.messageslot.guest.HostCommand;

/**
 * All that a grade depends on besides the submission: edition, checks, seed, the kit's own code, kernel, compiler and QEMU.
 *
 * @param digest a hash of it, 64 hexadecimal digits
 */
public record GradingConditions(String digest) {

    /**
     * Gathers them.
     *
     * @param edition the assignment
     * @param rubric the checks that are run
     * @param seed what they vary by
     * @param kernelRelease the kernel of the guests
     * @return the conditions
     * @throws IOException if the kit's own files cannot be read
     */
    public static GradingConditions of(Edition edition, Rubric rubric, long seed, String kernelRelease)
            throws IOException {
        MessageDigest digest = DigestUtils.getSha256Digest();
        // A record names all of its fields: one that is added later is a part of the key by itself.
        for (Object part : List.of(edition, rubric, seed, Grader.KIT_VERSION, kernelRelease)) {
            add(digest, part.toString());
        }
        Architecture guests = Architecture.ofGuests();
        for (String tool : List.of(guests.toolPrefix() + "gcc", guests.toolPrefix() + "ld", guests.qemuBinary())) {
            add(digest, tool(tool));
        }
        add(digest, CompilePlace.ofOwnSources().toString());
        addCode(digest, Grader.class);
        addCode(digest, Guest.class);
        return new GradingConditions(Hex.encodeHexString(digest.digest()));
    }

    /**
     * Tells one kit from another, though both may call themselves the same version.
     *
     * @return a hash of the kit's own code, 64 hexadecimal digits
     * @throws IOException if the kit's own files cannot be read
     */
    public static String kit() throws IOException {
        MessageDigest digest = DigestUtils.getSha256Digest();
        addCode(digest, Grader.class);
        addCode(digest, Guest.class);
        return Hex.encodeHexString(digest.digest());
    }

    /**
     * Names the grade of one submission under these conditions.
     *
     * @param contentSha256 the hash of the submission's content
     * @return a name for it, 64 hexadecimal digits
     */
    public String key(String contentSha256) {
        MessageDigest digest = DigestUtils.getSha256Digest();
        add(digest, this.digest);
        add(digest, contentSha256);
        return Hex.encodeHexString(digest.digest());
    }

    private static void add(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
    }

    /** A program is told from another version of it by its size and its time, which the package that it is from has set. */
    private static String tool(String name) {
        return HostCommand.find(name).map(GradingConditions::version).orElse(name + " is not here");
    }

    private static String version(Path program) {
        try {
            Path file = program.toRealPath();
            return file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return program + " cannot be looked at";
        }
    }

    private static void addCode(MessageDigest digest, Class<?> one) throws IOException {
        CodeSource source = one.getProtectionDomain().getCodeSource();
        if (source == null) {
            return;
        }
        try {
            Path path = Path.of(source.getLocation().toURI());
            try (Stream<Path> tree = Files.walk(path)) {
                for (Path file : tree.filter(Files::isRegularFile).sorted().toList()) {
                    add(digest, path.relativize(file).toString());
                    digest.update(Files.readAllBytes(file));
                }
            }
        } catch (URISyntaxException e) {
            throw new IOException("The kit lies at " + source.getLocation() + ", which is no file.", e);
        }
    }
}
