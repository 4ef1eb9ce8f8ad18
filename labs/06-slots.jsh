// SPDX-License-Identifier: Apache-2.0
import org.messageslot.*;
import org.messageslot.calls.*;
import static org.messageslot.calls.OpenFlags.*;
import static org.messageslot.calls.SlotCommands.*;
import static org.messageslot.lab.desk.Desk.*;
import static org.messageslot.lab.desk.Wants.*;
int verdict = 1;  // Plain jshell never fails by itself. So it runs and judges
verdict = org.messageslot.lab.walk.PlainRun.judge("06-slots.jsh");
/exit verdict

SystemCalls calls = calls();

// # Slots and ids: how many there are
// minutes: 12
//
// So far we used one slot, `/dev/slot0`. The driver serves 256 slots, and each has
// more than four billion possible channels. Nearly all of them are never used,
// and a channel that is not used must take no memory.
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
//      no: A driver with one table of channels for all slots returns this. It
//      loses ten points.
//   b) ==> "old news"
//   c) throws: EWOULDBLOCK
//      no: Slot 1 has a message on its channel 5; the write to slot 0 did not
//      remove it.
// because: Slots share nothing (R-D2). The driver has a table of channels for
// *each* minor number.
//
// ```c kernel/message_slot.c
// static struct slot slots[SLOTS];
// ```

one.readText()            // ==> "old news"

// The 256 minor numbers are 0 to 255, and slot 255 works like slot 0. A driver
// with an array of 255 entries works until a program opens slot 255.

mknod("/dev/slot255", 235, 255)
MessageSlot last = MessageSlot.open(calls, "/dev/slot255");
last.select(5)
last.write("the last")    // ==> 8

// ## Ids are unsigned ints
//
// Every id but 0 is valid (R-D4). These are ids that wrong drivers often refuse or
// confuse with others:
//
// ```text
//      2^20     1048576     the number in the assignment's text
//      2^31  2147483648     negative, if it is stored in an int
//    2^32-1  4294967295     the largest
// ```

long million = 1L << 20;
zero.select(1)
zero.write("one");
zero.select(million + 1)
zero.write("a million and one");

// predict: We wrote to channel 1, and then to channel 2^20 + 1. What is on channel
// 1 now?
//   a) ==> "one"
//   b) ==> "a million and one"
//      no: A driver that uses `id % (1 << 20)`, or an array of 2^20 channels,
//      returns this.
// because: They are different channels. 2^20 is how *many* channels must fit into
// one slot. The ids themselves go up to 2^32 - 1.

zero.select(1)
zero.readText()           // ==> "one"

// predict: An `int` with all bits set is -1. Which number is an `unsigned int`
// with all bits set? Type it.
// because: 4294967295. The bits are the same; the type says which number they
// are. The kernel's `u32` is unsigned. Java has no unsigned types, so our library
// uses a `long`.

Integer.toUnsignedLong(-1)     // ==> 4294967295

// A channel with that id, and -1, which has the same 32 bits:

zero.select(4294967295L)
zero.write("all bits")         // ==> 8
zero.select(-1)                // throws: IllegalArgumentException

// The last error did not come from the kernel: no system call was made. Our
// library refuses numbers that are not an `unsigned int`. C converts them
// without an error.

// try: The programs read the id from the command line. C's `atoi` does not work
// for all ids: it reports no errors, and its result is an `int`, which ends at
// 2147483647. Our programs refuse everything that is not an id.
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
// A slot has more than four billion possible channels. No computer has memory for
// all of them. So a driver makes a channel when it is needed, and finds it by its
// id. Its memory must grow with the channels that were *written* and with the
// files that are open, and with nothing else (R-M1).
//
// ```text
//    slot 0     bucket 0 --> [ id 7 ] --> [ id 4294967295 ]
//               bucket 1 --> (empty)
//               bucket 2 --> [ id 1048577 ]
//               ...
// ```
//
// Our driver has a hash table. Yours may have a linked list. But a channel that is
// never written must not take memory:

zero.select(123456)
zero.select(234567)
zero.select(345678)

// predict: Three channels were chosen, and none was written. We choose such a
// channel again, and read it. What do we get?
//   a) throws: EWOULDBLOCK
//   b) ==> ""
//      no: There are no empty messages, so a read never returns one.
//   c) throws: EINVAL
//      no: A channel is chosen. It does not matter that the driver may not have
//      made it.
// because: A channel that was never written has no message (R-R4). So the driver
// does not need to keep it: a program cannot see the difference. Our driver frees
// a channel that no open file has chosen any more and that was never written:
//
// ```c kernel/message_slot.c
// if (channel && --channel->users == 0 && READ_ONCE(channel->length) == 0)
//         slot_discard(slot, channel);
// ```
//
// The grader chooses a million channels, writes to none of them, and compares the
// kernel's memory before and after.

zero.select(unused(500)); zero.readText()    // throws: EWOULDBLOCK

// ## Permissions of a node
//
// A node has permissions, like any file. The kernel checks them before it calls
// the driver's `open`. The driver has no part in it.

mknod("/dev/private", 235, 3, 0000)

// An ordinary user gets `EACCES`, "permission denied". The permissions do not stop
// root. In the model the caller is an ordinary user, and in a guest it is root:

// only: model
calls.open("/dev/private", O_RDWR)           // throws: EACCES

// only: guest
calls.run(new Open("/dev/private", O_RDWR)).isFailure()   // ==> false

// On this machine the result depends on the user that you are; with `sudo` you are
// root:

// only: here
(calls.run(new Open("/dev/private", O_RDWR)).isFailure()
        != System.getProperty("user.name").equals("root"))   // ==> true

// So do not test permissions as root.

// exercise: A node for reading only
// Make a node `/dev/bulletin` for slot 3 that all users can read and none can
// write: mode `0444`. (In Java, a number that begins with 0 is octal, as in
// `chmod`.) Leave `read me` on channel 9 of slot 3, and read it by your node.
// hint: To write you need another node of the same slot: `/dev/slot3`.
// hint: `MessageSlot.open(calls, "/dev/bulletin", O_RDONLY)`
// check: wantNode("/dev/bulletin", 235, 3)
// check: wantMode("/dev/bulletin", 0444)
// check: wantMessage("/dev/slot3", 9, "read me")
// check: want(made("open").stream().anyMatch(m -> m.toString().startsWith("open(\"/dev/bulletin\", O_RDONLY)")
//     && !m.result().isFailure()), "/dev/bulletin was not opened for reading.")
// check: want(made("read").stream().anyMatch(m -> m.toString().contains("read me")), "The message was not read.")
// wrong: mknod("/dev/bulletin", 235, 3, 0444)
// wrong: mknod("/dev/bulletin", 235, 3, 0444); MessageSlot r = MessageSlot.open(calls, "/dev/bulletin", O_RDONLY); r.select(9)
// wrong: mknod("/dev/bulletin", 235, 3, 444); MessageSlot w = MessageSlot.open(calls, "/dev/slot3"); w.select(9);
//     w.write("read me"); MessageSlot r = MessageSlot.open(calls, "/dev/bulletin", O_RDONLY); r.select(9); r.readText()
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
// - The minor number tells which slot. Slots share nothing.
// - An id is any `unsigned int` but 0, up to 4294967295.
// - Only channels that were written and open files may take memory.
// - Permissions belong to the node, and they do not stop root.
//
// Next: [lab 07](07-processes.jsh), with more than one process.
