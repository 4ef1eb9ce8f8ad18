// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.bench;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.messageslot.MessageSlot;
import org.messageslot.calls.BareCalls;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.NativeCalls;
import org.messageslot.calls.OpenFlags;
import org.messageslot.model.ModelKernel;

/**
 * A program of its own, in a Java machine of its own that compiles as well as it can: what {@code write} and {@code read} of
 * 128 bytes cost from Java. Prints lines as {@code kernel/bench/measure.c} does: nanoseconds, and as a further "call" the
 * bytes that were allocated.
 *
 * <p>The rounds of all subjects take turns, and the best of each is told: whatever else the machine does can only add to it.
 */
public final class JavaCalls {

    private static final int WARM_UP = 750;
    private static final int ROUNDS = 1501;
    private static final int CALLS = 200;
    private static final int BYTES = 128;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private long seen;

    private JavaCalls() {}

    /** A call whose result is looked at, so that it is not optimised away. */
    private interface Call {
        long make() throws IOException;
    }

    /** What is measured, and what one call of it took in each round. */
    @SuppressWarnings("ArrayRecordComponent") // They are filled, and nobody compares subjects.
    private record Subject(String name, String kind, Call call, double[] times, double[] allocated) {
        Subject(String name, String kind, Call call) {
            this(name, kind, call, new double[ROUNDS], new double[ROUNDS]);
        }
    }

    /**
     * Measure, and print.
     *
     * @param arguments none
     * @throws IOException if a call fails that cannot
     */
    public static void main(String[] arguments) throws IOException {
        List<Subject> subjects = subjects();
        JavaCalls measurement = new JavaCalls();
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            for (Subject subject : subjects) {
                measurement.round(subject, Math.max(round, 0));
            }
        }
        for (Subject subject : subjects) {
            print(subject, subject.kind(), best(subject.times()));
            print(subject, subject.kind() + " allocates", best(subject.allocated()));
        }
        if (measurement.seen < 0) {
            throw new IOException("The calls returned what they cannot.");
        }
    }

    /** The null device takes everything and the zero device gives everything, so that the call itself is what is left. */
    private static List<Subject> subjects() throws IOException {
        byte[] message = new byte[BYTES];
        byte[] room = new byte[BYTES];
        NativeCalls calls = new NativeCalls();
        BareCalls bare = new BareCalls();
        MessageSlot sink = MessageSlot.open(calls, "/dev/null", OpenFlags.O_RDWR);
        MessageSlot source = MessageSlot.open(calls, "/dev/zero", OpenFlags.O_RDWR);
        MessageSlot model = MessageSlot.open(new ModelKernel().process(), "/dev/slot0", OpenFlags.O_RDWR);
        model.select(1);
        List<Subject> subjects = new ArrayList<>();
        subjects.add(new Subject("bare JNA", "write", () -> bare.write(sink.fd(), message)));
        subjects.add(new Subject("bare JNA", "read", () -> bare.read(source.fd(), room)));
        subjects.add(new Subject("NativeCalls", "write", () -> calls.write(sink.fd(), Buffer.of(message))));
        subjects.add(new Subject("NativeCalls", "read", () -> calls.read(source.fd(), Buffer.of(room))));
        subjects.add(new Subject("MessageSlot", "write", () -> sink.write(message)));
        subjects.add(new Subject("MessageSlot", "read", () -> source.read().length));
        subjects.add(new Subject("the model", "write", () -> model.write(message)));
        subjects.add(new Subject("the model", "read", () -> model.read().length));
        return subjects;
    }

    private void round(Subject subject, int round) throws IOException {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        for (int i = 0; i < CALLS; i++) {
            seen += subject.call().make();
        }
        subject.times()[round] = (System.nanoTime() - start) / (double) CALLS;
        subject.allocated()[round] = (THREADS.getCurrentThreadAllocatedBytes() - before) / (double) CALLS;
    }

    private static double best(double[] values) {
        return Arrays.stream(values).min().orElseThrow();
    }

    private static void print(Subject subject, String call, double cost) {
        System.out.println(String.format(Locale.ROOT, "%s,%s,%d,%.1f", subject.name(), call, BYTES, cost));
    }
}
