// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.messageslot.debian.ArchiveException;
import org.messageslot.debian.PinnedPackage;
import org.messageslot.debian.RootArchive;

/**
 * Debian's compiler, linker and make for one kernel, with its headers, as files of a guest: an archive that its kernel takes at
 * its start. Immutable and thread-safe.
 *
 * @param files the archive
 */
record Toolchain(Path files) {

    /** Where the kernel's headers are, as in the sandbox of this machine, so that both make the same files. */
    static final String KERNEL = "kernel/";

    private static final String KIND = "toolchains";
    private static final String EDITION = "1";
    private static final long NEEDED_SPACE = 800L << 20;

    /** What no compilation reads, and is large: two thirds of all. */
    private static final Pattern IDLE = Pattern.compile("(etc|var)/.*|usr/(share|sbin|libexec)/.*"
            + "|usr/lib/[^/]+/(gconv|audit|bfd-plugins|gprofng)/.*"
            + "|usr/lib/gcc/[^/]+/\\d+/(lto1|lto-wrapper|plugin/.*|lib(\\w*san|gomp|itm|atomic|quadmath|ssp).*)"
            + "|usr/bin/([^/]*(cpp|gcov|lto-dump|gold|dwp|gp-|gprof|elfedit|c\\+\\+filt)[^/]*"
            + "|localedef|locale|getconf|iconv|ldd|getent|catchsegv|tzselect|zdump|pldd|bashbug)");

    /** What the kernel's build, and the kit's own scripts, call besides the compiler. */
    private static final List<String> APPLETS = List.of(
            "[",
            "awk",
            "base64",
            "basename",
            "cat",
            "chmod",
            "chown",
            "cmp",
            "cp",
            "cut",
            "date",
            "dd",
            "diff",
            "dirname",
            "echo",
            "egrep",
            "env",
            "expr",
            "false",
            "find",
            "grep",
            "head",
            "insmod",
            "ln",
            "ls",
            "mkdir",
            "mktemp",
            "mount",
            "mv",
            "od",
            "poweroff",
            "printf",
            "pwd",
            "readlink",
            "realpath",
            "rm",
            "rmdir",
            "sed",
            "sh",
            "sleep",
            "sort",
            "tail",
            "tar",
            "tee",
            "test",
            "touch",
            "tr",
            "true",
            "uname",
            "uniq",
            "wc",
            "which",
            "xargs");

    /**
     * Finds a kernel's toolchain in the cache, or makes it.
     *
     * @param kernel whose headers it has
     * @throws GuestUnavailableException if its packages cannot be fetched
     * @throws IOException if the cache cannot be used
     */
    static Toolchain of(KernelTree kernel, Cache cache, KernelArchive.ArchiveAccess way, Consumer<String> progress)
            throws IOException {
        Architecture architecture = Architecture.ofGuests();
        List<PinnedPackage> pins = ToolchainPins.ofKit().of(architecture);
        String key = kernel.release() + "-" + Cache.hash(EDITION + kernel + architecture + lines(pins));
        Path entry = cache.entry(KIND, key, folder -> {
            cache.demandSpace(NEEDED_SPACE);
            progress.accept("downloading Debian's C compiler for guests, about 45 MB");
            KernelArchive.with(cache, way, archive -> {
                new Making(archive, kernel, architecture, progress).in(folder, pins);
                return folder;
            });
        });
        return new Toolchain(entry.resolve("files"));
    }

    private static String lines(List<PinnedPackage> packages) {
        return packages.stream().map(pack -> pack.line() + "\n").collect(Collectors.joining());
    }

    private record Making(
            KernelArchive archive, KernelTree kernel, Architecture architecture, Consumer<String> progress) {

        void in(Path folder, List<PinnedPackage> pins) throws IOException {
            List<PinnedPackage> used = pins;
            try {
                write(folder, pins);
            } catch (ArchiveException e) {
                if (!e.isMissing()) {
                    throw e;
                }
                progress.accept("Debian's archive no longer has the pinned compiler, asking for its newest");
                used = archive.newestToolchain(architecture);
                write(folder, used);
            }
            Files.writeString(folder.resolve("packages"), lines(used));
        }

        private void write(Path folder, List<PinnedPackage> packages) throws IOException {
            try (RootArchive files =
                    new RootArchive(new BufferedOutputStream(Files.newOutputStream(folder.resolve("files"))))) {
                Predicate<String> isOfUse = path -> !IDLE.matcher(path).matches();
                archive.pack(packages, files, "", isOfUse);
                for (String applet : APPLETS) {
                    files.link("usr/bin/" + applet, "busybox");
                }
                files.linkMoved();
                Path sources = kernel.headers().resolve("..").normalize();
                if (!architecture.isOfHost()) {
                    archive.pack(toolsOfKernel(), files, KERNEL, path -> path.startsWith("usr/lib/linux-kbuild"));
                }
                files.tree(sources, KERNEL + "usr/src");
                files.tree(sources.resolveSibling("lib"), KERNEL + "usr/lib");
            }
        }

        /** What was fetched with the headers runs on this machine, and not in its guests. */
        private List<PinnedPackage> toolsOfKernel() throws IOException {
            KernelPin pinned = KernelPins.ofKit().of(kernel.series(), architecture);
            return Stream.of(pinned, archive.newest(kernel.series(), architecture))
                    .filter(pin -> pin.key().equals(kernel.release() + "_" + kernel.version()))
                    .findFirst()
                    .map(KernelPin::packages)
                    .orElse(List.of())
                    .stream()
                    .filter(pack -> pack.name().startsWith("linux-kbuild-"))
                    .toList();
        }
    }
}
