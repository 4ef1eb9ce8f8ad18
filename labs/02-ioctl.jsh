// SPDX-License-Identifier: Apache-2.0
import org.messageslot.*;
import org.messageslot.calls.*;
import static org.messageslot.calls.OpenFlags.*;
import static org.messageslot.calls.SlotCommands.*;
import static org.messageslot.lab.desk.Desk.*;
import static org.messageslot.lab.desk.Wants.*;
int verdict = 1;  // Plain jshell never fails by itself. So it runs and judges
verdict = org.messageslot.lab.walk.PlainRun.judge("02-ioctl.jsh");
/exit verdict

SystemCalls calls = calls();

// # ioctl: choosing a channel
// minutes: 15
//
// `write` says *what* to store, and `read` asks for it. Neither of them says *on
// which channel*. A slot may have millions of channels, so a program has to
// choose one. It does so by a third system call:
//
// ```text
//   ioctl ( fd , MSG_SLOT_CHANNEL , 7 )
//           |           |           |
//           |           |           +-- an argument: what the command needs
//           |           +-------------- a command: a 32-bit number
//           +-------------------------- an open file
// ```
//
// The name is short for *input/output control*. It is the system call for
// everything that is neither reading nor writing: eject a disc, set the speed of
// a line, ask a terminal how wide it is. Each driver decides what its commands
// mean. Our driver knows one command: choose a channel (R-I1).

// ## The first ioctl
//
// In this lab we use `calls`, which has one method for every system call, and
// plain file descriptors.

int fd = calls.open("/dev/slot0", O_RDWR);

// No channel is chosen yet.

// predict: What does a write return now?
//   a) ==> 5
//      no: There is no default channel on which it could be stored.
//   b) ==> 0
//      no: 0 is no error. The program would believe that all went well.
//   c) ==> -1 EINVAL (22)
//   d) ==> -1 EWOULDBLOCK (11)
//      no: This is what *reading* returns on a channel without a message. Here
//      there is no channel at all.
// because: Without a channel the driver does not know where to store the
// message. It returns `EINVAL`, "invalid argument" (R-W2). These are the first
// lines of its `write`:
//
// ```c kernel/message_slot.c
// if (!file_channel(file))
//         return -EINVAL;
// ```

calls.run(new Write(fd, Buffer.of("hello")))  // ==> -1 EINVAL (22)

// (`calls.run` makes a call and shows its result as a C program sees it. The
// shorter `calls.write(fd, ...)` makes the same call, but throws an exception
// where C gets -1. We use the one that is clearer.)
//
// Now we choose a channel.

calls.ioctl(fd, CHANNEL, 7)           // ==> 0
calls.write(fd, Buffer.of("hello"))   // ==> 5

// An `ioctl` that succeeds returns 0 if it has no other result. `write` returns
// how many bytes it stored: all five.

// ## A command is a number that is made of four fields
//
// `CHANNEL` is a constant of our Java library. It must be the same number as in
// the driver's header file; with another number the driver returns an error.
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

// predict: Which number is in the fourteen bits of the size?
// because: `sizeof(unsigned int)` is 4. The macro puts the size of its third
// argument into the number.

CHANNEL >> 16 & 0x3fff                // ==> 4

// Our library has this macro as a method. For `unsigned int`, 4 bytes, it gives
// the same number. For `unsigned long`, 8 bytes, it gives another one.

iow(235, 0, 4) == CHANNEL             // ==> true
Long.toHexString(iow(235, 0, 8))      // ==> "4008eb00"

// Some students write `_IOW(235, 0, unsigned long)` in their header. That is
// right, as long as all programs take the number from *that* header (R-I4). But
// our driver was compiled with the other number.

// predict: What does our driver return for the command 0x4008eb00?
//   a) ==> 0
//      no: The two numbers differ only in the size, but they do differ.
//   b) ==> -1 EINVAL (22)
//   c) ==> -1 ENOTTY (25)
//      no: Most drivers return this for unknown commands. The assignment asks
//      for `EINVAL` (R-I2).
//   d) nothing: the kernel crashes
//      no: An unknown number is not dangerous. The driver only compares it.
// because: The driver compares the command in a `switch`, and this number is not
// in it. Nothing in the kernel takes the four fields apart. They are only a
// convention, so that two drivers do not choose the same number by accident.
//
// ```c kernel/message_slot.c
// switch (command) {
// case MSG_SLOT_CHANNEL:
// ...
// default:
//         return -EINVAL; /* R-I2 */
// }
// ```

calls.run(new Ioctl(fd, iow(235, 0, 8), 7))  // ==> -1 EINVAL (22)

// try: Every other number gets the same answer. Here is one without any fields,
// and one of another driver (its type is 234).
//     calls.run(new Ioctl(fd, 0xdead, 7))          // ==> -1 EINVAL (22)
//     calls.run(new Ioctl(fd, iow(234, 0, 4), 7))  // ==> -1 EINVAL (22)

// exercise: The number by hand
// Compute the command's number yourself, without `CHANNEL` and without `iow`:
// shift the four fields to their places. Use it to choose channel 42 on `fd`, and
// write `by hand` to that channel.
// hint: The picture shows the places: the direction starts at bit 30, the size
// at bit 16, the type at bit 8. In Java, `|` combines the bits.
// hint: `1L << 30 | 4L << 16 | ...`, and then
// `calls.ioctl(fd, ..., 42)` and `calls.write(fd, Buffer.of("by hand"))`.
// check: wantMessage("/dev/slot0", 42, "by hand")
// wrong: calls.ioctl(fd, CHANNEL, 41); calls.write(fd, Buffer.of("by hand"))
// wrong: calls.run(new Ioctl(fd, 2L << 30 | 4L << 16 | 235 << 8, 42)); calls.write(fd, Buffer.of("by hand"))
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
// The kernel passes the 64 bits on without looking at them. For many commands
// they are a *pointer* into the caller's memory. Then the driver must copy what
// is there with `copy_from_user`, and the pointer may be bad. `MSG_SLOT_CHANNEL`
// takes the id itself, **by value** (R-I1): there is no pointer to follow.
//
// (A driver that takes the id for a pointer reads at address 7 to find the
// channel. There is no memory at address 7, and the kernel crashes.
// [Lab 10](10-crash.jsh) shows such a driver.)
//
// An id is an `unsigned int`: 32 bits, from 1 to 4294967295. The largest one is
// a channel like any other:

calls.ioctl(fd, CHANNEL, 4294967295L)   // ==> 0

// try: Leave out the `L`, and the Java *compiler* refuses the line: the largest
// `int` is 2147483647, and Java has no unsigned types.
//     calls.ioctl(fd, CHANNEL, 4294967295)
//     // rejected: integer number too large...

// Only id 0 is forbidden. Memory that was not set yet is often 0, so 0 means "no
// channel chosen".

// predict: `fd` is on channel 4294967295. What does choosing channel 0 return?
//   a) ==> 0
//      no: Some programs use 0 to say "none", but this command cannot undo the
//      choice of a channel.
//   b) ==> -1 EINVAL (22)
//   c) ==> -1 EMSGSIZE (90)
//      no: This error is about the length of a message.
// because: The driver refuses channel 0 (R-I3) before it does anything else:
//
// ```c kernel/message_slot.c
// if (id == 0)
//         return -EINVAL;
// ```

calls.run(new Ioctl(fd, CHANNEL, 0))   // ==> -1 EINVAL (22)

// predict: On which channel is `fd` after that failure? We write, and then read
// channel 4294967295 by another descriptor.
//   a) ==> "still here"
//   b) ==> ""
//      no: A message has at least one byte; a read never returns an empty one.
//   c) throws: EWOULDBLOCK
//      no: This would mean that the write went to another channel. It went to
//      the channel that was set before.
//   d) throws: EINVAL
//      no: This would be right if the failed call had removed the choice.
// because: A call that fails changes nothing. The channel that was set before
// stays set (R-I3), and the write went there. A driver that first removes the old
// choice, and checks the new id after that, does this wrong.

calls.write(fd, Buffer.of("still here"));
MessageSlot other = MessageSlot.open(calls, "/dev/slot0");
other.select(4294967295L)
other.readText()                            // ==> "still here"

// ## An unknown command: EINVAL from a slot, ENOTTY from other devices
//
// A program can send any command to any character device. `/dev/null` is a
// character device, too; its driver has no `ioctl` function.

int nil = calls.open("/dev/null", O_RDWR);

// predict: What does `/dev/null` return for MSG_SLOT_CHANNEL? Type the name of
// the error.
// because: `ENOTTY` means "this device has no such command". The name is old:
// the first devices with commands were teletypes, and it says *not a
// typewriter*. Most drivers return it for unknown commands. Our assignment asks
// for `EINVAL` instead (R-I2), and programs rely on the assignment.

calls.ioctl(nil, CHANNEL, 7)   // throws: ENOTTY

// The two errors tell a program different things. `EINVAL` from a slot: the
// command or the id is wrong. `ENOTTY`: this device is not a slot.

// ## Commands that the kernel answers itself
//
// Some commands are the same for all files. The kernel answers them, and the
// driver is not called. One of them is `FIOCLEX`, 0x5451: close this descriptor
// when the process starts another program. It works on a slot, though our driver
// does not know it:

// only: here guest
calls.run(new Ioctl(fd, 0x5451, 0))   // ==> 0

// (The model in memory knows no such commands, so this snippet runs on a real
// kernel only. To see it: `lab walk 02 --on guest`.)
//
// So do not choose an arbitrary number for a command. `2` looks harmless, but it
// is `FIGETBSZ`: the kernel answers it, and the driver never gets it. A number
// made by `_IOW` with your own type byte avoids this.

// exercise: Three calls that fail with EINVAL
// Make three calls to `/dev/slot0` that fail with `EINVAL`: an `ioctl` with an
// unknown command, an `ioctl` with a bad channel, and a `write`.
// hint: For the third one you need an open file without a channel. `fd` has
// one, and a choice cannot be undone.
// hint: `calls.run(new Write(calls.open("/dev/slot0", O_RDWR), Buffer.of("x")))`
// check: want(made("ioctl").stream().anyMatch(m -> m.result().errno() == 22
//     && ((Ioctl) m.call()).command() != CHANNEL), "Wanted is an unknown command that fails with EINVAL.")
// check: want(made("ioctl").stream().anyMatch(m -> m.result().errno() == 22
//     && ((Ioctl) m.call()).command() == CHANNEL), "Wanted is a MSG_SLOT_CHANNEL that fails with EINVAL.")
// check: wantFailure("write", "EINVAL")
// wrong: calls.run(new Ioctl(fd, 1, 7)); calls.run(new Ioctl(fd, CHANNEL, 0))
// wrong: calls.run(new Ioctl(nil, 1, 7)); calls.run(new Write(fd, Buffer.of("")))
// answer:

calls.run(new Ioctl(fd, 1, 7))         // ==> -1 EINVAL (22)
calls.run(new Ioctl(fd, CHANNEL, 0))   // ==> -1 EINVAL (22)
int fresh = calls.open("/dev/slot0", O_RDWR);
calls.run(new Write(fresh, Buffer.of("x")))   // ==> -1 EINVAL (22)

// ## What to remember
//
// - `ioctl(fd, command, argument)`: the driver decides what a command means.
// - A command is a number that program and driver take from the same header.
// - `MSG_SLOT_CHANNEL` takes the id by value: 1 to 4294967295, never 0.
// - A call that fails changes nothing.
// - Unknown commands: `EINVAL` from a slot, `ENOTTY` from most other devices.
//
// [Lab 04](04-channel-reuse.jsh) shows what happens with several descriptors.
// [Lab 05](05-errors.jsh) collects all errors.
