// SPDX-License-Identifier: Apache-2.0
import org.messageslot.*;
import org.messageslot.calls.*;
import static org.messageslot.calls.OpenFlags.*;
import static org.messageslot.calls.SlotCommands.*;
import static org.messageslot.lab.desk.Desk.*;
import static org.messageslot.lab.desk.Wants.*;
int verdict = 1;  // Plain jshell never fails by itself. So it runs and judges
verdict = org.messageslot.lab.walk.PlainRun.judge("07-processes.jsh");
/exit verdict

SystemCalls calls = calls();

// # Processes: a sender, a reader, and a fork
// minutes: 15
//
// The purpose of a slot is that *different* programs leave each other messages.
// The assignment asks for two programs, `message_sender` and `message_reader`.
// They do not have to run at the same time.
//
// ```text
//    message_sender           the kernel            message_reader
//    --------------                                 --------------
//    open                                                .
//    ioctl  channel 7                                    .
//    write  "hello"  ----->  7: "hello"                  .
//    exit                    7: "hello"                  .
//                            7: "hello"  ----->  open, ioctl, read
//                            7: "hello"                 exit
// ```

// ## Two programs
//
// `program` runs one of them in its own process, and returns how it ended.

program("message_sender", "/dev/slot0", "7", "hello")   // ==> exit code 0
program("message_reader", "/dev/slot0", "7")            // ==> exit code 0, output "hello"

// The sender had ended before the reader started. Its open file ended with it, but
// the message belongs to the slot.
//
// These are all the calls of the reader:

program("message_reader", "/dev/slot0", "7").exitCode()   // ==> 0
// calls: open("/dev/slot0", O_RDONLY) = ...
// calls: ioctl(..., MSG_SLOT_CHANNEL, 7) = 0
// calls: read(..., buf, 128) = 5  "hello"
// calls: close(...) = 0

// (The lab runs a Java version of the C program in `kernel/message_reader.c`. Both
// make the same calls. This is a part of the C program:)
//
// ```c kernel/message_reader.c
// length = read(slot, message, sizeof(message));
// if (length < 0)
//         return fail("read from", argv[1]);
// ```

// predict: The output of the reader is the message and nothing else (R-P1).
// With a message of five letters, how many bytes does it print?
// because: Five: no newline, and no zero byte at the end. The message may be binary
// data for another program, so the reader must not add anything. It must not use
// `printf("%s")` either, which stops at the first zero byte.

program("message_reader", "/dev/slot0", "7").output().length()   // ==> 5

// ## When a step fails
//
// Then a program prints the reason to *standard error*, and exits with 1 (R-P2).

program("message_reader", "/dev/slot0")       // ==> exit code 1, complaint "usage: ..."

// predict: We run the reader for a channel without a message. Which exit code does
// it return?
//   a) ==> 0
//      no: 0 means success. A script would believe that it got a message.
//   b) ==> 1
//   c) ==> 11
//      no: 11 is the number of `EWOULDBLOCK`. It is no exit code.
// because: If any step fails (`open`, `ioctl`, `read`, ...), the exit code is 1. The
// text on standard error tells which step failed, and why.

program("message_reader", "/dev/slot0", "" + unused(8)).exitCode()   // ==> 1

program("message_reader", "/dev/slot0", "" + unused(8)).complaint()
// ==> "message_reader: ...EWOULDBLOCK..."

// exercise: The two programs
// Leave `good morning` on channel 61 of `/dev/slot1`, and read it. Use only the two
// programs.
// hint: As above, with another node, channel and message.
// check: wantMessage("/dev/slot1", 61, "good morning")
// check: want(made("read").stream().anyMatch(m -> m.toString().contains("good morning")), "It was not read back.")
// check: want(made("open").stream().noneMatch(m -> ((Open) m.call()).flags() == O_RDWR),
//     "Something else than the two programs has opened a slot.")
// wrong: program("message_sender", "/dev/slot1", "61", "good evening"); program("message_reader", "/dev/slot1", "61")
// wrong: program("message_sender", "/dev/slot1", "61", "good morning")
// wrong: MessageSlot s = MessageSlot.open(calls, "/dev/slot1"); s.select(61); s.write("good morning"); s.readText()
// answer:

program("message_sender", "/dev/slot1", "61", "good morning")   // ==> exit code 0
program("message_reader", "/dev/slot1", "61")   // ==> exit code 0, output "good morning"

// ## Two processes, one slot, two channels
//
// `process()` starts another process. It has no open files, and its descriptors
// are its own.

SystemCalls neighbour = process();
MessageSlot ours = MessageSlot.open(calls, "/dev/slot0");
MessageSlot theirs = MessageSlot.open(neighbour, "/dev/slot0");
ours.select(10)
theirs.select(20)
ours.write("ours");
theirs.write("theirs");

// predict: Two processes, and each has chosen its own channel. What do we read?
//   a) ==> "ours"
//   b) ==> "theirs"
//      no: A driver that keeps one choice for the whole slot returns this.
//   c) throws: EINVAL
//      no: The other process cannot remove our choice.
// because: Two `open`, two open files, two choices (R-I5). It makes no difference
// whether the open files belong to one process or to two.

ours.readText()            // ==> "ours"

// We can read the other channel, too. Channels have no owner:

ours.select(20)
ours.readText()            // ==> "theirs"

// ## fork
//
// `fork` copies a process. The child has the same descriptors, but the *open
// files* are not copied:
//
// ```text
//     parent   fd 3 ----+
//                       +--> [ channel: ? ] --> ...
//     child    fd 3 ----+
// ```
//
// It is the picture of `dup` from [lab 04](04-channel-reuse.jsh), with two
// processes. (A Java program cannot fork itself. So these lines run on the model
// and in a guest, where a small C program forks.)

// only: guest model
SystemCalls child = calls.fork();

// predict: The child chooses channel 10 on the descriptor that it got from its
// parent. We, the parent, chose 20 before. What do we read?
//   a) ==> "ours"
//   b) ==> "theirs"
//      no: This would be right if `fork` copied the open file. It copies only the
//      descriptor.
//   c) throws: EBADF
//      no: Our descriptor is still open.
// because: There is one open file, and the child has chosen channel 10 for it
// (R-I5). If parent and child need different channels, each must open the slot
// itself. A driver could find out which process calls it (`current` points to it),
// but it must not use this here: descriptors made by `fork` share one choice.
// only: guest model
child.ioctl(ours.fd(), CHANNEL, 10); ours.readText()   // ==> "ours"

// When the child ends, its descriptors are closed. The open file stays, because
// the parent still has it open:

// only: guest model
child.close()
ours.select(10)
ours.readText()            // ==> "ours"

// exercise: Two processes, two channels
// `neighbour` is another process. Let it choose channel 71 of `/dev/slot0` and
// write `neighbour` there; let `ours` choose channel 72 and write `we`. The order
// must be: first *both* choose, then both write.
// hint: `theirs` is an open file of the neighbour.
// check: wantMessage("/dev/slot0", 71, "neighbour")
// check: wantMessage("/dev/slot0", 72, "we")
// check: want(sequence().replace("open ", "").contains("ioctl ioctl write write"), "One of them wrote before both had chosen.")
// wrong: theirs.select(71); theirs.write("neighbour"); ours.select(72); ours.write("we")
// wrong: ours.select(72); theirs.select(71); ours.write("neighbour"); theirs.write("we")
// answer:

theirs.select(71)
ours.select(72)
theirs.write("neighbour")  // ==> 9
ours.write("we")           // ==> 2

// ## What to remember
//
// - A message stays when the process that wrote it has ended.
// - The reader prints the message only. Errors go to standard error, with exit
//   code 1.
// - Each `open` has its own chosen channel. After `fork` or `dup`, both descriptors
//   share one.
//
// Next: calls that fail in the middle, in [lab 08](08-atomicity.jsh).
