// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.messageslot.MessageSlot;
import org.messageslot.calls.JnaLocation;

/**
 * A Java for guests: the modules that a small program needs, the kit's library and JNA, laid out as a folder that
 * {@link GuestOptions#withFolders} puts into a guest. Made once of the JDK that runs this, and kept in the cache.
 *
 * <p>Under emulation a Java program takes seconds of processor time, however little it does.
 */
public final class GuestJava {

    private static final String MODULES = "java.base,java.logging";
    private static final String HOME = "/java/jdk";
    private static final String LIBRARIES = "/java/lib";
    private static final String LAYOUT = "1";
    private static final Pattern LINKED = Pattern.compile("(?:=> )?(/\\S+) \\(0x[0-9a-f]+\\)");
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private GuestJava() {}

    /**
     * Makes sure that there is one.
     *
     * @param progress is told, in a few words each, what takes over a second
     * @return the folder whose content goes into the guest's root
     * @throws GuestUnavailableException if this machine's Java cannot make one; its message says what to do
     * @throws IOException if the cache cannot be used
     */
    public static Path of(Consumer<String> progress) throws IOException {
        if (!HostSystem.isLinux()) {
            throw new GuestUnavailableException("Java in guests is copied from this machine, so only Linux has it;"
                    + " use Linux, or the course VM (vagrant up).");
        }
        Path home = Path.of(System.getProperty("java.home"));
        Path jlink = home.resolve("bin/jlink");
        if (!Files.isExecutable(jlink)) {
            throw new GuestUnavailableException("The Java at " + home
                    + " has no jlink, which makes the Java of guests; install a JDK (apt-get install"
                    + " openjdk-17-jdk-headless), or set JAVA_HOME to one.");
        }
        List<Path> libraries = libraries();
        StringBuilder parts = new StringBuilder();
        for (Path library : libraries) {
            parts.append(library).append(' ').append(stamp(library)).append('\n');
        }
        String key = Cache.hash(String.join(
                        "\n",
                        LAYOUT,
                        MODULES,
                        home.toString(),
                        Runtime.version().toString(),
                        parts)
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return Cache.ofUser().entry("java", key, folder -> {
            progress.accept("making a Java for guests");
            lay(jlink, libraries, folder);
        });
    }

    /**
     * Names the words that start a program.
     *
     * @param classes the guest's folder with its classes
     * @param mainClass the class with its main method
     * @return the command line, the program's path first; the program's own arguments follow
     */
    public static List<String> command(String classes, String mainClass) {
        return List.of(
                HOME + "/bin/java",
                "-Xint",
                "-Xshare:auto",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Xmx64m",
                "-Djna.nounpack=true",
                "-Djna.boot.library.path=" + LIBRARIES,
                "-Djava.io.tmpdir=/tmp",
                "-cp",
                classes + ":" + LIBRARIES + "/0:" + LIBRARIES + "/1",
                mainClass);
    }

    /**
     * Finds what programs may be written with.
     *
     * @return the kit's library and JNA, in this order, each an archive or a folder of classes
     */
    public static List<Path> libraries() {
        return List.of(JnaLocation.of(MessageSlot.class), JnaLocation.archive());
    }

    /** What changes when a library does: the newest time and the size of all. */
    private static String stamp(Path library) throws IOException {
        long newest = 0;
        long size = 0;
        try (Stream<Path> tree = Files.walk(library)) {
            for (Path file : (Iterable<Path>) tree.filter(Files::isRegularFile)::iterator) {
                newest = Math.max(newest, Files.getLastModifiedTime(file).toMillis());
                size += Files.size(file);
            }
        }
        return newest + " " + size;
    }

    // ---- laying it out ----

    private static void lay(Path jlink, List<Path> libraries, Path folder) throws IOException {
        Path home = folder.resolve(HOME.substring(1));
        Files.createDirectories(home.getParent());
        demand(HostCommand.of(
                LIMIT,
                jlink.toString(),
                "--add-modules",
                MODULES,
                "--strip-debug",
                "--no-man-pages",
                "--no-header-files",
                "--output",
                home.toString()));
        // Where the archive of classes cannot be made, programs start all the same, only later.
        HostCommand.of(LIMIT, home.resolve("bin/java").toString(), "-Xshare:dump", "-XX:+UseSerialGC")
                .run();
        addSystemLibraries(home, folder);
        Files.createDirectories(folder.resolve(LIBRARIES.substring(1)));
        for (int i = 0; i < libraries.size(); i++) {
            add(libraries.get(i), folder.resolve(LIBRARIES.substring(1) + "/" + i));
        }
        addNativePart(libraries.get(1), folder.resolve(LIBRARIES.substring(1)));
    }

    private static void demand(HostCommand command) throws IOException {
        HostCommand.CommandResult outcome = command.run();
        if (!outcome.isSuccess()) {
            throw new IOException("The Java of guests cannot be made: " + outcome.lastLine());
        }
    }

    private static void addSystemLibraries(Path home, Path folder) throws IOException {
        Set<Path> needed = new TreeSet<>();
        try (Stream<Path> tree = Files.walk(home)) {
            List<Path> binaries = tree.filter(file -> file.toString().endsWith(".so") || file.endsWith("bin/java"))
                    .toList();
            for (Path binary : binaries) {
                Matcher linked = LINKED.matcher(
                        HostCommand.of(LIMIT, "ldd", binary.toString()).run().output());
                while (linked.find()) {
                    needed.add(Path.of(linked.group(1)));
                }
            }
        }
        for (Path library : needed) {
            Path inside = folder.resolve(library.toString().substring(1));
            if (!library.startsWith(folder)) {
                Files.createDirectories(inside.getParent());
                Files.copy(library, inside);
            }
        }
    }

    private static void add(Path library, Path inside) throws IOException {
        if (Files.isRegularFile(library)) {
            Files.copy(library, inside);
            return;
        }
        try (Stream<Path> tree = Files.walk(library)) {
            for (Path file : (Iterable<Path>) tree.filter(Files::isRegularFile)::iterator) {
                Path copy = inside.resolve(library.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    /** JNA would unpack it from its archive each time. */
    private static void addNativePart(Path jna, Path folder) throws IOException {
        try (FileSystem archive = FileSystems.newFileSystem(jna, Map.of());
                InputStream in = Files.newInputStream(archive.getPath(JnaLocation.nativePart()))) {
            Files.copy(in, folder.resolve("libjnidispatch.so"));
        }
    }
}
