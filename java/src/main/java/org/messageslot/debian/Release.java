// SPDX-License-Identifier: Apache-2.0
package org.messageslot.debian;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * The signed list of a suite's lists.
 *
 * @param name what to call it in a refusal
 * @param date when it was made
 * @param paragraph its fields
 */
record Release(String name, Instant date, Paragraph paragraph) {

    /** So much may a clock be behind the archive's. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /**
     * Reads a list whose signature is good.
     *
     * @param text the list
     * @param name what to call it in a refusal
     * @param suite the codename of the suite that it must be of
     * @param now the time at which it must be valid
     * @return the list
     * @throws ArchiveException if it is of another suite, of another time, or none
     */
    static Release of(String text, String name, String suite, Instant now) throws ArchiveException {
        Paragraph paragraph = new Paragraph(text.lines().toList());
        if (!paragraph.field("Codename").equals(suite)) {
            throw new ArchiveException(name + " is the list of \"" + paragraph.field("Codename")
                    + "\": name a mirror of Debian's archive in MSGSLOT_DEBIAN_MIRROR.");
        }
        Release release = new Release(name, time(paragraph, "Date", name).orElse(Instant.EPOCH), paragraph);
        if (release.date().isAfter(now.plus(PATIENCE))) {
            throw new ArchiveException(
                    name + " is dated " + paragraph.field("Date") + ", which is in the future:"
                            + " this machine's clock may be wrong; look with 'date', and set it with: sudo timedatectl set-ntp true.");
        }
        Optional<Instant> end = time(paragraph, "Valid-Until", name);
        if (end.isPresent() && now.isAfter(end.get())) {
            throw new ArchiveException(name + " expired on " + paragraph.field("Valid-Until")
                    + ": the mirror is out of date, name another one in MSGSLOT_DEBIAN_MIRROR; or this machine's clock is"
                    + " wrong, look with 'date'.");
        }
        return release;
    }

    private static Optional<Instant> time(Paragraph paragraph, String field, String name) throws ArchiveException {
        String text = paragraph.field(field);
        try {
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(ZonedDateTime.parse(text.replace("UTC", "GMT"), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeException e) {
            throw new ArchiveException(
                    name + " has a " + field + " that is no time (" + text
                            + "): name another mirror in MSGSLOT_DEBIAN_MIRROR.",
                    e);
        }
    }

    /** {@return whether the archive has its lists also by the names of their checksums, which never go out of step} */
    boolean isByHash() {
        return paragraph.field("Acquire-By-Hash").equals("yes");
    }

    /**
     * Finds one of the lists.
     *
     * @param path its path below the suite
     * @return what it must be
     * @throws ArchiveException if the suite has no such list
     */
    Listed file(String path) throws ArchiveException {
        for (String line : paragraph.linesBelow("SHA256")) {
            String[] words = line.split("\\s+", -1);
            if (words.length == 3 && words[2].equals(path)) {
                return new Listed(Long.parseLong(words[1]), words[0]);
            }
        }
        throw new ArchiveException(name + " lists no " + path + ": name a mirror of the whole of Debian's archive in"
                + " MSGSLOT_DEBIAN_MIRROR.");
    }
}
