// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.desk;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/** Reads texts in one thread while another writes them. Scripts import its methods; thread-safe. */
public final class Races {

    private Races() {}

    /** Something that a thread does with a text. */
    public interface Writing {

        /**
         * Writes.
         *
         * @param text what to write
         * @throws Exception if it fails
         */
        void write(String text) throws Exception;
    }

    /**
     * Writes {@code BBBB} and {@code AAAA} in turns in one thread, and reads in another one until it is done.
     *
     * @param writing how to write
     * @param reading how to read; what is read is whole if all its letters are the same
     * @return how many of the texts that were read are torn
     */
    public static Torn torn(Writing writing, Callable<String> reading) {
        return unchecked(() -> Torn.by(writing, reading));
    }

    /**
     * Writes a text, and reads after it.
     *
     * @param writing how to write
     * @param text what to write
     * @param reading how to read
     * @return what was read
     */
    public static String readAfter(Writing writing, String text, Callable<String> reading) {
        return unchecked(() -> {
            writing.write(text);
            return reading.call();
        });
    }

    /**
     * Finds out whether a write pauses: in a thread that is interrupted, a pause ends at once, and says so.
     *
     * @param writing how to write
     * @return whether it sleeps, or waits for something else
     */
    public static boolean pauses(Writing writing) {
        return unchecked(() -> {
            FutureTask<Boolean> task = new FutureTask<>(() -> {
                Thread.currentThread().interrupt();
                try {
                    writing.write("BBBB");
                    return !Thread.currentThread().isInterrupted();
                } catch (InterruptedException e) {
                    return true;
                }
            });
            new Thread(task, "interrupted").start();
            return task.get();
        });
    }

    private static <T> T unchecked(Callable<T> work) {
        try {
            return work.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
