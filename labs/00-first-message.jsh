// SPDX-License-Identifier: Apache-2.0
import org.messageslot.*;
import org.messageslot.calls.*;
import static org.messageslot.calls.OpenFlags.*;
import static org.messageslot.calls.SlotCommands.*;
import static org.messageslot.lab.desk.Desk.*;
import static org.messageslot.lab.desk.Wants.*;
int verdict = 1;  // Plain jshell never fails by itself. So it runs and judges
verdict = org.messageslot.lab.walk.PlainRun.judge("00-first-message.jsh");
/exit verdict

SystemCalls calls = calls();

// # Your first message
// minutes: 10
//
// A **message slot** is a file in `/dev` in which programs leave messages for
// each other. It is not a file on a disk. A small part of the kernel, a
// *driver*, answers every call that a program makes on it. In this course you
// will write such a driver. Today you use one.
//
// This is `jshell`: you type a line of Java, it runs, and you see its value.
// In a walkthrough the next line is already there, and Enter runs it. You can
// also type lines of your own at any time. If something breaks, type `reset`:
// it starts a new kernel at the same place in the text.

// ## Open, choose, write

MessageSlot slot = MessageSlot.open(calls, "/dev/slot0");

// The slot is open. A slot has many **channels**. Each channel has a number,
// and each keeps one message. We choose number 7:

slot.select(7)

// Now we leave a message there. The value after `==>` is what `write` returns:
// the number of bytes that it stored.

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
//      no: No call on a slot changes the order of the bytes.
//   c) ==> ""
//      no: A read of an empty text would mean that nothing was stored; but
//      `write` has returned 5.
//   d) throws: EWOULDBLOCK
//      no: This error means that the channel has no message. Channel 7 has one.
// because: `read` returns the last message of the channel (R-R1). Every
// question works like this one: you type a letter, the line runs, you see what
// really happens, and you read why. A wrong guess costs nothing.

slot.readText()         // ==> "hello"

// predict: We have read the message. What do we get if we read again?
//   a) ==> "hello"
//   b) ==> ""
//      no: An ordinary file gives nothing when you read on at its end. A slot
//      has no end: each read returns the whole message.
//   c) throws: EWOULDBLOCK
//      no: This is how a pipe or a queue behaves: reading removes the data.
//      Reading from a slot removes nothing.
// because: The message *stays* (R-R2). A slot is like a notice board: everybody
// can read the last notice, and it stays there for the next reader.

slot.readText()         // ==> "hello"

// A new message replaces the old one:

slot.write("good bye")  // ==> 8
slot.readText()         // ==> "good bye"

// ## When a call fails

// Channel 0 does not exist. The driver refuses it. The reason has a name:
// `EINVAL`, "invalid argument".

slot.select(0)          // throws: EINVAL

// try: A channel that was never written has no message. Reading it is an error
// too, with another name. (`unused(8)` finds such a channel, from 8 on.)
//     slot.select(unused(8))
//     slot.readText()      // throws: EWOULDBLOCK

// exercise: A message on channel 12
// Leave the message `I was here` on channel 12 of the slot. You have seen all
// calls that you need. When you are done, type `check`.
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
// Leave `left` on channel 1 and `right` on channel 2. At the end both messages
// must be there.
// hint: If you choose another channel, the message on the first one stays.
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
// - A call that fails tells the reason by the name of an error.
//
// [Lab 01](01-open.jsh) shows what `open` does.
