// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.replay;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Call;

/**
 * Writes what a trial did as one program in C, which does it again where the module can be loaded. All its processes go through one
 * list from top to bottom, and each does what stands behind its name. Not thread-safe.
 */
public final class CProgram {

    /** The process that loads the module, makes nodes and starts the others. */
    private static final String FIRST = "init";

    private final Set<String> everybody = new LinkedHashSet<>(List.of(FIRST));
    private final Set<String> living = new LinkedHashSet<>();
    private final Map<String, Map<Integer, List<Call>>> lanes = new LinkedHashMap<>();
    private final List<String> functions = new ArrayList<>();
    private final List<String> steps = new ArrayList<>();

    private CProgram() {}

    /**
     * Writes the program.
     *
     * @param journal what was done
     * @param title what it was, on one line, for a comment
     * @param module the module's file in the folder {@code build}
     * @return its source
     * @throws IOException if this build of the library lacks a part of it
     */
    public static String of(Journal journal, String title, String module) throws IOException {
        CProgram program = new CProgram();
        journal.lines().forEach(program::add);
        return program.text(title, module);
    }

    private String text(String title, String module) throws IOException {
        try (InputStream in = Objects.requireNonNull(CProgram.class.getResourceAsStream("calls.c"), "calls.c")) {
            return "/*\n * " + ScriptLine.harmless(title)
                    + "\n *\n * gcc -pthread -o calls calls.c && sudo ./calls\n */\n"
                    + "#define MODULE " + literal("build/" + module) + "\n"
                    + new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    + "\nenum { " + String.join(", ", everybody) + " };\n\n"
                    + String.join("", functions)
                    + "int main(int count, char *arguments[])\n{\n\tprepare(count, arguments);\n"
                    + String.join("", steps)
                    + "\tAS(" + FIRST + ") returned();\n}\n";
        }
    }

    private void add(ScriptLine line) {
        Act act = line.act();
        if (act instanceof Act.Lane lane) {
            lanes.computeIfAbsent(lane.process(), name -> new TreeMap<>())
                    .computeIfAbsent(lane.thread(), thread -> new ArrayList<>())
                    .add(lane.call());
        } else if (act instanceof Act.ByProcess one) {
            byProcess(one, line.harmless());
        } else {
            other(act, line.harmless());
        }
    }

    private void step(String manner, String process, String what, String was) {
        steps.add("\t" + manner + "(" + process + ") " + what + ";" + (was.isEmpty() ? "" : "   /* " + was + " */")
                + "\n");
    }

    private void as(String process, String what) {
        step("AS", process, what, "");
    }

    private void other(Act act, String was) {
        if (act instanceof Act.Load load) {
            step("AS", FIRST, "DO(load(" + literal(load.parameters()) + "))", was);
        } else if (act instanceof Act.Unload unload) {
            step("AS", FIRST, "DO(unload(" + literal(unload.module()) + "))", was);
        } else if (act instanceof Act.MakeNode node) {
            String numbers =
                    "0" + Integer.toOctalString(node.permissions()) + ", " + node.major() + ", " + node.minor();
            step("AS", FIRST, "DO(node(" + literal(node.path()) + ", " + numbers + "))", was);
        } else if (act instanceof Act.RunProgram run) {
            run(run, was);
        } else if (act instanceof Act.CloseFiles) {
            living.forEach(process -> as(process, "syscall(SYS_close_range, 3, ~0U, 0)"));
        } else if (act instanceof Act.ExitAll) {
            List.copyOf(living).forEach(this::exit);
        } else {
            steps.add("\t/* " + ScriptLine.harmless(act.toString()) + " */\n");
        }
    }

    private void run(Act.RunProgram run, String was) {
        StringBuilder words = new StringBuilder(literal(run.program()));
        run.arguments().forEach(argument -> words.append(", ").append(literal(argument)));
        String path = literal("build/" + run.program());
        step("AS", FIRST, "run(" + path + ", " + run.user() + ", (char *[]){ " + words + ", NULL })", was);
    }

    private void byProcess(Act.ByProcess act, String was) {
        String process = act.process();
        if (act instanceof Act.Start start) {
            lives(process);
            as(FIRST, "start(" + process + ", " + literal(start.name()) + ", " + start.user() + ")");
        } else if (act instanceof Act.ForkProcess fork) {
            lives(fork.child());
            as(process, "child(" + fork.child() + ", " + literal(fork.name()) + ")");
        } else if (act instanceof Act.MakeCall make) {
            step("AS", process, done(make.call()), was);
        } else if (act instanceof Act.Begin begin) {
            step("BEGIN", process, done(begin.call()), was);
        } else if (act instanceof Act.Await) {
            step("AS", process, "returned()", was);
        } else if (act instanceof Act.EndProcess) {
            exit(process);
        } else if (act instanceof Act.Together together) {
            together(process, together.repeat());
        }
    }

    private void lives(String process) {
        everybody.add(process);
        living.add(process);
    }

    private void exit(String process) {
        as(process, "finish()");
        as(FIRST, "gone(" + process + ")");
        living.remove(process);
    }

    private void together(String process, int repeat) {
        List<String> names = new ArrayList<>();
        for (List<Call> lane : Objects.requireNonNull(lanes.remove(process)).values()) {
            String name = "lane" + (functions.size() + 1);
            StringBuilder text = new StringBuilder("static void *" + name + "(void *none)\n{\n"
                    + "\tpthread_barrier_wait(&barrier);\n\tfor (int i = 0; i < " + repeat + "; i++) {\n");
            lane.forEach(call -> text.append("\t\t").append(call.inC()).append(";\n"));
            functions.add(text + "\t}\n\treturn none;\n}\n\n");
            names.add(name);
        }
        String list = "(void *(*const[])(void *)){ " + String.join(", ", names) + " }";
        as(process, "together(" + names.size() + ", " + list + ")");
    }

    private static String done(Call call) {
        return (call.filled().isPresent() ? "FILL(" : "DO(") + call.inC() + ")";
    }

    private static String literal(String text) {
        return Buffer.literal(text.getBytes(StandardCharsets.UTF_8));
    }
}
