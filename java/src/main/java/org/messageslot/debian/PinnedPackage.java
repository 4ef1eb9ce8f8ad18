// SPDX-License-Identifier: Apache-2.0
package org.messageslot.debian;

import java.net.URI;
import java.util.List;

/**
 * One version of a package, wherever in Debian's archive it is kept by now.
 *
 * @param name its name
 * @param version its version
 * @param path its file, below the archive's address or the security archive's
 * @param file what the file must be
 */
public record PinnedPackage(String name, String version, String path, Listed file) {

    private static final String OF_UPDATES = "pool/updates/";

    /** {@return where to look for it, in this order: security updates move to the archive itself with its next release} */
    List<URI> addresses(Mirrors mirrors) {
        if (!path.startsWith(OF_UPDATES)) {
            return List.of(URI.create(mirrors.archive() + "/" + path));
        }
        String moved = "pool/" + path.substring(OF_UPDATES.length());
        return List.of(URI.create(mirrors.security() + "/" + path), URI.create(mirrors.archive() + "/" + moved));
    }
}
