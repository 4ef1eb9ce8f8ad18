// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;

/**
 * What a guest boots: an uncompressed kernel and an initramfs with the agent as its init.
 *
 * @param kernelTree the kernel that is in it
 * @param key names everything that the image depends on
 * @param kernel the kernel's file
 * @param initramfs the initramfs's file
 */
record GuestImage(KernelTree kernelTree, String key, Path kernel, Path initramfs) {

    private static final List<String> FOLDERS = List.of("bin", "dev", "lib", "modules", "proc", "sys", "tmp");

    private static final int FOLDER = 0040755;
    private static final int PROGRAM = 0100755;
    private static final int FILE = 0100644;

    static GuestImage of(KernelTree tree, GuestOptions options, Cache cache, Consumer<String> progress)
            throws IOException {
        byte[] agent = AgentBinary.compiled(cache, tree, progress);
        Map<String, byte[]> extra = contents(options.modules());
        List<byte[]> parts = new ArrayList<>(List.of(agent));
        parts.addAll(extra.values());
        for (Path folder : options.folders()) {
            parts.add(listing(folder).getBytes(StandardCharsets.UTF_8));
        }
        for (Path archive : options.archives()) {
            parts.add(line(archive).getBytes(StandardCharsets.UTF_8));
        }
        String key = tree.release() + "_" + tree.version() + "_" + Cache.hash(parts.toArray(byte[][]::new));
        Path entry = cache.entry("images", key, folder -> {
            progress.accept("making an image of kernel " + tree.release());
            Files.write(folder.resolve("kernel"), Architecture.ofGuests().bootableKernel(tree.image()));
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(folder.resolve("initramfs")))) {
                pack(out, agent, modules(tree, extra), options.folders());
            }
            // A kernel takes one archive after another.
            try (OutputStream more = Files.newOutputStream(folder.resolve("initramfs"), StandardOpenOption.APPEND)) {
                for (Path archive : options.archives()) {
                    Files.copy(archive, more);
                }
            }
        });
        return new GuestImage(tree, key, entry.resolve("kernel"), entry.resolve("initramfs"));
    }

    private static Map<String, byte[]> contents(List<Path> files) throws IOException {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        for (Path file : files) {
            contents.put(file.getFileName().toString().replaceFirst("\\.ko$", ""), Files.readAllBytes(file));
        }
        return contents;
    }

    private static Map<String, byte[]> modules(KernelTree tree, Map<String, byte[]> extra) throws IOException {
        Map<String, byte[]> all = new LinkedHashMap<>(OwnModules.of(tree));
        all.putAll(extra);
        return all;
    }

    /** Names, sizes and times: the folders are large, and nobody edits them. */
    private static String listing(Path folder) throws IOException {
        StringBuilder listing = new StringBuilder();
        for (Path file : tree(folder)) {
            listing.append(line(file));
        }
        return listing.toString();
    }

    private static String line(Path file) throws IOException {
        return Files.isDirectory(file)
                ? file + " 0 0\n"
                : file + " " + Files.size(file) + " "
                        + Files.getLastModifiedTime(file).toMillis() + "\n";
    }

    /** Folders before what they hold. */
    private static List<Path> tree(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return tree.filter(path -> !path.equals(folder)).sorted().toList();
        }
    }

    private static void pack(OutputStream out, byte[] agent, Map<String, byte[]> modules, List<Path> folders)
            throws IOException {
        try (CpioArchiveOutputStream archive = new CpioArchiveOutputStream(out)) {
            for (String folder : FOLDERS) {
                add(archive, folder, FOLDER, new byte[0]);
            }
            add(archive, "init", PROGRAM, agent);
            StringBuilder list = new StringBuilder();
            for (Map.Entry<String, byte[]> module : modules.entrySet()) {
                String path = "modules/" + module.getKey() + ".ko";
                add(archive, path, FILE, module.getValue());
                list.append('/').append(path).append('\n');
            }
            add(archive, "modules/list", FILE, list.toString().getBytes(StandardCharsets.UTF_8));
            for (Path folder : folders) {
                addAll(archive, folder);
            }
        }
    }

    private static void addAll(CpioArchiveOutputStream archive, Path folder) throws IOException {
        for (Path file : tree(folder)) {
            String name = folder.relativize(file).toString();
            if (!Files.isDirectory(file)) {
                add(archive, name, Files.isExecutable(file) ? PROGRAM : FILE, Files.readAllBytes(file));
            } else if (!FOLDERS.contains(name)) {
                add(archive, name, FOLDER, new byte[0]);
            }
        }
    }

    private static void add(CpioArchiveOutputStream archive, String name, int mode, byte[] content) throws IOException {
        CpioArchiveEntry entry = new CpioArchiveEntry(name);
        entry.setMode(mode);
        entry.setSize(content.length);
        // The same inputs give the same image, byte for byte.
        entry.setTime(0);
        archive.putArchiveEntry(entry);
        archive.write(content);
        archive.closeArchiveEntry();
    }
}
