// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.messageslot.calls.SlotCommands;
import org.messageslot.grading.submission.Build;
import org.messageslot.grading.submission.Part;
import org.messageslot.grading.submission.Role;

/**
 * What a submission comes to for the checks: a module to load, programs to run, and the numbers to call it by.
 *
 * <p>Immutable and thread-safe.
 *
 * @param moduleName the module's name, as it is unloaded by
 * @param module the module without its debug information, empty if it was not built
 * @param sender the sender, a static program, empty if it was not built
 * @param reader the reader, likewise
 * @param selectChannel the command that selects a channel, 0 to 2^32-1
 * @param setCensorship the command that switches censorship, 0 to 2^32-1
 * @param parts what became of each part when it was built
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
public record Candidate(
        String moduleName,
        Optional<byte[]> module,
        Optional<byte[]> sender,
        Optional<byte[]> reader,
        long selectChannel,
        long setCensorship,
        Map<Role, Part> parts) {

    /** Keep a copy of the map. */
    public Candidate {
        parts = Map.copyOf(parts);
    }

    /**
     * Take what a build made.
     *
     * @param build the build
     * @return the candidate; commands that the build does not know are the usual ones
     * @throws IOException if a file of the build cannot be read
     */
    public static Candidate of(Build build) throws IOException {
        return new Candidate(
                build.module().map(Candidate::name).orElse("message_slot"),
                read(build.module()).map(SlimModule::of),
                read(build.sender()),
                read(build.reader()),
                build.selectChannel().orElse(SlotCommands.CHANNEL),
                build.setCensorship().orElse(SlotCommands.SET_CENSORSHIP),
                build.parts());
    }

    private static String name(Path module) {
        String file = String.valueOf(module.getFileName());
        return file.endsWith(".ko") ? file.substring(0, file.length() - 3) : file;
    }

    private static Optional<byte[]> read(Optional<Path> file) throws IOException {
        return file.isEmpty() ? Optional.empty() : Optional.of(Files.readAllBytes(file.get()));
    }

    /** {@return a program, empty if it was not built}
     * @param role {@link Role#SENDER} or {@link Role#READER}
     */
    public Optional<byte[]> program(Role role) {
        return role == Role.SENDER ? sender : reader;
    }

    /** {@return the number that stands for one of the kit's commands in this candidate, and the other way round} */
    long translated(long command) {
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
     * <p>The kit's own module serves every edition by the parameters {@code major} and {@code censor_every}; any module
     * that declares both is given them.
     *
     * @param major the edition's major number
     * @param censorEvery which bytes the edition censors, 0 for none
     * @return the parameters, as on insmod's command line
     */
    String parameters(int major, int censorEvery) {
        String text = module.map(image -> new String(image, StandardCharsets.ISO_8859_1))
                .orElse("");
        boolean declared = text.contains("\0parmtype=major:") && text.contains("\0parmtype=censor_every:");
        return declared ? "major=" + major + " censor_every=" + censorEvery : "";
    }
}
