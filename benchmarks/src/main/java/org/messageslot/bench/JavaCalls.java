// SPDX-License-Identifier: Apache-2.0
package org.messageslot.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.messageslot.MessageSlot;
import org.messageslot.calls.BareCalls;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.NativeCalls;
import org.messageslot.calls.OpenFlags;
import org.messageslot.calls.SystemCalls;
import org.messageslot.model.ModelKernel;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures what {@code write} and {@code read} of 128 bytes cost from Java, for JMH: a class for each way to call, each call in a Java
 * machine of its own. The null device takes everything and the zero device gives everything, so that the call itself is what
 * is left; the model's are those of a slot.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgs = {"--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC"})
public abstract class JavaCalls {

    /** Bytes in each message. */
    static final int BYTES = 128;

    final byte[] bytes = new byte[BYTES];

    @SuppressWarnings("NullAway.Init") // open() does it
    MessageSlot sink;

    @SuppressWarnings("NullAway.Init")
    MessageSlot source;

    private JavaCalls() {}

    /** Begins. */
    @Setup
    public void open() throws IOException {
        open(new NativeCalls(), "/dev/null", "/dev/zero");
    }

    final void open(SystemCalls calls, String to, String from) throws IOException {
        sink = MessageSlot.open(calls, to, OpenFlags.O_RDWR);
        source = MessageSlot.open(calls, from, OpenFlags.O_RDWR);
    }

    /** Ends. */
    @TearDown
    public void close() throws IOException {
        sink.close();
        source.close();
    }

    /** JNA with nothing around it. */
    public static class BareJna extends JavaCalls {

        private final BareCalls calls = new BareCalls();

        /** {@return how much was written} */
        @Benchmark
        public long write() {
            return calls.write(sink.fd(), bytes);
        }

        /** {@return how much was read} */
        @Benchmark
        public long read() {
            return calls.read(source.fd(), bytes);
        }
    }

    /** The calls of the kit. */
    public static class Native extends JavaCalls {

        private final NativeCalls calls = new NativeCalls();

        /** {@return how much was written} */
        @Benchmark
        public long write() throws IOException {
            return calls.write(sink.fd(), Buffer.of(bytes));
        }

        /** {@return how much was read} */
        @Benchmark
        public long read() throws IOException {
            return calls.read(source.fd(), Buffer.of(bytes));
        }
    }

    /** The library. */
    public static class Slot extends JavaCalls {

        /** {@return how much was written} */
        @Benchmark
        public long write() throws IOException {
            return sink.write(bytes);
        }

        /** {@return what was read} */
        @Benchmark
        public byte[] read() throws IOException {
            return source.read();
        }
    }

    /** The library on the model. */
    public static class Model extends Slot {

        /** Opens a slot, and leaves a message in it. */
        @Override
        @Setup
        public void open() throws IOException {
            open(new ModelKernel().process(), "/dev/slot0", "/dev/slot0");
            sink.select(1);
            source.select(1);
            sink.write(bytes);
        }
    }
}
