// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.commons.codec.digest.DigestUtils;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.submission.Role.FileKind;
import org.messageslot.guest.CacheFolder;
import org.messageslot.guest.KernelTree;

/**
 * Compiles submissions against one kernel's headers, in a {@link Sandbox}. Equal submissions are compiled once: results are kept
 * in a cache by content, kernel and compiler.
 *
 * <p>Thread-safe; each build uses up to two processors.
 */
public final class StudentBuild {

    /** What is said of a build that was made without a sandbox. */
    public static final String WITHOUT_SANDBOX =
            "Compiled without a sandbox, because the person who graded answers for the sources.";

    private static final int THREADS = 2;

    private final Sandbox sandbox;
    private final Path headers;
    private final BuildCache cache;
    private final String toolchain;
    private final KernelRecipe recipe;

    private StudentBuild(Sandbox sandbox, Path headers, BuildCache cache, String toolchain, KernelRecipe recipe) {
        this.sandbox = sandbox;
        this.headers = headers;
        this.cache = cache;
        this.toolchain = toolchain;
        this.recipe = recipe;
    }

    /** {@return the folder for builds in the user's cache} */
    public static Path cache() {
        return CacheFolder.named("submissions");
    }

    /**
     * Gets ready to build in the sandbox that submissions are compiled in here.
     *
     * @param kernel the kernel that modules are built for
     * @param progress is told, in a few words each, what takes over a second
     * @param cache a folder for results; made if it is missing
     * @param artifacts what the assignment asks for
     * @return what builds
     * @throws UngradableException if a tool is missing, or this machine can have no sandbox; the message says what to do
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public static StudentBuild against(KernelTree kernel, Path cache, Artifacts artifacts, Consumer<String> progress)
            throws UngradableException, InterruptedException {
        return against(kernel.headers(), cache, Sandbox.of(kernel, progress), artifacts);
    }

    /**
     * Gets ready to build: tries the tools and learns the kernel's own way of building modules. Takes some 3 s, and less if the same
     * tools learnt the same kernel's before.
     *
     * @param headers the folder that modules are built against, {@code .../usr/src/linux-headers-6.1.0-56-cloud-amd64} for
     *     example, with Debian's {@code usr/lib/linux-kbuild-...} beside
     * @param cache a folder for results; made if it is missing
     * @param sandbox where compilers run
     * @param artifacts what the assignment asks for
     * @return what builds
     * @throws UngradableException if a tool is missing or does not work here; the message says what to do
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public static StudentBuild against(Path headers, Path cache, Sandbox sandbox, Artifacts artifacts)
            throws UngradableException, InterruptedException {
        sandbox.demandCompilers();
        Path real = headers.toAbsolutePath().normalize();
        BuildCache kept = new BuildCache(cache.toAbsolutePath(), artifacts);
        String tools = tools(sandbox);
        KernelRecipe recipe =
                recipe(sandbox, real, kept, tools, artifacts.module().baseName());
        return new StudentBuild(sandbox, real, kept, tools + recipe.script() + artifacts, recipe);
    }

    /** A recipe is learnt once for the same headers and tools. */
    private static KernelRecipe recipe(Sandbox sandbox, Path headers, BuildCache cache, String tools, String module)
            throws UngradableException, InterruptedException {
        String key = BuildCache.key("recipe", KernelRecipe.EDITION, headers.toString(), tools, module);
        try {
            Optional<Build> learnt = cache.find(key);
            if (learnt.isPresent() && KernelRecipe.runs(sandbox, headers)) {
                return KernelRecipe.kept(learnt.get().folder());
            }
            KernelRecipe recipe = KernelRecipe.learn(sandbox, headers, module);
            cache.store(key, Map.of(), List.of(), List.of(), recipe.toKeep());
            return recipe;
        } catch (IOException e) {
            throw new UngradableException("What the kernel's build does cannot be kept: " + e.getMessage(), e);
        }
    }

    private static String tools(Sandbox sandbox) throws UngradableException, InterruptedException {
        try (PrivateFolder folder = PrivateFolder.make()) {
            PrivateFolder.sweep();
            String script = "${TOOLS}gcc --version && ${TOOLS}ld --version"
                    + " && test -e \"$(${TOOLS}gcc -print-file-name=libc.a)\"";
            Sandbox.JobResult outcome = sandbox.run(new Sandbox.Job(
                    List.of("/usr/bin/bash", "-c", script), folder.path(), Map.of(), Sandbox.JobLimits.ofCompilers()));
            if (!outcome.isSuccess()) {
                throw new UngradableException(
                        "The C compiler or the static C library is missing; install them: apt-get install gcc libc6-dev");
            }
            return outcome.output() + sandbox.place() + Runtime.version() + (sandbox.isTight() ? "" : WITHOUT_SANDBOX);
        } catch (IOException e) {
            throw new UngradableException("The compiler cannot be tried: " + e.getMessage(), e);
        }
    }

    /**
     * Builds a submission, or finds the build that was made of an equal one.
     *
     * @param submission what was handed in
     * @return what came of it; that parts did not build is a result, too
     * @throws UngradableException if this machine is at fault: a tool missing, no disk, no memory
     * @throws InterruptedException if the thread is interrupted meanwhile; every compiler has ended then
     */
    public Build of(Submission submission) throws UngradableException, InterruptedException {
        return of(submission, (part, remarks) -> {});
    }

    /** Is told of the module before the other parts are built. */
    public interface BuildListener {
        /**
         * Takes note of the module.
         *
         * @param part what became of it
         * @param remarks whole sentences about it
         */
        void built(Part part, List<String> remarks);
    }

    /**
     * Builds a submission, or finds the build that was made of an equal one, and tells of the module as soon as it is known.
     *
     * @param submission what was handed in
     * @param listener is told once
     * @return what came of it
     * @throws UngradableException if this machine is at fault: a tool missing, no disk, no memory
     * @throws InterruptedException if the thread is interrupted meanwhile; every compiler has ended then
     */
    public Build of(Submission submission, BuildListener listener) throws UngradableException, InterruptedException {
        String key = BuildCache.key(
                KernelRecipe.EDITION, submission.sha256(), headers.getFileName().toString(), toolchain);
        Optional<Build> made = cache.find(key);
        if (made.isPresent()) {
            listener.built(
                    made.get().part(submission.artifacts().module()), made.get().remarks());
            return made.get();
        }
        try (Workshop workshop = Workshop.open(sandbox, submission)) {
            return make(workshop, key, listener);
        } catch (IOException e) {
            throw new UngradableException(
                    "This machine cannot build " + submission.name() + ": " + e.getMessage() + ".", e);
        }
    }

    /**
     * Builds a submission's module once more, with the referee in it. What this module does is no verdict on the plain one.
     *
     * @param submission what was handed in
     * @param runtime the referee's sources by name
     * @return what came of the module; no other part is built
     * @throws UngradableException if this machine is at fault
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public Build refereed(Submission submission, Map<String, byte[]> runtime)
            throws UngradableException, InterruptedException {
        return linked(submission, AddedCode.referee(runtime));
    }

    /**
     * Builds a submission's module once more, so that it counts how often its lines are reached. What this module does is no verdict
     * on the plain one.
     *
     * @param submission what was handed in
     * @return what came of the module, with {@link Build#graph} and {@link Build#counters}; no other part is built
     * @throws UngradableException if this machine is at fault
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public Build counting(Submission submission) throws UngradableException, InterruptedException {
        try {
            return linked(submission, AddedCode.coverage());
        } catch (IOException e) {
            throw new UngradableException("What counts lines cannot be read: " + e.getMessage(), e);
        }
    }

    private Build linked(Submission submission, AddedCode added) throws UngradableException, InterruptedException {
        LinkedRecipe linked =
                new LinkedRecipe(recipe, submission.artifacts().module().baseName(), added);
        KernelRecipe with = linked.with(own(linked));
        String key = key(with, added.name(), submission.sha256());
        Optional<Build> made = cache.find(key);
        if (made.isPresent()) {
            return made.get();
        }
        try (Workshop workshop = Workshop.open(sandbox, submission)) {
            Product module = ModuleCompiler.build(workshop, with, headers, added.besides());
            return cache.store(
                    key,
                    Map.of(submission.artifacts().module(), module.part()),
                    List.of(),
                    module.remarks(),
                    module.files());
        } catch (IOException e) {
            throw new UngradableException(
                    "This machine cannot build " + submission.name() + ": " + e.getMessage() + ".", e);
        }
    }

    /** What is added is the same for every submission; the referee takes as long as a module. */
    private byte[] own(LinkedRecipe linked) throws UngradableException, InterruptedException {
        KernelRecipe alone = linked.alone();
        String name = linked.added().object();
        String key = key(alone, "own part " + name);
        try {
            Optional<Build> made = cache.find(key);
            if (made.isEmpty()) {
                Map<String, byte[]> object = Map.of(name, compiled(alone, name));
                made = Optional.of(cache.store(key, Map.of(), List.of(), List.of(), object));
            }
            return Files.readAllBytes(made.get().folder().resolve(name));
        } catch (IOException e) {
            throw new UngradableException(name + " cannot be compiled: " + e.getMessage(), e);
        }
    }

    private byte[] compiled(KernelRecipe own, String product)
            throws IOException, UngradableException, InterruptedException {
        try (PrivateFolder folder = PrivateFolder.make()) {
            Sandbox.Job job = new Sandbox.Job(
                    List.of("/usr/bin/bash", "-c", own.script()),
                    folder.path(),
                    KernelRecipe.mounts(headers),
                    Sandbox.JobLimits.ofCompilers());
            Places places = sandbox.places(job);
            for (Map.Entry<String, byte[]> file : own.files().entrySet()) {
                String text = new String(file.getValue(), StandardCharsets.ISO_8859_1);
                folder.write(file.getKey(), places.outside(text).getBytes(StandardCharsets.ISO_8859_1));
            }
            Sandbox.JobResult outcome = sandbox.run(job);
            if (!outcome.isSuccess()) {
                throw new IOException(Workshop.words(outcome));
            }
            return folder.read(product);
        }
    }

    private String key(KernelRecipe own, String... dependencies) {
        StringBuilder sources = new StringBuilder(String.join("\0", dependencies));
        own.files()
                .forEach((name, content) -> sources.append('\0').append(name).append(DigestUtils.sha256Hex(content)));
        return BuildCache.key(headers.getFileName().toString(), toolchain, own.script(), sources.toString());
    }

    private Build make(Workshop workshop, String key, BuildListener listener)
            throws IOException, UngradableException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            Artifacts artifacts = workshop.submission().artifacts();
            Map<Role, Future<Product>> jobs = new TreeMap<>();
            start(jobs, threads, artifacts.module(), () -> ModuleCompiler.build(workshop, recipe, headers, List.of()));
            Future<ConstantFinder.Findings> numbers =
                    threads.submit(() -> ConstantFinder.find(workshop, recipe, headers));
            for (Role role : artifacts.programs()) {
                start(jobs, threads, role, () -> ProgramCompiler.build(workshop, role));
            }
            for (Role role : artifacts.ofKind(FileKind.JAVA_PROGRAM)) {
                if (workshop.submission().file(role).isPresent()) {
                    start(jobs, threads, role, () -> JavaCompiler.build(workshop, role));
                }
            }
            Product module = result(Objects.requireNonNull(jobs.get(artifacts.module())));
            listener.built(module.part(), module.remarks());
            return collect(key, jobs, result(numbers));
        } finally {
            end(threads);
        }
    }

    private static void start(
            Map<Role, Future<Product>> jobs, ExecutorService threads, Role role, Callable<Product> job) {
        jobs.put(role, threads.submit(job));
    }

    private Build collect(String key, Map<Role, Future<Product>> jobs, ConstantFinder.Findings numbers)
            throws IOException, UngradableException, InterruptedException {
        Map<Role, Part> parts = new TreeMap<>();
        Map<String, byte[]> files = new LinkedHashMap<>();
        List<String> remarks = new ArrayList<>();
        for (Map.Entry<Role, Future<Product>> job : jobs.entrySet()) {
            Product product = result(job.getValue());
            parts.put(job.getKey(), product.part());
            files.putAll(product.files());
            remarks.addAll(product.remarks());
        }
        remarks.addAll(numbers.remarks());
        if (!sandbox.isTight()) {
            remarks.add(0, WITHOUT_SANDBOX);
        }
        return cache.store(key, parts, numbers.constants(), remarks, files);
    }

    private static <T> T result(Future<T> future) throws IOException, UngradableException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof UngradableException ungradable) {
                throw ungradable;
            }
            if (cause instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException("An unexpected error ended a build.", cause);
        }
    }

    /** Nothing may be at work in the folder that is deleted next. */
    private static void end(ExecutorService threads) {
        threads.shutdownNow();
        boolean interrupted = Thread.interrupted();
        while (!threads.isTerminated()) {
            try {
                threads.awaitTermination(1, java.util.concurrent.TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@return where its compilers run} */
    public Sandbox sandbox() {
        return sandbox;
    }

    /** {@return the folder of headers that it builds against} */
    public Path headers() {
        return headers;
    }
}
