// SPDX-License-Identifier: Apache-2.0
import org.messageslot.*;
import org.messageslot.calls.*;
import static org.messageslot.calls.OpenFlags.*;
import static org.messageslot.calls.SlotCommands.*;
import static org.messageslot.lab.Desk.*;
int verdict = 1;  // Plain jshell never fails by itself. So it runs and judges
verdict = judge("07-processes.jsh");
/exit verdict

SystemCalls calls = calls();

// # Processes: a sender, a reader, and a fork
// minutes: 15
//
// A slot is there so that *different* programs can leave each other messages.
// The assignment asks for two: `message_sender` and `message_reader`. They need
// not run at the same time.
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
// `program` runs one of them in a process of its own, and tells how it ended.

program("message_sender", "/dev/slot0", "7", "hello")   // ==> exit code 0
program("message_reader", "/dev/slot0", "7")            // ==> exit code 0, output "hello"

// The sender was long gone when the reader came. Its open file went with it;
// the message is the slot's.
//
// These are all the calls that the reader made:

program("message_reader", "/dev/slot0", "7").exitCode()   // ==> 0
// calls: open("/dev/slot0", O_RDONLY) = ...
// calls: ioctl(..., MSG_SLOT_CHANNEL, 7) = 0
// calls: read(..., buf, 128) = 5  "hello"
// calls: close(...) = 0

// (Here it is the Java twin of the C program in `kernel/message_reader.c`. Both
// make these calls. The C program looks like this:)
//
// ```c kernel/message_reader.c
// length = read(slot, message, sizeof(message));
// if (length < 0)
//         return fail("read from", argv[1]);
// ```

// predict: The output of the reader is the message and nothing else (R-P1).
// With a message of five letters, how many bytes does it print?
// because: Five. No newline, and no zero byte at the end. The message may be
// binary data for another program, so the reader must not add to it, and must
// not use `printf("%s")`, which ends at the first zero.

program("message_reader", "/dev/slot0", "7").output().length()   // ==> 5

// ## When something is wrong
//
// Then a program says so on *standard error*, and exits with 1 (R-P2).

program("message_reader", "/dev/slot0")       // ==> exit code 1, complaint "usage: ..."

// predict: The reader is asked for a channel without a message. With what does
// it exit?
//   a) ==> 0
//   b) ==> 1
//   c) ==> 11
// because: Any step that fails ends the program with 1: `open`, `ioctl`,
// `read`, all of them. Which one it was is told in words, for people. A
// program whose `ioctl` fails, and that goes on to read, is a mistake that the
// grader knows.

program("message_reader", "/dev/slot0", "" + unused(8)).exitCode()   // ==> 1

program("message_reader", "/dev/slot0", "" + unused(8)).complaint()
// ==> "message_reader: ...EWOULDBLOCK..."

// exercise: By program only
// Leave `good morning` on channel 61 of `/dev/slot1`, and read it back; use the
// two programs and nothing else.
// hint: Like above, with another node, channel and message.
// check: wantMessage("/dev/slot1", 61, "good morning")
// check: want(made("read").stream().anyMatch(m -> m.toString().contains("good morning")), "It was not read back.")
// wrong: program("message_sender", "/dev/slot1", "61", "good evening"); program("message_reader", "/dev/slot1", "61")
// wrong: program("message_sender", "/dev/slot1", "61", "good morning")
// answer:

program("message_sender", "/dev/slot1", "61", "good morning")   // ==> exit code 0
program("message_reader", "/dev/slot1", "61")   // ==> exit code 0, output "good morning"

// ## Two processes, one slot, two channels
//
// `process()` starts a process without any open files. Its calls are as good
// as ours, but its descriptors are its own.

SystemCalls neighbour = process();
MessageSlot ours = MessageSlot.open(calls, "/dev/slot0");
MessageSlot theirs = MessageSlot.open(neighbour, "/dev/slot0");
ours.select(10)
theirs.select(20)
ours.write("ours");
theirs.write("theirs");

// predict: Two processes, each with its channel. What do we read from our own?
//   a) ==> "ours"
//   b) ==> "theirs"
//   c) throws: EINVAL
// because: Two `open`, two open files, two choices (R-I5). For a slot it makes
// no difference whether they are of one process or of two. Drivers that keep
// one choice for the whole slot fail here.

ours.readText()            // ==> "ours"

// The other channel is ours to read, too. Channels have no owner:

ours.select(20)
ours.readText()            // ==> "theirs"

// ## fork
//
// `fork` copies a process. The child has the same descriptors. But the *open
// files* behind them are not copied:
//
// ```text
//     parent   fd 3 ----+
//                       +--> [ channel: ? ] --> ...
//     child    fd 3 ----+
// ```
//
// It is the picture of `dup` from [lab 04](04-channel-reuse.jsh), with two
// processes. (Java cannot fork itself, so these lines run on the model and in a
// guest, where the agent does it for us.)

// only: guest model
SystemCalls child = calls.fork();

// predict: The child chooses channel 10, on the descriptor that it has from
// its parent. We, the parent, chose 20 before. What do we read?
//   a) ==> "ours"
//   b) ==> "theirs"
//   c) throws: EBADF
// because: There is one open file, and the child has moved it to channel 10
// (R-I5). If parent and child are to have different channels, each must open
// the slot itself. Note that no driver can do anything about it: it is called
// for an open file, and does not see who calls.
// only: guest model
child.ioctl(ours.fd(), CHANNEL, 10); ours.readText()   // ==> "ours"

// When the child ends, its descriptors are closed. The open file stays, for
// the parent still has it:

// only: guest model
child.close()
ours.select(10)
ours.readText()            // ==> "ours"

// exercise: Independent
// `neighbour` is another process. Let it choose channel 71 of `/dev/slot0` and
// write `neighbour` there, while `ours` goes to channel 72 and writes `we`. The
// order must be: first *both* choose, then both write.
// hint: `theirs` belongs to the neighbour.
// check: wantMessage("/dev/slot0", 71, "neighbour")
// check: wantMessage("/dev/slot0", 72, "we")
// check: want(sequence().contains("ioctl ioctl write write"), "One of them wrote before both had chosen.")
// wrong: theirs.select(71); theirs.write("neighbour"); ours.select(72); ours.write("we")
// wrong: ours.select(72); theirs.select(71); ours.write("neighbour"); theirs.write("we")
// answer:

theirs.select(71)
ours.select(72)
theirs.write("neighbour")  // ==> 9
ours.write("we")           // ==> 2

// ## What to remember
//
// - A message outlives the process that wrote it.
// - The programs print the message only; errors go to standard error; exit 1.
// - Whoever opens gets a choice of their own; `fork` and `dup` share one.
//
// Next: calls that fail half-way, in [lab 08](08-atomicity.jsh).
