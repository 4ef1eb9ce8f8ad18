// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.terminal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Says in words what Java's exceptions about files say by their names. */
public final class FileTrouble {

    private FileTrouble() {}

    /** {@return what went wrong, with the file where it did; such messages are often but the name of that file} */
    public static String sentence(IOException e) {
        return e instanceof FileSystemException failure && failure.getFile() != null
                ? failure.getFile() + ": " + reason(e)
                : reason(e);
    }

    /** {@return what went wrong, without the name of a file} */
    public static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        String reason = e instanceof FileSystemException failure ? failure.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName().replace("Exception", "") : reason;
    }
}
