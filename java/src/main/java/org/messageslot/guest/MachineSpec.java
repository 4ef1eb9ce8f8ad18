// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.messageslot.guest.Accelerator.AcceleratorKind;

/**
 * A machine as QEMU's command line describes it.
 *
 * @param qemu the emulator
 * @param architecture the processor's architecture
 * @param accelerator what runs its instructions
 * @param image what it boots
 * @param options size and kernel arguments
 */
record MachineSpec(
        Qemu qemu, Architecture architecture, AcceleratorKind accelerator, GuestImage image, GuestOptions options) {

    /** How many processes of a guest can have a port of their own, which makes their single calls twice as fast. */
    static final int PROCESS_PORTS = 8;

    /**
     * What the buffers of all ports take at most, with the checks of the kernel's allocator: the queues of newer QEMUs have 1,024
     * places where those of older ones have 128.
     */
    private static final int PORTS_MIB = 128;

    private static final String AGENT_PORT = "org.messageslot.agent";

    /** Where the machine's memory lives. */
    sealed interface Memory {
        /** Memory that goes when the machine does. */
        record AnonymousMemory() implements Memory {}

        /** A file that the machine writes to: how a snapshot is taken. */
        record Recorded(Path file) implements Memory {}

        /** A file that the machine reads from and never writes to: a restored snapshot. */
        record CopyOnWrite(Path file) implements Memory {}

        /** A copy of a snapshot's file, in which the machine goes on: how a snapshot is made of another one. */
        record Continued(Path file) implements Memory {}
    }

    /** {@return what a snapshot of this machine depends on, in one line} */
    String identity() {
        return String.join(" ", command(Path.of("/run"), new Memory.AnonymousMemory())) + " qemu=" + qemu.version()
                + " image=" + image.key();
    }

    List<String> command(Path runFolder, Memory memory) {
        List<String> words = new ArrayList<>(List.of(qemu.binary().toString()));
        words.addAll(List.of("-name", "msgslot-guest", "-nodefaults", "-no-user-config", "-no-reboot"));
        words.addAll(List.of("-display", "none", "-action", "panic=none,shutdown=pause"));
        words.addAll(List.of("-machine", architecture.machine() + ",memory-backend=ram0"));
        words.addAll(accelerator.arguments(architecture, options.cpus()));
        words.addAll(List.of("-smp", String.valueOf(options.cpus()), "-m", memoryMiB() + "M"));
        words.addAll(List.of("-object", memoryObject(memory)));
        words.addAll(List.of("-kernel", image.kernel().toString()));
        words.addAll(List.of("-initrd", image.initramfs().toString()));
        words.addAll(List.of("-append", kernelCommandLine()));
        words.addAll(ports(runFolder));
        words.addAll(architecture.devices());
        words.addAll(List.of("-chardev", "stdio,id=console,signal=off", "-serial", "chardev:console"));
        words.addAll(List.of("-chardev", "socket,id=qmp,path=" + escaped(runFolder.resolve("qmp"))));
        words.addAll(List.of("-mon", "chardev=qmp,mode=control"));
        if (memory instanceof Memory.CopyOnWrite || memory instanceof Memory.Continued) {
            words.addAll(List.of("-incoming", "defer"));
        }
        return words;
    }

    /** The agent's port comes last: once it is there, the others are. */
    private static List<String> ports(Path runFolder) {
        int agent = PROCESS_PORTS + 1;
        List<String> words = new ArrayList<>(List.of("-device", "virtio-serial-pci,max_ports=" + (agent + 1)));
        for (int number = 1; number <= agent; number++) {
            String name = number == agent ? ",name=" + AGENT_PORT : "";
            String id = "port" + number;
            words.addAll(List.of("-chardev", "socket,id=" + id + ",path=" + escaped(runFolder.resolve("ports"))));
            words.addAll(List.of("-device", "virtserialport,nr=" + number + ",chardev=" + id + name));
        }
        return words;
    }

    /** {@return how much memory the machine has, in MiB: what the guest is to have, and what its ports take of it} */
    int memoryMiB() {
        return options.memoryMiB() + PORTS_MIB;
    }

    private String memoryObject(Memory memory) {
        String size = ",id=ram0,size=" + memoryMiB() + "M";
        if (memory instanceof Memory.Recorded recorded) {
            return "memory-backend-file" + size + ",share=on,mem-path=" + escaped(recorded.file());
        }
        if (memory instanceof Memory.Continued continued) {
            return "memory-backend-file" + size + ",share=on,mem-path=" + escaped(continued.file());
        }
        if (memory instanceof Memory.CopyOnWrite copied) {
            return "memory-backend-file" + size + ",share=off,mem-path=" + escaped(copied.file());
        }
        return "memory-backend-ram" + size;
    }

    /** In QEMU's options a comma ends a value, and two stand for one. */
    private static String escaped(Path path) {
        return path.toString().replace(",", ",,");
    }

    private String kernelCommandLine() {
        Stream<String> base = Stream.of(
                "console=" + architecture.console(),
                // Crashes still reach the console: the kernel raises its level itself. Chatter would only cost time.
                "loglevel=3",
                "log_buf_len=1M",
                // What the agent and tests write to the log is not chatter.
                "printk.devkmsg=on",
                // Every crash and every hang ends the machine, with a trace.
                "panic=-1",
                "oops=panic",
                "watchdog_thresh=2",
                "softlockup_panic=1",
                "hung_task_panic=1",
                "sysctl.kernel.hung_task_timeout_secs=10",
                // Nothing here is worth protecting, and the protections cost dearly under emulation.
                "mitigations=off",
                "audit=0",
                "cryptomgr.notests",
                // A group with a bound, in which a program runs, would have the kernel count the memory of sockets and
                // of its own
                // objects, too: it changes its code for that, and what it needs to count looks as if a driver had
                // allocated it.
                "cgroup.memory=nosocket,nokmem",
                "rcupdate.rcu_expedited=1");
        // Debian clears memory on allocation, which hides what a driver forgets to initialise.
        Stream<String> hardened = options.hardened() ? Stream.of("init_on_alloc=0", "slub_debug=FZP") : Stream.of();
        return Stream.of(base, architecture.kernelArguments().stream(), hardened, options.kernelArguments().stream())
                .flatMap(words -> words)
                .collect(Collectors.joining(" "));
    }
}
