// SPDX-License-Identifier: Apache-2.0
import org.messageslot.*;
import org.messageslot.calls.*;
import static org.messageslot.calls.OpenFlags.*;
import static org.messageslot.calls.SlotCommands.*;
import static org.messageslot.lab.Desk.*;
int verdict = 1;  // Plain jshell never fails by itself. So it runs and judges
verdict = judge("02-ioctl.jsh");
/exit verdict

SystemCalls calls = calls();

// # ioctl: choosing a channel
// minutes: 15
//
// `write` says *what* to store, and `read` asks for it back. Neither of them
// says *on which channel*. A slot may have millions of channels, so somebody
// has to choose. That is what the third call is for:
//
// ```text
//   ioctl ( fd , MSG_SLOT_CHANNEL , 7 )
//           |           |           |
//           |           |           +-- an argument: what the command needs
//           |           +-------------- a command: a 32-bit number
//           +-------------------------- an open file
// ```
//
// The name is short for *input/output control*. It is the kernel's drawer for
// everything that is neither reading nor writing: eject a disc, set the speed
// of a line, ask a terminal how wide it is. What a command means is up to the
// driver of the file. Our driver knows one: choose a channel (R-I1).

// ## The first ioctl
//
// We work close to the kernel today: with `calls`, which has one method for
// every system call, and plain file descriptors.

int fd = calls.open("/dev/slot0", O_RDWR);

// Nobody has chosen a channel yet.

// predict: What does a write return now?
//   a) ==> 5
//   b) ==> 0
//   c) ==> -1 EINVAL (22)
//   d) ==> -1 EWOULDBLOCK (11)
// because: Without a channel, the driver does not know where to put the
// message, and it does not guess. It refuses with `EINVAL`, "invalid
// argument" (R-W2). These are the first lines of its `write`:
//
// ```c kernel/message_slot.c
// if (!file_channel(file))
//         return -EINVAL;
// ```

calls.run(new Call.Write(fd, Buffer.of("hello")))  // ==> -1 EINVAL (22)

// (`calls.run` makes a call and shows its result, as C would see it. The
// shorter `calls.write(fd, ...)` does the same, but throws an exception where
// C gets -1. We use whichever is clearer.)
//
// So: choose.

calls.ioctl(fd, CHANNEL, 7)           // ==> 0
calls.write(fd, Buffer.of("hello"))   // ==> 5

// An `ioctl` that has nothing to tell returns 0. `write` returns how many
// bytes it took: all five of them.

// ## A command is a number, and the number has a meaning
//
// `CHANNEL` is a constant of our Java library. It must be the same number as
// in the driver's header file, or the two do not understand each other:
//
// ```c kernel/message_slot.h
// #define MSG_SLOT_CHANNEL _IOW(MAJOR_NUM, 0, unsigned int)
// ```
//
// The macro `_IOW` packs four small numbers into one:
//
// ```text
//    31 30 29              16 15             8 7              0
//   +-----+------------------+----------------+----------------+
//   | dir |  size: how large |  type: whose   |  number: which |
//   |     |  the argument is |  command it is |  command it is |
//   +-----+------------------+----------------+----------------+
//      1     4 (unsigned int)       235               0
// ```
//
// Look at it in hexadecimal. A type of 235 is `eb`:

Long.toHexString(CHANNEL)             // ==> "4004eb00"

// predict: What are the fourteen bits of the size?
// because: `sizeof(unsigned int)` is 4. The header says so in its third
// argument, and the macro puts it into the number.

CHANNEL >> 16 & 0x3fff                // ==> 4

// Our library has the same macro as a method. With `unsigned int` it gives
// the same number; with `unsigned long`, which has 8 bytes, another one.

iow(235, 0, 4) == CHANNEL             // ==> true
Long.toHexString(iow(235, 0, 8))      // ==> "4008eb00"

// Some students write `_IOW(235, 0, unsigned long)` in their header. That is
// fine, as long as everybody takes the number from *that* header (R-I4). But
// our driver was compiled with the other one.

// predict: What does our driver say to the command 0x4008eb00?
//   a) ==> 0
//   b) ==> -1 EINVAL (22)
//   c) ==> -1 ENOTTY (25)
//   d) nothing: the kernel crashes
// because: To the driver, a command is a number in a `switch`, and this number
// is not in it. That the two differ only in a size does not matter: nobody
// unpacks the number. The four fields are a convention, made so that two
// drivers do not choose the same number by accident.
//
// ```c kernel/message_slot.c
// switch (command) {
// case MSG_SLOT_CHANNEL:
// ...
// default:
//         return -EINVAL; /* R-I2 */
// }
// ```

calls.run(new Call.Ioctl(fd, iow(235, 0, 8), 7))  // ==> -1 EINVAL (22)

// try: Any other number gets the same answer. Here is one without any fields,
// and one that belongs to somebody else (its type is 234).
//     calls.run(new Call.Ioctl(fd, 0xdead, 7))          // ==> -1 EINVAL (22)
//     calls.run(new Call.Ioctl(fd, iow(234, 0, 4), 7))  // ==> -1 EINVAL (22)

// exercise: The number by hand
// Compute the command's number yourself, without `CHANNEL` and without `iow`:
// shift the four fields to their places. Choose channel 42 on `fd` with it,
// and write `by hand` to that channel.
// hint: The places are in the picture: the direction starts at bit 30, the
// size at bit 16, the type at bit 8. In Java, `|` puts bits together.
// hint: `1L << 30 | 4L << 16 | ...`, and then
// `calls.ioctl(fd, ..., 42)` and `calls.write(fd, Buffer.of("by hand"))`.
// check: wantMessage("/dev/slot0", 42, "by hand")
// wrong: calls.ioctl(fd, CHANNEL, 41); calls.write(fd, Buffer.of("by hand"))
// wrong: calls.run(new Call.Ioctl(fd, 2L << 30 | 4L << 16 | 235 << 8, 42)); calls.write(fd, Buffer.of("by hand"))
// answer:

long command = 1L << 30 | 4L << 16 | 235L << 8 | 0;
calls.ioctl(fd, command, 42)
calls.write(fd, Buffer.of("by hand"))   // ==> 7

// ## The argument: a value, not a pointer
//
// Look at the third argument of the driver's `ioctl`:
//
// ```c kernel/message_slot.c
// static long slot_ioctl(struct file *file, unsigned int command,
//                        unsigned long argument)
// ```
//
// The kernel passes 64 bits on and does not ask what they are. For many
// commands they are a *pointer* into the caller's memory, and then the driver
// must fetch what is there with `copy_from_user`, and be ready for a pointer
// that lies. `MSG_SLOT_CHANNEL` takes the id itself, **by value** (R-I1). Nothing
// is fetched, so nothing can go wrong on the way.
//
// (A driver that takes it for a pointer looks at address 7 for its channel.
// There is nothing at address 7. This is one of the mistakes that the grader
// knows by name.)
//
// An id is an `unsigned int`: 32 bits, from 1 to 4294967295. The largest one
// is as good as any other:

calls.ioctl(fd, CHANNEL, 4294967295L)   // ==> 0

// try: In Java, leave out the `L`, and the *compiler* refuses: an `int` ends
// at 2147483647, and Java has no unsigned ones.
//     calls.ioctl(fd, CHANNEL, 4294967295)
//     // rejected: integer number too large...

// Every id but one. Zero is what memory holds before anybody thought about
// it, so a slot does not take it for a channel.

// predict: `fd` is on channel 4294967295. What does choosing channel 0 return?
//   a) ==> 0
//   b) ==> -1 EINVAL (22)
//   c) ==> -1 EMSGSIZE (90)
// because: Channel 0 is refused (R-I3), before anything else is looked at:
//
// ```c kernel/message_slot.c
// if (id == 0)
//         return -EINVAL;
// ```

calls.run(new Call.Ioctl(fd, CHANNEL, 0))   // ==> -1 EINVAL (22)

// predict: And on which channel is `fd` after that failure? We write, and
// then look at channel 4294967295 through another descriptor.
//   a) ==> "still here"
//   b) ==> ""
//   c) throws: EWOULDBLOCK
//   d) throws: EINVAL
// because: A call that fails changes nothing. The channel that was set before
// stays set (R-I3), and the write went there. A driver that first forgets the
// old channel, and then looks at the new id, gets this wrong.

calls.write(fd, Buffer.of("still here"));
MessageSlot other = MessageSlot.open(calls, "/dev/slot0");
other.select(4294967295L)
other.readText()                            // ==> "still here"

// ## EINVAL here, ENOTTY elsewhere
//
// Every character device can be given any command. `/dev/null` is one, too;
// it has no `ioctl` at all.

int nil = calls.open("/dev/null", O_RDWR);

// predict: What does `/dev/null` say to MSG_SLOT_CHANNEL? Type the name of the
// error.
// because: `ENOTTY` is the kernel's word for "this device has no such
// command". It comes from a time when the devices with commands were teletypes:
// *not a typewriter*. Well-behaved drivers return it for commands that they do
// not know. Our assignment asks for `EINVAL` instead (R-I2), and what is asked
// for is what a program relies on.

calls.ioctl(nil, CHANNEL, 7)   // throws: ENOTTY

// A program that expects a slot can learn from this. `EINVAL` says: I am a
// slot, and *what you asked* is wrong. `ENOTTY` says: I am no slot at all.

// ## Numbers that never arrive
//
// Some commands are the same for all files, and the kernel answers them
// before any driver is asked. One of them is `FIOCLEX`, 0x5451: close this
// descriptor when the process starts another program. It works on a slot,
// though our driver has never heard of it:

// only: here guest
calls.run(new Call.Ioctl(fd, 0x5451, 0))   // ==> 0

// (The model in memory knows no such commands, so this snippet runs on a real
// kernel only. To see it: `lab walk 02 --on guest`.)
//
// So whoever picks a command's number should not pick just any. `2` looks
// harmless, but it is `FIGETBSZ`, and a driver that waits for it waits for
// ever. `_IOW` with your own type byte keeps you out of trouble.

// exercise: Three ways to EINVAL
// Make the driver of `/dev/slot0` return `EINVAL` in three different ways: to
// an `ioctl` with an unknown command, to an `ioctl` with a bad channel, and to
// a `write`.
// hint: For the third one you need an open file that has no channel. `fd`
// has one, and there is no way to take it away again.
// hint: `calls.run(new Call.Write(calls.open("/dev/slot0", O_RDWR), Buffer.of("x")))`
// check: want(made("ioctl").stream().anyMatch(m -> m.result().errno() == 22
//     && ((Call.Ioctl) m.call()).command() != CHANNEL), "Wanted is an unknown command that fails with EINVAL.")
// check: want(made("ioctl").stream().anyMatch(m -> m.result().errno() == 22
//     && ((Call.Ioctl) m.call()).command() == CHANNEL), "Wanted is a MSG_SLOT_CHANNEL that fails with EINVAL.")
// check: wantFailure("write", "EINVAL")
// wrong: calls.run(new Call.Ioctl(fd, 1, 7)); calls.run(new Call.Ioctl(fd, CHANNEL, 0))
// wrong: calls.run(new Call.Ioctl(nil, 1, 7)); calls.run(new Call.Write(fd, Buffer.of("")))
// answer:

calls.run(new Call.Ioctl(fd, 1, 7))         // ==> -1 EINVAL (22)
calls.run(new Call.Ioctl(fd, CHANNEL, 0))   // ==> -1 EINVAL (22)
int fresh = calls.open("/dev/slot0", O_RDWR);
calls.run(new Call.Write(fresh, Buffer.of("x")))   // ==> -1 EINVAL (22)

// ## What to remember
//
// - `ioctl(fd, command, argument)`: the driver decides what it means.
// - A command is a number that both sides take from one header.
// - `MSG_SLOT_CHANNEL` takes the id by value: 1 to 4294967295, never 0.
// - A call that fails changes nothing.
// - Unknown commands: `EINVAL` from a slot, `ENOTTY` from most other devices.
//
// Whose channel is it, when several descriptors are open? That is the
// question of [lab 04](04-channel-reuse.jsh). All the errors are collected in
// [lab 05](05-errors.jsh).
