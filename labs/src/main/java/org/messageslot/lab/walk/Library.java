// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import jdk.jshell.JShell;

/** The walkthroughs of the kit, in their order. */
public final class Library {

    private static final String SCRIPTS = "[0-9][0-9]-*.jsh";

    private final List<Path> files;

    private Library(List<Path> files) {
        this.files = List.copyOf(files);
    }

    /**
     * Finds the walkthroughs of a folder.
     *
     * @param home the folder of the kit, which has them in {@code labs/}
     * @return those it has
     * @throws IOException if it cannot be read
     */
    public static Library in(Path home) throws IOException {
        List<Path> files = new ArrayList<>();
        try (var found = Files.newDirectoryStream(home.resolve("labs"), SCRIPTS)) {
            found.forEach(files::add);
        }
        return new Library(files.stream().sorted().toList());
    }

    /** {@return the scripts, by number} */
    public List<Path> files() {
        return files;
    }

    /**
     * Finds a script.
     *
     * @param name its number or its name: {@code 5}, {@code 05}, {@code errors} or {@code 05-errors}
     * @return the script
     * @throws WalkthroughException if there is none, or several; the message lists what there is
     */
    public Path find(String name) throws WalkthroughException {
        String wanted = name.matches("[0-9]") ? "0" + name : name.replaceAll("^labs/|\\.jsh$", "");
        List<Path> matching =
                files.stream().filter(file -> matches(id(file), wanted)).toList();
        if (matching.size() == 1) {
            return matching.get(0);
        }
        String all = String.join(", ", files.stream().map(Library::id).toList());
        throw new WalkthroughException("'" + name + "' is no lab; there are: " + all + ".");
    }

    private static boolean matches(String id, String wanted) {
        return id.equals(wanted)
                || id.startsWith(wanted + "-")
                || id.substring(3).equals(wanted);
    }

    /**
     * Reads all walkthroughs.
     *
     * @return them, by number
     * @throws WalkthroughException if one violates the format
     * @throws IOException if one cannot be read
     */
    public List<Walkthrough> all() throws WalkthroughException, IOException {
        List<Walkthrough> all = new ArrayList<>();
        try (JShell shell = JShell.builder().executionEngine("local").build()) {
            WalkthroughParser parser = new WalkthroughParser(Completeness.of(shell));
            for (Path file : files) {
                all.add(parser.parse(file));
            }
        }
        return all;
    }

    /**
     * Reads some walkthroughs.
     *
     * @param names their numbers or names; none for all
     * @return them, by number
     * @throws WalkthroughException if there is none of such a name, or one violates the format
     * @throws IOException if one cannot be read
     */
    public List<Walkthrough> some(List<String> names) throws WalkthroughException, IOException {
        if (names.isEmpty()) {
            return all();
        }
        List<Path> chosen = new ArrayList<>();
        for (String name : names) {
            chosen.add(find(name));
        }
        return new Library(chosen.stream().distinct().sorted().toList()).all();
    }

    /**
     * Reads one walkthrough.
     *
     * @param file its script
     * @return what it says
     * @throws WalkthroughException if it violates the format
     * @throws IOException if it cannot be read
     */
    public Walkthrough read(Path file) throws WalkthroughException, IOException {
        return new Library(List.of(file)).all().get(0);
    }

    /**
     * Finds a script's title without reading the rest of it.
     *
     * @param file the script
     * @return its title
     * @throws IOException if it cannot be read
     */
    public String titleOf(Path file) throws IOException {
        return headerOf(file, "// # ");
    }

    /**
     * Finds out how long a walkthrough takes without reading the rest of it.
     *
     * @param file the script
     * @return the minutes, roughly
     * @throws IOException if it cannot be read
     */
    public int minutesOf(Path file) throws IOException {
        String minutes = headerOf(file, "// minutes: ");
        return minutes.matches("[0-9]{1,3}") ? Integer.parseInt(minutes) : 0;
    }

    private static String headerOf(Path file, String sign) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(sign))
                    .map(line -> line.substring(sign.length()).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    /**
     * Names a walkthrough.
     *
     * @param file its script
     * @return number and name, {@code 05-errors} for example
     */
    public static String id(Path file) {
        return file.getFileName().toString().replaceAll("\\.jsh$", "");
    }
}
