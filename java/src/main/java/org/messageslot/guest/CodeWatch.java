// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Sees from outside whether somebody changed code in a guest that was restored, the kernel's or the lab's own, or the table by which
 * the kernel finds its system calls.
 *
 * @param places where the kernel's code is
 * @param lab where the lab's is
 * @param before the memory of the first snapshot, in which nothing had run that is not trusted
 * @param memory the memory that the guest was restored from
 */
record CodeWatch(KernelPlaces places, LabCode lab, KernelText.Image before, KernelText.Image memory) {

    /**
     * Looks at what was written since the guest was restored.
     *
     * @param processes the machine's processes
     * @param monitor its monitor
     * @return what differs from the first snapshot
     * @throws IOException if the machine has gone
     */
    CodeChange look(Iterable<ProcessHandle> processes, Qmp monitor) throws IOException {
        KernelText text = new KernelText(places);
        List<MachinePages.Range> ranges = new ArrayList<>(lab.ranges());
        text.range().ifPresent(ranges::add);
        places.systemCalls().map(MachinePages.Range::wholePages).ifPresent(ranges::add);
        CodeChange change = CodeChange.NONE;
        for (long page : written(processes, monitor, ranges)) {
            if (lab.pages().contains(page) || text.isIn(page) || isOfSystemCalls(page)) {
                change = change.and(changeOf(page, MachinePages.page(monitor, page)));
            }
        }
        return change;
    }

    private List<Long> written(Iterable<ProcessHandle> processes, Qmp monitor, List<MachinePages.Range> ranges)
            throws IOException {
        if (!HostSystem.isLinux()) {
            return MachinePages.differing(monitor, memory, ranges);
        }
        List<Long> written = new ArrayList<>();
        for (ProcessHandle process : processes) {
            written.addAll(MachinePages.written(process, memory, ranges));
        }
        return written;
    }

    /**
     * Compares what guests are restored from with the first snapshot.
     *
     * @return what differs
     * @throws IOException if the files cannot be used
     */
    CodeChange compare() throws IOException {
        boolean kernel = new KernelText(places).firstChange(before, memory).isPresent();
        CodeChange change = new CodeChange(kernel, false, false);
        Set<Long> pages = new TreeSet<>(lab.pages());
        places.systemCalls().map(MachinePages.Range::wholePages).ifPresent(table -> pages.addAll(table.pages()));
        for (long page : pages) {
            change = change.and(changeOf(page, memory.mapped(page, page + MachinePages.SIZE)));
        }
        return change;
    }

    private CodeChange changeOf(long page, ByteBuffer now) throws IOException {
        return new CodeChange(
                !new KernelText(places).isOwn(before, now, page),
                isOfSystemCalls(page) && !hasOwnSystemCalls(page, now),
                lab.pages().contains(page) && !before.holds(now, page));
    }

    private boolean isOfSystemCalls(long page) {
        return places.systemCalls().filter(table -> table.meets(page)).isPresent();
    }

    private boolean hasOwnSystemCalls(long page, ByteBuffer now) throws IOException {
        MachinePages.Range table = places.systemCalls().orElseThrow();
        long from = Math.max(table.from(), page);
        long to = Math.min(table.to(), page + MachinePages.SIZE);
        return before.holds(now.slice((int) (from - page), (int) (to - from)), from);
    }
}
