// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.messageslot.ErrnoException;

/**
 * What a guest's kernel allocates and frees, from the trace events of its allocator.
 *
 * <p>One trace at a time per guest. Not thread-safe.
 */
public final class AllocationTrace implements AutoCloseable {

    private static final String TRACING = "/sys/kernel/tracing/";
    private static final String EVENTS = TRACING + "events/kmem/";

    /** Kernels differ in which of these they have; where the second pair is missing the first one tells all. */
    private static final List<String> ALLOCATIONS =
            List.of("kmalloc", "kmem_cache_alloc", "kmalloc_node", "kmem_cache_alloc_node");

    private static final List<String> FREES = List.of("kfree", "kmem_cache_free");

    private static final int PART = 4 << 20;

    // "  app-88  [000] .....  5.678901: kmalloc: call_site=f+0x2d/0x90 [m] ptr=00000000aa bytes_req=5 bytes_alloc=8
    // ..."
    private static final Pattern EVENT = Pattern.compile(
            "\\s*(.+)-(\\d+)\\s+\\[\\d+\\].*?: (k\\w+): call_site=(\\S+?)(?: \\[([^\\]\\s]+)[^\\]]*\\])? ptr=(\\S+)(.*)");
    private static final Pattern SIZES = Pattern.compile(".*bytes_req=(\\d+) bytes_alloc=(\\d+).*");

    private final Guest guest;
    private final StringBuilder unread = new StringBuilder();

    private AllocationTrace(Guest guest) {
        this.guest = guest;
    }

    /**
     * One allocation or release.
     *
     * @param process the name of the process it happened in
     * @param pid its number
     * @param isAllocation whether it is one; a release otherwise
     * @param callSite the function that asked, with its offset
     * @param module the module that the function is in; empty for the kernel proper
     * @param address the address, in hexadecimal
     * @param requested how many bytes were asked for, 0 for a release
     * @param allocated how many bytes were set aside, 0 for a release
     */
    public record Event(
            String process,
            int pid,
            boolean isAllocation,
            String callSite,
            Optional<String> module,
            String address,
            long requested,
            long allocated) {}

    /**
     * Begin to trace.
     *
     * @param guest the guest
     * @param filter which allocations and releases, in the kernel's filter language over the field {@code call_site}
     *     ({@code "call_site >= 0xffffffffc0000000"} for example); empty for all
     * @param bufferKiB how much the kernel may hold back for each processor until it is read
     * @return the running trace
     * @throws ErrnoException if the kernel refuses it, EINVAL for a filter that it does not understand
     */
    public static AllocationTrace start(Guest guest, String filter, int bufferKiB) throws ErrnoException {
        AllocationTrace trace = new AllocationTrace(guest);
        trace.put(TRACING + "tracing_on", "0");
        trace.put(TRACING + "buffer_size_kb", String.valueOf(bufferKiB));
        trace.put(TRACING + "trace", "");
        // Addresses as they are: they are compared with each other, and nobody is to be kept from seeing them.
        trace.put(TRACING + "options/hash-ptr", "0");
        for (String event : trace.present()) {
            trace.put(EVENTS + event + "/filter", filter.isEmpty() ? "0" : filter);
            trace.put(EVENTS + event + "/enable", "1");
        }
        trace.put(TRACING + "tracing_on", "1");
        return trace;
    }

    private void put(String path, String text) throws ErrnoException {
        guest.putFile(path, 0, text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> present() throws ErrnoException {
        List<String> present = new ArrayList<>();
        List<String> all = new ArrayList<>(ALLOCATIONS);
        all.addAll(FREES);
        String available = new String(guest.getFile(TRACING + "available_events", PART), StandardCharsets.UTF_8);
        for (String event : all) {
            if (available.contains("kmem:" + event + "\n")) {
                present.add(event);
            }
        }
        return present;
    }

    /**
     * Read what happened since the last time.
     *
     * @return the events, oldest first
     * @throws ErrnoException if the kernel refuses it
     */
    public List<Event> read() throws ErrnoException {
        List<Event> events = new ArrayList<>();
        byte[] part;
        do {
            part = guest.getFile(TRACING + "trace_pipe", PART);
            unread.append(new String(part, StandardCharsets.UTF_8));
            int end = unread.lastIndexOf("\n") + 1;
            unread.substring(0, end).lines().forEach(line -> parse(line).ifPresent(events::add));
            unread.delete(0, end);
        } while (part.length == PART);
        return events;
    }

    static Optional<Event> parse(String line) {
        Matcher m = EVENT.matcher(line);
        if (!m.matches()) {
            return Optional.empty();
        }
        Matcher sizes = SIZES.matcher(m.group(7));
        boolean isAllocation = sizes.matches();
        return Optional.of(new Event(
                m.group(1).strip(),
                Integer.parseInt(m.group(2)),
                isAllocation,
                m.group(4),
                Optional.ofNullable(m.group(5)),
                m.group(6),
                isAllocation ? Long.parseLong(sizes.group(1)) : 0,
                isAllocation ? Long.parseLong(sizes.group(2)) : 0));
    }

    /**
     * Count what was lost because it was not read in time. With a count above 0 a sum over the events means nothing.
     *
     * @return how many events were overwritten, on all processors together
     * @throws ErrnoException if the kernel refuses it
     */
    public long lost() throws ErrnoException {
        long lost = 0;
        for (int cpu = 0; cpu < guest.options().cpus(); cpu++) {
            lost += guest.getText(TRACING + "per_cpu/cpu" + cpu + "/stats")
                    .lines()
                    .filter(line -> line.startsWith("overrun:") || line.startsWith("dropped events:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll(".*:\\s*", "")))
                    .sum();
        }
        return lost;
    }

    /** Stop to trace. Does nothing if the guest is gone. */
    @Override
    public void close() throws ErrnoException {
        if (guest.failure().isPresent()) {
            return;
        }
        put(TRACING + "tracing_on", "0");
        for (String event : present()) {
            put(EVENTS + event + "/enable", "0");
        }
    }
}
