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
     * Finds out whether the user settles it, or a system whose compilers make nothing for guests.
     *
     * @return the place; empty if it is still to be chosen
     * @throws GuestUnavailableException if MSGSLOT_COMPILE is neither host nor guest, or host where that cannot be
     */
    public static Optional<CompilePlace> settled() throws GuestUnavailableException {
        return settled(System.getenv().getOrDefault(VARIABLE, ""), HostSystem.isLinux());
    }

    static Optional<CompilePlace> settled(String value, boolean linux) throws GuestUnavailableException {
        Optional<CompilePlace> named = named(value);
        if (linux) {
            return named;
        }
        if (named.equals(Optional.of(HOST))) {
            throw new GuestUnavailableException(
                    VARIABLE + " is \"host\", but only Linux has compilers for guests: unset it.");
        }
        return Optional.of(GUEST);
    }

    /** {@return what settles it, in a few words, if something does} */
    public static String settledBy() {
        return HostSystem.isLinux() ? VARIABLE + " says so" : "only Linux has compilers for guests";
    }

    private static Optional<CompilePlace> named(String value) throws GuestUnavailableException {
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
     * @return the place that is settled; else this machine if it has the compilers
     * @throws GuestUnavailableException if MSGSLOT_COMPILE is wrong
     */
    public static CompilePlace ofOwnSources() throws GuestUnavailableException {
        Optional<CompilePlace> settled = settled();
        return settled.isPresent() ? settled.get() : isToolchainHere() ? HOST : GUEST;
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
