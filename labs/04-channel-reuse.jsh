// SPDX-License-Identifier: Apache-2.0
import org.messageslot.*;
import org.messageslot.calls.*;
import static org.messageslot.calls.OpenFlags.*;
import static org.messageslot.calls.SlotCommands.*;
import static org.messageslot.lab.desk.Desk.*;
import static org.messageslot.lab.desk.Wants.*;
int verdict = 1;  // Plain jshell never fails by itself. So it runs and judges
verdict = org.messageslot.lab.walk.PlainRun.judge("04-channel-reuse.jsh");
/exit verdict

SystemCalls calls = calls();

// # Channel reuse: several descriptors, several channels
// minutes: 15
//
// One descriptor can use many channels, one after the other. Many descriptors
// can use one channel, at the same time. This picture explains both. It shows
// two descriptors of one slot:
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
// There are three kinds of things in it:
//
// - a **descriptor** is a number in your process. It belongs to an open file.
// - an **open file** is made by `open`. It has a chosen channel, or none.
// - a **channel** is a place in a slot. It has a message, or none.
//
// Every question in this lab is about one of the three. A driver that confuses
// two of them fails in most of the examples below.

// ## One descriptor, many channels

MessageSlot a = MessageSlot.open(calls, "/dev/slot0");
a.select(1)
a.write("one")   // ==> 3
a.select(2)
a.write("two!")  // ==> 4

// We go back to channel 1. Choosing a channel reads nothing and writes nothing:

a.select(1)

// predict: What do we read?
//   a) ==> "one"
//   b) ==> "two!"
//      no: That is the last message that was written to the *slot*. But each
//      channel keeps its own.
//   c) ==> "one!"
//      no: This would be two messages in the same memory. Channels share none.
//   d) throws: EWOULDBLOCK
//      no: A driver that frees a message when no open file is on its channel
//      does this. It is a mistake (R-R2).
// because: Every channel keeps its own message, and it keeps it while you use
// another channel (R-W5, R-R2).

a.readText()     // ==> "one"

// Now channel 2. Look at the calls: there was one `open`, and every `ioctl` uses
// the descriptor that it returned.

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
// A second `open` makes a second open file. It makes no difference whether the
// same process or another one calls it.

MessageSlot b = MessageSlot.open(calls, "/dev/slot0");

// predict: `a` is on channel 22. `b` was opened a moment ago, and nothing was
// done with it. What does reading from `b` give?
//   a) ==> "right"
//      no: This happens if the driver keeps the choice in the *slot*. But each
//      open file has its own choice.
//   b) throws: EINVAL
//   c) throws: EWOULDBLOCK
//      no: This error needs a chosen channel, one without a message.
// because: A new open file has no channel. The choices of other open files make
// no difference (R-I5, R-R3). This is what the driver's `open` does about it:
//
// ```c kernel/message_slot.c
// static int slot_open(struct inode *inode, struct file *file)
// {
//         file->private_data = NULL;
// ```
//
// `private_data` is a pointer in every open file. The kernel leaves it to the
// driver. Our driver stores the chosen channel there; `NULL` means none.

b.readText()       // throws: EINVAL

// Now both on channel 1:

a.select(1)
b.select(1)
b.readText()       // ==> "one"

// predict: `a` writes something new after `b` has read. What does `b` read next?
//   a) ==> "one"
//      no: `b` has no copy of the old message. Only the channel has a message.
//   b) ==> "ONE AND A HALF"
//   c) throws: EWOULDBLOCK
//      no: That `b` has read before changes nothing: reading removes nothing.
// because: The message belongs to the channel, and both open files are on the
// same channel. There are no copies that could be out of date (R-R2, R-W5).

a.write("ONE AND A HALF");
b.readText()       // ==> "ONE AND A HALF"

// try: Write something *shorter*. Nothing of the longer message remains.
//     a.write("1")      // ==> 1
//     b.readText()      // ==> "1"

// ## Choosing on one descriptor does not change another one

b.select(2)

// predict: `b` chose channel 2. `a` was on channel 1. What does `a` read?
//   a) ==> "two!"
//      no: Many student drivers return this. They keep the choice in the slot,
//      in a global array by minor number. With one descriptor that works; the
//      checks use two.
//   b) ==> "back on one"
//   c) throws: EINVAL
//      no: Nothing has removed the choice of `a`.
// because: Choosing a channel on one descriptor changes no other one (R-I5). The
// driver changes the `private_data` of the file on which it was called:
//
// ```c kernel/message_slot.c
// channel->users++;
// file_set(file, channel, file_censors(file));
// ```
//
// It changes no other open file.

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

// For the next exercise another process puts two messages into the slot. You do
// not know them: they are random.

hide("/dev/slot0", 31)
hide("/dev/slot0", 32)

// exercise: A swap
// Swap the messages of channels 31 and 32: read both, and write each of them to
// the other channel. The rule: call `ioctl` twice at most.
// hint: One open file can be on one channel only. How many open files do you
// need to be on two channels at the same time?
// hint: `a.select(31)`, `b.select(32)`: read both, then write both. (If you have
// overwritten a message before you read it: `hide("/dev/slot0", 31)` puts a new
// one there.)
// check: wantHidden(32, "/dev/slot0", 31)
// check: wantHidden(31, "/dev/slot0", 32)
// check: want(count("ioctl") <= 2, "ioctl was called " + count("ioctl")
//     + " times, and two are enough; `reset` begins the exercise anew.")
// wrong: a.select(31); a.readText(); b.select(32); b.readText()
// wrong: a.select(31); a.write("coffee"); hide("/dev/slot0", 31)
// answer:

a.select(31)
b.select(32)
String from31 = a.readText();
String from32 = b.readText();
a.write(from32)     // ==> 13
b.write(from31)     // ==> 13

// ## dup: two descriptors, one open file
//
// `dup` makes another descriptor of the same open file:
//
// ```text
//     fd --------+
//                +--> [ channel: ? ]
//     copy ------+
// ```

int fd = calls.open("/dev/slot0", O_RDWR);
int copy = calls.dup(fd);
calls.ioctl(fd, CHANNEL, 1)      // ==> 0

// predict: We chose channel 1 by `fd`. What does a read by `copy` return?
//   a) ==> 11
//   b) ==> -1 EINVAL (22)
//      no: This would be right for a second `open`, which makes a new open file.
//   c) ==> -1 EBADF (9)
//      no: `copy` is a valid descriptor.
//   d) ==> -1 EWOULDBLOCK (11)
//      no: Channel 1 has a message.
// because: There is one open file, and it is on channel 1. Both descriptors
// belong to it. `back on one` has eleven bytes.

calls.run(new Read(copy, Buffer.room(128)))   // ==> 11

// It works in the other direction, too: `copy` chooses channel 2, and `fd` is on
// channel 2.

calls.ioctl(copy, CHANNEL, 2)                      // ==> 0
calls.run(new Read(fd, Buffer.room(128)))     // ==> 4

// `fork` does the same with *all* descriptors of a process: parent and child have
// descriptors of the same open files. [Lab 07](07-processes.jsh) shows it.

// predict: We close `fd`. Is the channel of `copy` still chosen?
//   a) ==> 4
//   b) ==> -1 EBADF (9)
//      no: Only the descriptor `fd` was closed. `copy` is another one.
//   c) ==> -1 EINVAL (22)
//      no: The open file still exists, and so does its choice.
// because: `close` removes one descriptor. The open file ends when its *last*
// descriptor is closed, and only then the kernel calls the driver's `release`.
// The driver is not called for `dup`, and not for the first `close`.

calls.close(fd)
calls.run(new Read(copy, Buffer.room(128)))   // ==> 4

// ## What stays when all is closed

calls.close(copy)
a.close()
b.close()
c.close()
MessageSlot again = MessageSlot.open(calls, "/dev/slot0");

// predict: Every descriptor of the slot was closed, and a new one opened. What
// does reading give, right away?
//   a) ==> "back on one"
//      no: The message is still there, but no channel is chosen.
//   b) ==> "two!"
//      no: The slot does not remember which channel was used last.
//   c) throws: EINVAL
//   d) throws: EWOULDBLOCK
//      no: This error needs a chosen channel, one without a message.
// because: The *choice* belonged to an open file, which does not exist any more.
// A new open file has no channel.

again.readText()   // throws: EINVAL

// The *messages* belong to channels, and the channels to the slot. They stay
// until the module is unloaded (R-R2, R-M3).

again.select(1)
again.readText()   // ==> "back on one"

// ## What to remember
//
// | what            | belongs to    | ends with                   |
// |-----------------|---------------|-----------------------------|
// | the choice      | the open file | its last `close`            |
// | the message     | the channel   | the next write, or `rmmod`  |
// | the descriptor  | the process   | `close`, or the process     |
//
// Next: all the errors, in [lab 05](05-errors.jsh). Choosing a channel was the
// subject of [lab 02](02-ioctl.jsh).
