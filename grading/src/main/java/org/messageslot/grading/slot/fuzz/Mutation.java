// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Makes damaged input of sound input. The same seed makes the same. */
final class Mutation {

    private static final int MOST_CHANGES = 12;
    private static final int LONGEST = 1 << 20;

    /** Numbers and words that readers stumble over. */
    private static final List<String> WORDS = List.of(
            "99999999999999999999",
            "-1",
            "0x",
            "\u0000",
            "\n",
            "\r\n",
            "\"",
            "'",
            "\\",
            "../",
            "/",
            "%s%n",
            "\u202e",
            "\ufeff",
            "[",
            "{",
            ",,",
            ";",
            "/*",
            "*/",
            "#define A A",
            "NaN",
            "1e999",
            "null",
            " ",
            "PK\u0003\u0004");

    private final SplittableRandom random;

    Mutation(long seed) {
        random = new SplittableRandom(seed);
    }

    byte[] of(List<byte[]> sound) {
        byte[] bytes = sound.get(random.nextInt(sound.size())).clone();
        int changes = random.nextInt(1, MOST_CHANGES + 1);
        for (int i = 0; i < changes; i++) {
            bytes = changed(bytes, sound);
        }
        return bytes;
    }

    private byte[] changed(byte[] bytes, List<byte[]> sound) {
        int at = random.nextInt(bytes.length + 1);
        int length = Math.min(bytes.length - at, 1 << random.nextInt(12));
        return switch (random.nextInt(7)) {
            case 0 -> flipped(bytes);
            case 1 -> spliced(bytes, at, length, new byte[0]);
            case 2 -> spliced(bytes, at, 0, word());
            case 3 -> spliced(bytes, at, Math.min(length, 4), extreme());
            case 4 -> spliced(bytes, at, 0, Arrays.copyOfRange(bytes, at, at + length));
            case 5 -> spliced(bytes, at, length, noise(length));
            default -> crossed(bytes, at, sound.get(random.nextInt(sound.size())));
        };
    }

    private byte[] flipped(byte[] bytes) {
        for (int i = 0; i < 4 && bytes.length > 0; i++) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private byte[] word() {
        String word = WORDS.get(random.nextInt(WORDS.size()));
        return word.repeat(1 << random.nextInt(10)).getBytes(StandardCharsets.UTF_8);
    }

    /** The numbers at the ends of their ranges, as binary formats hold them. */
    private byte[] extreme() {
        byte[] four = new byte[4];
        Arrays.fill(four, (byte) (random.nextBoolean() ? 0xff : 0));
        four[3] = (byte) (random.nextBoolean() ? 0x7f : 0xff);
        return four;
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    private byte[] crossed(byte[] bytes, int at, byte[] other) {
        int from = random.nextInt(other.length + 1);
        return spliced(bytes, at, bytes.length - at, Arrays.copyOfRange(other, from, other.length));
    }

    private static byte[] spliced(byte[] bytes, int at, int removed, byte[] added) {
        if (bytes.length + added.length > LONGEST) {
            return bytes;
        }
        byte[] result = Arrays.copyOf(bytes, bytes.length - removed + added.length);
        System.arraycopy(added, 0, result, at, added.length);
        System.arraycopy(bytes, at + removed, result, at + added.length, bytes.length - at - removed);
        return result;
    }
}
