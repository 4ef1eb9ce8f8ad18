// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.submission.Sandbox.JobEnd;
import org.messageslot.guest.GuestJava;

/** Compiles Java programs against the kit's library and JNA, without annotation processors; they run in guests only. */
final class JavaCompiler {

    private static final String CLASSES = "classes";

    private JavaCompiler() {}

    static Product build(Workshop workshop, Role role) throws IOException, UngradableException, InterruptedException {
        Optional<SubmittedFile> source = workshop.submission().file(role);
        if (source.isEmpty()) {
            return Product.missing(role);
        }
        Workshop.Bench bench = workshop.bench(role.id());
        Map<String, Path> libraries = libraries();
        bench.mounting(libraries).mounting(jdk());
        Sandbox.JobLimits limits = Sandbox.JobLimits.ofCompilers().withMemory(6L << 30);
        Sandbox.JobResult outcome = bench.run(command(source.get(), libraries), limits, true);
        if (!outcome.isSuccess()) {
            return Product.failed(outcome, List.of());
        }
        Map<String, byte[]> files = classes(bench);
        String mainClass = "/" + source.get().name().replaceAll("(?i)\\.java$", "") + ".class";
        return files.keySet().stream()
                .filter(name -> name.endsWith(mainClass))
                .min(java.util.Comparator.comparingInt(String::length))
                .map(name -> Product.built(outcome, name, files, List.of()))
                .orElseGet(() -> Product.failed(
                        new Sandbox.JobResult(JobEnd.EXITED, 1, source.get() + " defines no class of its own name.\n"),
                        List.of()));
    }

    private static List<String> command(SubmittedFile source, Map<String, Path> libraries) {
        String folder = Workshop.SOURCES + (source.folder().isEmpty() ? "" : "/" + source.folder());
        return List.of(
                "/jdk/bin/javac",
                "-J-Xmx256m",
                "-J-XX:+UseSerialGC",
                "-J-XX:TieredStopAtLevel=1",
                "-proc:none",
                "-encoding",
                "UTF-8",
                "--release",
                "17",
                "-d",
                Sandbox.FOLDER + "/" + CLASSES,
                "-classpath",
                String.join(":", new TreeMap<>(libraries).keySet()),
                "-sourcepath",
                folder,
                Workshop.inside(source));
    }

    private static Map<String, byte[]> classes(Workshop.Bench bench) throws IOException {
        Map<String, byte[]> classes = new LinkedHashMap<>();
        Path root = bench.path();
        try (Stream<Path> tree = Files.walk(root.resolve(CLASSES))) {
            for (Path file : tree.filter(Files::isRegularFile).sorted().toList()) {
                String name = root.relativize(file).toString();
                classes.put(name, bench.read(name));
            }
        }
        return classes;
    }

    private static Map<String, Path> jdk() throws UngradableException {
        Path home = Path.of(System.getProperty("java.home"));
        return Jdk.at(home)
                .orElseThrow(
                        () -> new UngradableException(
                                "The Java at " + home
                                        + " has no compiler; install a JDK (apt-get install openjdk-17-jdk-headless), or set JAVA_HOME to one."))
                .mounts();
    }

    private static Map<String, Path> libraries() {
        Map<String, Path> libraries = new TreeMap<>();
        for (Path path : GuestJava.libraries()) {
            libraries.put("/library" + libraries.size() + (Files.isDirectory(path) ? "" : ".jar"), path);
        }
        return libraries;
    }
}
