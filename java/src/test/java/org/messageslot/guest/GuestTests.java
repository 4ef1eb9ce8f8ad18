// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.messageslot.Errno;
import org.messageslot.ErrnoException;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Call;
import org.messageslot.calls.Dup;
import org.messageslot.calls.OpenFlags;
import org.messageslot.calls.Read;
import org.messageslot.calls.Result;
import org.messageslot.calls.Write;

/** A guest that lives: modules, files, processes and their calls. */
@RequiresGuest
class GuestTests {

    private static final String NODE = "/dev/trouble";

    private static Snapshot snapshot;
    private static Path module;

    private Guest guest;

    @BeforeAll
    static void prepare() throws IOException {
        snapshot = Snapshot.prepare(GuestOptions.standard(), step -> {});
        module = Trouble.module(snapshot.kernel());
    }

    @BeforeEach
    void start() throws IOException {
        guest = snapshot.restore();
        guest.loadModule(module, "");
        guest.makeNode(NODE, 0600, Trouble.MAJOR, 0);
    }

    @AfterEach
    void end() throws IOException {
        guest.close();
    }

    private static Errno errnoOf(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(ErrnoException.class, call).errno();
    }

    @Test
    void runsTheKernelThatWasAskedFor() {
        assertThat(guest.kernelRelease())
                .isEqualTo(snapshot.kernel().release())
                .startsWith(snapshot.kernel().series().label());
    }

    @Test
    void unloadsAndLoadsAModuleAgain() throws IOException {
        assertThat(guest.getText("/proc/modules")).contains("trouble ");
        guest.unloadModule("trouble");
        assertThat(guest.getText("/proc/modules")).doesNotContain("trouble ");
        guest.loadModule(module, "");
        assertThat(guest.taint()).isNotEqualTo(Taint.NONE);
    }

    @Test
    void tellsWhyAModuleIsRefused() throws IOException {
        guest.unloadModule("trouble");
        assertThat(errnoOf(() -> guest.loadModule(new byte[] {1, 2, 3}, "")).name())
                .isEqualTo("ENOEXEC");
        assertThat(errnoOf(() -> guest.loadModule(module, "fail=12"))).isEqualTo(Errno.ENOMEM);
        assertThat(errnoOf(() -> guest.unloadModule("trouble"))).isEqualTo(Errno.ENOENT);
    }

    @Test
    void refusesToUnloadABusyModule() throws IOException {
        try (GuestCalls process = guest.newProcess("app")) {
            process.open(NODE, OpenFlags.O_RDWR);
            assertThat(errnoOf(() -> guest.unloadModule("trouble"))).isEqualTo(Errno.EWOULDBLOCK);
        }
        guest.unloadModule("trouble");
    }

    @Test
    void givesAProcessItsLowestFreeDescriptors() throws IOException {
        try (GuestCalls process = guest.newProcess("app")) {
            assertThat(process.open(NODE, OpenFlags.O_RDWR)).isEqualTo(3);
            assertThat(process.dup(3)).isEqualTo(4);
            process.close(3);
            assertThat(process.open(NODE, OpenFlags.O_RDWR)).isEqualTo(3);
            assertThat(errnoOf(() -> process.close(9))).isEqualTo(Errno.EBADF);
            assertThat(errnoOf(() -> process.open("/dev/nothing", OpenFlags.O_RDWR)))
                    .isEqualTo(Errno.ENOENT);
        }
    }

    @Test
    void passesEveryKindOfBuffer() throws IOException {
        try (GuestCalls process = guest.newProcess("app")) {
            int fd = process.open(NODE, OpenFlags.O_RDWR);
            byte[] all = new byte[128];
            for (int i = 0; i < all.length; i++) {
                all[i] = (byte) (i * 7);
            }
            assertThat(process.write(fd, Buffer.of(all))).isEqualTo(128);
            Buffer room = Buffer.room(200);
            assertThat(process.read(fd, room)).isEqualTo(128);
            assertThat(room.bytes()).startsWith(all).endsWith(new byte[] {Buffer.FILL, Buffer.FILL});

            assertThat(process.write(fd, Buffer.readOnly(new byte[] {1, 2, 3}))).isEqualTo(3);
            assertThat(errnoOf(() -> process.read(fd, Buffer.readOnly(new byte[5]))))
                    .isEqualTo(Errno.EFAULT);
            Buffer crossing = Buffer.crossing(new byte[] {9, 9}, 5);
            assertThat(errnoOf(() -> process.read(fd, crossing))).isEqualTo(Errno.EFAULT);
            assertThat(crossing.bytes()).hasSize(2);
            assertThat(errnoOf(() -> process.write(fd, Buffer.crossing(new byte[7], 8))))
                    .isEqualTo(Errno.EFAULT);
            for (Buffer bad : List.of(Buffer.nullPointer(5), Buffer.unmapped(5), Buffer.kernelHalf(5))) {
                assertThat(errnoOf(() -> process.write(fd, bad)))
                        .as(bad.toString())
                        .isEqualTo(Errno.EFAULT);
                assertThat(errnoOf(() -> process.read(fd, bad)))
                        .as(bad.toString())
                        .isEqualTo(Errno.EFAULT);
            }
            assertThat(process.write(fd, Buffer.of(""))).isZero();
        }
    }

    @Test
    void runsALongScriptAndReusesABuffer() throws IOException {
        try (GuestCalls process = guest.newProcess("app")) {
            int fd = process.open(NODE, OpenFlags.O_RDWR);
            Buffer reused = Buffer.room(3);
            List<Call> script = new ArrayList<>(List.of(
                    new Write(fd, Buffer.of("abc")),
                    new Read(fd, reused),
                    new Write(fd, Buffer.of("x")),
                    new Read(fd, reused)));
            script.addAll(Collections.nCopies(5000, new Write(fd, Buffer.of("hello"))));
            List<Result> results = process.run(script);
            assertThat(results)
                    .hasSize(5004)
                    .extracting(Result::value)
                    .startsWith(3L, 3L, 1L, 1L)
                    .endsWith(5L);
            assertThat(reused.bytes()).isEqualTo("xbc".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void carriesAScriptOfMegabytes() throws IOException {
        try (GuestCalls process = guest.newProcess("app")) {
            int fd = process.open("/dev/null", OpenFlags.O_RDWR);
            List<Call> script = Collections.nCopies(12, new Write(fd, Buffer.of(new byte[1 << 20])));
            assertThat(process.run(script)).extracting(Result::value).containsOnly(1L << 20);
        }
    }

    @Test
    void sharesOpenFilesWithAForkedProcess() throws IOException {
        try (GuestCalls parent = guest.newProcess("parent")) {
            int fd = parent.open(NODE, OpenFlags.O_RDWR);
            try (GuestCalls child = parent.fork();
                    GuestCalls grandchild = child.fork("grandchild")) {
                grandchild.ioctl(fd, Trouble.SELECT, 77);
                assertThat(parent.read(fd, Buffer.room(1))).isEqualTo(77);
                child.close(fd);
                assertThat(errnoOf(() -> child.read(fd, Buffer.room(1)))).isEqualTo(Errno.EBADF);
                assertThat(parent.read(fd, Buffer.room(1))).isEqualTo(77);
            }
        }
    }

    @Test
    void holdsMoreProcessesThanThereArePorts() throws IOException {
        List<GuestCalls> processes = new ArrayList<>();
        for (int i = 0; i < MachineSpec.PROCESS_PORTS + 4; i++) {
            GuestCalls process = guest.newProcess("app" + i);
            processes.add(process);
            assertThat(process.open(NODE, OpenFlags.O_RDWR)).isEqualTo(3);
        }
        for (int round = 0; round < 2; round++) {
            processes.forEach(GuestCalls::close);
            try (GuestCalls process = guest.newProcess("again")) {
                assertThat(process.open(NODE, OpenFlags.O_RDWR)).isEqualTo(3);
            }
        }
        guest.unloadModule("trouble");
    }

    @Test
    void runsLanesAtTheSameTime() throws IOException {
        try (GuestCalls process = guest.newProcess("app")) {
            int fd = process.open(NODE, OpenFlags.O_RDWR);
            List<Call> writer = List.of(new Write(fd, Buffer.of("hello")));
            List<Call> reader = List.of(new Read(fd, Buffer.room(16)), new Dup(fd));
            List<List<Result>> results = process.runConcurrently(List.of(writer, reader, writer), 50);
            assertThat(results).hasSize(3);
            assertThat(results.get(0)).hasSize(50).allMatch(result -> result.value() == 5);
            assertThat(results.get(1)).hasSize(100).noneMatch(Result::isFailure);
        }
    }

    @Test
    void keepsUsersApart() throws IOException {
        try (GuestCalls nobody = guest.newProcess("nobody", 65534, 65534)) {
            assertThat(errnoOf(() -> nobody.open(NODE, OpenFlags.O_RDWR))).isEqualTo(Errno.EACCES);
            guest.changeMode(NODE, 0666);
            assertThat(nobody.open(NODE, OpenFlags.O_RDWR)).isEqualTo(3);
            guest.changeMode(NODE, 0600);
            guest.changeOwner(NODE, 65534, 65534);
            assertThat(nobody.open(NODE, OpenFlags.O_RDWR)).isEqualTo(4);
        }
        guest.remove(NODE);
        assertThat(errnoOf(() -> guest.remove(NODE))).isEqualTo(Errno.ENOENT);
    }

    @Test
    void movesFiles() throws IOException {
        byte[] content = new byte[20 << 20];
        content[content.length - 1] = 42;
        guest.putFile("/tmp/large", 0600, content);
        assertThat(guest.getFile("/tmp/large", 1 << 20)).hasSize(1 << 20);
        guest.putFile("/tmp/large", 0600, new byte[] {1});
        assertThat(guest.getFile("/tmp/large", 100)).containsExactly(1);
        assertThat(errnoOf(() -> guest.getFile("/nothing", 1))).isEqualTo(Errno.ENOENT);
    }

    @Test
    void readsTheKernelsLogFromWhereItWasLeft() throws IOException {
        long next = guest.kernelLog(0).next();
        guest.putFile("/dev/kmsg", 0, "<4>a line of ours\n".getBytes(StandardCharsets.UTF_8));
        KernelLog log = guest.kernelLog(next);
        assertThat(log.records()).singleElement().satisfies(line -> {
            assertThat(line.text()).isEqualTo("a line of ours");
            assertThat(line.level()).isEqualTo(4);
        });
        assertThat(guest.kernelLog(log.next()).records()).isEmpty();
    }

    @Test
    void outlivesAProcessThatIsKilled() throws IOException {
        GuestCalls victim = guest.newProcess("victim");
        int fd = victim.open(NODE, OpenFlags.O_RDWR);
        assertThatThrownBy(() -> victim.ioctl(fd, Trouble.KILL_CALLER, 0))
                .isInstanceOfSatisfying(
                        ProcessEndedException.class, e -> assertThat(e.signal()).hasValue(9));
        assertThatThrownBy(() -> victim.read(fd, Buffer.room(1))).isInstanceOf(ProcessEndedException.class);
        victim.close();
        guest.unloadModule("trouble");
    }
}
