// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.nio.file.Path;

/** The user's cache, for those who keep something of their own beside the guests. */
public final class CacheFolder {

    private CacheFolder() {}

    /**
     * Names a folder of the cache: MSGSLOT_CACHE, or else {@code message-slot-lab} where the desktop standard has caches.
     *
     * @param kind what is kept there, a plain name
     * @return the folder; it need not exist, and may be deleted at any time
     */
    public static Path named(String kind) {
        return Cache.ofUser().root().resolve(kind);
    }
}
