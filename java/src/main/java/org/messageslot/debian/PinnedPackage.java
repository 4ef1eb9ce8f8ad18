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

    /** How many words {@link #line} has. */
    public static final int WORDS = 5;

    private static final String OF_UPDATES = "pool/updates/";

    /**
     * Reads what {@link #line} wrote.
     *
     * @param words the line's words
     * @return the package
     * @throws IllegalArgumentException if they are not those of a package
     */
    public static PinnedPackage of(List<String> words) {
        if (words.size() != WORDS) {
            throw new IllegalArgumentException("a package has " + WORDS + " words, not " + words.size());
        }
        return new PinnedPackage(
                words.get(0), words.get(1), words.get(4), new Listed(Long.parseLong(words.get(2)), words.get(3)));
    }

    /** {@return name, version, bytes, SHA-256 and path, with blanks between them} */
    public String line() {
        return String.join(" ", name, version, Long.toString(file.size()), file.sha256(), path);
    }

    /** {@return where to look for it, in this order: security updates move to the archive itself with its next release} */
    List<URI> addresses(Mirrors mirrors) {
        if (!path.startsWith(OF_UPDATES)) {
            return List.of(URI.create(mirrors.archive() + "/" + path));
        }
        String moved = "pool/" + path.substring(OF_UPDATES.length());
        return List.of(URI.create(mirrors.security() + "/" + path), URI.create(mirrors.archive() + "/" + moved));
    }
}
