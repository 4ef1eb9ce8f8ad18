// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;

/**
 * A number of points in whole hundredths, so that sums are exact.
 *
 * @param hundredths the number, in hundredths of a point; negative for what is taken away
 */
public record Points(int hundredths) implements Comparable<Points> {

    /** No points. */
    public static final Points ZERO = new Points(0);

    private static final int SCALE = 2;

    /**
     * Makes whole points.
     *
     * @param whole how many
     * @return that many points
     */
    public static Points of(int whole) {
        return new Points(Math.multiplyExact(whole, 100));
    }

    /**
     * Reads points from a decimal number.
     *
     * @param number a number with at most two decimals
     * @return the points, exactly
     * @throws ArithmeticException if the number has more decimals, or is too large
     */
    public static Points of(BigDecimal number) {
        return new Points(
                number.setScale(SCALE, RoundingMode.UNNECESSARY).unscaledValue().intValueExact());
    }

    /**
     * Adds points up.
     *
     * @param points any number of them
     * @return the sum
     * @throws ArithmeticException if the sum is beyond 20 million points
     */
    public static Points sum(Collection<Points> points) {
        return points.stream().reduce(ZERO, Points::plus);
    }

    /** {@return the sum of this and other points} */
    public Points plus(Points other) {
        return new Points(Math.addExact(hundredths, other.hundredths));
    }

    /** {@return these points less other ones} */
    public Points minus(Points other) {
        return new Points(Math.subtractExact(hundredths, other.hundredths));
    }

    /** {@return the lesser of this and other points} */
    public Points min(Points other) {
        return compareTo(other) <= 0 ? this : other;
    }

    /** {@return the greater of this and other points} */
    public Points max(Points other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** {@return whether this is more than nothing} */
    public boolean isPositive() {
        return hundredths > 0;
    }

    /** {@return the points as a number without needless zeros: 20, 0.5, 18.25} */
    public BigDecimal number() {
        BigDecimal stripped = BigDecimal.valueOf(hundredths, SCALE).stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0, RoundingMode.UNNECESSARY) : stripped;
    }

    /** {@return the points with two decimals if they need them, else whole: 18.25, 20} */
    public String brief() {
        return hundredths % 100 == 0 ? Integer.toString(hundredths / 100) : toString();
    }

    @Override
    public int compareTo(Points other) {
        return Integer.compare(hundredths, other.hundredths);
    }

    /** {@return the points with two decimals, {@code 18.25} for example} */
    @Override
    public String toString() {
        return BigDecimal.valueOf(hundredths, SCALE).toPlainString();
    }
}
