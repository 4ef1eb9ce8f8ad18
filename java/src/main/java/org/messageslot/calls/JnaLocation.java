// SPDX-License-Identifier: Apache-2.0
package org.messageslot.calls;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** Finds JNA on this machine, for those who give it to programs that run elsewhere. Thread-safe. */
public final class JnaLocation {

    private JnaLocation() {}

    /** {@return JNA's archive} */
    public static Path archive() {
        return of(Native.class);
    }

    /** {@return the path, in the archive, of the native part for this machine's architecture} */
    public static String nativePart() {
        return "com/sun/jna/" + Platform.RESOURCE_PREFIX + "/libjnidispatch.so";
    }

    /**
     * Finds where a class was loaded from.
     *
     * @param member the class
     * @return the archive or the folder
     */
    public static Path of(Class<?> member) {
        try {
            return Path.of(
                    member.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(
                    "The place that " + member.getName() + " was loaded from is no file or folder.", e);
        }
    }
}
