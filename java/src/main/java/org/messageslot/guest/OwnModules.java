// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.tukaani.xz.XZInputStream;

/** The modules of a kernel that its guest needs before the agent can talk to the host. */
final class OwnModules {

    /** Built into some kernels, modules of others; a name that is no module is built in. */
    private static final List<String> WANTED = List.of("virtio_pci", "virtio_console", "pvpanic_pci");

    private static final byte[] DEPENDS = "\0depends=".getBytes(StandardCharsets.ISO_8859_1);

    private final Map<String, Path> files = new HashMap<>();
    private final Map<String, byte[]> needed = new LinkedHashMap<>();

    private OwnModules(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("kernel"))) {
            all.filter(Files::isRegularFile).forEach(file -> {
                String name = file.getFileName().toString();
                if (name.endsWith(".ko") || name.endsWith(".ko.xz")) {
                    files.put(canonical(name.substring(0, name.indexOf(".ko"))), file);
                }
            });
        }
    }

    /** {@return the images by name, each after those that it depends on} */
    static Map<String, byte[]> of(KernelTree kernel) throws IOException {
        OwnModules modules = new OwnModules(kernel.modules());
        for (String name : WANTED) {
            modules.add(name);
        }
        return modules.needed;
    }

    /** {@return the image of one that depends on no others; empty if this kernel has no such module} */
    static Optional<byte[]> single(KernelTree kernel, String name) throws IOException {
        OwnModules modules = new OwnModules(kernel.modules());
        modules.add(name);
        return modules.needed.size() == 1 ? Optional.ofNullable(modules.needed.get(name)) : Optional.empty();
    }

    private void add(String name) throws IOException {
        Path file = files.get(name);
        if (file == null || needed.containsKey(name)) {
            return;
        }
        byte[] image = image(file);
        for (String other : dependencies(image)) {
            add(canonical(other));
        }
        needed.put(name, image);
    }

    /** The kernel takes a dash in a module's name for an underscore. */
    private static String canonical(String name) {
        return name.replace('-', '_');
    }

    private static byte[] image(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (!file.toString().endsWith(".xz")) {
            return bytes;
        }
        try (InputStream in = new XZInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        }
    }

    /** A module says what it depends on, among the NUL-terminated strings of its .modinfo section. */
    static List<String> dependencies(byte[] image) {
        for (int at = 0; at + DEPENDS.length < image.length; at++) {
            if (startsAt(image, at)) {
                int start = at + DEPENDS.length;
                int end = start;
                while (end < image.length && image[end] != 0) {
                    end++;
                }
                String names = new String(image, start, end - start, StandardCharsets.ISO_8859_1);
                return Stream.of(names.split(",", -1))
                        .filter(name -> !name.isEmpty())
                        .toList();
            }
        }
        return List.of();
    }

    private static boolean startsAt(byte[] image, int at) {
        for (int i = 0; i < DEPENDS.length; i++) {
            if (image[at + i] != DEPENDS[i]) {
                return false;
            }
        }
        return true;
    }
}
