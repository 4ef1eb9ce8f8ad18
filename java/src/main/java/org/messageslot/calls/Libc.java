// SPDX-License-Identifier: Apache-2.0
package org.messageslot.calls;

import com.sun.jna.Function;
import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.messageslot.LabFolders;

/**
 * This machine's C library: its functions are called by their names, with the arguments that sections 2 and 3 of the manual
 * describe. An {@code int} is given as an {@code int}, a {@code long} or a {@code size_t} as a {@code long}, memory as an array.
 *
 * <p>A function that sets the error number ends in a {@link com.sun.jna.LastErrorException}. Thread-safe; Linux only.
 */
public final class Libc {

    private static final String UNPACKED_IN = "jna.tmpdir";

    private final NativeLibrary library;

    /**
     * Loads the library. JNA unpacks one of its own first, by itself into a home that may be full, read-only or noexec.
     *
     * @throws UnsupportedOperationException if this machine lets no library be loaded; the message says what to do
     */
    Libc() {
        if (System.getProperty(UNPACKED_IN) == null) {
            LabFolders.forLibraries().ifPresent(folder -> System.setProperty(UNPACKED_IN, folder.toString()));
        }
        try {
            library = NativeLibrary.getInstance("c", Map.of(Library.OPTION_STRING_ENCODING, "UTF-8"));
        } catch (LinkageError e) {
            throw new UnsupportedOperationException(
                    "Java cannot load the library by which it makes system calls: " + LabFolders.librariesSought()
                            + " are full, not yours, or mounted noexec; " + LabFolders.LIBRARIES_REMEDY + ".",
                    e);
        }
    }

    /**
     * Calls a function that returns an {@code int}.
     *
     * @param function its name
     * @param arguments its arguments
     * @return what it returned
     */
    public int integer(String function, @Nullable Object... arguments) {
        return function(function).invokeInt(arguments);
    }

    /**
     * Calls a function that returns a {@code long}, an {@code ssize_t} or an {@code off_t}.
     *
     * @param function its name
     * @param arguments its arguments
     * @return what it returned
     */
    public long number(String function, @Nullable Object... arguments) {
        return function(function).invokeLong(arguments);
    }

    /** Calls a function that returns an address. */
    Pointer pointer(String function, @Nullable Object... arguments) {
        return function(function).invokePointer(arguments);
    }

    private Function function(String name) {
        return library.getFunction(name, Function.THROW_LAST_ERROR);
    }
}
