// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.referee;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.messageslot.ErrnoException;
import org.messageslot.calls.SlotCommands;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.assignment.OtherBuilds;
import org.messageslot.grading.slot.SlotArtifacts;
import org.messageslot.grading.submission.Build;
import org.messageslot.grading.submission.CodeLines;
import org.messageslot.grading.submission.Part;
import org.messageslot.grading.submission.StudentBuild;
import org.messageslot.grading.submission.Submission;
import org.messageslot.grading.trial.GuestStock;
import org.messageslot.grading.trial.GuestStock.GuestKind;
import org.messageslot.guest.Guest;
import org.messageslot.guest.GuestFailure;
import org.messageslot.guest.GuestFailureException;
import org.messageslot.guest.GuestProgram;
import org.messageslot.guest.GuestTool;

/** A module with the referee in it, and guests to load it in. Thread-safe. */
public final class Watched {

    private static final List<String> SOURCES = List.of(
            "referee.c",
            "referee.h",
            "state.h",
            "schedule.h",
            "memory.h",
            "locks.h",
            "rcu.h",
            "hooks.h",
            "allocations.h",
            "copies.h",
            "chance.h",
            "calls.h",
            "shim.h",
            "marks.lds");
    static final String NODE = "/dev/referee0";
    private static final String PROGRAM = "/referee-search";
    private static final Duration LIMIT = Duration.ofMinutes(3);

    /** A call takes milliseconds, loading a tenth of a second; so what takes this long does not return. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final int MAX_OUTPUT = 4 << 20;
    private static final int THREADS = 16;
    private static final long MEMORY = 192L << 20;
    private static final Pattern DEVICE = Pattern.compile("\\s*(\\d{1,3}) .+");

    private final byte[] module;
    private final byte[] program;
    private final long command;
    private final OtherBuilds.Guests guests;
    private final CodeLines lines;
    private final String parameters;

    private Watched(
            byte[] module,
            byte[] program,
            long command,
            OtherBuilds.Guests guests,
            CodeLines lines,
            String parameters) {
        this.module = module;
        this.program = program;
        this.command = command;
        this.guests = guests;
        this.lines = lines;
        this.parameters = parameters;
    }

    /**
     * Loads it in another way.
     *
     * @param others its parameters, as for {@code insmod}; may be empty
     * @return the module, to be loaded with these
     */
    public Watched withParameters(String others) {
        return new Watched(module, program, command, guests, lines, others);
    }

    /**
     * Builds a submission's module with the referee in it.
     *
     * @param submission what was handed in
     * @param builder what builds for the kernel of the guests
     * @param stock the guests
     * @return the module
     * @throws RefereeException if it does not build this way, or not at all
     * @throws UngradableException if this machine is at fault
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public static Watched of(Submission submission, StudentBuild builder, GuestStock stock)
            throws RefereeException, UngradableException, InterruptedException {
        return of(submission, builder, () -> stock.fresh(GuestKind.PLAIN));
    }

    /** Builds a submission's module with the referee in it, to be loaded in guests from elsewhere. */
    static Watched of(Submission submission, StudentBuild builder, OtherBuilds.Guests guests)
            throws RefereeException, UngradableException, InterruptedException {
        try {
            Build plain = builder.of(submission);
            if (plain.module().isEmpty()) {
                throw new RefereeException("The module does not build; lab grade shows what the compiler says.");
            }
            Build build = builder.refereed(submission, sources());
            Part part = build.part(submission.artifacts().module());
            Path module = build.module()
                    .orElseThrow(() -> new RefereeException(
                            "The module builds, but not with the referee in it, which says nothing about the module: "
                                    + lastLine(part.words())));
            return new Watched(
                    Files.readAllBytes(module),
                    GuestTool.compiled("referee-search", search()),
                    plain.number(SlotArtifacts.CHANNEL).orElse(SlotCommands.CHANNEL),
                    guests,
                    new CodeLines(module, submission, builder.sandbox()),
                    "");
        } catch (IOException e) {
            throw new UngradableException("The referee cannot be built: " + e.getMessage(), e);
        }
    }

    private static String lastLine(String words) {
        return words.lines()
                .filter(line -> line.contains("error") || line.contains("undefined"))
                .findFirst()
                .orElse("the build stopped.");
    }

    private static Map<String, byte[]> sources() throws IOException {
        Map<String, byte[]> sources = new LinkedHashMap<>();
        for (String name : SOURCES) {
            sources.put(name, source(name));
        }
        return sources;
    }

    /** The program is one file for its compiler. */
    private static byte[] search() throws IOException {
        String header = new String(source("referee.h"), StandardCharsets.UTF_8);
        String program = new String(source("search.c"), StandardCharsets.UTF_8);
        return program.replace("#include \"referee.h\"\n", header).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] source(String name) throws IOException {
        try (InputStream in = Watched.class.getResourceAsStream("runtime/" + name)) {
            if (in == null) {
                throw new IOException("This build of the grader lacks the referee's source " + name + ".");
            }
            return in.readAllBytes();
        }
    }

    /** {@return the number that selects a channel} */
    long command() {
        return command;
    }

    /** {@return what finds the lines of its code} */
    CodeLines lines() {
        return lines;
    }

    /**
     * Loads it in a fresh kernel.
     *
     * @throws RefereeException if it does not load
     */
    WatchedKernel load() throws RefereeException, UngradableException {
        Guest guest = guests.fresh();
        try {
            return loadedIn(guest);
        } catch (RefereeException e) {
            close(guest);
            throw e;
        }
    }

    private WatchedKernel loadedIn(Guest guest) throws RefereeException {
        try {
            guest.setPatience(() -> PATIENCE);
            Set<Integer> before = majors(guest);
            guest.loadModule(module, parameters);
            Set<Integer> after = majors(guest);
            after.removeAll(before);
            int major = after.stream()
                    .findFirst()
                    .orElseThrow(() -> new RefereeException("The module registers no device with the referee in it."));
            guest.makeNode(NODE, 0600, major, 0);
            guest.putFile(PROGRAM, 0700, program);
            return new WatchedKernel(guest);
        } catch (ErrnoException e) {
            throw new RefereeException(
                    "The module does not load with the referee in it, which says nothing about the module: "
                            + e.getMessage() + ".");
        } catch (GuestFailureException e) {
            throw new RefereeException(
                    "The kernel fails when the module is loaded with the referee in it, which says nothing about the module: "
                            + e.failure().summary() + ".",
                    e.failure() instanceof GuestFailure.Hang);
        }
    }

    private static void close(Guest guest) {
        try {
            guest.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Set<Integer> majors(Guest guest) throws ErrnoException {
        Set<Integer> majors = new TreeSet<>();
        String text = guest.getText("/proc/devices");
        text.substring(0, Math.max(0, text.indexOf("Block"))).lines().forEach(line -> {
            Matcher device = DEVICE.matcher(line);
            if (device.matches()) {
                majors.add(Integer.valueOf(device.group(1)));
            }
        });
        return majors;
    }

    /** A kernel in which the module is loaded. */
    final class WatchedKernel implements AutoCloseable {

        private final Guest guest;

        private WatchedKernel(Guest guest) {
            this.guest = guest;
        }

        /** {@return the kernel} */
        Guest guest() {
            return guest;
        }

        /**
         * Lets the guest's program work.
         *
         * @param script what it reads
         * @throws RefereeException if the kernel fails meanwhile, or the answer makes no sense
         */
        SearchAnswer ask(String script) throws RefereeException {
            return ask(script, LIMIT);
        }

        /** Ends the module's life, which is one more call, and asks for all that was seen. */
        SearchAnswer finish() throws RefereeException {
            return ask("finish\n", PATIENCE);
        }

        private SearchAnswer ask(String script, Duration limit) throws RefereeException {
            String input = "node " + NODE + " " + Long.toHexString(command) + "\n" + script;
            GuestProgram run = GuestProgram.of(PROGRAM)
                    .withInput(input.getBytes(StandardCharsets.US_ASCII))
                    .within(limit)
                    .withMaxOutput(MAX_OUTPUT)
                    .withLimits(THREADS, MEMORY);
            try {
                return SearchAnswer.parse(guest.run(run).outputText());
            } catch (GuestFailureException e) {
                throw new RefereeException(
                        "The kernel fails while the referee searches: "
                                + e.failure().summary() + ".",
                        e.failure() instanceof GuestFailure.Hang);
            } catch (ErrnoException e) {
                throw new RefereeException("The referee cannot search: " + e.getMessage() + ".");
            } catch (IllegalArgumentException e) {
                throw new RefereeException(
                        "What the referee answers makes no sense; the module may have disturbed it, and nothing is said.");
            }
        }

        @Override
        public void close() {
            Watched.close(guest);
        }
    }
}
