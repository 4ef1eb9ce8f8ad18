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
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.messageslot.grading.UngradableException;

/**
 * Builds the kernel module, by the kernel's own commands and never by the student's Makefile. Where today's kernel refuses what
 * the course's accepted, it helps a little, and says so: a licence line, a header that others used to bring along.
 */
final class ModuleCompiler {

    /**
     * What Debian's kernels make an error or warn of, and 5.10 did not: a function that ends without returning its value; and
     * functions that are neither static nor declared before.
     */
    private static final String RELAXED = """
            -Wno-error=return-type
            -Wno-missing-prototypes
            -Wno-missing-declarations
            -Wno-unused-parameter
            """;

    private static final int ATTEMPTS = 4;
    private static final Pattern UNDECLARED = Pattern.compile("implicit declaration of function \\W{1,3}(\\w{1,60})");
    private static final Pattern UNDEFINED = Pattern.compile("ERROR: modpost: \"(\\w{1,100})\" \\[[^]]*] undefined!");

    private static final Map<String, List<String>> FORMER_HEADERS = Map.of(
            "linux/slab.h",
            List.of("kmalloc", "kzalloc", "kcalloc", "kmalloc_array", "krealloc", "kfree", "kvfree", "kfree_sensitive"),
            "linux/vmalloc.h",
            List.of("vmalloc", "vzalloc", "vfree"),
            "linux/uaccess.h",
            List.of(
                    "copy_to_user",
                    "copy_from_user",
                    "get_user",
                    "put_user",
                    "access_ok",
                    "clear_user",
                    "strncpy_from_user"),
            "linux/fs.h",
            List.of("register_chrdev", "unregister_chrdev", "iminor", "imajor"),
            "linux/string.h",
            List.of(
                    "memcpy",
                    "memset",
                    "memmove",
                    "strlen",
                    "strcmp",
                    "strncpy",
                    "strcpy",
                    "memcmp",
                    "kmemdup",
                    "memdup_user"));

    private final Workshop workshop;
    private final KernelRecipe recipe;
    private final Path headers;
    private final SubmittedFile source;
    private final List<String> besides;
    private final String name;

    private boolean licence;
    private final TreeSet<String> included = new TreeSet<>();
    private final List<SubmittedFile> joined = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    private ModuleCompiler(
            Workshop workshop, KernelRecipe recipe, Path headers, SubmittedFile source, List<String> besides) {
        this.workshop = workshop;
        this.recipe = recipe;
        this.headers = headers;
        this.source = source;
        this.besides = besides;
        this.name = workshop.submission().artifacts().module().baseName();
    }

    /**
     * Builds.
     *
     * @param besides the files that are kept besides the module, where the recipe leaves them
     */
    static Product build(Workshop workshop, KernelRecipe recipe, Path headers, List<String> besides)
            throws IOException, UngradableException, InterruptedException {
        Role module = workshop.submission().artifacts().module();
        Optional<SubmittedFile> source = workshop.submission().file(module);
        return source.isPresent()
                ? new ModuleCompiler(workshop, recipe, headers, source.get(), besides).build()
                : Product.missing(module);
    }

    private Product build() throws IOException, UngradableException, InterruptedException {
        if (workshop.submission().all().stream()
                .noneMatch(file -> SourceText.of(file).mentions("MODULE_LICENSE"))) {
            supplyLicence();
        }
        for (int attempt = 1; ; attempt++) {
            Workshop.Bench bench = bench(attempt);
            Sandbox.JobResult outcome = bench.bash(recipe.script(), argument());
            if (outcome.isSuccess() && bench.has(artifact())) {
                return built(bench, outcome);
            }
            if (attempt == ATTEMPTS || !help(outcome.output())) {
                remarks.addAll(
                        CompilerHint.of(outcome.output(), workshop.submission().artifacts()));
                return Product.failed(outcome, remarks);
            }
        }
    }

    private Workshop.Bench bench(int attempt) throws IOException {
        Workshop.Bench bench = workshop.bench("module" + attempt).mounting(KernelRecipe.mounts(headers));
        for (Map.Entry<String, byte[]> file : recipe.files().entrySet()) {
            bench.write(file.getKey(), file.getValue());
        }
        bench.write("flags", flags());
        bench.write("whole.c", whole());
        return bench;
    }

    private String flags() {
        StringBuilder flags = new StringBuilder(RELAXED);
        flags.append(workshop.includeOptions("-iquote"));
        flags.append("-I ").append(Workshop.SHIM).append('\n');
        flags.append(workshop.includeOptions("-I"));
        included.forEach(header -> flags.append("-include ").append(header).append('\n'));
        return flags.toString();
    }

    /** The student's file itself wherever that will do, so that messages look as the student knows them. */
    private String argument() {
        return licence || !joined.isEmpty() ? Sandbox.FOLDER + "/whole.c" : Workshop.inside(source);
    }

    private String whole() {
        StringBuilder whole = new StringBuilder();
        joined.forEach(file -> include(whole, file));
        include(whole, source);
        if (licence) {
            whole.append("#include <linux/module.h>\nMODULE_LICENSE(\"GPL\");\n");
        }
        return whole.toString();
    }

    private static void include(StringBuilder text, SubmittedFile file) {
        text.append("#include \"").append(Workshop.inside(file)).append("\"\n");
    }

    /** {@return whether there is something to be tried that may help} */
    private boolean help(String output) {
        if (output.contains("missing MODULE_LICENSE()") && !licence) {
            supplyLicence();
            return true;
        }
        return supplyHeaders(output) || joinSources(output);
    }

    private void supplyLicence() {
        licence = true;
        remarks.add(source
                + " has no MODULE_LICENSE line, which today's kernels ask for; MODULE_LICENSE(\"GPL\") was supplied.");
    }

    private boolean supplyHeaders(String output) {
        boolean any = false;
        Matcher matcher = UNDECLARED.matcher(output);
        while (matcher.find()) {
            String function = matcher.group(1);
            for (Map.Entry<String, List<String>> header : FORMER_HEADERS.entrySet()) {
                if (header.getValue().contains(function) && included.add(header.getKey())) {
                    remarks.add(source + " uses " + function + " without <" + header.getKey()
                            + ">, which other headers used to bring along; it was included.");
                    any = true;
                }
            }
        }
        return any;
    }

    /** A module of several files is told by what modpost misses. */
    private boolean joinSources(String output) {
        if (!joined.isEmpty() || !UNDEFINED.matcher(output).find()) {
            return false;
        }
        List<String> missed = UNDEFINED
                .matcher(output)
                .results()
                .map(result -> result.group(1))
                .toList();
        workshop.submission().others().stream()
                .filter(file -> file.isNamed(".c"))
                .filter(file -> {
                    SourceText text = SourceText.of(file);
                    return !text.hasMain() && missed.stream().anyMatch(text::mentions);
                })
                .forEach(joined::add);
        joined.forEach(
                file -> remarks.add(file + " was compiled as a part of the module, which uses what it defines."));
        return !joined.isEmpty();
    }

    private Product built(Workshop.Bench bench, Sandbox.JobResult outcome) throws IOException {
        remarkShims(bench);
        if (outcome.output().contains("[-Wreturn-type]")) {
            remarks.add("A function of " + source
                    + " ends without returning its value; today's kernels refuse that, the course's only warned.");
        }
        byte[] module = bench.read(artifact());
        remarks.addAll(Imports.remarks(module, workshop.submission()));
        Map<String, byte[]> files = new LinkedHashMap<>(Map.of(artifact(), module));
        for (String file : besides) {
            if (bench.has(file)) {
                files.put(file, bench.read(file));
            }
        }
        return Product.built(outcome, artifact(), files, remarks);
    }

    private String artifact() {
        return name + ".ko";
    }

    private void remarkShims(Workshop.Bench bench) throws IOException {
        String dependencies = "." + name + ".o.d";
        String used = bench.has(dependencies) ? new String(bench.read(dependencies), StandardCharsets.UTF_8) : "";
        Shim.headers().keySet().stream()
                .sorted()
                .filter(header -> used.contains(Workshop.SHIM + "/" + header))
                .forEach(
                        header -> remarks.add(
                                "The module includes <" + header
                                        + ">, which the course's kernel took from the compiler and today's do not have; one was supplied."));
    }
}
