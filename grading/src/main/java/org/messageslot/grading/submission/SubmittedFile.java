// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One file of a submission, in memory.
 *
 * <p>Its path is relative, uses {@code /}, has no {@code .} or {@code ..} in it, and no character that a compiler, a shell or
 * a Makefile would take for more than a letter; where the student's own name had such, it was replaced. Immutable.
 */
public final class SubmittedFile {

    private final String path;
    private final byte[] content;

    SubmittedFile(String path, byte[] content) {
        this.path = path;
        this.content = content.clone();
    }

    /** {@return where it lies in the submission, {@code src/device.c} for example} */
    public String path() {
        return path;
    }

    /** {@return its name without the folders} */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** {@return the folder that it lies in; empty for the topmost one} */
    public String folder() {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /** {@return a copy of its bytes} */
    public byte[] content() {
        return content.clone();
    }

    /** {@return its bytes as text; what is no UTF-8 becomes replacement characters} */
    public String text() {
        return new String(content, StandardCharsets.UTF_8);
    }

    boolean isNamed(String suffix) {
        return name().toLowerCase(Locale.ROOT).endsWith(suffix);
    }

    int depth() {
        return (int) path.chars().filter(character -> character == '/').count();
    }

    SubmittedFile at(String otherPath) {
        return new SubmittedFile(otherPath, content);
    }

    @Override
    public String toString() {
        return path;
    }
}
