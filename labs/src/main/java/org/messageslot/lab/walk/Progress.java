// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonSyntaxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.messageslot.host.FinishedFile;

/** Keeps the progress of a student in one walkthrough, in a file that is written after every step. Not thread-safe. */
public final class Progress {

    private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

    private final Path file;
    private final Notes notes;

    /** The content of the file. */
    private static final class Notes {
        /** The index of the step that comes next. */
        int step;

        /** The number of steps of the walkthrough. */
        int of;

        /** The Java that ran so far, the student's own included, to run again in a new session. */
        List<String> ran = new ArrayList<>();

        /** Which of them the student typed, by their indices. */
        Set<Integer> own = new LinkedHashSet<>();

        /** Lines of the questions that were answered, and of those answered rightly. */
        Set<Integer> answered = new LinkedHashSet<>();

        Set<Integer> right = new LinkedHashSet<>();

        /** Lines of the exercises that were solved. */
        Set<Integer> solved = new LinkedHashSet<>();

        /** Whether the end was reached, be it in an earlier round. */
        boolean done;
    }

    private Progress(Path file, Notes notes) {
        this.file = file;
        this.notes = notes;
    }

    /** {@return the folder in which progress is kept} */
    public static Path folder() {
        String chosen = System.getenv("XDG_STATE_HOME");
        Path state = chosen == null || chosen.isBlank()
                ? Path.of(System.getProperty("user.home"), ".local", "state")
                : Path.of(chosen);
        return state.resolve("message-slot-lab").resolve("walk");
    }

    /**
     * Reads the progress in a walkthrough.
     *
     * @param folder where it is kept
     * @param id the walkthrough's number and name
     * @return the progress; a new one where there is none, or none that can be read
     */
    public static Progress load(Path folder, String id) {
        Path file = folder.resolve(id + ".json");
        return new Progress(file, read(file).orElseGet(Notes::new));
    }

    private static Optional<Notes> read(Path file) {
        try {
            return Optional.ofNullable(GSON.fromJson(Files.readString(file), Notes.class));
        } catch (IOException | JsonSyntaxException e) {
            return Optional.empty();
        }
    }

    /**
     * Writes it down.
     *
     * @throws IOException if it cannot be written
     */
    void save() throws IOException {
        Files.createDirectories(file.getParent() == null ? Path.of(".") : file.getParent());
        FinishedFile.write(file, GSON.toJson(notes));
    }

    /** {@return the index of the step that comes next; 0 if nothing was done yet} */
    public int step() {
        return notes.step;
    }

    void moveTo(int step, int of) {
        notes.step = step;
        notes.of = of;
        notes.done |= step == of;
    }

    /** {@return whether the end was ever reached} */
    public boolean isDone() {
        return notes.done;
    }

    /** {@return how far it is in hundredths; 100 only at the end} */
    public int percent() {
        return notes.of == 0 ? 0 : notes.step * 100 / notes.of;
    }

    List<String> ran() {
        return List.copyOf(notes.ran);
    }

    /** {@return what the student typed of it, in order} */
    List<String> own() {
        return notes.own.stream()
                .filter(index -> index < notes.ran.size())
                .map(notes.ran::get)
                .toList();
    }

    void addRun(String source) {
        notes.ran.add(source);
    }

    void addOwnRun(String source) {
        notes.own.add(notes.ran.size());
        notes.ran.add(source);
    }

    void replaceRuns(List<String> sources) {
        notes.ran = new ArrayList<>(sources);
        notes.own.clear();
    }

    /** Notes an answer; only the first one to a question counts. */
    void answer(int line, boolean right) {
        if (notes.answered.add(line) && right) {
            notes.right.add(line);
        }
    }

    void solve(int line) {
        notes.solved.add(line);
    }

    int answered() {
        return notes.answered.size();
    }

    int right() {
        return notes.right.size();
    }

    /** {@return how many exercises were solved} */
    public int solved() {
        return notes.solved.size();
    }

    boolean isSolved(int line) {
        return notes.solved.contains(line);
    }

    /** Begins again; that the end was reached once is not forgotten. */
    void restart() {
        boolean done = notes.done;
        notes.step = 0;
        notes.ran.clear();
        notes.own.clear();
        notes.answered.clear();
        notes.right.clear();
        notes.solved.clear();
        notes.done = done;
    }
}
