// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.messageslot.guest.Guest;
import org.messageslot.guest.KernelLog;

/**
 * Adds up what a module counted in the guests of many checks. Thread-safe.
 *
 * <p>The counters lie in pages of the machine's memory, which the module tells when it is loaded, and which outlive it. All of that is
 * in reach of the module; so no more pages are read than honest modules have.
 */
public final class Counters {

    /** How many pages a module's counters take at most; {@code coverage.lds} keeps to it. */
    private static final int PAGES = 16;

    private static final int PAGE = 4096;

    /** A module that counts has this parameter, and tells where its counters are when that is set. */
    static final String PARAMETER = "lab_coverage";

    /** How many counters a module has at most. */
    public static final int MOST = PAGES * PAGE / Long.BYTES;

    /** Loads of one guest that are counted; some checks load the module again and again. */
    private static final int LOADS = 200;

    private static final Pattern TOLD = Pattern.compile("lab-coverage:((?: [0-9a-f]{1,12}){1," + PAGES + "})");

    private final long[] ordinary = new long[MOST];
    private final long[] failing = new long[MOST];

    /**
     * Finds out where counters are.
     *
     * @param log the kernel's log from before the module was loaded
     * @return the pages of each time it was loaded
     */
    static List<List<Long>> pagesIn(KernelLog log) {
        List<List<Long>> loads = new ArrayList<>();
        for (KernelLog.LogLine line : log.records()) {
            Matcher told = TOLD.matcher(line.text().strip());
            if (told.matches()) {
                loads.add(Stream.of(told.group(1).strip().split(" ", -1))
                        .map(page -> Long.parseLong(page, 16))
                        .toList());
            }
        }
        return loads;
    }

    /**
     * Adds what a module counted.
     *
     * @param guest where
     * @param loads the pages of each time it was loaded
     * @param letFail whether allocations were made to fail there
     * @throws IOException if the guest has gone, or there are no such pages; what was read so far is added
     */
    void add(Guest guest, Collection<List<Long>> loads, boolean letFail) throws IOException {
        int left = LOADS;
        for (List<Long> pages : loads) {
            for (int i = 0; i < pages.size() && left > 0; i++) {
                add(guest.memoryPage(pages.get(i)), i, letFail);
            }
            left--;
        }
    }

    private synchronized void add(ByteBuffer page, int number, boolean letFail) {
        long[] sums = letFail ? failing : ordinary;
        for (int i = 0; i < PAGE / Long.BYTES; i++) {
            sums[number * (PAGE / Long.BYTES) + i] += page.getLong(i * Long.BYTES);
        }
    }

    /** {@return the sums of the checks that let no allocation fail} */
    public synchronized long[] ordinary() {
        return ordinary.clone();
    }

    /** {@return the sums of all checks} */
    public synchronized long[] all() {
        long[] all = ordinary.clone();
        for (int i = 0; i < all.length; i++) {
            all[i] += failing[i];
        }
        return all;
    }
}
