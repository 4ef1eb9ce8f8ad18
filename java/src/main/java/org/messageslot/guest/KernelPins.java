// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.messageslot.debian.PinnedPackage;

/**
 * The kernels that this kit runs its guests on, by version and checksum, so that all who have the same kit have the same kernels.
 * Immutable and thread-safe.
 *
 * @param pins one for each series and architecture
 */
record KernelPins(List<KernelPin> pins) {

    /** The file's place in the kit's sources. */
    static final String FILE = "java/src/main/resources/org/messageslot/guest/kernels.txt";

    private static final String HEAD = """
            # The kernels of guests, as Debian signed them. "lab kernels" explains them, "lab kernels update" writes this file.
            # series architecture package version bytes sha256 path
            """;
    private static final int WORDS = 2 + PinnedPackage.WORDS;

    KernelPins {
        pins = List.copyOf(pins);
    }

    /** A series of an architecture. */
    private record PinKey(KernelSeries series, Architecture architecture) {}

    /** {@return the pins that travel with this library} */
    static KernelPins ofKit() throws IOException {
        try (InputStream in = KernelPins.class.getResourceAsStream("kernels.txt")) {
            if (in == null) {
                throw new IOException("This build of the library lacks its list of kernels.");
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
    static KernelPins read(String text) throws IOException {
        Map<PinKey, List<PinnedPackage>> packages = new LinkedHashMap<>();
        for (String line : text.lines().filter(line -> !line.startsWith("#")).toList()) {
            String[] words = line.split(" ", -1);
            try {
                if (words.length != WORDS) {
                    throw new IllegalArgumentException("a line has " + WORDS + " words, not " + words.length);
                }
                PinKey place = new PinKey(KernelSeries.of(words[0]), Architecture.ofDebian(words[1]));
                packages.computeIfAbsent(place, other -> new ArrayList<>())
                        .add(PinnedPackage.of(List.of(words).subList(2, WORDS)));
            } catch (IllegalArgumentException e) {
                throw new IOException(
                        FILE + " has a line that cannot be read (" + line + ": " + e.getMessage()
                                + "); take it from the kit's repository again.",
                        e);
            }
        }
        List<KernelPin> pins = new ArrayList<>();
        packages.forEach((place, all) -> pins.add(new KernelPin(place.series(), place.architecture(), all)));
        return new KernelPins(pins);
    }

    /**
     * Finds a pin.
     *
     * @param series of which series
     * @param architecture of which architecture
     * @return the pin
     * @throws IOException if there is none
     */
    KernelPin of(KernelSeries series, Architecture architecture) throws IOException {
        return pins.stream()
                .filter(pin -> pin.series() == series && pin.architecture() == architecture)
                .findFirst()
                .orElseThrow(() -> new IOException(FILE + " has no kernel " + series + " for "
                        + architecture.debianName() + "; type: lab kernels update"));
    }

    /** {@return the file's content} */
    String text() {
        StringBuilder text = new StringBuilder(HEAD);
        for (KernelPin pin : pins) {
            for (PinnedPackage pack : pin.packages()) {
                text.append(String.join(
                                " ", pin.series().label(), pin.architecture().debianName(), pack.line()))
                        .append('\n');
            }
        }
        return text.toString();
    }
}
