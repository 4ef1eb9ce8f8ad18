// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** The places where C is compiled for guests: by this machine's compilers, or by Debian's in a guest. */
public enum CompilePlace {
    /** This machine. */
    HOST,
    /** A guest, which takes nothing but QEMU. */
    GUEST;

    private static final String VARIABLE = "MSGSLOT_COMPILE";
    private static final AtomicBoolean SEEN = new AtomicBoolean();

    /**
     * Finds out whether the user settles it.
     *
     * @return the place that MSGSLOT_COMPILE names; empty if it names none
     * @throws GuestUnavailableException if it is neither host nor guest
     */
    public static Optional<CompilePlace> named() throws GuestUnavailableException {
        return named(System.getenv().getOrDefault(VARIABLE, ""));
    }

    static Optional<CompilePlace> named(String value) throws GuestUnavailableException {
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "" -> Optional.empty();
            case "host" -> Optional.of(HOST);
            case "guest" -> Optional.of(GUEST);
            default ->
                throw new GuestUnavailableException(VARIABLE + " is \"" + value + "\", but must be host or guest.");
        };
    }

    /**
     * Chooses where the kit's own sources are compiled, which need no sandbox.
     *
     * @return the place that is named; else this machine if it has the compilers
     * @throws GuestUnavailableException if MSGSLOT_COMPILE is neither host nor guest
     */
    public static CompilePlace ofOwnSources() throws GuestUnavailableException {
        Optional<CompilePlace> named = named();
        return named.isPresent() ? named.get() : isToolchainHere() ? HOST : GUEST;
    }

    /**
     * Tells whether this machine could compile for guests.
     *
     * @return whether the compiler, make and the static library of C are here
     * @throws GuestUnavailableException if there are no guests for this machine's processor
     */
    public static boolean isToolchainHere() throws GuestUnavailableException {
        // A compiler is asked for the library; it may be installed while this runs, and is not removed.
        if (!SEEN.get()) {
            SEEN.set(GuestNeeds.compilers(Architecture.ofGuests()).stream()
                    .allMatch(need -> need.find().isPresent()));
        }
        return SEEN.get();
    }

    /** {@return what the names of the compiler's tools begin with there} */
    public String toolPrefix() {
        return this == GUEST ? "" : Architecture.toolPrefixOfGuests();
    }
}
