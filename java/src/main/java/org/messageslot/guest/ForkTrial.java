// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.messageslot.Errno;
import org.messageslot.ErrnoException;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.OpenFlags;

/** Makes copies of a frozen guest, and finds out whether they are like a guest that was restored, and apart from each other. */
final class ForkTrial {

    private static final int COPIES = 20;
    private static final int AT_ONCE = 4;
    private static final String MINE = "/tmp/mine";
    private static final String INHERITED = "/tmp/inherited";

    /** What the kernel and the emulator say of a machine that is the same in all of them. */
    private static final List<String> FILES =
            List.of("/proc/version", "/proc/iomem", "/proc/ioports", "/proc/devices", "/proc/modules", "/proc/cmdline");

    private static final List<String> DEVICES = List.of("info qtree", "info mtree -f", "info pci");

    /** Long enough for a machine that is busy. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private ForkTrial() {}

    /**
     * Tries.
     *
     * @param frozen a frozen guest
     * @param restored one that runs and was restored of the same snapshot
     * @param text their kernel's code
     * @param memory the snapshot's memory
     * @throws IOException if something is not as it should be; the message says what
     * @throws GuestFailureException if a copy fails
     */
    static void run(Guest frozen, Guest restored, KernelText text, KernelText.Image memory) throws IOException {
        Map<String, String> wanted = description(restored);
        for (int made = 0; made < COPIES; made += AT_ONCE) {
            List<Guest> copies = new ArrayList<>();
            try {
                for (int i = 0; i < AT_ONCE; i++) {
                    copies.add(frozen.copy(LIMIT));
                }
                demandAlike(copies, wanted);
                demandApart(copies);
            } finally {
                copies.forEach(copy -> QemuProcess.closeQuietly(copy));
            }
        }
        demandSameKernel(frozen, text, memory);
        demandCopiesOfCopies(frozen);
        demandCrashesAreSeen(frozen);
    }

    private static Map<String, String> description(Guest guest) throws IOException {
        Map<String, String> description = new LinkedHashMap<>();
        description.put("the kernel's release", guest.kernelRelease());
        description.put("the kernel's taint", guest.taint().toString());
        for (String file : FILES) {
            description.put(file, guest.getText(file));
        }
        for (String devices : DEVICES) {
            description.put(devices, sorted(guest.monitor(devices)));
        }
        description.put("the answers of processes", answers(guest));
        return description;
    }

    /** QEMU lists some things by where they lie in its memory. */
    private static String sorted(String text) {
        return text.lines().sorted().collect(Collectors.joining("\n"));
    }

    /** More processes than ports, so that each port is used. */
    private static String answers(Guest guest) throws ErrnoException {
        List<GuestCalls> processes = new ArrayList<>();
        StringBuilder answers = new StringBuilder();
        try {
            for (int i = 0; i <= MachineSpec.PROCESS_PORTS; i++) {
                processes.add(guest.newProcess("p" + i));
            }
            for (GuestCalls process : processes) {
                int fd = process.open("/proc/self/comm", OpenFlags.O_RDONLY);
                Buffer name = Buffer.room(16);
                answers.append(process.read(fd, name)).append(' ');
                answers.append(new String(name.bytes(), StandardCharsets.UTF_8).strip());
            }
        } finally {
            processes.forEach(GuestCalls::close);
        }
        return answers.toString();
    }

    private static void demandAlike(List<Guest> copies, Map<String, String> wanted) throws IOException {
        for (Guest copy : copies) {
            Map<String, String> got = description(copy);
            for (String what : wanted.keySet()) {
                demand(wanted.get(what).equals(got.get(what)), "a copy of a guest differs in " + what);
            }
        }
    }

    private static void demandApart(List<Guest> copies) throws IOException {
        for (int i = 0; i < copies.size(); i++) {
            demand(!has(copies.get(i), MINE), "a copy of a guest sees what another one wrote");
            copies.get(i).putFile(MINE, 0600, new byte[] {(byte) i});
        }
        for (int i = 0; i < copies.size(); i++) {
            demand(copies.get(i).getFile(MINE, 2)[0] == i, "a copy of a guest has lost what it wrote");
        }
    }

    private static boolean has(Guest guest, String file) throws ErrnoException {
        try {
            guest.getFile(file, 1);
            return true;
        } catch (ErrnoException e) {
            if (!e.errno().equals(Errno.ENOENT)) {
                throw e;
            }
            return false;
        }
    }

    private static void demandSameKernel(Guest frozen, KernelText text, KernelText.Image memory) throws IOException {
        try (RunFolder folder = RunFolder.create();
                Guest copy = frozen.copy(LIMIT)) {
            Optional<KernelText.Image> now =
                    copy.freeze(monitor -> text.saved(monitor, folder.path().resolve("text")));
            demand(
                    now.isEmpty() || text.firstChange(memory, now.get()).isEmpty(),
                    "a copy of a guest has other code in its kernel");
        }
    }

    private static void demandCopiesOfCopies(Guest frozen) throws IOException {
        try (Guest first = frozen.copy(LIMIT)) {
            first.putFile(INHERITED, 0600, new byte[] {1});
            first.freeze();
            for (int i = 0; i < 2; i++) {
                try (Guest second = first.copy(LIMIT)) {
                    demand(has(second, INHERITED), "a copy of a copy does not know what the copy knew");
                    demand(!has(second, MINE), "a copy of a copy sees what another one wrote");
                    second.putFile(MINE, 0600, new byte[] {1});
                }
            }
        }
    }

    private static void demandCrashesAreSeen(Guest frozen) throws IOException {
        try (Guest copy = frozen.copy(LIMIT)) {
            copy.putFile("/proc/sysrq-trigger", 0, "c".getBytes(StandardCharsets.UTF_8));
            throw new IOException("a copy of a guest survived a crash");
        } catch (GuestFailureException e) {
            demand(e.failure() instanceof GuestFailure.Panic, "the crash of a copy was not seen");
        }
    }

    private static void demand(boolean condition, String complaint) throws IOException {
        if (!condition) {
            throw new IOException(complaint);
        }
    }
}
