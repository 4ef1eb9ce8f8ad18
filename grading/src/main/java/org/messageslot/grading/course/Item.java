// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One file of a class, wherever it lies. When it was changed is not asked: course systems pack the time of the download.
 *
 * @param path where it lies in the class, with {@code /} between folders, as strangers named it
 * @param kind what it is
 * @param disk where it lies on the disk, if the class is a folder
 * @param content how to read it, or the target if it is a link
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
record Item(String path, ItemKind kind, Optional<Path> disk, ItemContent content) {

    enum ItemKind {
        FILE,
        LINK
    }

    interface ItemContent {
        InputStream open() throws IOException;
    }

    /** {@return the first folder of the path, or the whole of it} */
    String top() {
        int slash = path.indexOf('/');
        return slash < 0 ? path : path.substring(0, slash);
    }

    /** {@return whether it lies in a folder} */
    boolean inFolder() {
        return path.indexOf('/') >= 0;
    }

    /** {@return the path below the first folder; the whole of it if it lies in none} */
    String rest() {
        return path.substring(path.indexOf('/') + 1);
    }

    /** {@return the folders that it lies in, with a {@code /} at the end; empty if in none} */
    String folder() {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    /** {@return the name without folders} */
    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    Item at(String otherPath) {
        return new Item(otherPath, kind, disk, content);
    }
}
