// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.desk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.slot.referee.Scenario;
import org.messageslot.grading.slot.referee.Watched;
import org.messageslot.lab.explain.WatchedModule;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.lab.terminal.Screen;

/**
 * Begins schedules that are made by hand: which thread of a module goes on, at each choice. Scripts import its methods, so they are
 * short words. Thread-safe.
 */
public final class Schedules {

    /** Modules that were built, by their sources. */
    private static final Map<Map<String, String>, Watched> BUILT = new HashMap<>();

    /** Only one has a guest; an earlier one gets its guest back when it is used. */
    private static @Nullable HandSchedule latest;

    private Schedules() {}

    /**
     * Begins a schedule.
     *
     * @param module a folder or an archive with a {@code message_slot.c}, or the name of a module of {@code labs/modules/}
     * @param scenario the calls, by name; {@code lab explain FOLDER --list} says which there are
     * @return the schedule, before its first choice
     * @throws Exception if there is no such module or scenario, or no guest
     */
    public static HandSchedule race(String module, String scenario) throws Exception {
        return race(module, "", scenario);
    }

    /**
     * Begins a schedule of a module that is loaded with parameters.
     *
     * @param module as above
     * @param parameters what it is loaded with, as for {@code insmod}; may be empty
     * @param scenario as above
     * @return the schedule, before its first choice
     * @throws Exception if there is no such module or scenario, or no guest
     */
    public static synchronized HandSchedule race(String module, String parameters, String scenario) throws Exception {
        Scenario calls = WatchedModule.scenario(scenario);
        String name = module + (parameters.isEmpty() ? "" : " " + parameters);
        return begun(name, watched(module).withParameters(parameters), calls);
    }

    /**
     * Begins a schedule of a module that is being written.
     *
     * @param module the module, as its files are now
     * @param scenario as above
     * @return the schedule, before its first choice
     * @throws Exception if it does not build, or there is no such scenario, or no guest
     */
    public static HandSchedule race(Workplace module, String scenario) throws Exception {
        return race(module.folder().toString(), scenario);
    }

    private static HandSchedule begun(String name, Watched watched, Scenario calls) throws Exception {
        close();
        HandSchedule schedule = HandSchedule.begin(name, watched, calls);
        latest = schedule;
        return schedule;
    }

    /**
     * Copies a module of {@code labs/modules/} to a folder of its own, where it can be changed.
     *
     * @param module its name
     * @return the folder
     * @throws IOException if it cannot be copied
     */
    public static Workplace copyOf(String module) throws IOException {
        return Desk.kept(Workplace.copyOf(module));
    }

    /**
     * Wants what comes of a schedule to be wrong.
     *
     * @param schedule a schedule
     * @return nothing, or what is so instead
     */
    public static String wantWrong(HandSchedule schedule) {
        if (!schedule.isOver()) {
            return "The schedule is not over: choice " + schedule.next() + " is next.";
        }
        return schedule.isWrong() ? "" : "What came out is not wrong. " + schedule.result();
    }

    /**
     * Wants the search to find nothing wrong in a module.
     *
     * @param module the module, as its files are now
     * @param scenario the calls, by name
     * @return nothing, or what is wrong
     * @throws Exception if it cannot be searched
     */
    public static synchronized String wantNoneWrong(Workplace module, String scenario) throws Exception {
        try {
            Watched watched = watched(module.folder().toString());
            Searched found = Searched.of(watched, WatchedModule.scenario(scenario));
            return found.isEmpty() ? "" : found.reason();
        } catch (LabException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static Watched watched(String module) throws Exception {
        if (Files.exists(Path.of(module))) {
            return built(Path.of(module));
        }
        LabModule ours = LabModule.named(module);
        if (!ours.exists()) {
            throw LabException.usage("There is no folder " + module + ", and no labs/modules/" + module + ".c.");
        }
        Path folder = Files.createTempDirectory("msgslot-race-");
        try {
            ours.copyTo(folder);
            return built(folder);
        } finally {
            for (Path file : files(folder)) {
                Files.delete(file);
            }
            Files.delete(folder);
        }
    }

    /** A module is built once, as long as its files stay as they are. */
    private static Watched built(Path submission) throws Exception {
        if (!Files.isDirectory(submission)) {
            return WatchedModule.of(submission, Screen.standard());
        }
        Map<String, String> sources = new TreeMap<>();
        for (Path file : files(submission)) {
            sources.put(file.getFileName().toString(), Files.readString(file));
        }
        Watched known = BUILT.get(sources);
        if (known == null) {
            known = WatchedModule.of(submission, Screen.standard());
            BUILT.put(sources, known);
        }
        return known;
    }

    private static Iterable<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** Ends the guest of the latest schedule; it gets another one if it is used again. */
    static synchronized void close() {
        if (latest != null) {
            latest.close();
            latest = null;
        }
    }
}
