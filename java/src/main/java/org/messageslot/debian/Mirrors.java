// SPDX-License-Identifier: Apache-2.0
package org.messageslot.debian;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where Debian's archive is reached.
 *
 * @param archive the address of the archive, without a slash at its end
 * @param security the address of the security archive, likewise
 */
record Mirrors(String archive, String security) {

    private static final String VARIABLE = "MSGSLOT_DEBIAN_MIRROR";
    /** Debian's own address, for machines that know no nearer one. */
    private static final String OF_DEBIAN = "http://deb.debian.org/debian";

    /**
     * Finds the mirrors to use: those that the user names, else those of the machine's apt, else Debian's own.
     *
     * @param environment the user's variables
     * @param apt the folder of apt's settings; it need not exist
     * @return the mirrors
     * @throws ArchiveException if the user names something that is no address
     */
    static Mirrors of(Map<String, String> environment, Path apt) throws IOException {
        String named = environment.getOrDefault(VARIABLE, "").strip();
        if (!named.isEmpty()) {
            String[] words = named.split("\\s+", -1);
            return new Mirrors(checked(words[0]), checked(words.length > 1 ? words[1] : securityBeside(words[0])));
        }
        AptSources sources = AptSources.in(apt);
        String archive = sources.archive().orElse(OF_DEBIAN);
        return new Mirrors(archive, sources.security().orElse(securityBeside(archive)));
    }

    /** Mirrors keep the two archives side by side under these names. */
    private static String securityBeside(String archive) {
        return archive.replaceAll("/+$", "").replaceAll("/debian$", "") + "/debian-security";
    }

    private static String checked(String address) throws ArchiveException {
        try {
            new URI(address);
        } catch (URISyntaxException e) {
            throw notAnAddress(address);
        }
        if (!AptSources.isReachable(address)) {
            throw notAnAddress(address);
        }
        return address.replaceAll("/+$", "");
    }

    private static ArchiveException notAnAddress(String text) {
        return new ArchiveException(VARIABLE + " is \"" + text
                + "\", which is no address of a mirror: set it to one that begins with http://, https:// or file:/ and ends in"
                + " /debian, or unset it.");
    }
}
