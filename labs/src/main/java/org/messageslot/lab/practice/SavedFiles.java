// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.practice;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The sources of a folder, as they were last saved. They are looked at again and again, for not every file system tells of changes
 * (a folder that a virtual machine shares does not).
 */
public final class SavedFiles {

    private static final Pattern SOURCE = Pattern.compile(".*\\.(c|h|inc|java)|Makefile|Kbuild");
    private static final int DEPTH = 4;
    private static final Duration BETWEEN = Duration.ofMillis(40);

    private final Path folder;
    private Set<String> known = Set.of();

    /**
     * Looks at a folder.
     *
     * @param folder the folder
     */
    public SavedFiles(Path folder) {
        this.folder = folder;
    }

    /** {@return whether a source was saved, added or removed since {@link #awaitChange} returned} */
    boolean haveChanged() {
        return !now().equals(known);
    }

    /**
     * Waits until a source is saved, added or removed, and no editor is at it any more. The first time it does not wait.
     *
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    void awaitChange() throws InterruptedException {
        Set<String> now = now();
        while (now.equals(known)) {
            Thread.sleep(BETWEEN.toMillis());
            now = now();
        }
        known = settled(now);
    }

    /** An editor may empty the file, write it, and rename another one in its place. */
    private Set<String> settled(Set<String> changed) throws InterruptedException {
        Set<String> before = changed;
        Thread.sleep(BETWEEN.toMillis());
        for (Set<String> now = now(); !now.equals(before); now = now()) {
            before = now;
            Thread.sleep(BETWEEN.toMillis());
        }
        return before;
    }

    private Set<String> now() {
        Set<String> files = new TreeSet<>();
        try (Stream<Path> all = Files.find(folder, DEPTH, SavedFiles::isSource)) {
            for (Path file : all.toList()) {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                files.add(file + " " + attributes.size() + " " + attributes.lastModifiedTime());
            }
        } catch (IOException | UncheckedIOException e) {
            files.add("a file that went away meanwhile");
        }
        return files;
    }

    private static boolean isSource(Path path, BasicFileAttributes attributes) {
        String name = path.getFileName().toString();
        return attributes.isRegularFile() && SOURCE.matcher(name).matches() && !name.endsWith(".mod.c");
    }
}
