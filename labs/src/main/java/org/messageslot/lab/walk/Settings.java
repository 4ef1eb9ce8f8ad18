// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.messageslot.lab.desk.Workplace;
import org.messageslot.lab.kernel.KernelChoice;
import org.messageslot.lab.terminal.Kit;

/**
 * The settings of the Java machine in which snippets run.
 *
 * @param classPath the lab's classes, as one class path
 * @param home the folder of the kit
 * @param target which kernel answers: {@code here}, {@code guest} or {@code model}
 * @param work the folder in which a student's own files stay; none if they go with the session
 */
public record Settings(String classPath, Path home, String target, Optional<Path> work) {

    /**
     * Uses the class path of this Java machine.
     *
     * @param home the folder of the kit
     * @param target which kernel answers
     * @return the settings
     */
    public static Settings ofThisMachine(Path home, String target) {
        return new Settings(classPathOf(Settings.class.getClassLoader()), home, target, Optional.empty());
    }

    /**
     * Lets the student's own files stay.
     *
     * @param folder where; made when it is needed
     * @return these settings with that
     */
    public Settings keepingWorkIn(Path folder) {
        return new Settings(classPath, home, target, Optional.of(folder));
    }

    /** The launcher's class path; or, where jshell loaded this class, jshell's. */
    private static String classPathOf(ClassLoader loader) {
        if (loader instanceof URLClassLoader urls) {
            return Stream.of(urls.getURLs())
                    .map(Settings::fileOf)
                    .collect(Collectors.joining(System.getProperty("path.separator")));
        }
        // A test run hides its class path behind a jar of its own, and tells the real one by this property.
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private static String fileOf(URL url) {
        return Path.of(java.net.URI.create(url.toString())).toString();
    }

    Map<String, String> properties() {
        Map<String, String> properties =
                new TreeMap<>(Map.of(KernelChoice.PROPERTY, target, Kit.HOME, home.toString()));
        work.ifPresent(folder -> properties.put(Workplace.PROPERTY, folder.toString()));
        return properties;
    }

    String[] machineOptions() {
        List<String> options = new ArrayList<>(List.of(
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-Xshare:auto"));
        properties().forEach((name, value) -> options.add("-D" + name + "=" + value));
        return options.toArray(String[]::new);
    }
}
