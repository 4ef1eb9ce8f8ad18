// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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

    static GuestImage of(KernelTree tree, List<Path> more, Cache cache, Consumer<String> progress) throws IOException {
        byte[] agent = AgentBinary.compiled(cache);
        Map<String, byte[]> extra = contents(more);
        List<byte[]> parts = new ArrayList<>(List.of(agent));
        parts.addAll(extra.values());
        String key = tree.release() + "_" + tree.version() + "_" + Cache.hash(parts.toArray(byte[][]::new));
        Path entry = cache.entry("images", key, folder -> {
            progress.accept("making an image of kernel " + tree.release());
            Files.write(folder.resolve("kernel"), Architecture.host().bootableKernel(tree.image()));
            Files.write(folder.resolve("initramfs"), initramfs(agent, modules(tree, extra)));
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

    private static byte[] initramfs(byte[] agent, Map<String, byte[]> modules) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (CpioArchiveOutputStream archive = new CpioArchiveOutputStream(bytes)) {
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
        }
        return bytes.toByteArray();
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
