// SPDX-License-Identifier: Apache-2.0
import org.messageslot.*;
import org.messageslot.calls.*;
import static org.messageslot.calls.OpenFlags.*;
import static org.messageslot.calls.SlotCommands.*;
import static org.messageslot.lab.desk.Desk.*;
import static org.messageslot.lab.desk.Wants.*;
int verdict = 1;  // Plain jshell never fails by itself. So it runs and judges
verdict = org.messageslot.lab.walk.PlainRun.judge("03-write-read.jsh");
/exit verdict

SystemCalls calls = calls();

// # write and read: a message is not a stream
// minutes: 12
//
// You have used `write` and `read` on files, and perhaps on pipes. A slot has the
// same two calls, but they do something else. This lab compares a pipe with a
// slot.
//
// ```text
//     a pipe:   "hel" "lo " "world"  --->  h e l l o   w o r l d  --->
//               three writes               a stream of bytes, read once
//
//     a slot:   "hel" "lo " "world"  --->  "world"  --->  ===>  ===>
//               three writes               one message, read any number of times
// ```

import java.nio.ByteBuffer;
import java.nio.channels.Pipe;

// Here is a pipe, and two small methods to write to it and to read from it:

Pipe pipe = Pipe.open();
void put(String text) throws IOException {
    pipe.sink().write(ByteBuffer.wrap(text.getBytes()));
}
String take(int size) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(size);
    pipe.source().read(buffer);
    return new String(buffer.array(), 0, buffer.position());
}
MessageSlot slot = MessageSlot.open(calls, "/dev/slot0");
slot.select(3)

// ## Two writes, one read

put("hello"); put("world");
take(128)                  // ==> "helloworld"

// The pipe does not remember that there were two writes.

// predict: The same with the slot: two writes, and one read.
//   a) ==> "helloworld"
//      no: This is what a pipe does. A slot does not append.
//   b) ==> "hello"
//      no: This would be a queue, which gives the oldest message first.
//   c) ==> "world"
// because: A channel holds exactly the last message that was written (R-W5).
// `hello` is gone. The driver keeps one message for each channel, and `write`
// overwrites it:
//
// ```c kernel/message_slot.c
// memcpy(channel->message, text, length);
// ```

slot.write("hello"); slot.write("world");
slot.readText()            // ==> "world"

// predict: Now we overwrite `world` with a shorter message, `hi`. What do we
// read?
//   a) ==> "hi"
//   b) ==> "hirld"
//      no: A driver that never makes the length smaller returns this. It is a
//      common mistake.
//   c) ==> "hi\000\000\000"
//      no: The driver does not keep the old length and fill the rest.
// because: `write` replaces the bytes *and the length* (R-W5). The old bytes may
// still be in the kernel's memory behind the new ones, but no read returns them.

slot.write("hi");
slot.readText()            // ==> "hi"

// ## Reading a part

put("helloworld");
take(5)                    // ==> "hello"
take(128)                  // ==> "world"

// A pipe returns what fits into the buffer, and keeps the rest for later.

// predict: The slot holds `hi`. We read into a buffer of one byte.
//   a) ==> -1 ENOSPC (28)
//   b) ==> 1
//      no: A pipe returns 1 here, and the next read gets the rest. A slot does
//      not remember how far you have read.
//   c) ==> 0
//      no: 0 would mean that there is no more to read.
//   d) ==> 2
//      no: Two bytes do not fit into a buffer of one.
// because: A slot has no partial reads (R-A1): you get the whole message, or an
// error (R-R5). If it returned only `h`, no later read could return the `i`,
// because a slot has no position. The kernel passes a position to every driver.
// Ours says about that argument:
//
// ```c kernel/message_slot.c
// * @offset: Not used: there are no positions in a slot.
// ```

calls.run(new Read(slot.fd(), Buffer.room(1)))     // ==> -1 ENOSPC (28)

// A buffer may be *larger* than the message. The driver does not change the bytes
// after the message (R-R1). To show it, this buffer is filled with `a5` before:

Buffer buffer = Buffer.room(6);
calls.read(slot.fd(), buffer)                           // ==> 2
HexFormat.ofDelimiter(" ").formatHex(buffer.bytes())    // ==> "68 69 a5 a5 a5 a5"

// ## Reading twice

put("once");
take(128)                  // ==> "once"

// Another read from the pipe would *wait* until some program writes. We tell it
// not to wait, and get nothing:

pipe.source().configureBlocking(false);
take(128)                  // ==> ""
slot.readText()            // ==> "hi"
slot.readText()            // ==> "hi"

// A slot never waits. If there is no message, the read fails with `EWOULDBLOCK`
// ([lab 05](05-errors.jsh)).

// ## Bytes, not text
//
// A message is 1 to 128 bytes of any value. This one has a zero in the middle:

slot.write(new byte[] {'a', 0, 'b'})     // ==> 3

// predict: How long is the message that we read? Type a number.
// because: Three. The length is the number that was given to `write`. In C a
// zero byte ends a *string*. Code that uses `strncpy` or `strlen` on a message
// loses everything after the first zero. A message is not a string.

slot.read().length                       // ==> 3

// exercise: Four zero bytes
// Leave a message of four zero bytes on channel 33.
// hint: `new byte[4]` is an array of four zeros.
// check: wantMessage("/dev/slot0", 33, "\0\0\0\0")
// wrong: slot.select(33); slot.write("0000")
// wrong: slot.select(33); slot.write(new byte[3])
// answer:

slot.select(33)
slot.write(new byte[4])                  // ==> 4

// exercise: A long text
// This text has 200 bytes, and a message has 128 bytes at most. Send it as two
// messages: the first 128 bytes on channel 34, the rest on channel 35.
//
//     String text = "0123456789".repeat(20);
// hint: `text.substring(0, 128)` is the first part.
// check: wantMessage("/dev/slot0", 34, "0123456789".repeat(20).substring(0, 128))
// check: wantMessage("/dev/slot0", 35, "0123456789".repeat(20).substring(128))
// wrong: slot.select(34); slot.write("0123456789".repeat(10)); slot.select(35); slot.write("0123456789".repeat(10))
// wrong: slot.select(34); calls.run(new Write(slot.fd(), Buffer.of("0123456789".repeat(20))))
// answer:

String text = "0123456789".repeat(20);
slot.select(34)
slot.write(text.substring(0, 128))       // ==> 128
slot.select(35)
slot.write(text.substring(128))          // ==> 72

// ## What to remember
//
// | what                | pipe                 | slot                    |
// |---------------------|----------------------|-------------------------|
// | two writes          | one longer stream    | the second replaces     |
// | a small buffer      | a part; rest later   | `ENOSPC`, message stays |
// | reading again       | the next bytes       | the same message        |
// | nothing to read     | waits                | `EWOULDBLOCK`           |
//
// [Lab 04](04-channel-reuse.jsh) uses several descriptors and several channels.
