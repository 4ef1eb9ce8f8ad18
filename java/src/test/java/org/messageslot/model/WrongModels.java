// SPDX-License-Identifier: Apache-2.0
package org.messageslot.model;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.messageslot.Errno;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Buffer.BufferPlace;
import org.messageslot.calls.Result;
import org.messageslot.calls.SlotCommands;

/**
 * Models with one mistake each, of the kinds that changing one instruction does not make: state in the wrong place, state that
 * stays or goes, counters that go on, bounds, refusals that have an effect.
 */
public final class WrongModels {

    private final Map<String, Function<ModelKernel.Ways, ModelKernel>> all = new LinkedHashMap<>();

    private WrongModels() {
        stateInTheWrongPlace();
        stateThatGoes();
        refusalsWithAnEffect();
        counters();
        ids();
        lengths();
        contents();
        overwriting();
        errors();
        slots();
        censorship();
    }

    /** {@return makers of the wrong models, by what is wrong with each} */
    public static Map<String, Function<ModelKernel.Ways, ModelKernel>> all() {
        return new WrongModels().all;
    }

    // ---- how a mistake is put down ----

    private interface Reading {
        Result read(Mistake slot, FileDescription file, Buffer buffer);
    }

    private interface Writing {
        Result write(Mistake slot, FileDescription file, Buffer buffer);
    }

    private interface Commanding {
        Result ioctl(Mistake slot, FileDescription file, long command, long argument);
    }

    /** A slot with what most mistakes want: names for the right answers, and for what lies around. */
    private abstract static class Mistake extends WrongSlot {

        FileDescription.@Nullable Channel last;
        int count;

        Result rightRead(FileDescription file, Buffer buffer) {
            return super.read(file, buffer);
        }

        Result rightWrite(FileDescription file, Buffer buffer) {
            return super.write(file, buffer);
        }

        Result rightIoctl(FileDescription file, long command, long argument) {
            return super.ioctl(file, command, argument);
        }
    }

    private void add(String what, Supplier<WrongSlot> slot) {
        addBySlot(what, unused -> slot.get());
    }

    private void addBySlot(String what, Function<Integer, WrongSlot> slot) {
        if (all.put(what, ways -> WrongSlot.kernel(ways, slot)) != null) {
            throw new IllegalStateException("Two mistakes are called: " + what);
        }
    }

    private void wrongRead(String what, Reading reading) {
        add(what, () -> new Mistake() {
            @Override
            public Result read(FileDescription file, Buffer buffer) {
                return reading.read(this, file, buffer);
            }
        });
    }

    private void wrongWrite(String what, Writing writing) {
        add(what, () -> new Mistake() {
            @Override
            public Result write(FileDescription file, Buffer buffer) {
                return writing.write(this, file, buffer);
            }
        });
    }

    private void wrongIoctl(String what, Commanding commanding) {
        add(what, () -> new Mistake() {
            @Override
            public Result ioctl(FileDescription file, long command, long argument) {
                return commanding.ioctl(this, file, command, argument);
            }
        });
    }

    /** What is written is not what the caller gave. */
    private void wrongMessage(String what, UnaryOperator<byte[]> stored) {
        wrongWrite(what, (slot, file, buffer) -> {
            Result result = slot.rightWrite(file, buffer);
            if (!result.isFailure()) {
                replace(file, stored.apply(buffer.bytes()));
            }
            return result;
        });
    }

    /** Calls for which something is true fail. */
    private void refusedWrites(String what, Writes refused) {
        wrongWrite(
                what,
                (slot, file, buffer) -> refused.test(slot, file, buffer)
                        ? Result.failure(Errno.EINVAL)
                        : slot.rightWrite(file, buffer));
    }

    private interface Writes {
        boolean test(Mistake slot, FileDescription file, Buffer buffer);
    }

    private void refusedReads(String what, Writes refused) {
        wrongRead(
                what,
                (slot, file, buffer) ->
                        refused.test(slot, file, buffer) ? Result.failure(Errno.EINVAL) : slot.rightRead(file, buffer));
    }

    private static void replace(FileDescription file, byte[] message) {
        if (file.channel != null) {
            file.channel.messages.clear();
            file.channel.messages.add(message);
        }
    }

    private static void empty(FileDescription file) {
        if (file.channel != null) {
            file.channel.messages.clear();
        }
    }

    private static int stored(FileDescription file) {
        byte[] message = file.channel == null ? null : file.channel.messages.peek();
        return message == null ? -1 : message.length;
    }

    private static boolean is(Result result, Errno errno) {
        return result.errno() == errno.number();
    }

    // ---- the mistakes ----

    /** The channel or the message is kept where several share it. */
    private abstract static class Misplaced extends Mistake {

        abstract FileDescription.@Nullable Channel kept();

        abstract void keep(FileDescription.@Nullable Channel channel);

        abstract boolean replaces(FileDescription file);

        @Override
        public Result ioctl(FileDescription file, long command, long argument) {
            Result result = super.ioctl(file, command, argument);
            if (WrongSlot.selects(command, argument)) {
                keep(file.channel);
            }
            return result;
        }

        private void misplace(FileDescription file) {
            if (kept() != null && replaces(file)) {
                file.channel = kept();
            }
        }

        @Override
        public Result write(FileDescription file, Buffer buffer) {
            misplace(file);
            return super.write(file, buffer);
        }

        @Override
        public Result read(FileDescription file, Buffer buffer) {
            misplace(file);
            return super.read(file, buffer);
        }
    }

    private static class InSlot extends Misplaced {
        @Override
        FileDescription.@Nullable Channel kept() {
            return last;
        }

        @Override
        void keep(FileDescription.@Nullable Channel channel) {
            last = channel;
        }

        @Override
        boolean replaces(FileDescription file) {
            return true;
        }
    }

    private static class InModule extends Misplaced {
        @Override
        FileDescription.@Nullable Channel kept() {
            return shared.channel;
        }

        @Override
        void keep(FileDescription.@Nullable Channel channel) {
            shared.channel = channel;
        }

        @Override
        boolean replaces(FileDescription file) {
            return true;
        }
    }

    /** Channels are found by something else than by their slot and id. */
    private void channelsBy(String what, Function<ChannelName, Long> name) {
        add(what, () -> new Mistake() {
            @Override
            public Result ioctl(FileDescription file, long command, long argument) {
                Result result = super.ioctl(file, command, argument);
                if (WrongSlot.selects(command, argument)) {
                    long key = name.apply(new ChannelName(minor, file, argument & 0xFFFF_FFFFL));
                    file.channel = shared.channels.computeIfAbsent(key, unused -> new FileDescription.Channel());
                }
                return result;
            }
        });
    }

    private record ChannelName(int minor, FileDescription file, long id) {
        /** {@return a number that differs from slot to slot, if ids are less than 2^32} */
        long inSlot(long id) {
            return (long) minor << 32 | id;
        }
    }

    private void stateInTheWrongPlace() {
        add("the channel is kept in the slot", InSlot::new);
        add("the channel is kept in the module", InModule::new);
        add("a new file has the channel that was selected last in its slot", () -> new InSlot() {
            @Override
            boolean replaces(FileDescription file) {
                return file.channel == null;
            }
        });
        add("a new file has the channel that was selected last in any slot", () -> new InModule() {
            @Override
            boolean replaces(FileDescription file) {
                return file.channel == null;
            }
        });
        channelsBy("slots share their channels", name -> name.id());
        channelsBy(
                "slots whose minors differ by 128 share their channels",
                name -> (name.minor() % 128L) << 32 | name.id());
        channelsBy(
                "slots whose minors differ in the last bit share their channels",
                name -> (name.minor() / 2L) << 32 | name.id());
        channelsBy(
                "each open file has messages of its own",
                name -> (long) System.identityHashCode(name.file()) << 32 | name.id());
        channelsBy("a slot has one message", name -> name.inSlot(1));
    }

    private void stateThatGoes() {
        wrongRead("a message is gone when it was read", (slot, file, buffer) -> {
            Result result = slot.rightRead(file, buffer);
            if (!result.isFailure()) {
                empty(file);
            }
            return result;
        });
        wrongRead("a message is gone when it was read three times in its slot", (slot, file, buffer) -> {
            Result result = slot.rightRead(file, buffer);
            if (!result.isFailure() && ++slot.count % 3 == 0) {
                empty(file);
            }
            return result;
        });
        wrongRead("a file has no channel when it was read", (slot, file, buffer) -> {
            Result result = slot.rightRead(file, buffer);
            file.channel = null;
            return result;
        });
        wrongWrite("a file has no channel when it was written", (slot, file, buffer) -> {
            Result result = slot.rightWrite(file, buffer);
            file.channel = null;
            return result;
        });
        add("closing a file takes the message of its channel", () -> new Mistake() {
            @Override
            public void flush(FileDescription file) {
                empty(file);
            }
        });
        add("closing a descriptor takes the channel from its duplicates", () -> new Mistake() {
            @Override
            public void flush(FileDescription file) {
                file.channel = null;
            }
        });
        wrongIoctl("selecting a channel takes its message", (slot, file, command, argument) -> {
            Result result = slot.rightIoctl(file, command, argument);
            if (WrongSlot.selects(command, argument)) {
                empty(file);
            }
            return result;
        });
        wrongIoctl("selecting a channel takes the message of the one before", (slot, file, command, argument) -> {
            if (WrongSlot.selects(command, argument)) {
                empty(file);
            }
            return slot.rightIoctl(file, command, argument);
        });
        wrongIoctl("selecting the channel that is selected takes its message", (slot, file, command, argument) -> {
            FileDescription.Channel before = file.channel;
            Result result = slot.rightIoctl(file, command, argument);
            if (WrongSlot.selects(command, argument) && before == file.channel) {
                empty(file);
            }
            return result;
        });
        add("opening a slot takes its messages", () -> new Mistake() {
            private final Map<Long, FileDescription.Channel> channels = new HashMap<>();

            @Override
            public Result open() {
                channels.values().forEach(channel -> channel.messages.clear());
                return super.open();
            }

            @Override
            public Result ioctl(FileDescription file, long command, long argument) {
                Result result = super.ioctl(file, command, argument);
                if (file.channel != null) {
                    channels.put(argument, file.channel);
                }
                return result;
            }
        });
        wrongIoctl("a second channel cannot be selected", (slot, file, command, argument) -> {
            FileDescription.Channel before = file.channel;
            Result result = slot.rightIoctl(file, command, argument);
            if (before != null) {
                file.channel = before;
            }
            return result;
        });
    }

    private void refusalsWithAnEffect() {
        wrongIoctl("selecting channel 0 fails and takes the channel", (slot, file, command, argument) -> {
            Result result = slot.rightIoctl(file, command, argument);
            if (command == SlotCommands.CHANNEL && result.isFailure()) {
                file.channel = null;
            }
            return result;
        });
        wrongIoctl("an unknown command fails and takes the channel", (slot, file, command, argument) -> {
            Result result = slot.rightIoctl(file, command, argument);
            if (command != SlotCommands.CHANNEL && result.isFailure()) {
                file.channel = null;
            }
            return result;
        });
        wrongIoctl("an unknown command fails and selects its argument", (slot, file, command, argument) -> {
            Result result = slot.rightIoctl(file, command, argument);
            if (result.isFailure()) {
                slot.rightIoctl(file, SlotCommands.CHANNEL, argument);
            }
            return result;
        });
        afterFailedWrite(
                "a write of 0 bytes fails and takes the message", buffer -> buffer.length() == 0, WrongModels::empty);
        afterFailedWrite(
                "a write of 129 bytes fails and takes the message",
                buffer -> buffer.length() > 128,
                WrongModels::empty);
        afterFailedWrite(
                "a write from a bad buffer fails and takes the message",
                buffer -> !buffer.isReadable(),
                WrongModels::empty);
        afterFailedWrite("a write that fails takes the channel", buffer -> true, file -> file.channel = null);
        afterFailedRead("a read that fails takes the channel", file -> file.channel = null);
        afterFailedRead("a read that fails takes the message", WrongModels::empty);
        wrongWrite("a write of too many bytes fails and stores the first 128", (slot, file, buffer) -> {
            Result result = slot.rightWrite(file, buffer);
            if (is(result, Errno.EMSGSIZE) && buffer.bytes().length >= 128) {
                replace(file, Arrays.copyOf(buffer.bytes(), 128));
            }
            return result;
        });
        wrongWrite("a write from a buffer that ends early fails and stores its beginning", (slot, file, buffer) -> {
            Result result = slot.rightWrite(file, buffer);
            if (is(result, Errno.EFAULT) && buffer.bytes().length > 0) {
                replace(file, buffer.bytes());
            }
            return result;
        });
        wrongWrite("a write from a bad buffer fails and stores zeros", (slot, file, buffer) -> {
            Result result = slot.rightWrite(file, buffer);
            if (is(result, Errno.EFAULT)) {
                replace(file, Arrays.copyOf(buffer.bytes(), buffer.length()));
            }
            return result;
        });
        wrongRead("a read into a small buffer fails and fills it", (slot, file, buffer) -> {
            Result result = slot.rightRead(file, buffer);
            if (is(result, Errno.ENOSPC) && file.channel != null && buffer.bytes().length > 0) {
                System.arraycopy(file.channel.messages.element(), 0, buffer.bytes(), 0, buffer.bytes().length);
            }
            return result;
        });
        wrongWrite(
                "a write without a channel fails and stores in the one selected last in the slot",
                (slot, file, buffer) -> {
                    slot.last = file.channel == null ? slot.last : file.channel;
                    if (file.channel == null && slot.last != null && buffer.isReadable()) {
                        slot.last.messages.clear();
                        slot.last.messages.add(buffer.bytes().clone());
                    }
                    return slot.rightWrite(file, buffer);
                });
        add("after a call of a file failed, the next one fails, too", () -> new Mistake() {
            private final Map<FileDescription, Result> failed = new HashMap<>();

            private Result again(FileDescription file, Supplier<Result> right) {
                Result before = failed.remove(file);
                Result result = before == null ? right.get() : before;
                if (before == null && result.isFailure()) {
                    failed.put(file, result);
                }
                return result;
            }

            @Override
            public Result write(FileDescription file, Buffer buffer) {
                return again(file, () -> super.write(file, buffer));
            }

            @Override
            public Result read(FileDescription file, Buffer buffer) {
                return again(file, () -> super.read(file, buffer));
            }
        });
    }

    private interface Buffers {
        boolean test(Buffer buffer);
    }

    private interface Effect {
        void on(FileDescription file);
    }

    private void afterFailedWrite(String what, Buffers which, Effect effect) {
        wrongWrite(what, (slot, file, buffer) -> {
            Result result = slot.rightWrite(file, buffer);
            if (result.isFailure() && which.test(buffer)) {
                effect.on(file);
            }
            return result;
        });
    }

    private void afterFailedRead(String what, Effect effect) {
        wrongRead(what, (slot, file, buffer) -> {
            Result result = slot.rightRead(file, buffer);
            if (result.isFailure()) {
                effect.on(file);
            }
            return result;
        });
    }

    private void counters() {
        for (int most : new int[] {16, 100, 256}) {
            add("a slot can be opened " + most + " times", () -> new Mistake() {
                @Override
                public Result open() {
                    return ++count > most ? Result.failure(Errno.ENOMEM) : super.open();
                }
            });
            add("the module's slots can be opened " + most + " times", () -> new Mistake() {
                @Override
                public Result open() {
                    return ++shared.count > most ? Result.failure(Errno.ENOMEM) : super.open();
                }
            });
            wrongIoctl(
                    "channels are selected " + most + " times in a slot",
                    (slot, file, command, argument) -> ++slot.count > most
                            ? Result.failure(Errno.ENOMEM)
                            : slot.rightIoctl(file, command, argument));
            refusedWrites("a slot is written " + most + " times", (slot, file, buffer) -> ++slot.count > most);
            refusedReads("a slot is read " + most + " times", (slot, file, buffer) -> ++slot.count > most);
        }
        add("the bytes written to a channel are counted, and not those of its message", () -> new Mistake() {
            private final Map<FileDescription.Channel, Integer> bytes = new HashMap<>();

            @Override
            public Result write(FileDescription file, Buffer buffer) {
                Result result = super.write(file, buffer);
                int all = file.channel == null || result.isFailure()
                        ? 0
                        : bytes.merge(file.channel, buffer.length(), Integer::sum);
                return all > 128 ? Result.failure(Errno.EMSGSIZE) : result;
            }
        });
        add("the messages of a slot are counted, also those that replace others", () -> new Mistake() {
            @Override
            public Result write(FileDescription file, Buffer buffer) {
                return ++count > 8 ? Result.failure(Errno.ENOMEM) : super.write(file, buffer);
            }
        });
    }

    private void ids() {
        refusedIds("channel 1 is refused", id -> id == 1);
        refusedIds("channel 2^20 is refused", id -> id == 1 << 20);
        refusedIds("channels above 2^20 are refused", id -> id > 1 << 20);
        refusedIds("channels from 2^31 on are refused", id -> id >= 1L << 31);
        refusedIds("channel 2^32 - 1 is refused", id -> id == 0xFFFF_FFFFL);
        for (int bits : new int[] {8, 16, 20, 24, 28, 31}) {
            channelsBy(
                    "ids are told apart by their last " + bits + " bits",
                    name -> name.inSlot(name.id() & ((1L << bits) - 1)));
        }
        channelsBy("ids are told apart by their first 24 bits", name -> name.inSlot(name.id() >> 8));
        channelsBy("ids that differ in the last bit are one", name -> name.inSlot(name.id() / 2));
        channelsBy("ids are hashed by 1021, and not compared", name -> name.inSlot(name.id() % 1021));
        channelsBy(
                "ids are told apart by the sum of their halves",
                name -> name.inSlot((name.id() & 0xFFFF) + (name.id() >> 16)));
    }

    private interface Ids {
        boolean test(long id);
    }

    private void refusedIds(String what, Ids refused) {
        wrongIoctl(
                what,
                (slot, file, command, argument) -> command == SlotCommands.CHANNEL && refused.test(argument)
                        ? Result.failure(Errno.EINVAL)
                        : slot.rightIoctl(file, command, argument));
    }

    private void lengths() {
        refusedWrites("messages of 1 byte are refused", (slot, file, buffer) -> buffer.length() == 1);
        refusedWrites("messages of 128 bytes are refused", (slot, file, buffer) -> buffer.length() == 128);
        refusedWrites("messages of 127 bytes are refused", (slot, file, buffer) -> buffer.length() == 127);
        acceptedWrites("messages of 129 bytes are accepted", length -> length == 129);
        acceptedWrites("messages of up to 256 bytes are accepted", length -> length > 129 && length <= 256);
        acceptedWrites("messages of a page are accepted", length -> length == 4096);
        acceptedWrites("messages of 0 bytes are accepted", length -> length == 0);
        acceptedWrites(
                "lengths are taken as numbers of 8 bits",
                length -> length > 128 && length % 256 > 0 && length % 256 <= 128);
        acceptedWrites(
                "lengths are taken as numbers of 16 bits",
                length -> length > 128 && length % 65536 > 0 && length % 65536 <= 128);
        acceptedWrites("lengths from 2^30 on are accepted", length -> length >= 1 << 30);
        wrongWrite("a write returns 0", (slot, file, buffer) -> valued(slot.rightWrite(file, buffer), 0));
        wrongRead(
                "a read returns the length of its buffer",
                (slot, file, buffer) -> valued(slot.rightRead(file, buffer), buffer.length()));
        wrongRead("a read returns 0", (slot, file, buffer) -> valued(slot.rightRead(file, buffer), 0));
        tooSmall("a buffer has to be longer than the message", (length, message) -> length == message);
        tooSmall("a buffer has to be of 128 bytes", (length, message) -> length < 128);
        refusedReads("a buffer of 129 bytes is too large", (slot, file, buffer) -> buffer.length() == 129);
        refusedReads("a buffer of a page is too large", (slot, file, buffer) -> buffer.length() >= 4096);
        wrongRead("a read into a small buffer returns the beginning of the message", (slot, file, buffer) -> {
            Result result = slot.rightRead(file, buffer);
            return is(result, Errno.ENOSPC) ? Result.of(buffer.length()) : result;
        });
        wrongRead("a read fills the rest of its buffer with zeros", (slot, file, buffer) -> {
            Result result = slot.rightRead(file, buffer);
            if (!result.isFailure()) {
                Arrays.fill(buffer.bytes(), (int) result.value(), buffer.bytes().length, (byte) 0);
            }
            return result;
        });
        wrongRead("a read sets the byte behind the message to 0", (slot, file, buffer) -> {
            Result result = slot.rightRead(file, buffer);
            if (!result.isFailure() && buffer.bytes().length > result.value()) {
                buffer.bytes()[(int) result.value()] = 0;
            }
            return result;
        });
    }

    private interface Lengths {
        boolean test(int length);
    }

    private interface Fit {
        boolean test(int length, int message);
    }

    private void acceptedWrites(String what, Lengths accepted) {
        wrongWrite(what, (slot, file, buffer) -> {
            Result result = slot.rightWrite(file, buffer);
            return is(result, Errno.EMSGSIZE) && accepted.test(buffer.length()) ? Result.of(buffer.length()) : result;
        });
    }

    private void tooSmall(String what, Fit small) {
        wrongRead(
                what,
                (slot, file, buffer) -> stored(file) > 0 && small.test(buffer.length(), stored(file))
                        ? Result.failure(Errno.ENOSPC)
                        : slot.rightRead(file, buffer));
    }

    private static Result valued(Result result, long value) {
        return result.isFailure() ? result : new Result(value, 0, result.bytes());
    }

    private void contents() {
        wrongMessage("a message ends at its first zero byte", message -> {
            int end = 0;
            while (end < message.length && message[end] != 0) {
                end++;
            }
            return Arrays.copyOf(message, end);
        });
        wrongMessage(
                "a zero byte at the end of a message is left out",
                message ->
                        Arrays.copyOf(message, message[message.length - 1] == 0 ? message.length - 1 : message.length));
        wrongMessage("the last byte of a message of 128 bytes is 0", message -> {
            byte[] stored = message.clone();
            if (stored.length == 128) {
                stored[127] = 0;
            }
            return stored;
        });
        wrongMessage("the first bits of bytes are lost", message -> {
            byte[] stored = message.clone();
            for (int i = 0; i < stored.length; i++) {
                stored[i] &= 0x7F;
            }
            return stored;
        });
        refusedWrites(
                "a message that begins with a zero byte is refused",
                (slot, file, buffer) -> buffer.bytes().length > 0 && buffer.bytes()[0] == 0);
        refusedWrites(
                "a message that is there already is refused",
                (slot, file, buffer) -> file.channel != null
                        && file.channel.messages.peek() != null
                        && Arrays.equals(file.channel.messages.peek(), buffer.bytes()));
    }

    private void overwriting() {
        refusedWrites("a message cannot be overwritten", (slot, file, buffer) -> stored(file) >= 0);
        wrongWrite(
                "only the first message is stored",
                (slot, file, buffer) -> stored(file) >= 0 && buffer.isReadable()
                        ? Result.of(buffer.length())
                        : slot.rightWrite(file, buffer));
        overwritten(
                "a longer message is cut to the length of the one before",
                (old, message) -> message.length > old.length ? Arrays.copyOf(message, old.length) : message);
        overwritten("behind a shorter message stays the rest of the one before", (old, message) -> {
            byte[] stored = Arrays.copyOf(message, Math.max(old.length, message.length));
            if (old.length > message.length) {
                System.arraycopy(old, message.length, stored, message.length, old.length - message.length);
            }
            return stored;
        });
        overwritten(
                "a message that replaces one of its length is lost",
                (old, message) -> message.length == old.length ? old : message);
        overwritten("a message is added to the one before", (old, message) -> {
            byte[] stored = Arrays.copyOf(old, Math.min(128, old.length + message.length));
            System.arraycopy(message, 0, stored, old.length, stored.length - old.length);
            return stored;
        });
        add("a file cannot replace another one's message", () -> new Mistake() {
            private final Map<FileDescription.Channel, FileDescription> writers = new HashMap<>();

            @Override
            public Result write(FileDescription file, Buffer buffer) {
                FileDescription writer = file.channel == null ? file : writers.getOrDefault(file.channel, file);
                if (writer != file) {
                    return Result.failure(Errno.EACCES);
                }
                Result result = super.write(file, buffer);
                if (file.channel != null && !result.isFailure()) {
                    writers.put(file.channel, file);
                }
                return result;
            }
        });
    }

    private interface Merging {
        byte[] of(byte[] old, byte[] message);
    }

    private void overwritten(String what, Merging merging) {
        wrongWrite(what, (slot, file, buffer) -> {
            byte[] old = file.channel == null ? null : file.channel.messages.peek();
            Result result = slot.rightWrite(file, buffer);
            if (old != null && !result.isFailure()) {
                replace(file, merging.of(old, buffer.bytes()));
            }
            return result;
        });
    }

    private void errors() {
        otherError("a read without a channel fails with EWOULDBLOCK", Errno.EINVAL, Errno.EWOULDBLOCK);
        otherError("a read of an empty channel fails with EINVAL", Errno.EWOULDBLOCK, Errno.EINVAL);
        otherError("a read into a small buffer fails with EINVAL", Errno.ENOSPC, Errno.EINVAL);
        wrongWrite("a write of a wrong length fails with EINVAL", (slot, file, buffer) -> {
            Result result = slot.rightWrite(file, buffer);
            return is(result, Errno.EMSGSIZE) ? Result.failure(Errno.EINVAL) : result;
        });
        wrongWrite("a write without a channel fails with EMSGSIZE", (slot, file, buffer) -> {
            Result result = slot.rightWrite(file, buffer);
            return is(result, Errno.EINVAL) ? Result.failure(Errno.EMSGSIZE) : result;
        });
        wrongRead("a read of an empty channel returns 0", (slot, file, buffer) -> {
            Result result = slot.rightRead(file, buffer);
            return is(result, Errno.EWOULDBLOCK) ? Result.of(0) : result;
        });
        wrongRead("a read without a channel returns 0", (slot, file, buffer) -> {
            Result result = slot.rightRead(file, buffer);
            return is(result, Errno.EINVAL) ? Result.of(0) : result;
        });
        wrongRead("a read into a bad buffer succeeds", (slot, file, buffer) -> {
            Result result = slot.rightRead(file, buffer);
            return is(result, Errno.EFAULT) ? Result.of(buffer.length()) : result;
        });
        wrongWrite("a write from a bad buffer succeeds", (slot, file, buffer) -> {
            Result result = slot.rightWrite(file, buffer);
            return is(result, Errno.EFAULT) ? Result.of(buffer.length()) : result;
        });
        wrongIoctl("an unknown command fails with ENOTTY", (slot, file, command, argument) -> {
            Result result = slot.rightIoctl(file, command, argument);
            return command != SlotCommands.CHANNEL && result.isFailure() ? Result.failure(Errno.ENOTTY) : result;
        });
        wrongIoctl("an unknown command succeeds", (slot, file, command, argument) -> {
            Result result = slot.rightIoctl(file, command, argument);
            return command != SlotCommands.CHANNEL ? Result.of(0) : result;
        });
        wrongIoctl(
                "an unknown command of the same number selects its argument",
                (slot, file, command, argument) ->
                        slot.rightIoctl(file, (command & 0xFF) == 0 ? SlotCommands.CHANNEL : command, argument));
        wrongIoctl("channel 0 can be selected", (slot, file, command, argument) -> {
            Result result = slot.rightIoctl(file, command, argument);
            return command == SlotCommands.CHANNEL && argument == 0 ? Result.of(0) : result;
        });
        wrongIoctl("channel 0 fails with another error", (slot, file, command, argument) -> {
            Result result = slot.rightIoctl(file, command, argument);
            return command == SlotCommands.CHANNEL && argument == 0 ? Result.failure(Errno.ENOTTY) : result;
        });
    }

    private void otherError(String what, Errno right, Errno wrong) {
        wrongRead(what, (slot, file, buffer) -> {
            Result result = slot.rightRead(file, buffer);
            return is(result, right) ? Result.failure(wrong) : result;
        });
    }

    private void slots() {
        for (int missing : new int[] {0, 255, 128}) {
            addBySlot("the slot of minor " + missing + " cannot be opened", minor -> new Mistake() {
                @Override
                public Result open() {
                    return minor == missing ? Result.failure(Errno.ENXIO) : super.open();
                }
            });
        }
        addBySlot("slots from 16 on cannot be opened", minor -> new Mistake() {
            @Override
            public Result open() {
                return minor >= 16 ? Result.failure(Errno.ENXIO) : super.open();
            }
        });
    }

    private void censorship() {
        add("censorship is kept in the slot", () -> new Mistake() {
            private boolean on;

            @Override
            public Result ioctl(FileDescription file, long command, long argument) {
                Result result = super.ioctl(file, command, argument);
                on = command == SlotCommands.SET_CENSORSHIP ? argument == 1 : on;
                return result;
            }

            @Override
            public Result write(FileDescription file, Buffer buffer) {
                file.censored = on;
                return super.write(file, buffer);
            }
        });
        wrongIoctl("selecting a channel turns censorship off", (slot, file, command, argument) -> {
            Result result = slot.rightIoctl(file, command, argument);
            file.censored = command != SlotCommands.CHANNEL && file.censored;
            return result;
        });
        wrongIoctl("turning censorship on takes the channel", (slot, file, command, argument) -> {
            Result result = slot.rightIoctl(file, command, argument);
            if (command == SlotCommands.SET_CENSORSHIP) {
                file.channel = null;
            }
            return result;
        });
        wrongIoctl(
                "censorship cannot be turned off",
                (slot, file, command, argument) -> command == SlotCommands.SET_CENSORSHIP && argument == 0
                        ? Result.of(0)
                        : slot.rightIoctl(file, command, argument));
        wrongWrite("censorship ends with the first message", (slot, file, buffer) -> {
            Result result = slot.rightWrite(file, buffer);
            file.censored = false;
            return result;
        });
        wrongWrite("censorship changes the caller's bytes", (slot, file, buffer) -> {
            if (file.censored && buffer.kind() == BufferPlace.READ_ONLY) {
                return Result.failure(Errno.EFAULT);
            }
            return slot.rightWrite(file, buffer);
        });
        wrongWrite("a censored write that fails ends censorship", (slot, file, buffer) -> {
            Result result = slot.rightWrite(file, buffer);
            file.censored = file.censored && !result.isFailure();
            return result;
        });
    }
}
