// SPDX-License-Identifier: Apache-2.0
import org.messageslot.*;
import org.messageslot.lab.bench.*;
import static org.messageslot.lab.Desk.*;
int verdict = 1;  // Plain jshell never fails by itself. So it runs and judges
verdict = judge("12-how-fast.jsh");
/exit verdict

// # How fast is it?
// minutes: 20
// needs: guest
//
// There are many ways to hand a message to another process: pipes, queues,
// sockets, files in memory. Is a message slot a fast one? And if it is not,
// whose fault is it: the kernel's, or that of the module?
//
// A clock is a bad judge. It tells about this machine, at this moment, with all
// that it does besides. In this lab you *count*: how many instructions does the
// processor carry out for one call? The guest is emulated, and the emulator can
// tell exactly. Whoever counts again, on whatever machine, gets the same
// number.

// ## One write, one read

Figures costs = costs();

// That was a guest of its own, in which a small C program (it is in
// `kernel/bench/measure.c`) made every call two thousand times. `of` tells the
// median: for the slot, for `write` or `read` or `both`, and for a message of
// 1, 16 or 128 bytes.

costs.of("slot", "write", 128) > 0         // ==> true

// try: How many are they?
//     costs.of("slot", "write", 128)
//     costs.of("slot", "read", 128)

// predict: Which order is right, the cheapest first?
//   a) ==> [pipe, slot, unix datagram]
//   b) ==> [slot, pipe, unix datagram]
//   c) ==> [unix datagram, pipe, slot]
//   d) ==> [slot, unix datagram, pipe]
// because: A pipe must keep all messages in their order, wait where there is
// none, and wake who waits. A socket does all of that, and allocates a buffer
// for each message, and asks who may send to whom. A slot keeps one message and
// lets nobody wait. Who promises less has less to do.

List<String> these = List.of("unix datagram", "pipe", "slot");
costs.cheapestFirst("both", 128).stream().filter(these::contains).toList()
// ==> [slot, pipe, unix datagram]

// All of them, as bars (`lab bench slot --out figures` draws them as a
// picture):

void bars(Figures figures, String call, int bytes) {
    for (String name : figures.cheapestFirst(call, bytes)) {
        long cost = figures.of(name, call, bytes);
        String bar = "#".repeat((int) (cost / 120));
        System.out.printf("%-14s %s %d%n", name, bar, cost);
    }
}
bars(costs, "both", 128)

// ## The floor
//
// Two of the bars pass no message at all. `null and zero` writes to `/dev/null`
// and reads from `/dev/zero`. And `floor` is a device of ours, that does
// nothing but copy:
//
// ```c kernel/bench/floor.c
// if (copy_from_user(text, buffer, length))
//         return -EFAULT;
// return length;
// ```
//
// It keeps nothing, finds nothing, locks nothing. What it takes, every driver
// takes: the way into the kernel and out again, and the copy.

// predict: How much does our module take on top of that, for a write and a read
// of 128 bytes?
//   a) ==> "less than a quarter more"
//   b) ==> "up to twice as much"
//   c) ==> "more than twice as much"
// because: The open file points to its channel, so there is nothing to search.
// The message is copied under a lock that is taken in a dozen instructions. And
// where the new message fits into the place of the old one, nothing is
// allocated. What is left is the kernel's: nearly all of it.

long slot = costs.of("slot", "both", 128);
long floor = costs.of("floor", "both", 128);
String compared(double ratio) {
    return ratio < 1.25
            ? "less than a quarter more"
            : ratio < 2 ? "up to twice as much" : "more than twice as much";
}
compared((double) slot / floor)
// ==> "less than a quarter more"

// What does a byte cost, and what the call around it? You have the figures for 1
// byte and for 128 bytes. This method does not look at them yet:

long perHundred(String name) {
    return 0;
}

// exercise: What a byte costs
// Write `perHundred` again: how many more instructions does a `write` of one
// hundred bytes more take? (Whole numbers will do: multiply first, then divide.)
// hint: From 1 byte to 128 bytes there are 127 more.
// hint: The difference, times 100, divided by 127.
// check: want(perHundred("floor") == (costs.of("floor", "write", 128) - costs.of("floor", "write", 1)) * 100 / 127, "For the floor that is not so.")
// check: want(perHundred("pipe") == (costs.of("pipe", "write", 128) - costs.of("pipe", "write", 1)) * 100 / 127, "For a pipe that is not so.")
// wrong: long perHundred(String name) { return costs.of(name, "write", 128); }
// wrong: long perHundred(String name) { return (costs.of(name, "write", 128) - costs.of(name, "write", 1)) * 100; }
// answer:

long perHundred(String name) {
    long more = costs.of(name, "write", 128) - costs.of(name, "write", 1);
    return more * 100 / 127;
}

// A hundred bytes more cost a few dozen instructions; the call itself costs
// hundreds. To pass much, make *few* calls, whatever you pass it through.

perHundred("floor") * 5 < costs.of("floor", "write", 1)      // ==> true

// ## A million channels
//
// The module keeps the channels of a slot in a hash table. Many students keep
// them in a list, and go through it from the beginning at each call. With the
// few channels of a test that works. We count both, with 1, 1000 and 10,000
// channels:

Figures table = costsAmong("kernel", 1, 1000, 10000);
Figures list = costsAmong("grading/variants/good/linked-lists",
        1, 1000, 10000);

// predict: How much dearer is a `write` among 10,000 channels than in a slot
// with only one, with a hash table?
//   a) ==> "the same"
//   b) ==> "about ten times"
//   c) ==> "a thousand times or more"
// because: `ioctl` has found the channel, and the open file points to it.
// `write` does not search at all. And even `ioctl` looks at one chain of the
// table only, which has one channel or two in it, however many there are: the
// table grows with them. That is what *O(1)* means.

String dearer(Figures figures) {
    double one = figures.of("slot", "write", 1);
    double times = figures.of("slot", "write", 10000) / one;
    return times < 1.1
            ? "the same"
            : times < 100 ? "about ten times" : "a thousand times or more";
}
dearer(table)                              // ==> "the same"

// predict: And with a list?
//   a) ==> "the same"
//   b) ==> "about ten times"
//   c) ==> "a thousand times or more"
// because: On average half of the list is gone through: 5000 channels, with a
// few instructions for each. One call to the kernel costs as much as going
// through some hundred channels, and so the list looks harmless for long. From
// there on, ten times the channels are ten times the cost. That is *O(n)*, and
// it does not end at 10,000.

dearer(list)                               // ==> "about ten times"

// So a list has a price for each channel. Nor does this method know it yet:

double perChannel(Figures figures) {
    return 1;
}

// exercise: What a channel costs
// Write `perChannel` again: how many more instructions does a `write` take for
// each channel more? Use the figures for 1000 and for 10,000 channels.
// hint: 9000 channels more, and how many instructions more?
// hint: Divide by `9000.0`, so that the result is no whole number.
// check: want(Math.abs(perChannel(table)) < 0.1, "With the hash table it is nothing.")
// check: want(Math.abs(perChannel(list) - (list.of("slot", "write", 10000) - list.of("slot", "write", 1000)) / 9000.0) < 0.01, "With the list it is something else.")
// wrong: double perChannel(Figures figures) { return figures.of("slot", "write", 10000) / 9000.0; }
// wrong: double perChannel(Figures figures) { return 0; }
// answer:

double perChannel(Figures figures) {
    long few = figures.of("slot", "write", 1000);
    return (figures.of("slot", "write", 10000) - few) / 9000.0;
}

// A slot may have 2^20 channels (R-D4). With the list, one `write` among them:

perChannel(list) * (1 << 20) > 1000000     // ==> true

// More than a million instructions, to store a message of a few bytes.

// ## What to remember
//
// - Count before you believe, and have a floor to compare with: "fast" is a
//   ratio.
// - A system call costs hundreds of instructions before the driver begins. A
//   driver that allocates nothing and searches nothing hardly adds to that.
// - What is O(n) looks fine in every test with few channels.
//
// `lab bench all` measures the rest, and `docs/performance.md` shows it: memory
// for each channel, two threads at once, and what the guests themselves cost.
