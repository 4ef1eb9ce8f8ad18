// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.setup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.messageslot.LabFolders;
import org.messageslot.lab.terminal.FileTrouble;

/** The folders that the lab writes to: whether it may, whether there is room, and whether programs may be run from one. */
final class Room {

    private static final long NEEDED_MB = 1500;
    private static final String CACHE = "cache";
    private static final String CACHE_WHY = "holds kernels, images and snapshots; may be deleted at any time";

    private Room() {}

    /** Writes a file into the cache, or where it will be made. */
    static Finding cache() {
        Path cache = LabFolders.cache();
        Path existing = existing(cache);
        try {
            Optional<String> obstacle = LabFolders.whyNothingRuns(existing);
            if (obstacle.isPresent()) {
                String[] halves = obstacle.get().split("; ", 2);
                return Finding.missing(CACHE, halves[0], CACHE_WHY, halves[1]);
            }
            return ofCache(cache, Files.getFileStore(existing).getUsableSpace() >> 20);
        } catch (IOException e) {
            return Finding.missing(
                    CACHE,
                    existing + " cannot be written: " + FileTrouble.reason(e),
                    CACHE_WHY,
                    LabFolders.remedy(existing));
        }
    }

    private static Path existing(Path folder) {
        Path existing = folder.toAbsolutePath();
        while (!Files.exists(existing)) {
            existing = Optional.ofNullable(existing.getParent()).orElse(Path.of("/"));
        }
        return existing;
    }

    /** Judges a cache that can be written. */
    static Finding ofCache(Path cache, long freeMb) {
        String detail = freeMb + " MB free for " + cache;
        return freeMb >= NEEDED_MB
                ? Finding.found(CACHE, detail, CACHE_WHY)
                : Finding.missing(
                        CACHE,
                        detail,
                        CACHE_WHY,
                        "make room for " + NEEDED_MB + " MB, or set MSGSLOT_CACHE to a folder on a larger disk");
    }

    /** Looks for a folder from which native libraries can be loaded. */
    static Finding libraries() {
        return ofLibraries(LabFolders.forLibraries());
    }

    /** Judges what was found. */
    static Finding ofLibraries(Optional<Path> folder) {
        String what = "libraries";
        String why = "unpacks what Java calls the kernel by (--on here) and edits lines with (walk)";
        return folder.map(path -> Finding.found(what, "from " + path, why))
                .orElseGet(() -> Finding.optional(
                        what,
                        "none of " + LabFolders.librariesSought() + " will do: full, not"
                                + " writable, or mounted noexec",
                        why,
                        LabFolders.LIBRARIES_REMEDY));
    }
}
