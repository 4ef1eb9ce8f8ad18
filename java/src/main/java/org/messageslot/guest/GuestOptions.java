// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Says what kind of guest is wanted. Immutable and thread-safe.
 *
 * @param series which kernel
 * @param memoryMiB its memory in MiB, 128 to 4096; what the buffers of its ports take comes on top
 * @param cpus its processors, 1 to 8; more than one makes every guest dearer and is for concurrency only
 * @param counting whether its clock counts instructions, so that its time stamp counter grows by one with each: always
 *     emulated, with one processor, and slow
 * @param hardened whether the allocator poisons and fences memory and leaves it uninitialised, so that bugs show
 * @param kernelArguments further words for the kernel's command line
 * @param modules kernel modules ({@code .ko}) of our own that it loads while it boots, so that its snapshot holds them
 * @param folders folders of this machine whose content it has in its root, from the start
 * @param archives archives of files, as a kernel takes them at its start, which it has in its root
 * @param deadline how long one request may take before the guest is taken to hang, at least a millisecond; neither the
 *     time that a guest takes to start counts, nor that in which it waits for a processor of this machine
 */
public record GuestOptions(
        KernelSeries series,
        int memoryMiB,
        int cpus,
        boolean counting,
        boolean hardened,
        List<String> kernelArguments,
        List<Path> modules,
        List<Path> folders,
        List<Path> archives,
        Duration deadline) {

    /**
     * Check the options.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public GuestOptions {
        kernelArguments = List.copyOf(kernelArguments);
        modules = List.copyOf(modules);
        folders = List.copyOf(folders);
        archives = List.copyOf(archives);
        demand(memoryMiB >= 128 && memoryMiB <= 4096, "A guest has 128 to 4096 MiB of memory, not " + memoryMiB + ".");
        demand(cpus >= 1 && cpus <= 8, "A guest has 1 to 8 processors, not " + cpus + ".");
        demand(!counting || cpus == 1, "A guest that counts instructions has 1 processor, not " + cpus + ".");
        demand(deadline.toMillis() >= 1, "A deadline is a millisecond at least.");
    }

    private static void demand(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /**
     * The usual guest: kernel 6.1 (or the series that the environment variable MSGSLOT_KERNEL names), 256 MiB, one
     * processor, hardened, a deadline of 30 seconds.
     *
     * @return the options
     * @throws IllegalArgumentException if MSGSLOT_KERNEL names no series
     */
    public static GuestOptions standard() {
        String named = System.getenv("MSGSLOT_KERNEL");
        KernelSeries series = named == null || named.isBlank() ? KernelSeries.V6_1 : KernelSeries.of(named.strip());
        return new GuestOptions(
                series, 256, 1, false, true, List.of(), List.of(), List.of(), List.of(), Duration.ofSeconds(30));
    }

    /**
     * Chooses another kernel.
     *
     * @param other which
     * @return these options with that kernel
     */
    public GuestOptions withSeries(KernelSeries other) {
        return new GuestOptions(
                other, memoryMiB, cpus, counting, hardened, kernelArguments, modules, folders, archives, deadline);
    }

    /**
     * Chooses another amount of memory.
     *
     * @param other in MiB, 128 to 4096
     * @return these options with that memory
     */
    public GuestOptions withMemoryMiB(int other) {
        return new GuestOptions(
                series, other, cpus, counting, hardened, kernelArguments, modules, folders, archives, deadline);
    }

    /**
     * Chooses another number of processors.
     *
     * @param other 1 to 8
     * @return these options with that number
     */
    public GuestOptions withCpus(int other) {
        return new GuestOptions(
                series, memoryMiB, other, counting, hardened, kernelArguments, modules, folders, archives, deadline);
    }

    /**
     * Chooses whether the guest's clock counts instructions.
     *
     * @param other whether it does; it has one processor then, and is emulated
     * @return these options with that
     */
    public GuestOptions withCounting(boolean other) {
        return new GuestOptions(
                series, memoryMiB, cpus, other, hardened, kernelArguments, modules, folders, archives, deadline);
    }

    /**
     * Chooses whether the allocator is made strict.
     *
     * @param other whether it is
     * @return these options with that
     */
    public GuestOptions withHardened(boolean other) {
        return new GuestOptions(
                series, memoryMiB, cpus, counting, other, kernelArguments, modules, folders, archives, deadline);
    }

    /**
     * Adds words to the kernel's command line.
     *
     * @param others the words
     * @return these options with those words in place of the former ones
     */
    public GuestOptions withKernelArguments(String... others) {
        return new GuestOptions(
                series, memoryMiB, cpus, counting, hardened, List.of(others), modules, folders, archives, deadline);
    }

    /**
     * Loads modules of our own while the guest boots.
     *
     * @param others their {@code .ko} files, each after those that it depends on
     * @return these options with those modules in place of the former ones
     */
    public GuestOptions withModules(Path... others) {
        return new GuestOptions(
                series,
                memoryMiB,
                cpus,
                counting,
                hardened,
                kernelArguments,
                List.of(others),
                folders,
                archives,
                deadline);
    }

    /**
     * Puts files into the guest before it boots, so that its snapshot holds them.
     *
     * @param others folders whose content it has in its root; links are followed
     * @return these options with those folders in place of the former ones
     */
    public GuestOptions withFolders(Path... others) {
        return new GuestOptions(
                series,
                memoryMiB,
                cpus,
                counting,
                hardened,
                kernelArguments,
                modules,
                List.of(others),
                archives,
                deadline);
    }

    /**
     * Puts the files of archives into the guest before it boots, so that its snapshot holds them.
     *
     * @param others uncompressed archives in cpio's format
     * @return these options with those archives in place of the former ones
     */
    public GuestOptions withArchives(Path... others) {
        return new GuestOptions(
                series,
                memoryMiB,
                cpus,
                counting,
                hardened,
                kernelArguments,
                modules,
                folders,
                List.of(others),
                deadline);
    }

    /**
     * Chooses another deadline.
     *
     * @param other how long one request may take
     * @return these options with that deadline
     */
    public GuestOptions withDeadline(Duration other) {
        return new GuestOptions(
                series, memoryMiB, cpus, counting, hardened, kernelArguments, modules, folders, archives, other);
    }
}
