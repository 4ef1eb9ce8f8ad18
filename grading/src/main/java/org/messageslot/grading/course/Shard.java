// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of several parts of a class that are graded apart from each other, on several machines for example.
 *
 * <p>Every machine that is given the same class divides it in the same way.
 *
 * @param number which part, 1 to {@code of}
 * @param of how many parts there are, 1 to {@value #MOST}
 */
public record Shard(int number, int of) {

    /** The most parts of a class. */
    public static final int MOST = 1000;

    private static final Pattern FORM = Pattern.compile("(\\d{1,4})/(\\d{1,4})");

    /**
     * Check the numbers.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Shard {
        if (of < 1 || of > MOST || number < 1 || number > of) {
            throw new IllegalArgumentException("There is no shard " + number + " of " + of + ".");
        }
    }

    /**
     * Reads a shard as users write it.
     *
     * @param text {@code 3/8} for example
     * @return the shard
     * @throws ClassException if it is none; the message says how to write one
     */
    public static Shard of(String text) throws ClassException {
        Matcher form = FORM.matcher(text.strip());
        try {
            if (form.matches()) {
                return new Shard(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
            }
        } catch (IllegalArgumentException e) {
            throw wrong(text);
        }
        throw wrong(text);
    }

    private static ClassException wrong(String text) {
        return new ClassException("'" + text + "' is no shard; the third of eight is 3/8, and there are " + MOST
                + " of a class at most.");
    }

    /**
     * Chooses what belongs to this shard: one submission out of {@code of}, so that shards are of equal size.
     *
     * @param counted what counts of the whole class, in its order
     * @return what this shard is made of, in the same order
     */
    public List<Handing> of(List<Handing> counted) {
        List<Handing> own = new ArrayList<>();
        for (int i = number - 1; i < counted.size(); i += of) {
            own.add(counted.get(i));
        }
        return List.copyOf(own);
    }

    /** {@return the shard as users write it} */
    @Override
    public String toString() {
        return number + "/" + of;
    }
}
