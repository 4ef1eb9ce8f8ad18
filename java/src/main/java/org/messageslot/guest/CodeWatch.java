// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sees from outside whether somebody changed code in a guest that was restored: the kernel's, or the lab's own.
 *
 * @param places where the kernel's code is
 * @param lab where the lab's is
 * @param before the file with the memory of the first snapshot, in which nothing had run that is not trusted
 * @param memory the file that the guest was restored from
 */
record CodeWatch(KernelPlaces places, LabCode lab, Path before, Path memory) {

    private static final int WORDS = MachinePages.SIZE / Long.BYTES;
    private static final Pattern LINE_START = Pattern.compile("(?m)^[0-9a-f]+:");
    private static final Pattern WORD = Pattern.compile("0x([0-9a-f]{16})");

    /**
     * Look at what was written since the guest was restored.
     *
     * @param processes the machine's processes
     * @param monitor its monitor
     * @return what differs from the first snapshot
     * @throws IOException if the machine has gone
     */
    CodeChange look(Iterable<ProcessHandle> processes, Qmp monitor) throws IOException {
        KernelText text = new KernelText(places);
        KernelText.Image first = new KernelText.Image(before, 0);
        List<MachinePages.Range> ranges = new ArrayList<>(lab.ranges());
        text.range().ifPresent(ranges::add);
        boolean kernel = false;
        boolean own = false;
        for (ProcessHandle process : processes) {
            for (long page : MachinePages.written(process, memory, ranges)) {
                boolean labs = lab.pages().contains(page);
                if (labs || text.isIn(page)) {
                    ByteBuffer now = page(monitor, page);
                    kernel |= !text.isOwn(first, now, page);
                    own |= labs && !first.holds(now, page);
                }
            }
        }
        return new CodeChange(kernel, own);
    }

    /**
     * Compare what guests are restored from with the first snapshot.
     *
     * @return what differs
     * @throws IOException if the files cannot be used
     */
    CodeChange compare() throws IOException {
        KernelText.Image first = new KernelText.Image(before, 0);
        KernelText.Image now = new KernelText.Image(memory, 0);
        boolean own = false;
        for (long page : lab.pages()) {
            own |= !first.holds(now.mapped(page, page + MachinePages.SIZE), page);
        }
        return new CodeChange(new KernelText(places).firstChange(first, now).isPresent(), own);
    }

    private static ByteBuffer page(Qmp monitor, long address) throws IOException {
        String shown = LINE_START
                .matcher(monitor.print("xp /" + WORDS + "gx 0x" + Long.toHexString(address)))
                .replaceAll("");
        ByteBuffer page = ByteBuffer.allocate(MachinePages.SIZE).order(ByteOrder.LITTLE_ENDIAN);
        Matcher word = WORD.matcher(shown);
        while (page.hasRemaining() && word.find()) {
            page.putLong(Long.parseUnsignedLong(word.group(1), 16));
        }
        if (page.hasRemaining()) {
            throw new IOException("QEMU does not show the guest's memory: " + shown.strip());
        }
        return page.flip();
    }
}
