// SPDX-License-Identifier: Apache-2.0
import org.messageslot.*;
import org.messageslot.calls.*;
import static org.messageslot.calls.OpenFlags.*;
import static org.messageslot.calls.SlotCommands.*;
import static org.messageslot.lab.Desk.*;
int verdict = 1;  // Plain jshell never fails by itself. So it runs and judges
verdict = judge("06-slots.jsh");
/exit verdict

SystemCalls calls = calls();

// # Slots and ids: how many there are
// minutes: 12
//
// So far there was one slot, `/dev/slot0`. A driver serves 256 of them, and in
// each there are over four thousand million channels. Nearly all of them are
// never used, and must not cost anything.
//
// ```text
//    major 235 --+-- minor 0:    channels 1, 2, ... 4294967295
//                +-- minor 1:    channels 1, 2, ... 4294967295
//                :
//                +-- minor 255:  channels 1, 2, ... 4294967295
// ```

// ## Slots share nothing

MessageSlot zero = MessageSlot.open(calls, "/dev/slot0");
MessageSlot one = MessageSlot.open(calls, "/dev/slot1");
zero.select(5)
one.select(5)
one.write("old news");
zero.write("in slot 0");

// predict: The same channel id, 5, in two slots. What is in slot 1?
//   a) ==> "in slot 0"
//   b) ==> "old news"
//   c) throws: EWOULDBLOCK
// because: Slots share nothing (R-D2). The driver has a table of channels for
// *each* minor. Who has one table for all gets `a`, and loses ten points.
//
// ```c kernel/message_slot.c
// static struct slot slots[SLOTS];
// ```

one.readText()            // ==> "old news"

// 256 minors are 0 to 255, and the last one is as good as the first. An array
// of 255 entries is a mistake that works for a long time.

mknod("/dev/slot255", 235, 255)
MessageSlot last = MessageSlot.open(calls, "/dev/slot255");
last.select(5)
last.write("the last")    // ==> 8

// ## Ids are unsigned ints
//
// Any id but 0 will do (R-D4). Look at some that make drivers stumble:
//
// ```text
//      2^20     1048576     the number that the assignment mentions
//      2^31  2147483648     negative, for who stores it in an int
//    2^32-1  4294967295     the largest
// ```

long million = 1L << 20;
zero.select(1)
zero.write("one");
zero.select(million + 1)
zero.write("a million and one");

// predict: And what is on channel 1 now?
//   a) ==> "one"
//   b) ==> "a million and one"
// because: They are different channels. The assignment says that 2^20 channels
// are enough, and some conclude that ids *end* there, and use `id % (1 << 20)`
// or an array. It is the number of channels that may end there. The ids go on.

zero.select(1)
zero.readText()           // ==> "one"

// predict: An `int` with all bits set is -1. An `unsigned int` with all bits
// set is which number? Type it.
// because: 4294967295. The bits are the same; the type says how to read them.
// The kernel's `u32` is unsigned. Java has no unsigned types, so our library
// takes a `long`, and the compiler never needs to guess.

Integer.toUnsignedLong(-1)     // ==> 4294967295

// A channel with that id, and one that only *looks* like it:

zero.select(4294967295L)
zero.write("all bits")         // ==> 8
zero.select(-1)                // throws: IllegalArgumentException

// The last error did not come from the kernel. No system call was made: our
// library refuses what no `unsigned int` can be, because C would have changed
// it silently.

// try: The programs read the id from the command line. C's `atoi` is of no use
// for it: it knows no errors, and ends at 2147483647. Ours are strict.
//     ChannelId.parse("4294967295")    // ==> 4294967295
//     ChannelId.parse("4294967296")    // throws: IllegalArgumentException
//     ChannelId.parse("7 ")            // throws: IllegalArgumentException

// exercise: Three slots, one id
// Leave `zero`, `one` and `two` in the slots 0, 1 and 2, all on channel 77.
// hint: Slot 2 has to be opened first: `MessageSlot.open(calls, "/dev/slot2")`
// check: wantMessage("/dev/slot0", 77, "zero")
// check: wantMessage("/dev/slot1", 77, "one")
// check: wantMessage("/dev/slot2", 77, "two")
// wrong: zero.select(77); zero.write("zero"); zero.write("one"); zero.write("two")
// wrong: zero.select(77); zero.write("zero"); one.select(77); one.write("two")
// answer:

zero.select(77)
zero.write("zero")             // ==> 4
one.select(77)
one.write("one")               // ==> 3
MessageSlot two = MessageSlot.open(calls, "/dev/slot2");
two.select(77)
two.write("two")               // ==> 3

// ## What a channel costs
//
// Four thousand million channels, and a computer has not that many bytes to
// spare. So a driver makes a channel when it is needed, and finds it again by
// its id. Memory must grow with the channels that were *written*, and the
// files that are open, and with nothing else (R-M1).
//
// ```text
//    slot 0     bucket 0 --> [ id 7 ] --> [ id 4294967295 ]
//               bucket 1 --> (empty)
//               bucket 2 --> [ id 1048577 ]
//               ...
// ```
//
// Ours is a hash table. Yours may be a linked list. What must not be is memory
// for channels that nobody writes to:

zero.select(123456)
zero.select(234567)
zero.select(345678)

// predict: Three channels were chosen, and nothing was written. After the next
// line, how many of the three must the driver still know? Think of R-M1; the
// Java only asks one of them for its message.
//   a) throws: EWOULDBLOCK
//   b) ==> ""
//   c) throws: EINVAL
// because: None of them. Whether the driver keeps an empty channel or makes it
// anew, a reader sees the same: no message. Ours forgets a channel that nobody
// has chosen any more and nobody ever wrote to:
//
// ```c kernel/message_slot.c
// if (channel && --channel->users == 0 && READ_ONCE(channel->length) == 0)
//         slot_discard(slot, channel);
// ```
//
// The grader chooses a million channels, writes to none, and weighs the kernel
// before and after.

zero.select(unused(500)); zero.readText()    // throws: EWOULDBLOCK

// ## Who may open a slot
//
// A node has permissions, like any file. The driver has nothing to do with
// them: the kernel looks before it calls `open`.

mknod("/dev/private", 235, 3, 0000)

// only: here model
calls.open("/dev/private", O_RDWR)           // throws: EACCES

// only: guest
calls.run(new Call.Open("/dev/private", O_RDWR)).isFailure()   // ==> false

// On the model and on this machine you are an ordinary user, and get `EACCES`,
// "permission denied". In a guest you are root, to whom it is not denied: root
// may do everything. Never test permissions as root.

// exercise: For readers only
// Make a node `/dev/bulletin` for slot 3 that may be read by everybody and
// written by nobody: mode `0444`. (In Java, a number that begins with 0 is
// octal, as in `chmod`.) Leave `read me` on channel 9 of slot 3, and read it
// through your node.
// hint: Writing needs another node: `/dev/slot3` is one.
// hint: `MessageSlot.open(calls, "/dev/bulletin", O_RDONLY)`
// check: wantMessage("/dev/slot3", 9, "read me")
// check: want(made("open").stream().anyMatch(m -> m.toString().startsWith("open(\"/dev/bulletin\", O_RDONLY)")
//     && !m.result().isFailure()), "/dev/bulletin was not opened for reading.")
// check: want(made("read").stream().anyMatch(m -> m.toString().contains("read me")), "The message was not read.")
// wrong: mknod("/dev/bulletin", 235, 3, 0444)
// wrong: mknod("/dev/bulletin", 235, 3, 0444); MessageSlot r = MessageSlot.open(calls, "/dev/bulletin", O_RDONLY); r.select(9)
// answer:

mknod("/dev/bulletin", 235, 3, 0444)
MessageSlot writer = MessageSlot.open(calls, "/dev/slot3");
writer.select(9)
writer.write("read me")                      // ==> 7
MessageSlot reader = MessageSlot.open(calls, "/dev/bulletin", O_RDONLY);
reader.select(9)
reader.readText()                            // ==> "read me"

// ## What to remember
//
// - The minor says which slot. Slots share nothing.
// - An id is any `unsigned int` but 0, up to 4294967295.
// - Memory is for channels that were written, and for open files.
// - Permissions belong to the node, and root does not feel them.
//
// Next: [lab 07](07-processes.jsh), with more than one process.
