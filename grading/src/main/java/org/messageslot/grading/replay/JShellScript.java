// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.replay;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Call;

/** Writes what a trial did as a script for {@code lab shell}, which does it again in a fresh guest. Not thread-safe. */
public final class JShellScript {

    /** JShell compiles each line by itself. */
    private static final int MOST = 500;

    private static final String HEAD = """
            import java.nio.charset.StandardCharsets;
            import java.nio.file.*;
            import org.messageslot.grading.replay.*;
            import org.messageslot.grading.trial.GuestStock;
            import org.messageslot.guest.*;

            byte[] bytes(String text) { return text.getBytes(StandardCharsets.ISO_8859_1); }
            byte[] file(String name) throws Exception { return Files.readAllBytes(Path.of("build", name)); }
            void tell(Call call, Result result) { System.out.println(call + " = " + CallList.shown(call, result)); }
            void run(SystemCalls process, Call call) { tell(call, process.run(call)); }
            """;

    private final Map<String, Map<Integer, List<Call>>> lanes = new LinkedHashMap<>();
    private final List<String> living = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final String module;

    private JShellScript(String module) {
        this.module = module;
    }

    /**
     * Writes the script.
     *
     * @param journal what was done
     * @param title what it was, on one line, for a comment
     * @param module the module's file in the folder {@code build}
     * @return the script; of very many acts, the first
     */
    public static String of(Journal journal, String title, String module) {
        JShellScript script = new JShellScript(module);
        script.text
                .append("// ")
                .append(ScriptLine.harmless(title))
                .append("\n// cd to this folder, then: lab shell --on model calls.jsh\n")
                .append(HEAD);
        List<ScriptLine> lines = journal.lines();
        lines.stream().limit(MOST).forEach(script::add);
        if (lines.size() > MOST) {
            script.text.append("// The check went on; calls.c and calls.txt have it all.\n");
        }
        return script.text.toString();
    }

    private void say(String statement, String was) {
        text.append(statement).append(was.isEmpty() ? "" : "   // " + was).append('\n');
    }

    private void add(ScriptLine line) {
        Act act = line.act();
        String was = line.harmless();
        if (act instanceof Act.Lane lane) {
            lanes.computeIfAbsent(lane.process(), name -> new TreeMap<>())
                    .computeIfAbsent(lane.thread(), thread -> new ArrayList<>())
                    .add(lane.call());
        } else if (act instanceof Act.ByProcess one) {
            byProcess(one, was);
        } else {
            other(act, was);
        }
    }

    private void other(Act act, String was) {
        if (act instanceof Act.UseGuest machine) {
            say(
                    "Guest guest = Snapshot.prepare(GuestStock.options(" + java(machine)
                            + "), System.out::println).restore();",
                    "");
        } else if (act instanceof Act.Load load) {
            say("guest.loadModule(file(" + java(module) + "), " + java(load.parameters()) + ");", was);
        } else if (act instanceof Act.Unload unload) {
            say("guest.unloadModule(" + java(unload.module()) + ");", was);
        } else if (act instanceof Act.MakeNode node) {
            String numbers =
                    "0" + Integer.toOctalString(node.permissions()) + ", " + node.major() + ", " + node.minor();
            say("guest.makeNode(" + java(node.path()) + ", " + numbers + ");", was);
        } else if (act instanceof Act.RunProgram run) {
            run(run, was);
        } else if (act instanceof Act.CloseFiles) {
            living.forEach(process -> say(process + ".closeFiles();", ""));
        } else if (act instanceof Act.ExitAll) {
            living.forEach(process -> say(process + ".close();", ""));
            living.clear();
        } else if (act instanceof Act.CheckHeap) {
            say("guest.checkHeap();", was);
        } else {
            say("// " + ScriptLine.harmless(act.toString()), "");
        }
    }

    private void run(Act.RunProgram run, String was) {
        String place = java("/tmp/" + run.program());
        String words = run.arguments().stream().map(word -> ", " + java(word)).collect(Collectors.joining());
        say("guest.putFile(" + place + ", 0755, file(" + java(run.program()) + "));", "");
        say(
                "System.out.println(guest.run(GuestProgram.of(" + place + words + ").as(" + run.user() + ", "
                        + run.user() + ")).outputText());",
                was);
    }

    private void byProcess(Act.ByProcess act, String was) {
        String process = act.process();
        if (act instanceof Act.Start start) {
            living.add(process);
            String user = start.user() + ", " + start.user();
            say("GuestCalls " + process + " = guest.newProcess(" + java(start.name()) + ", " + user + ");", "");
        } else if (act instanceof Act.ForkProcess fork) {
            living.add(fork.child());
            say("GuestCalls " + fork.child() + " = " + process + ".fork(" + java(fork.name()) + ");", "");
        } else if (act instanceof Act.MakeCall make) {
            say("run(" + process + ", " + java(make.call()) + ");", was);
        } else if (act instanceof Act.Begin begin) {
            say("DirectedCalls.Begun " + process + "Call = " + process + ".begin(" + java(begin.call()) + ");", was);
        } else if (act instanceof Act.Await) {
            say("tell(" + process + "Call.call(), " + process + "Call.result());", was);
        } else if (act instanceof Act.EndProcess) {
            living.remove(process);
            say(process + ".close();", was);
        } else if (act instanceof Act.Together together) {
            together(process, together.repeat());
        }
    }

    private void together(String process, int repeat) {
        String all = Objects.requireNonNull(lanes.remove(process)).values().stream()
                .map(lane -> lane.stream().map(JShellScript::java).collect(Collectors.joining(", ", "List.of(", ")")))
                .collect(Collectors.joining(", ", "List.of(", ")"));
        say(process + ".runConcurrently(" + all + ", " + repeat + ");", "");
    }

    /** {@return what makes the record, by its canonical constructor} */
    private static String java(Record made) {
        String name = made instanceof Act ? "Act." : "";
        return Arrays.stream(made.getClass().getRecordComponents())
                .map(part -> java(value(part, made)))
                .collect(
                        Collectors.joining(", ", "new " + name + made.getClass().getSimpleName() + "(", ")"));
    }

    private static Object value(RecordComponent part, Record made) {
        try {
            return part.getAccessor().invoke(made);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("The part " + part + " cannot be read.", e);
        }
    }

    private static String java(Object value) {
        if (value instanceof String one) {
            return Buffer.literal(one.getBytes(StandardCharsets.US_ASCII));
        }
        if (value instanceof Long one) {
            return one + "L";
        }
        if (value instanceof Record one) {
            return java(one);
        }
        return value instanceof Buffer one ? java(one) : value.toString();
    }

    private static String java(Buffer buffer) {
        String bytes = "bytes(" + Buffer.literal(buffer.bytes()) + ")";
        int length = buffer.length();
        return switch (buffer.kind()) {
            case BYTES ->
                Arrays.equals(buffer.bytes(), Buffer.room(length).bytes())
                        ? "Buffer.room(" + length + ")"
                        : "Buffer.of(" + bytes + ")";
            case READ_ONLY -> "Buffer.readOnly(" + bytes + ")";
            case CROSSING -> "Buffer.crossing(" + bytes + ", " + length + ")";
            case NULL -> "Buffer.nullPointer(" + length + ")";
            case UNMAPPED -> "Buffer.unmapped(" + length + ")";
            case KERNEL -> "Buffer.kernelHalf(" + length + ")";
            case UNTOUCHED -> "Buffer.untouched(" + length + ")";
        };
    }
}
