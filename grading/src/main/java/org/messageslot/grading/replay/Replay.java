// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.replay;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.messageslot.ErrnoException;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Call;
import org.messageslot.calls.DirectedCalls;
import org.messageslot.guest.Guest;
import org.messageslot.guest.GuestCalls;
import org.messageslot.guest.GuestFailureException;
import org.messageslot.guest.GuestProgram;
import org.messageslot.guest.Oops;
import org.messageslot.guest.ProcessEndedException;
import org.messageslot.guest.ProgramResult;
import org.messageslot.guest.Taint;

/**
 * Does in a guest what a script says, and compares what comes of it with what came of it when it was recorded.
 *
 * <p>Not thread-safe.
 */
public final class Replay {

    private static final long LONGEST = 16L << 20;
    private static final String DID_NOT_RETURN = "did not return";

    /** A name without a folder. */
    private static final Pattern PROGRAM = Pattern.compile("\\w[\\w-]{0,99}");

    private final List<ScriptLine> script;

    private Replay(List<ScriptLine> script) {
        this.script = script;
    }

    /**
     * The outcome of a replay.
     *
     * @param acts how much was done
     * @param different how much of it came out otherwise than recorded
     * @param end what became of the guest, if it failed
     * @param complaint what the kernel complained of, if it went on: a warning, or damage
     */
    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    public record ReplayResult(int acts, int different, Optional<String> end, Optional<String> complaint) {}

    /**
     * Reads a script.
     *
     * @param file the script
     * @return what can be replayed
     * @throws ScriptException if it is none; the message says which line is wrong
     * @throws IOException if it cannot be read
     */
    public static Replay of(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > LONGEST) {
            throw new ScriptException(
                    file + (Files.exists(file) ? " is too large for a script." : " is not there; lab repro makes it."));
        }
        try {
            return of(Files.readAllLines(file), file.toString());
        } catch (java.nio.charset.CharacterCodingException e) {
            throw new ScriptException(file + " is no text in UTF-8.");
        }
    }

    /**
     * Reads a script.
     *
     * @param lines its lines
     * @param name where they are from, as messages say it
     * @return what can be replayed
     * @throws IOException if it is no script; the message says which line is wrong
     */
    public static Replay of(List<String> lines, String name) throws IOException {
        List<ScriptLine> script = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                int end = line.lastIndexOf(Journal.RESULT);
                String was = end < 0 ? "" : line.substring(end + Journal.RESULT.length());
                script.add(new ScriptLine(ActReader.read(end < 0 ? line : line.substring(0, end), i + 1), was));
            }
        }
        if (script.isEmpty() || !(script.get(0).act() instanceof Act.UseGuest)) {
            throw new ScriptException(name + " is no script: its first line says which guest it is for.");
        }
        return new Replay(List.copyOf(script));
    }

    /**
     * Replays acts whatever comes of each.
     *
     * @param machine the guest that they are for
     * @param acts what is done there
     * @return what can be replayed
     */
    public static Replay of(Act.UseGuest machine, List<Act> acts) {
        List<ScriptLine> script = new ArrayList<>(List.of(new ScriptLine(machine, "")));
        acts.forEach(act -> script.add(new ScriptLine(act, "")));
        return new Replay(List.copyOf(script));
    }

    /** {@return what is done in the guest} */
    public List<Act> acts() {
        return script.stream().skip(1).map(ScriptLine::act).toList();
    }

    /** {@return the guest that the script is for} */
    public Act.UseGuest machine() {
        return (Act.UseGuest) script.get(0).act();
    }

    /**
     * Does what the script says.
     *
     * @param guest a fresh guest, of the kind that {@link #machine} says
     * @param build the folder with what was built: module and programs
     * @param loaded is called when the module was loaded for the first time
     * @param line is told each act and what came of it
     * @return what came of it in the end
     * @throws ScriptException if it cannot be done
     * @throws IOException if a file of the build cannot be read
     */
    public ReplayResult in(Guest guest, Path build, Loaded loaded, Consumer<String> line) throws IOException {
        ReplayGuest stage = new ReplayGuest(guest, build, loaded);
        long beginning = guest.kernelLog(0).next();
        int acts = 0;
        int different = 0;
        for (ScriptLine one : script.subList(1, script.size())) {
            acts++;
            String text = one.act().toString(); // A read changes its buffer.
            String now = DID_NOT_RETURN;
            Optional<String> end = Optional.empty();
            try {
                now = stage.act(one.act());
            } catch (GuestFailureException e) {
                end = Optional.of(e.failure().summary());
            } catch (ProcessEndedException e) {
                end = Optional.of(String.valueOf(e.getMessage()));
            }
            String was = one.was().isEmpty() && end.isPresent() ? DID_NOT_RETURN : one.was();
            boolean same = was.isEmpty() || was.equals(now);
            different += same ? 0 : 1;
            line.accept(text + Journal.RESULT + now + (same ? "" : "   (recorded: " + was + ")"));
            if (end.isPresent()) {
                return new ReplayResult(acts, different, end, Optional.empty());
            }
        }
        try {
            return new ReplayResult(acts, different, Optional.empty(), complaint(guest, beginning));
        } catch (GuestFailureException e) {
            return new ReplayResult(acts, different, Optional.of(e.failure().summary()), Optional.empty());
        }
    }

    private static Optional<String> complaint(Guest guest, long since) throws ErrnoException {
        Taint taint = guest.taint();
        return taint.isDamaged() || taint.isWarned()
                ? Oops.complaintIn(guest.kernelLog(since)).map(Oops::summary)
                : Optional.empty();
    }

    /**
     * Finds the module.
     *
     * @param build the folder with what was built
     * @return the module's file
     * @throws ScriptException if there is not just one
     * @throws IOException if the folder cannot be read
     */
    public static Path module(Path build) throws IOException {
        List<Path> modules = new ArrayList<>();
        if (Files.isDirectory(build)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(build, "*.ko")) {
                files.forEach(modules::add);
            }
        }
        if (modules.size() != 1) {
            throw new ScriptException("in " + build + " there should be one module (.ko), and there are "
                    + modules.size() + "; lab repro puts it there.");
        }
        return modules.get(0);
    }

    /** Is told that the module is loaded. */
    public interface Loaded {
        /**
         * Does it.
         *
         * @param guest the guest
         * @throws IOException if that fails
         */
        void then(Guest guest) throws IOException;
    }

    /** A guest in which acts are done. */
    private static final class ReplayGuest {

        private final Guest guest;
        private final Path build;
        private final Loaded loaded;
        private final Map<String, GuestCalls> processes = new HashMap<>();
        private final Map<String, DirectedCalls.Begun> begun = new HashMap<>();
        private final Map<String, Map<Integer, List<Call>>> lanes = new HashMap<>();
        private boolean told;

        ReplayGuest(Guest guest, Path build, Loaded loaded) {
            this.guest = guest;
            this.build = build;
            this.loaded = loaded;
        }

        String act(Act act) throws IOException {
            try {
                return act instanceof Act.ByProcess one ? byProcess(one) : other(act);
            } catch (ErrnoException e) {
                return "-1 " + e.errno();
            }
        }

        private String other(Act act) throws IOException {
            if (act instanceof Act.Load load) {
                return load(load);
            }
            if (act instanceof Act.Unload unload) {
                guest.unloadModule(unload.module());
                return "0";
            }
            if (act instanceof Act.MakeNode node) {
                guest.makeNode(node.path(), node.permissions(), node.major(), node.minor());
                return "0";
            }
            if (act instanceof Act.CloseFiles) {
                processes.values().forEach(GuestCalls::closeFiles);
                return "0";
            }
            if (act instanceof Act.ExitAll) {
                processes.values().forEach(GuestCalls::close);
                processes.clear();
                return "0";
            }
            if (act instanceof Act.CheckHeap) {
                guest.checkHeap();
                return "0";
            }
            if (act instanceof Act.RunProgram run) {
                return run(run);
            }
            throw new ScriptException("'" + act + "' comes first in a script, and only there.");
        }

        private String load(Act.Load load) throws IOException {
            guest.loadModule(Files.readAllBytes(module(build)), load.parameters());
            if (!told) {
                told = true;
                loaded.then(guest);
            }
            return "0";
        }

        private Path file(String name) throws ScriptException {
            Path file = build.resolve(name);
            if (!Files.isRegularFile(file)) {
                throw new ScriptException("there is no " + file + "; lab repro puts it there.");
            }
            return file;
        }

        private String run(Act.RunProgram run) throws IOException {
            if (!PROGRAM.matcher(run.program()).matches()) {
                throw new ScriptException("'" + run.program() + "' is not the name of a program that was handed in.");
            }
            String place = "/tmp/" + run.program();
            guest.putFile(place, 0755, Files.readAllBytes(file(run.program())));
            ProgramResult result =
                    guest.run(GuestProgram.of(place, run.arguments().toArray(String[]::new))
                            .as(run.user(), run.user()));
            return ended(result);
        }

        private String byProcess(Act.ByProcess act) throws IOException {
            if (act instanceof Act.Start start) {
                processes.put(start.process(), guest.newProcess(start.name(), start.user(), start.user()));
                return "0";
            }
            GuestCalls process = processes.get(act.process());
            if (process == null) {
                throw new ScriptException("there is no process " + act.process() + ": '" + act + "'.");
            }
            if (act instanceof Act.MakeCall make) {
                return CallList.inScript(make.call(), process.run(make.call()));
            }
            if (act instanceof Act.Await) {
                return returned(act);
            }
            if (act instanceof Act.Begin begin) {
                begun.put(begin.process(), process.begin(begin.call()));
            } else if (act instanceof Act.ForkProcess fork) {
                processes.put(fork.child(), process.fork(fork.name()));
            } else if (act instanceof Act.EndProcess) {
                process.close();
                processes.remove(act.process());
            } else if (act instanceof Act.Lane lane) {
                lanes.computeIfAbsent(lane.process(), name -> new TreeMap<>())
                        .computeIfAbsent(lane.thread(), thread -> new ArrayList<>())
                        .add(lane.call());
            } else if (act instanceof Act.Together together) {
                together(process, together);
            }
            return "0";
        }

        private String returned(Act.ByProcess act) throws ScriptException {
            DirectedCalls.Begun call = begun.remove(act.process());
            if (call == null) {
                throw new ScriptException("'" + act + "' has no call to wait for; a line before it begins one.");
            }
            return CallList.inScript(call.call(), call.result());
        }

        private void together(GuestCalls process, Act.Together together) throws ScriptException {
            Map<Integer, List<Call>> own = lanes.remove(together.process());
            if (own == null) {
                throw new ScriptException("'" + together + "' starts no thread; lines before it say what each does.");
            }
            process.runConcurrently(List.copyOf(own.values()), together.repeat());
        }
    }

    /**
     * Says how a program ended.
     *
     * @param result what came of it
     * @return exit code or signal, and what it printed
     */
    public static String ended(ProgramResult result) {
        String how = result.exitCode().isPresent()
                ? "exit code " + result.exitCode().getAsInt()
                : "signal " + result.signal().orElse(0);
        return how + ", printed " + Buffer.quoted(result.output());
    }
}
