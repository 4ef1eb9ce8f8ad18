// SPDX-License-Identifier: Apache-2.0
import org.messageslot.*;
import org.messageslot.lab.measure.*;
import static org.messageslot.lab.desk.Desk.*;
import static org.messageslot.lab.desk.Costs.*;
import static org.messageslot.lab.desk.Wants.*;
int verdict = 1;  // Plain jshell never fails by itself. So it runs and judges
verdict = org.messageslot.lab.walk.PlainRun.judge("12-how-fast.jsh");
/exit verdict

// # How fast is it?
// minutes: 20
// needs: guest
//
// There are many ways to pass a message to another process: pipes, queues, sockets,
// files in memory. How does a message slot compare with them? And what part of its
// cost is the kernel's, and what part is the module's?
//
// A clock cannot tell this well. Its result depends on the machine, and on what else
// the machine does at that moment. In this lab you *count*: how many instructions does
// the processor execute for one call? The guest is emulated, and the emulator counts
// them exactly. If you count again, on any machine, you get nearly the same number.

// ## One write, one read

Figures costs = costs();

// This has started a guest, in which a small C program (`kernel/bench/measure.c`) made
// every call two thousand times. `of` returns the median: of the slot or of another
// mechanism, for `write` or `read` or `both`, and for a message of 1, 16 or 128 bytes.

costs.of("slot", "write", 128) > 0         // ==> true

// try: How many instructions are they?
//     costs.of("slot", "write", 128)
//     costs.of("slot", "read", 128)

// predict: Which order is right, the cheapest first?
//   a) ==> [pipe, slot, unix datagram]
//      no: A pipe is fast, but it does more than a slot: it keeps all bytes that were
//      written, and it can wait.
//   b) ==> [slot, pipe, unix datagram]
//   c) ==> [unix datagram, pipe, slot]
//      no: A socket does the most work of the three.
//   d) ==> [slot, unix datagram, pipe]
//      no: A socket allocates a buffer for each message; a pipe does not.
// because: A pipe keeps all bytes in order, lets a reader wait if there are none, and
// wakes it up when some come. A socket does all of this for messages, allocates a buffer
// for each of them, and checks which process may send to which. A slot keeps one message
// and never waits, so it has less to do.

List<String> these = List.of("unix datagram", "pipe", "slot");
costs.cheapestFirst("both", 128).stream().filter(these::contains).toList()
// ==> [slot, pipe, unix datagram]

// Here are these three as bars:

void bars(Figures figures, String call, int bytes, List<String> names) {
    for (String name : figures.cheapestFirst(call, bytes)) {
        if (names.contains(name)) {
            long cost = figures.of(name, call, bytes);
            String bar = "#".repeat((int) (cost / 120));
            System.out.printf("%-14s %s %d%n", name, bar, cost);
        }
    }
}
bars(costs, "both", 128, these)

// ## How much of it is the module's
//
// To compare, the measuring program has also called a device that does nothing but copy.
// It is called `floor`:
//
// ```c kernel/bench/floor.c
// if (copy_from_user(text, buffer, length))
//         return -EFAULT;
// return length;
// ```
//
// It stores nothing, searches nothing, and takes no lock. Every driver costs at least as
// much as this one: the way into the kernel and out again, and the copy.

// predict: How much more does our module cost, for a write and a read of 128 bytes?
//   a) ==> "less than a quarter more"
//   b) ==> "up to twice as much"
//      no: It would, if the driver searched its channel in each call.
//   c) ==> "more than twice as much"
//      no: It would, if the driver allocated memory in each call.
// because: The open file points to its channel, so there is nothing to search. Taking the
// lock costs about a dozen instructions. If the new message fits into the memory of the
// old one, nothing is allocated. So nearly all of the cost is the kernel's.

long slot = costs.of("slot", "both", 128);
long floor = costs.of("floor", "both", 128);
String compared(double ratio) {
    return ratio < 1.25
            ? "less than a quarter more"
            : ratio < 2 ? "up to twice as much" : "more than twice as much";
}
compared((double) slot / floor)
// ==> "less than a quarter more"

// These are all that were measured. `null and zero` writes to `/dev/null` and reads from
// `/dev/zero`. (`lab bench slot --out figures` draws them as a picture.)

bars(costs, "both", 128, costs.subjects())

// How much of the cost is for the bytes, and how much for the call? You have the figures
// for 1 byte and for 128 bytes. This method does not use them yet:

long perHundred(String name) {
    return 0;
}

// exercise: What a byte costs
// Write `perHundred` again: how many more instructions does a `write` take if the message
// is one hundred bytes longer? (Use whole numbers: multiply first, then divide.)
// hint: 128 bytes are 127 bytes more than 1 byte.
// hint: The difference, times 100, divided by 127.
// check: want(perHundred("floor") == (costs.of("floor", "write", 128) - costs.of("floor", "write", 1)) * 100 / 127, "It is wrong for the floor: it returns " + perHundred("floor") + ".")
// check: want(perHundred("pipe") == (costs.of("pipe", "write", 128) - costs.of("pipe", "write", 1)) * 100 / 127, "It is wrong for a pipe: it returns " + perHundred("pipe") + ".")
// wrong: long perHundred(String name) { return costs.of(name, "write", 128); }
// wrong: long perHundred(String name) { return (costs.of(name, "write", 128) - costs.of(name, "write", 1)) * 100; }
// answer:

long perHundred(String name) {
    long more = costs.of(name, "write", 128) - costs.of(name, "write", 1);
    return more * 100 / 127;
}

// A hundred bytes more cost fewer than fifty instructions. The call itself costs hundreds.
// So, to pass much data, make few calls with many bytes each.

perHundred("floor") * 5 < costs.of("floor", "write", 1)      // ==> true

// ## A million channels
//
// The kit's module keeps the channels of a slot in a hash table. Many student modules keep
// them in a list, and search it from the beginning in each call. With the few channels of
// a test that is fast enough. We count both, with 1, 1000 and 10,000 channels. (It takes
// some seconds.)

Figures table = costsAmong("kernel", 1, 1000, 10000);
Figures list = costsAmong("grading/variants/good/linked-lists",
        1, 1000, 10000);

// predict: How much more does a `write` cost in a slot with 10,000 channels than in a slot
// with one channel, if they are in a hash table?
//   a) ==> "the same"
//   b) ==> "about ten times"
//      no: It would, if each `write` searched through a chain of many channels.
//   c) ==> "a thousand times or more"
//      no: It would, if each `write` searched through all channels.
// because: `ioctl` has found the channel, and the open file points to it. `write` does not
// search at all. And `ioctl` searches one chain of the table only, which has one or two
// channels, however many channels there are: the table grows with them. This is what
// *O(1)* means.

String ofTenThousand(Figures figures) {
    double one = figures.of("slot", "write", 1);
    double times = figures.of("slot", "write", 10000) / one;
    return times < 1.1
            ? "the same"
            : times < 100 ? "about ten times" : "a thousand times or more";
}
ofTenThousand(table)                       // ==> "the same"

// predict: The same question, with a list.
//   a) ==> "the same"
//      no: This module searches its list in each `write`.
//   b) ==> "about ten times"
//   c) ==> "a thousand times or more"
//      no: The list has ten thousand times as many channels, but looking at one of them
//      costs only a few instructions, and the call itself costs hundreds.
// because: On average a search looks at half of the list: 5000 channels, a few instructions
// each. The call itself costs as much as looking at some hundred channels, so a short list
// seems to cost nothing. For long lists, ten times as many channels cost ten times as much.
// This is *O(n)*.

ofTenThousand(list)                        // ==> "about ten times"

// With a list, each channel costs something. This method should compute how much, but does
// not do so yet:

double perChannel(Figures figures) {
    return 1;
}

// exercise: What a channel costs
// Write `perChannel` again: how many more instructions does a `write` take for each further
// channel? Use the figures for 1000 and for 10,000 channels.
// hint: There are 9000 channels more. How many instructions more are there?
// hint: Divide by `9000.0`, so that the result has a fraction.
// check: want(Math.abs(perChannel(table)) < 0.1, "It is wrong for the hash table: it returns " + perChannel(table) + ", and a channel costs nothing there.")
// check: want(Math.abs(perChannel(list) - (list.of("slot", "write", 10000) - list.of("slot", "write", 1000)) / 9000.0) < 0.01, "It is wrong for the list: it returns " + perChannel(list) + ".")
// wrong: double perChannel(Figures figures) { return figures.of("slot", "write", 10000) / 9000.0; }
// wrong: double perChannel(Figures figures) { return 0; }
// answer:

double perChannel(Figures figures) {
    long few = figures.of("slot", "write", 1000);
    return (figures.of("slot", "write", 10000) - few) / 9000.0;
}

// A slot may have 2^20 channels (R-D4). With a list of so many, one `write` costs:

perChannel(list) * (1 << 20) > 1000000     // ==> true

// That is more than a million instructions, to store a message of a few bytes.

// ## What to remember
//
// - Measure before you say that something is fast, and compare it with the least possible
//   cost.
// - A system call costs hundreds of instructions before the driver begins. A driver that
//   allocates nothing and searches nothing adds little to that.
// - Code that is O(n) looks fast in every test with few channels.
//
// `lab bench all` measures more, and `docs/performance.md` shows the results: memory for
// each channel, two threads at the same time, and the cost of the guests.
