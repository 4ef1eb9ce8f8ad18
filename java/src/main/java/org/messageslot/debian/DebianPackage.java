// SPDX-License-Identifier: Apache-2.0
package org.messageslot.debian;

import java.util.Arrays;
import java.util.List;

/**
 * One version of a package.
 *
 * @param name its name
 * @param version its version
 * @param depends the names that it depends on; of alternatives the first
 * @param path its file, below the address of the archive whose list it is in
 * @param file what the file must be
 */
public record DebianPackage(String name, String version, List<String> depends, String path, Listed file) {

    /**
     * Reads a package's paragraph in a list.
     *
     * @param paragraph the paragraph
     * @return the package
     * @throws IllegalArgumentException if it has no size or checksum
     */
    static DebianPackage of(Paragraph paragraph) {
        List<String> depends = Arrays.stream(paragraph.field("Depends").split(",", -1))
                .map(item -> item.strip().replaceAll("[ (|:].*", ""))
                .filter(item -> !item.isEmpty())
                .toList();
        return new DebianPackage(
                paragraph.field("Package"),
                paragraph.field("Version"),
                depends,
                paragraph.field("Filename"),
                new Listed(Long.parseLong(paragraph.field("Size")), paragraph.field("SHA256")));
    }

    /** {@return this version, for good} */
    public PinnedPackage pinned() {
        return new PinnedPackage(name, version, path, file);
    }

    boolean isNewerThan(DebianPackage other) {
        return new DebianVersion(version).compareTo(new DebianVersion(other.version)) > 0;
    }
}
