// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders with all that is in them. */
public final class FileTree {

    private FileTree() {}

    /**
     * Deletes a folder and what is in it. Links are deleted, and where they lead to is left alone.
     *
     * @param tree the folder, or a file; that there is none, or that others delete it at the same time, is no error
     * @throws IOException if something cannot be deleted, or is added at the same time
     */
    public static void delete(Path tree) throws IOException {
        while (Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> files = Files.walk(tree)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            } catch (UncheckedIOException e) {
                if (!(e.getCause() instanceof NoSuchFileException)) {
                    throw e.getCause();
                }
            } catch (NoSuchFileException e) {
                // Gone between the look at it and the walk.
            }
        }
    }
}
