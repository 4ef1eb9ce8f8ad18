// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.practice;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Does something at once and after each save; what is being done when the next save comes is broken off. */
public final class Watching {

    private static final long LOOK_MS = 100;

    private final SavedFiles files;
    private final SaveWork work;

    /** The work that is done after each save. */
    public interface SaveWork {
        void afterSave() throws Exception;
    }

    /**
     * Watches some files.
     *
     * @param files the files
     * @param work what is done
     */
    public Watching(SavedFiles files, SaveWork work) {
        this.files = files;
        this.work = work;
    }

    /**
     * Watches until the thread is interrupted.
     *
     * @throws InterruptedException when it is
     * @throws Exception if the work fails
     */
    public void watch() throws Exception {
        ExecutorService worker = Executors.newSingleThreadExecutor();
        try {
            while (true) {
                files.awaitChange();
                finish(worker.submit(() -> {
                    work.afterSave();
                    return true;
                }));
            }
        } finally {
            worker.shutdownNow();
            worker.awaitTermination(1, TimeUnit.MINUTES);
        }
    }

    private void finish(Future<Boolean> task) throws Exception {
        while (!task.isDone()) {
            try {
                task.get(LOOK_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (files.haveChanged()) {
                    task.cancel(true);
                }
            } catch (ExecutionException e) {
                throw e.getCause() instanceof Exception cause ? cause : e;
            }
        }
    }
}
