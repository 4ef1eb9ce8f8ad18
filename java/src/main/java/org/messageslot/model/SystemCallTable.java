// SPDX-License-Identifier: Apache-2.0
package org.messageslot.model;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.messageslot.Errno;
import org.messageslot.calls.Call;
import org.messageslot.calls.Close;
import org.messageslot.calls.Dup;
import org.messageslot.calls.Ioctl;
import org.messageslot.calls.Mmap;
import org.messageslot.calls.Munmap;
import org.messageslot.calls.Open;
import org.messageslot.calls.Peek;
import org.messageslot.calls.Poll;
import org.messageslot.calls.Read;
import org.messageslot.calls.Result;
import org.messageslot.calls.Write;

/** The system calls of the model's kernel: who answers which. */
final class SystemCallTable {

    private static final Map<Class<? extends Call>, HandledCall<?>> ENTRIES = new HashMap<>();

    static {
        add(Open.class, OpenHandler::answer);
        add(Ioctl.class, IoctlHandler::answer);
        add(Write.class, TransferHandler::write);
        add(Read.class, TransferHandler::read);
        add(Dup.class, DescriptorHandler::dup);
        add(Close.class, DescriptorHandler::close);
        add(Poll.class, PollHandler::answer);
        add(Mmap.class, MappingHandler::mmap);
        add(Peek.class, MappingHandler::peek);
        add(Munmap.class, MappingHandler::munmap);
    }

    /** Answers the calls of one class, while no other call is made. */
    @FunctionalInterface
    interface Handler<C extends Call> {

        /** Answers a call: its value, or why it failed. */
        Result answer(ModelProcess process, C call);
    }

    private record HandledCall<C extends Call>(Class<C> type, Handler<C> handler) {

        Result answer(ModelProcess process, Call call) {
            return handler.answer(process, type.cast(call));
        }
    }

    private SystemCallTable() {}

    private static <C extends Call> void add(Class<C> type, Handler<C> handler) {
        ENTRIES.put(type, new HandledCall<>(type, handler));
    }

    /** {@return the classes of calls that the kernel has} */
    static Set<Class<? extends Call>> classes() {
        return Set.copyOf(ENTRIES.keySet());
    }

    /** Answers a call; one that the kernel has not fails as on Linux. */
    static Result answer(ModelProcess process, Call call) {
        HandledCall<?> entry = ENTRIES.get(call.getClass());
        return entry == null ? Result.failure(Errno.ENOSYS) : entry.answer(process, call);
    }
}
