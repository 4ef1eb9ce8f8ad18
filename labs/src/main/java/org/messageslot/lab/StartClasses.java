// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import org.messageslot.lab.terminal.StandardOutput;

/**
 * Loads the classes that commands start with, by some commands whose output nobody reads. The launcher runs it once, has Java note
 * which classes they are, and makes an archive of them from which each later start takes them.
 */
final class StartClasses {

    /** Commands that every machine can run, without a guest. */
    private static final List<List<String>> COMMANDS =
            List.of(List.of("--help"), List.of("checks"), List.of("grade", "--help"), List.of("help", "grade"));

    /** What commands use most, by the beginning of the jar's name. */
    private static final List<String> JARS = List.of("messageslot-", "picocli-", "gson-");

    private StartClasses() {}

    public static void main(String[] arguments) throws IOException {
        StandardOutput.install();
        for (List<String> command : COMMANDS) {
            Lab.execute(command.toArray(String[]::new));
        }
        for (String element : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (JARS.stream().anyMatch(Path.of(element).getFileName().toString()::startsWith)) {
                loadAll(Path.of(element));
            }
        }
    }

    private static void loadAll(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .forEach(StartClasses::load);
        }
    }

    private static void load(String name) {
        try {
            Class.forName(name, false, StartClasses.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            return; // It is for something that the kit does without.
        }
    }
}
