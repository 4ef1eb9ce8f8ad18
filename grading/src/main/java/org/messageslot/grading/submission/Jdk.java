// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.messageslot.guest.HostCommand;

/**
 * A JDK of this machine, compiler included.
 *
 * @param home its folder, without links on the way
 * @param feature which Java it is, 17 for example
 */
public record Jdk(Path home, int feature) {

    private static final Path ALL = Path.of("/usr/lib/jvm");
    private static final Pattern VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"(\\d{1,4})[\".]");

    /**
     * Looks at a folder.
     *
     * @param folder any folder
     * @return the JDK that it is; empty if it is none, or has no compiler
     */
    public static Optional<Jdk> at(Path folder) {
        try {
            Path home = folder.toRealPath();
            if (!Files.isExecutable(home.resolve("bin/java")) || !Files.isExecutable(home.resolve("bin/javac"))) {
                return Optional.empty();
            }
            Matcher version = VERSION.matcher(Files.readString(home.resolve("release")));
            return version.find() ? Optional.of(new Jdk(home, Integer.parseInt(version.group(1)))) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Finds a JDK: the one of JAVA_HOME, the one that runs this, that of the search path, or one of {@code /usr/lib/jvm}.
     *
     * @param least the oldest Java that will do
     * @return the first that will do
     */
    public static Optional<Jdk> find(int least) {
        return candidates()
                .flatMap(folder -> at(folder).stream())
                .filter(jdk -> jdk.feature() >= least)
                .findFirst();
    }

    private static Stream<Path> candidates() {
        List<Path> folders = new ArrayList<>();
        Optional.ofNullable(System.getenv("JAVA_HOME"))
                .filter(name -> !name.isBlank())
                .ifPresent(name -> folders.add(Path.of(name)));
        folders.add(Path.of(System.getProperty("java.home")));
        HostCommand.findAll("javac")
                .map(compiler -> real(compiler).resolve("../.."))
                .forEach(folders::add);
        if (Files.isDirectory(ALL)) {
            try (Stream<Path> all = Files.list(ALL)) {
                folders.addAll(all.sorted().toList());
            } catch (IOException e) {
                return folders.stream();
            }
        }
        return folders.stream();
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path;
        }
    }

    /** {@return what a {@link Sandbox} must mount for it to run as {@code /jdk/bin/java}} */
    public Map<String, Path> mounts() {
        Map<String, Path> mounts = new LinkedHashMap<>(Map.of("/jdk", home));
        // Debian keeps a JDK's configuration there.
        Path configuration = Path.of("/etc/java-" + feature + "-openjdk");
        if (Files.isDirectory(configuration)) {
            mounts.put(configuration.toString(), configuration);
        }
        return mounts;
    }
}
