// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.messageslot.debian.PinnedPackage;

/**
 * The packages of the compiler that runs in guests, by version and checksum, so that all who have the same kit compile alike.
 * Immutable and thread-safe.
 *
 * @param packages those of each architecture
 */
record ToolchainPins(Map<Architecture, List<PinnedPackage>> packages) {

    /** The file's place in the kit's sources. */
    static final String FILE = "java/src/main/resources/org/messageslot/guest/toolchain.txt";

    private static final String HEAD = """
            # The compiler that runs in guests, as Debian signed it. "lab kernels update" writes this file.
            # architecture package version bytes sha256 path
            """;
    private static final int WORDS = 1 + PinnedPackage.WORDS;

    ToolchainPins {
        packages = Map.copyOf(packages);
    }

    /** {@return the names of the packages that are taken; what they need besides is none of a compiler's work} */
    static List<String> names(Architecture architecture) {
        return List.of(
                "bash",
                "binutils",
                architecture.binutilsPackage(),
                "busybox-static",
                "cpp-12",
                "gcc",
                "gcc-12",
                "libbinutils",
                "libc-bin",
                "libc6",
                "libc6-dev",
                "libctf-nobfd0",
                "libctf0",
                "libelf1",
                "libgcc-12-dev",
                "libgmp10",
                "libisl23",
                "libjansson4",
                "libmpc3",
                "libmpfr6",
                "libtinfo6",
                "libzstd1",
                "linux-libc-dev",
                "make",
                "zlib1g");
    }

    /** {@return the pins that travel with this library} */
    static ToolchainPins ofKit() throws IOException {
        try (InputStream in = ToolchainPins.class.getResourceAsStream("toolchain.txt")) {
            if (in == null) {
                throw new IOException("This build of the library lacks its list of the compiler's packages.");
            }
            return read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /**
     * Reads pins.
     *
     * @param text the file's content
     * @return the pins
     * @throws IOException if a line is none; the message says which
     */
    static ToolchainPins read(String text) throws IOException {
        Map<Architecture, List<PinnedPackage>> packages = new EnumMap<>(Architecture.class);
        for (String line : text.lines().filter(line -> !line.startsWith("#")).toList()) {
            List<String> words = List.of(line.split(" ", WORDS));
            try {
                packages.computeIfAbsent(Architecture.ofDebian(words.get(0)), other -> new ArrayList<>())
                        .add(PinnedPackage.of(words.subList(1, words.size())));
            } catch (IllegalArgumentException e) {
                throw new IOException(
                        FILE + " has a line that cannot be read (" + line + ": " + e.getMessage()
                                + "); take it from the kit's repository again.",
                        e);
            }
        }
        return new ToolchainPins(packages);
    }

    /**
     * Finds the packages of an architecture.
     *
     * @param architecture which
     * @return its packages
     * @throws IOException if there are none
     */
    List<PinnedPackage> of(Architecture architecture) throws IOException {
        List<PinnedPackage> found = packages.get(architecture);
        if (found == null) {
            throw new IOException(
                    FILE + " has no compiler for " + architecture.debianName() + "; type: lab kernels update");
        }
        return found;
    }

    /** {@return the file's content} */
    String text() {
        return packages.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(entry ->
                        entry.getValue().stream().map(pack -> entry.getKey().debianName() + " " + pack.line() + "\n"))
                .collect(Collectors.joining("", HEAD, ""));
    }
}
