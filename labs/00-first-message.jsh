// SPDX-License-Identifier: Apache-2.0
import org.messageslot.*;
import org.messageslot.calls.*;
import static org.messageslot.calls.OpenFlags.*;
import static org.messageslot.calls.SlotCommands.*;
import static org.messageslot.lab.Desk.*;
int verdict = 1;  // Plain jshell never fails by itself. So it runs and judges
verdict = judge("00-first-message.jsh");
/exit verdict

SystemCalls calls = calls();

// # Your first message
// minutes: 10
//
// A **message slot** is a file in `/dev` in which programs leave messages for
// each other. It is no file on a disk: a small piece of the kernel, a *driver*,
// answers whoever opens it. At the end of this course you will have written
// such a driver. Today you use one.
//
// This is `jshell`: you type a line of Java, it runs, and you see its value.
// In a walkthrough the next line is already there, and Enter runs it. You may
// also type lines of your own, at any time. Whatever you break, `reset` mends.

// ## Open, choose, write

MessageSlot slot = MessageSlot.open(calls, "/dev/slot0");

// The slot is open. A slot has many **channels**, told apart by numbers, and
// each keeps one message. We take number 7:

slot.select(7)

// And leave a message there. The value, behind `==>`, is what `write` returns:
// how many bytes it stored.

slot.write("hello")     // ==> 5

// ```text
//      your program          |      the kernel
//                            |
//      slot.write("hello") --+--->  slot 0 ---> channel 7: "hello"
// ```

// ## Read

// predict: What do we get if we read now?
//   a) ==> "hello"
//   b) ==> "olleh"
//   c) ==> ""
//   d) throws: EWOULDBLOCK
// because: `read` returns the last message of the channel (R-R1). That was the
// easy one. You type a letter, you see what really happens, and you read why:
// every question works like this. Wrong guesses cost nothing. They are where
// you learn.

slot.readText()         // ==> "hello"

// predict: We have read the message. What do we get if we read again?
//   a) ==> "hello"
//   b) ==> ""
//   c) throws: EWOULDBLOCK
// because: The message *stays* (R-R2). A slot is a notice board, not a letter
// box: whoever looks sees the last notice, and looking takes nothing away.

slot.readText()         // ==> "hello"

// A new message takes the place of the old one:

slot.write("good bye")  // ==> 8
slot.readText()         // ==> "good bye"

// ## When the kernel says no

// Channel 0 does not exist. The driver refuses it, and gives its reason by a
// name: `EINVAL`, "invalid argument".

slot.select(0)          // throws: EINVAL

// try: A channel that nobody ever wrote to has no message. That is an error,
// too, with a name of its own.
//     slot.select(unused(8))
//     slot.readText()      // throws: EWOULDBLOCK

// exercise: Your turn
// Leave the message `I was here` on channel 12 of the slot. You have seen all
// that you need. When you are done, type `check`.
// hint: Two lines: choose the channel, then write.
// hint: `slot.select(12)` and then `slot.write("I was here")`
// check: wantMessage("/dev/slot0", 12, "I was here")
// wrong: slot.select(12)
// wrong: slot.select(13); slot.write("I was here")
// wrong: slot.select(12); slot.write("i was here")
// answer:

slot.select(12)
slot.write("I was here")   // ==> 10

// exercise: Two messages
// Leave `left` on channel 1 and `right` on channel 2. Both must be there at
// the end.
// hint: Going to another channel does no harm to the message on the first.
// check: wantMessage("/dev/slot0", 1, "left")
// check: wantMessage("/dev/slot0", 2, "right")
// wrong: slot.select(1); slot.write("left"); slot.write("right")
// wrong: slot.select(2); slot.write("left"); slot.select(1); slot.write("right")
// answer:

slot.select(1)
slot.write("left")         // ==> 4
slot.select(2)
slot.write("right")        // ==> 5

// ## What to remember
//
// - Open the device, choose a channel, write or read.
// - A message stays until the next one is written to its channel.
// - When something is wrong, the kernel says what, by the name of an error.
//
// What `open` really opened is the question of [lab 01](01-open.jsh).
