// SPDX-License-Identifier: Apache-2.0
import org.messageslot.*;
import org.messageslot.calls.*;
import static org.messageslot.calls.OpenFlags.*;
import static org.messageslot.calls.SlotCommands.*;
import static org.messageslot.lab.Desk.*;
int verdict = 1;  // Plain jshell never fails by itself. So it runs and judges
verdict = judge("04-channel-reuse.jsh");
/exit verdict

SystemCalls calls = calls();

// # Channel reuse: who has chosen what
// minutes: 15
//
// One descriptor can use many channels, one after the other. Many descriptors
// can use one channel, at the same time. It all follows from one picture.
// Here are two descriptors of one slot:
//
// ```text
//     your process      |  the kernel
//                       |
//                       |   open files            slot 0
//     fd 3 -------------+-> [ channel: 7 ] --+    +------------------+
//                       |                    +--> | 7: "hello"       |
//     fd 4 -------------+-> [ channel: 9 ] -----> | 9: (no message)  |
//                       |                         +------------------+
// ```
//
// Three kinds of things, and three questions to ask of each of them:
//
// - a **descriptor** is a number in your process: which open file is it?
// - an **open file** is what `open` makes: which channel has it chosen?
// - a **channel** is a place in a slot: what is its message?
//
// Keep the three apart, and nothing in this lab will surprise you. Mix two of
// them up in your driver, and everything will.

// ## One descriptor, many channels

MessageSlot a = MessageSlot.open(calls, "/dev/slot0");
a.select(1)
a.write("one")   // ==> 3
a.select(2)
a.write("two!")  // ==> 4

// We go back to channel 1. Choosing a channel is neither reading nor writing:

a.select(1)

// predict: What do we read?
//   a) ==> "one"
//   b) ==> "two!"
//   c) ==> "one!"
//   d) throws: EWOULDBLOCK
// because: Every channel keeps its own message, and leaving a channel does it
// no harm (R-W5, R-R2). `d` would be true of a driver that throws messages
// away when nobody looks at their channel.

a.readText()     // ==> "one"

// Now channel 2. Look at the calls: there was one `open`, and every `ioctl` is
// on the descriptor that it gave.

a.select(2)
// calls: ioctl(..., MSG_SLOT_CHANNEL, 2) = 0
a.readText()     // ==> "two!"
// calls: read(..., buf, 128) = 4  "two!"

// exercise: Two channels, one open
// Leave `left` on channel 21 and `right` on channel 22 of `/dev/slot0`, and
// open the device no more than once for it. (Or not at all: `a` is open.)
// hint: `a.select(21)` and then `a.write("left")`.
// check: wantMessage("/dev/slot0", 21, "left")
// check: wantMessage("/dev/slot0", 22, "right")
// check: want(count("open") <= 1, "The device was opened " + count("open")
//     + " times, and once is enough; `reset` begins the exercise anew.")
// wrong: a.select(21); a.write("left"); a.write("right")
// wrong: for (var m : Map.of(21, "left", 22, "right").entrySet()) {
//         MessageSlot s = MessageSlot.open(calls, "/dev/slot0");
//         s.select(m.getKey());
//         s.write(m.getValue());
//     }
// answer:

a.select(21)
a.write("left")    // ==> 4
a.select(22)
a.write("right")   // ==> 5

// ## Many descriptors, one channel
//
// A second `open` makes a second open file. It may belong to another process:
// the kernel does not care, and neither does the picture.

MessageSlot b = MessageSlot.open(calls, "/dev/slot0");

// predict: `a` is on channel 22. `b` was opened a moment ago, and nothing was
// done with it. What does reading from `b` give?
//   a) ==> "right"
//   b) throws: EINVAL
//   c) throws: EWOULDBLOCK
// because: A new open file has no channel, whatever others have chosen (R-I5,
// R-R3). This is all that the driver's `open` does about it:
//
// ```c kernel/message_slot.c
// static int slot_open(struct inode *inode, struct file *file)
// {
//         file->private_data = NULL;
// ```
//
// `private_data` is a pointer that the kernel keeps in every open file for the
// driver's use. Ours keeps the chosen channel in it. `NULL` is: none.

b.readText()       // throws: EINVAL

// Now both on channel 1:

a.select(1)
b.select(1)
b.readText()       // ==> "one"

// predict: `a` writes something new, after `b` has read. What does `b` read
// next?
//   a) ==> "one"
//   b) ==> "ONE AND A HALF"
//   c) throws: EWOULDBLOCK
// because: The message belongs to the channel, and the channel is one. There
// are no copies in the open files that could be out of date (R-R2, R-W5). And
// `b` had read the old message, but reading takes nothing away.

a.write("ONE AND A HALF");
b.readText()       // ==> "ONE AND A HALF"

// try: Write something *shorter*, and see that nothing of the longer message
// is left over.
//     a.write("1")      // ==> 1
//     b.readText()      // ==> "1"

// ## My choice is not your choice

b.select(2)

// predict: `b` went to channel 2. Where is `a` now? What does it read?
//   a) ==> "two!"
//   b) ==> "back on one"
//   c) throws: EINVAL
// because: Choosing a channel on one descriptor changes no other one (R-I5).
// The driver changes the `private_data` of the file it was called on, and of
// no other:
//
// ```c kernel/message_slot.c
// channel->users++;
// file_set(file, channel, file_censors(file));
// ```
//
// Many students keep the chosen channel in the *slot*, in a global array with
// an entry for each minor. With one descriptor that works. With two, this
// snippet reads `two!`: and the tests have two.

MessageSlot c = MessageSlot.open(calls, "/dev/slot0");
c.select(1)
c.write("back on one");
a.readText()       // ==> "back on one"

// The same in a picture:
//
// ```text
//     a --> [ channel: 1 ] --+
//     c --> [ channel: 1 ] --+--> 1: "back on one"
//     b --> [ channel: 2 ] -----> 2: "two!"
// ```

// Two messages for the next exercise:

a.select(31)
a.write("tea")      // ==> 3
a.select(32)
a.write("coffee")   // ==> 6

// exercise: A swap
// Channel 31 holds `tea`, and channel 32 holds `coffee`. Swap them, so that 31
// holds `coffee`. The rule: you may call `ioctl` twice, and no more.
// hint: One open file can be on one channel only. How many open files do you
// need, to be on two channels without going back and forth?
// hint: `a.select(31)`, `b.select(32)`: read both, then write both.
// check: wantMessage("/dev/slot0", 31, "coffee")
// check: wantMessage("/dev/slot0", 32, "tea")
// check: want(count("ioctl") <= 2, "ioctl was called " + count("ioctl")
//     + " times, and two are enough; `reset` begins the exercise anew.")
// wrong: a.select(31); a.write("coffee")
// wrong: a.select(31); a.write("coffee"); a.select(32); a.write("tea"); a.select(31); a.readText()
// answer:

a.select(31)
b.select(32)
a.write("coffee")   // ==> 6
b.write("tea")      // ==> 3

// ## dup: two descriptors, one open file
//
// `dup` makes another descriptor, but no other open file:
//
// ```text
//     fd --------+
//                +--> [ channel: ? ]
//     copy ------+
// ```

int fd = calls.open("/dev/slot0", O_RDWR);
int copy = calls.dup(fd);
calls.ioctl(fd, CHANNEL, 1)      // ==> 0

// predict: We chose channel 1 through `fd`. What does a read through `copy`
// return? (In bytes, if there are any.)
//   a) ==> 11
//   b) ==> -1 EINVAL (22)
//   c) ==> -1 EBADF (9)
//   d) ==> -1 EWOULDBLOCK (11)
// because: There is one open file, and it is on channel 1. Two descriptors are
// two ways to it. `back on one` has eleven bytes. (If you answered `b`: that
// would be right for a second `open`.)

calls.run(new Call.Read(copy, Buffer.room(128)))   // ==> 11

// And the other way round: what `copy` chooses, `fd` has chosen.

calls.ioctl(copy, CHANNEL, 2)                      // ==> 0
calls.run(new Call.Read(fd, Buffer.room(128)))     // ==> 4

// `fork` does the same with *all* descriptors of a process: parent and child
// have descriptors of the same open files. You will see it in
// [lab 07](07-processes.jsh).

// predict: We close `fd`. Is the channel of `copy` still chosen?
//   a) ==> 4
//   b) ==> -1 EBADF (9)
//   c) ==> -1 EINVAL (22)
// because: Closing takes away one way to the open file. The file itself ends
// when the *last* descriptor of it is closed, and only then does the kernel
// call the driver's `release`. A driver never hears of `dup`, nor of the
// first `close`.

calls.close(fd)
calls.run(new Call.Read(copy, Buffer.room(128)))   // ==> 4

// ## What stays when all is closed

calls.close(copy)
a.close()
b.close()
c.close()
MessageSlot again = MessageSlot.open(calls, "/dev/slot0");

// predict: Every descriptor of the slot was closed, and a new one opened. What
// does reading give, right away?
//   a) ==> "coffee"
//   b) ==> "two!"
//   c) throws: EINVAL
//   d) throws: EWOULDBLOCK
// because: The *choice* belonged to an open file, and that is gone. A new open
// file begins without one.

again.readText()   // throws: EINVAL

// The *messages* belong to channels, and the channels to the slot. They stay
// until the module is unloaded (R-R2, R-M3).

again.select(31)
again.readText()   // ==> "coffee"

// ## What to remember
//
// | what            | belongs to    | ends with                   |
// |-----------------|---------------|-----------------------------|
// | the choice      | the open file | its last `close`            |
// | the message     | the channel   | the next write, or `rmmod`  |
// | the descriptor  | the process   | `close`, or the process     |
//
// Next: what can go wrong with all this, in [lab 05](05-errors.jsh). The
// choice itself was the subject of [lab 02](02-ioctl.jsh).
