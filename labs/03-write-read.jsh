// SPDX-License-Identifier: Apache-2.0
import org.messageslot.*;
import org.messageslot.calls.*;
import static org.messageslot.calls.OpenFlags.*;
import static org.messageslot.calls.SlotCommands.*;
import static org.messageslot.lab.Desk.*;
int verdict = 1;  // Plain jshell never fails by itself. So it runs and judges
verdict = judge("03-write-read.jsh");
/exit verdict

SystemCalls calls = calls();

// # write and read: a message is not a stream
// minutes: 12
//
// You have used `write` and `read` on files, and perhaps on pipes. A slot uses
// the same two calls, and means something else by them. In this lab a pipe
// and a slot stand side by side.
//
// ```text
//     a pipe:   "hel" "lo " "world"  --->  h e l l o   w o r l d  --->
//               three writes               a stream of bytes, read once
//
//     a slot:   "hel" "lo " "world"  --->  "world"  --->  ===>  ===>
//               three writes               one message, read at will
// ```

import java.nio.ByteBuffer;
import java.nio.channels.Pipe;

// A pipe, and two small methods so that we can use it as easily as a slot:

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

// The pipe has forgotten that there were two writes.

// predict: The same with the slot: two writes, and one read.
//   a) ==> "helloworld"
//   b) ==> "hello"
//   c) ==> "world"
// because: A channel holds exactly the last message that was written (R-W5).
// `hello` is gone. The driver keeps one message for each channel, and `write`
// copies over it:
//
// ```c kernel/message_slot.c
// memcpy(channel->message, text, length);
// ```

slot.write("hello"); slot.write("world");
slot.readText()            // ==> "world"

// predict: Now a shorter one: `hi`, over `world`. What do we read?
//   a) ==> "hi"
//   b) ==> "hirld"
//   c) ==> "hi\000\000\000"
// because: With the bytes, the *length* is replaced (R-W5). The old bytes may
// still be in memory behind the new ones, but nobody is shown them. Answer b
// is what you get from a driver that only ever lets the length grow.

slot.write("hi");
slot.readText()            // ==> "hi"

// ## Reading a part

put("helloworld");
take(5)                    // ==> "hello"
take(128)                  // ==> "world"

// A pipe gives what fits, and keeps the rest for later.

// predict: The slot holds `hi`. We read into a buffer of one byte.
//   a) ==> -1 ENOSPC (28)
//   b) ==> 1
//   c) ==> 0
//   d) ==> 2
// because: There are no partial reads from a slot (R-A1). All of the message,
// or an error (R-R5). If it gave you `h`, where would the `i` be read from? A
// slot knows no position. The kernel passes one to every driver, and this is
// what ours says about that argument:
//
// ```c kernel/message_slot.c
// * @offset: Not used: there are no positions in a slot.
// ```

calls.run(new Call.Read(slot.fd(), Buffer.room(1)))     // ==> -1 ENOSPC (28)

// A buffer that is too *large* is fine, and the bytes behind the message are
// not touched (R-R1). To see it, the buffer is full of `A5` beforehand:

Buffer buffer = Buffer.room(6);
calls.read(slot.fd(), buffer)                           // ==> 2
HexFormat.ofDelimiter(" ").formatHex(buffer.bytes())    // ==> "68 69 a5 a5 a5 a5"

// ## Reading twice

put("once");
take(128)                  // ==> "once"

// Reading the pipe once more would now *wait*, until somebody writes. We ask
// it not to, and get nothing:

pipe.source().configureBlocking(false);
take(128)                  // ==> ""
slot.readText()            // ==> "hi"
slot.readText()            // ==> "hi"

// A slot never waits. Where there is no message, it says so, with
// `EWOULDBLOCK` ([lab 05](05-errors.jsh)).

// ## Bytes, not text
//
// A message is 1 to 128 bytes of any value. This one has a zero in the middle:

slot.write(new byte[] {'a', 0, 'b'})     // ==> 3

// predict: How long is the message that we read? Type a number.
// because: Three. The length is what `write` was told, and nothing else. In C,
// a zero byte ends a *string*, and who copies with `strncpy` or measures with
// `strlen` loses what is behind it. Messages are no strings.

slot.read().length                       // ==> 3

// exercise: Nothing but zeros
// Leave a message of four zero bytes on channel 33.
// hint: `new byte[4]` is full of zeros.
// check: wantMessage("/dev/slot0", 33, "\0\0\0\0")
// wrong: slot.select(33); slot.write("0000")
// wrong: slot.select(33); slot.write(new byte[3])
// answer:

slot.select(33)
slot.write(new byte[4])                  // ==> 4

// exercise: A long text
// This text has 200 bytes, and a message has 128 at most. Send it in two
// messages: the first 128 bytes on channel 34, and the rest on channel 35.
//
//     String text = "0123456789".repeat(20);
// hint: `text.substring(0, 128)` is the first part.
// check: wantMessage("/dev/slot0", 34, "0123456789".repeat(20).substring(0, 128))
// check: wantMessage("/dev/slot0", 35, "0123456789".repeat(20).substring(128))
// wrong: slot.select(34); slot.write("0123456789".repeat(10)); slot.select(35); slot.write("0123456789".repeat(10))
// wrong: slot.select(34); calls.run(new Call.Write(slot.fd(), Buffer.of("0123456789".repeat(20))))
// answer:

String text = "0123456789".repeat(20);
slot.select(34)
slot.write(text.substring(0, 128))       // ==> 128
slot.select(35)
slot.write(text.substring(128))          // ==> 72

// ## What to remember
//
// |                     | pipe                 | slot                    |
// |---------------------|----------------------|-------------------------|
// | two writes          | one longer stream    | the second replaces     |
// | a small buffer      | a part; rest later   | `ENOSPC`, message stays |
// | reading again       | what comes next      | the same message        |
// | nothing there       | waits                | `EWOULDBLOCK`           |
//
// In [lab 04](04-channel-reuse.jsh) there are several descriptors and several
// channels at once.
