// SPDX-License-Identifier: Apache-2.0
package org.messageslot.debian;

import java.math.BigInteger;

/**
 * A version of a Debian package, in the order of Debian policy, section 5.6.12: by epoch, then upstream version, then revision.
 *
 * <p>Versions that compare as equal may be written differently, {@code 1.0} and {@code 1.00} for example.
 */
final class DebianVersion implements Comparable<DebianVersion> {

    private final BigInteger epoch;
    private final String upstream;
    private final String revision;

    /**
     * Reads a version.
     *
     * @param text {@code [epoch:]upstream[-revision]}
     * @throws NumberFormatException if the epoch is no number
     */
    DebianVersion(String text) {
        int colon = text.indexOf(':');
        epoch = colon < 0 ? BigInteger.ZERO : new BigInteger(text.substring(0, colon));
        String rest = text.substring(colon + 1);
        int dash = rest.lastIndexOf('-');
        upstream = dash < 0 ? rest : rest.substring(0, dash);
        revision = dash < 0 ? "" : rest.substring(dash + 1);
    }

    @Override
    public int compareTo(DebianVersion other) {
        int epochs = epoch.compareTo(other.epoch);
        if (epochs != 0) {
            return epochs;
        }
        int upstreams = compare(upstream, other.upstream);
        return upstreams != 0 ? upstreams : compare(revision, other.revision);
    }

    /** Parts without digits and numbers take turns; the first that differs decides. */
    private static int compare(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() || j < b.length()) {
            while (isText(a, i) || isText(b, j)) {
                int difference = Integer.compare(rank(a, i), rank(b, j));
                if (difference != 0) {
                    return difference;
                }
                i++;
                j++;
            }
            int endOfA = endOfNumber(a, i);
            int endOfB = endOfNumber(b, j);
            int difference = number(a.substring(i, endOfA)).compareTo(number(b.substring(j, endOfB)));
            if (difference != 0) {
                return difference;
            }
            i = endOfA;
            j = endOfB;
        }
        return 0;
    }

    private static boolean isText(String text, int at) {
        return at < text.length() && !isDigit(text.charAt(at));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** A tilde comes before the end of a part, letters come after that, and all else after letters. */
    private static int rank(String text, int at) {
        if (!isText(text, at)) {
            return 0;
        }
        char c = text.charAt(at);
        if (c == '~') {
            return -1;
        }
        boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        return letter ? c : c + Character.MAX_VALUE;
    }

    private static int endOfNumber(String text, int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static BigInteger number(String digits) {
        return digits.isEmpty() ? BigInteger.ZERO : new BigInteger(digits);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DebianVersion version && compareTo(version) == 0;
    }

    /** Equal versions may be written in many ways, and have nothing simple in common but their epoch. */
    @Override
    public int hashCode() {
        return epoch.hashCode();
    }
}
