// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How long processes waited for a processor, on a system that does not count it, as macOS: the time in which they were ready and did
 * not run. That they are ready, {@code ps} tells. Thread-safe.
 */
final class ProcessorWaits {

    private @Nullable Look last;
    private long waited;

    /**
     * Takes note of another look.
     *
     * @param now later than the one before
     * @return nanoseconds for which they have waited since the first look
     */
    synchronized long until(Look now) {
        if (last != null) {
            waited += now.waitedSince(last);
        }
        last = now;
        return waited;
    }

    /**
     * What is seen of processes.
     *
     * @param time when that was, in nanoseconds of the machine's clock
     * @param ready whether one of them runs, or waits for a processor or a disk
     * @param ran how many nanoseconds they have run so far, all of them together
     */
    record Look(long time, boolean ready, long ran) {

        private static final Duration LIMIT = Duration.ofSeconds(10);
        private static final Pattern LINE =
                Pattern.compile("(?m)^(\\S)\\S*\\s+(?:(\\d+)-)?(?:(\\d+):)?(\\d+):(\\d+(?:\\.\\d+)?)\\s*$");

        /** How ps writes that a process is ready, or waits for a disk: on macOS U, elsewhere D. */
        private static final String READY = "RUD";

        /**
         * Looks at processes.
         *
         * @param processes which
         * @param ran the time that Java knows they ran; it may be too short
         */
        static Look at(List<ProcessHandle> processes, Duration ran) {
            String numbers = processes.stream()
                    .map(process -> Long.toString(process.pid()))
                    .collect(Collectors.joining(","));
            Look told = of(System.nanoTime(), told(numbers));
            return new Look(told.time, told.ready, Math.max(told.ran, ran.toNanos()));
        }

        private static String told(String numbers) {
            try {
                return HostCommand.of(LIMIT, "ps", "-o", "stat=", "-o", "time=", "-p", numbers)
                        .run()
                        .output();
            } catch (IOException e) {
                return ""; // Nothing is known then.
            }
        }

        /** Reads what ps says; processes of which it says nothing are taken to wait, for it is no proof that they sleep. */
        static Look of(long time, String told) {
            List<MatchResult> lines = LINE.matcher(told).results().toList();
            boolean asleep = !lines.isEmpty() && lines.stream().noneMatch(line -> READY.contains(line.group(1)));
            return new Look(time, !asleep, lines.stream().mapToLong(Look::nanos).sum());
        }

        private static long nanos(MatchResult line) {
            double seconds = Double.parseDouble(line.group(5));
            double minutes = number(line.group(4)) + 60 * (number(line.group(3)) + 24 * number(line.group(2)));
            return Math.round((60 * minutes + seconds) * 1e9);
        }

        private static double number(@Nullable String digits) {
            return digits == null ? 0 : Double.parseDouble(digits);
        }

        /** Between two looks they are taken to have been ready all the while if one of the looks finds them so. */
        long waitedSince(Look before) {
            return ready || before.ready ? Math.max(0, time - before.time - Math.max(0, ran - before.ran)) : 0;
        }
    }
}
