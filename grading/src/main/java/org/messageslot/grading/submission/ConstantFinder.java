// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.messageslot.grading.UngradableException;

/**
 * Finds the numbers that whoever tests a module must know (R-I4), by asking the compiler to write them into assembly. Nothing of
 * the submission runs, and the preprocessor sees the header exactly as the student's own program would.
 */
final class ConstantFinder {

    private static final String VARIABLE = "wanted_number";
    private static final Pattern VALUE =
            Pattern.compile("(?m)^" + VARIABLE + ":\\s*\\R\\s*\\.(?:(?:quad|xword)\\s+(-?\\d{1,20})|zero\\s+8)");
    /** An expression that may be handed to the compiler: a name or a number. */
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z_]\\w{0,99}|\\d[\\dA-Fa-fxXuUlL]{0,20}");

    private static final String ATTEMPT = """
            attempt() {
                (ulimit -t $((5 * ${SLOWNESS:-1})) -v 400000; exec ${TOOLS}gcc -std=c11 -w -fmax-errors=3 -S @/build/flags "${@:2}" "$1.c" -o "$1.s") 2>"$1.log" && return 0
                grep -qE 'limit exceeded|out of memory|exhausted' "$1.log" && exit 9
                return 1
            }
            cd /build
            """;

    private final Workshop workshop;
    private final KernelRecipe recipe;
    private final Path headers;
    private final Artifacts artifacts;
    private final List<Constant> found = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    private ConstantFinder(Workshop workshop, KernelRecipe recipe, Path headers) {
        this.workshop = workshop;
        this.recipe = recipe;
        this.headers = headers;
        this.artifacts = workshop.submission().artifacts();
    }

    /** What was found, and what is to be said about it. */
    record Findings(List<Constant> constants, List<String> remarks) {}

    private record PossibleConstant(String meaning, String expression) {}

    static Findings find(Workshop workshop, KernelRecipe recipe, Path headers)
            throws IOException, UngradableException, InterruptedException {
        ConstantFinder finder = new ConstantFinder(workshop, recipe, headers);
        finder.find();
        return new Findings(finder.found, finder.remarks);
    }

    private void find() throws IOException, UngradableException, InterruptedException {
        List<PossibleConstant> candidates = candidates();
        if (asProgram(candidates)) {
            inKernel(candidates);
        }
        remark();
    }

    private List<PossibleConstant> candidates() {
        List<PossibleConstant> candidates = new ArrayList<>();
        Stream.concat(artifacts.commands().stream().map(Artifacts.IoctlCommand::name), Stream.of(artifacts.major()))
                .filter(name -> !name.isEmpty() && isMentioned(name))
                .forEach(name -> candidates.add(new PossibleConstant(name, name)));
        workshop.submission().file(artifacts.module()).map(SourceText::of).ifPresent(module -> {
            module.commands()
                    .forEach(name -> artifacts
                            .commandLike(name)
                            .ifPresent(command -> candidates.add(new PossibleConstant(command.name(), name))));
            module.registeredMajor()
                    .filter(major -> !major.equals(artifacts.major()) && isConstant(major))
                    .ifPresent(major -> candidates.add(new PossibleConstant(Constant.REGISTERED_MAJOR, major)));
        });
        return candidates.stream()
                .filter(candidate -> HARMLESS.matcher(candidate.expression()).matches())
                .distinct()
                .toList();
    }

    private boolean isMentioned(String name) {
        return workshop.submission().all().stream()
                .filter(file -> file.isNamed(".c") || file.isNamed(".h"))
                .anyMatch(file -> SourceText.of(file).mentions(name));
    }

    private boolean isConstant(String expression) {
        Pattern definition = Pattern.compile("(?m)^[ \\t]*#[ \\t]*define[ \\t]+" + Pattern.quote(expression) + "\\b");
        return Character.isDigit(expression.charAt(0))
                || workshop.submission().all().stream()
                        .anyMatch(file -> definition.matcher(file.text()).find());
    }

    private boolean isOpen(PossibleConstant candidate) {
        return found.stream().noneMatch(constant -> constant.meaning().equals(candidate.meaning()));
    }

    /**
     * All candidates, each in the three ways, in one sandbox: a compiler needs 20 ms for each.
     *
     * @return whether it is worth while to try harder; a header that takes 5 s or 400 MB is not
     */
    private boolean asProgram(List<PossibleConstant> candidates)
            throws IOException, UngradableException, InterruptedException {
        Workshop.Bench bench = workshop.bench("numbers");
        bench.write("flags", workshop.includeOptions("-iquote"));
        for (String stub : Shim.stubs()) {
            bench.write("stubs/" + stub, "");
        }
        StringBuilder script = new StringBuilder(ATTEMPT);
        for (int i = 0; i < candidates.size(); i++) {
            String expression = candidates.get(i).expression();
            bench.write("alone" + i + ".c", program("", expression));
            bench.write("ioctl" + i + ".c", program("#include <sys/ioctl.h>\n", expression));
            bench.write("stubs" + i + ".c", program("#include <sys/ioctl.h>\n", expression));
            script.append("attempt alone" + i + " || attempt ioctl" + i + " || attempt stubs" + i + " -Istubs || :\n");
        }
        Sandbox.JobResult outcome = bench.bash(script.toString());
        Map<String, Constant.Found> ways = new LinkedHashMap<>();
        ways.put("alone", Constant.Found.BY_HEADER_ALONE);
        ways.put("ioctl", Constant.Found.AFTER_SYS_IOCTL);
        ways.put("stubs", Constant.Found.WITH_STUBS);
        for (int i = 0; i < candidates.size(); i++) {
            for (Map.Entry<String, Constant.Found> way : ways.entrySet()) {
                take(bench, way.getKey() + i + ".s", candidates.get(i), way.getValue());
            }
        }
        return outcome.isSuccess();
    }

    private String program(String before, String expression) {
        String header = artifacts
                .header()
                .flatMap(workshop.submission()::file)
                .map(file -> "#include \"" + Workshop.inside(file) + "\"\n")
                .orElse("");
        return before + header + "const unsigned long long " + VARIABLE + " = (unsigned long long)(" + expression
                + ");\n";
    }

    /** A second each, so only for what no program could tell. */
    private void inKernel(List<PossibleConstant> candidates)
            throws IOException, UngradableException, InterruptedException {
        Optional<String> module = workshop.submission()
                .file(artifacts.module())
                .map(file -> "#include \"" + Workshop.inside(file) + "\"\n");
        String headersOfModules = "#include <linux/module.h>\n#include <linux/fs.h>\n#include <linux/ioctl.h>\n"
                + "#include <linux/slab.h>\n#include <linux/uaccess.h>\n";
        int runs = 0;
        for (PossibleConstant candidate : candidates) {
            if (isOpen(candidate) && runs < 6) {
                kernel(candidate, program(headersOfModules, candidate.expression()), runs++, Constant.Found.IN_KERNEL);
            }
            if (isOpen(candidate) && runs < 6 && module.isPresent()) {
                String whole = module.get() + "const unsigned long long " + VARIABLE + " = (unsigned long long)("
                        + candidate.expression() + ");\n";
                kernel(candidate, whole, runs++, Constant.Found.IN_MODULE);
            }
        }
    }

    private void kernel(PossibleConstant candidate, String source, int run, Constant.Found way)
            throws IOException, UngradableException, InterruptedException {
        Workshop.Bench bench = workshop.bench("kernel-numbers" + run).mounting(KernelRecipe.mounts(headers));
        bench.write("flags", workshop.includeOptions("-iquote") + "-I " + Workshop.SHIM + "\n");
        bench.write("number.c", source);
        bench.bash("ulimit -t $((10 * ${SLOWNESS:-1}))\n" + recipe.compiler(), "/build/number.c", "/build/number.s");
        take(bench, "number.s", candidate, way);
    }

    private void take(Workshop.Bench bench, String file, PossibleConstant candidate, Constant.Found way)
            throws IOException {
        if (!isOpen(candidate) || !bench.has(file)) {
            return;
        }
        Matcher matcher = VALUE.matcher(new String(bench.read(file), StandardCharsets.ISO_8859_1));
        if (matcher.find()) {
            String digits = Optional.ofNullable(matcher.group(1)).orElse("0");
            // The kernel hands a driver the lower 32 bits of a command.
            long value = new java.math.BigInteger(digits).longValue() & 0xffff_ffffL;
            found.add(new Constant(candidate.meaning(), value, candidate.expression(), way));
        }
    }

    private void remark() {
        for (Constant constant : found) {
            String asked = constant.meaning();
            if (!asked.isEmpty() && !asked.equals(constant.name())) {
                remarks.add("The submission defines no " + asked + "; " + constant.name()
                        + ", which its ioctl function compares with, was taken (" + constant.value() + ").");
            } else if (constant.found() != Constant.Found.BY_HEADER_ALONE) {
                remarks.add("The number of " + constant.name() + " could not be told by the header alone; it was found "
                        + constant.found().words() + ".");
            }
        }
        remarkMajor();
        if (workshop.submission().file(artifacts.module()).isPresent()) {
            artifacts.commands().stream()
                    .filter(Artifacts.IoctlCommand::demanded)
                    .map(Artifacts.IoctlCommand::name)
                    .filter(name ->
                            found.stream().noneMatch(one -> one.meaning().equals(name)))
                    .forEach(name -> remarks.add(
                            "No number for " + name + " was found, neither in the header nor in the module."));
        }
    }

    private void remarkMajor() {
        Map<String, Long> values = new LinkedHashMap<>();
        found.forEach(constant -> values.put(constant.meaning(), constant.value()));
        Long promised = values.get(artifacts.major());
        Long registered = values.get(Constant.REGISTERED_MAJOR);
        if (promised != null && registered != null && !promised.equals(registered)) {
            remarks.add("The header says that " + artifacts.major() + " is " + promised + ", and the module registers "
                    + registered + ".");
        }
    }
}
