// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The frozen guests of this JVM in which checks were rehearsed, one for each snapshot that branches are made of.
 *
 * <p>One that is in use stays, for its copies end with it; of the others a few stay. Thread-safe.
 */
final class Templates {

    /** Each takes about 100 MB. */
    private static final int IDLE = 3;

    /** In the order in which they were used last. */
    private static final Map<String, Template> ALL = new LinkedHashMap<>(16, 0.75f, true);

    private Templates() {}

    /** Makes the guest. */
    interface GuestMaker {
        Guest make() throws IOException;
    }

    /** A frozen guest, and how many branches were made of it that are not closed. */
    static final class Template {
        private final Guest guest;
        private int users;

        private Template(Guest guest) {
            this.guest = guest;
        }

        Guest guest() {
            return guest;
        }
    }

    static synchronized Template borrow(String key, GuestMaker maker) throws IOException {
        Template template = ALL.get(key);
        if (template == null) {
            template = new Template(maker.make());
            ALL.put(key, template);
        }
        template.users++;
        return template;
    }

    static synchronized void giveBack(Template template) {
        template.users--;
        List<Map.Entry<String, Template>> idle = new ArrayList<>(ALL.entrySet());
        idle.removeIf(entry -> entry.getValue().users > 0);
        for (int i = 0; i < idle.size() - IDLE; i++) {
            ALL.remove(idle.get(i).getKey());
            QemuProcess.closeQuietly(idle.get(i).getValue().guest());
        }
    }

    /** Forgets one that turned out to be no good. Its copies end with it. */
    static synchronized void discard(Template template) {
        ALL.values().remove(template);
        QemuProcess.closeQuietly(template.guest());
    }
}
