// SPDX-License-Identifier: Apache-2.0
import org.messageslot.*;
import org.messageslot.calls.*;
import static org.messageslot.calls.OpenFlags.*;
import static org.messageslot.calls.SlotCommands.*;
import static org.messageslot.lab.desk.Desk.*;
import static org.messageslot.lab.desk.Wants.*;
int verdict = 1;  // Plain jshell never fails by itself. So it runs and judges
verdict = org.messageslot.lab.walk.PlainRun.judge("08-atomicity.jsh");
/exit verdict

SystemCalls calls = calls();

// # Atomicity: a call does all or nothing
// minutes: 15
//
// *Atomic* means indivisible. A call on a slot does all that it was asked for, or
// it does nothing (R-A1). This lab is about the second case: what must be true
// after a call has failed?
//
// ```text
//     before           a write that fails            after
//     7: "old"   ----------------------------->   7: "old"
//                                                 (the same bytes,
//                                                  the same length)
// ```

// ## A failed write leaves the old message

MessageSlot slot = MessageSlot.open(calls, "/dev/slot0");
slot.select(7)
slot.write("the old message")    // ==> 15

// The first four bytes of this buffer are good. The memory after them is not
// mapped. We write ten bytes from it:

Buffer halfBad = Buffer.crossing("NEW!".getBytes(), 10);
calls.run(new Write(slot.fd(), halfBad))   // ==> -1 EFAULT (14)

// predict: Four bytes could be copied, and then the copy failed. What is the
// message now?
//   a) ==> "the old message"
//   b) ==> "NEW!old message"
//      no: A driver that copies from the user straight into the stored message
//      returns this, or the four bytes and zeros.
//   c) ==> "NEW!"
//      no: This would be a partial write, and a slot has none (R-A1).
//   d) throws: EWOULDBLOCK
//      no: A driver that frees the old message before it has the new one does
//      this.
// because: The stored message is unchanged, byte for byte (R-W4). Our driver copies
// into an array of its own first. It changes the channel only when it has the
// whole message:
//
// ```c kernel/message_slot.c
// if (copy_from_user(text, buffer, length))
//         return -EFAULT;
// ```
//
// `text` is on the stack. `channel->message` is written later, under a lock, and
// after that point nothing can fail.

slot.readText()                  // ==> "the old message"

// ## A failed first write leaves the channel empty

long empty = unused(30);
slot.select(empty)
calls.run(new Write(slot.fd(), Buffer.unmapped(5)))   // ==> -1 EFAULT (14)

// predict: This channel was never written, and now a write to it has failed.
// What does reading give?
//   a) ==> ""
//      no: A driver that makes the channel first and copies after that returns
//      this. Or it returns five bytes that no program wrote: old contents of the
//      kernel's memory, which may be another program's data.
//   b) throws: EFAULT
//      no: That was the error of the write. The buffer of this read is good.
//   c) throws: EWOULDBLOCK
//   d) throws: EINVAL
//      no: A channel is chosen.
// because: The channel has no message, as before (R-W4).

slot.readText()                  // throws: EWOULDBLOCK

// exercise: The old message stays
// Put `treasure` on channel 81. Then make *three* writes to it that fail, each for
// another reason: `EMSGSIZE` because it is too long, `EMSGSIZE` because it is
// empty, and `EFAULT`. Then read it: it must still be there.
// hint: `calls.run(...)` does not throw, so you can make all three in one line.
// hint: Too long: `Buffer.of("x".repeat(129))`. Empty: `Buffer.of("")`.
// check: wantMessage("/dev/slot0", 81, "treasure")
// check: want(made("write").stream().dropWhile(m -> m.result().isFailure()).anyMatch(m -> m.result().errno() == 14),
//     "After the good write, none failed with EFAULT.")
// check: want(made("write").stream().dropWhile(m -> m.result().isFailure())
//     .anyMatch(m -> ((Write) m.call()).buffer().length() > 128), "After the good write, none failed because it was too long.")
// check: want(made("write").stream().dropWhile(m -> m.result().isFailure())
//     .anyMatch(m -> ((Write) m.call()).buffer().length() == 0), "After the good write, none failed because it was empty.")
// check: want(made("read").stream().anyMatch(m -> m.toString().contains("treasure")), "The message was not read.")
// wrong: slot.select(81); calls.run(new Write(slot.fd(), Buffer.of("x".repeat(129)))); calls.run(new Write(slot.fd(), Buffer.of("")));
//     calls.run(new Write(slot.fd(), Buffer.nullPointer(8))); slot.write("treasure"); slot.readText()
// wrong: slot.select(81); slot.write("treasure")
// wrong: slot.select(81); slot.write("treasure"); calls.run(new Write(slot.fd(), Buffer.nullPointer(8)))
// answer:

slot.select(81)
slot.write("treasure")                                            // ==> 8
calls.run(new Write(slot.fd(), Buffer.of("x".repeat(129))))  // ==> -1 EMSGSIZE (90)
calls.run(new Write(slot.fd(), Buffer.of("")))               // ==> -1 EMSGSIZE (90)
calls.run(new Write(slot.fd(), Buffer.nullPointer(8)))       // ==> -1 EFAULT (14)
slot.readText()                                                   // ==> "treasure"

// ## A careless driver
//
// Here is a channel in Java with two mistakes that are common in C. The "user's
// memory" is an array. `copyFromUser` works like the kernel's function: it copies
// as much as it can, fills the rest of the destination with zeros, and returns
// how many bytes it could **not** copy.

int copyFromUser(byte[] to, byte[] user, int length) {
    int good = Math.min(length, user.length);
    System.arraycopy(user, 0, to, 0, good);
    Arrays.fill(to, good, length, (byte) 0);
    return length - good;
}
class Careless {
    byte[] message = new byte[128];
    int length;
    int write(byte[] user, int length) {
        if (copyFromUser(message, user, length) < 0) {
            return -14;
        }
        this.length = length;
        return length;
    }
    String read() {
        return new String(message, 0, length);
    }
}
Careless careless = new Careless();
careless.write("precious".getBytes(), 8)      // ==> 8

// predict: The next buffer is bad: only two of its eight bytes can be copied. What
// does the careless `write` return?
//   a) ==> -14
//      no: It would, if the comparison were right.
//   b) ==> 8
//   c) ==> 2
//      no: This driver never returns the number of bytes that it could copy.
// because: `copyFromUser` returned 6, the number of missing bytes. The driver
// checks for `< 0`, and 6 is not negative. So it reports success.

careless.write("XX".getBytes(), 8)            // ==> 8

// The message is now two letters and six zeros:

careless.read()                               // ==> "XX\000\000\000\000\000\000"

// This method tells whether a driver is better:

boolean survives() {
    Careless it = new Careless();
    it.write("precious".getBytes(), 8);
    int result = it.write("XX".getBytes(), 8);
    return result == -14 && it.read().equals("precious");
}
survives()                                    // ==> false

// exercise: Correct the class
// Write the class `Careless` again (jshell replaces the old one), so that
// `survives()` is true: a `write` with a bad buffer returns -14 and leaves the
// message as it was. A good `write` must still work. (The check makes its own
// calls; it does not use `survives()`.)
// hint: One mistake is the comparison. The other is the destination of the copy.
// hint: Copy into a new array first. Only if that worked, make it the message.
// check: want(copyFromUser(new byte[8], new byte[2], 8) == 6, "copyFromUser must stay as it is.")
// check: Stream.of(new Careless()).map(it -> {
//         it.write("precious".getBytes(), 8);
//         int result = it.write("XX".getBytes(), 8);
//         return want(result == -14, "A write with a bad buffer returns " + result + ", not -14.");
//     }).findFirst().get()
// check: Stream.of(new Careless()).map(it -> {
//         it.write("diamond".getBytes(), 7);
//         it.write("YYY".getBytes(), 9);
//         return want(it.read().equals("diamond"), "A failed write has changed the message.");
//     }).findFirst().get()
// check: Stream.of(new Careless()).map(it -> {
//         int result = it.write("abcdef".getBytes(), 6) + it.write("xy".getBytes(), 2);
//         return want(result == 8 && it.read().equals("xy"), "A good write does not return its length, or does not store.");
//     }).findFirst().get()
// wrong: boolean survives() { return true; }
// wrong: class Careless {
//         byte[] message = new byte[128];
//         int length;
//         int write(byte[] user, int length) {
//             if (copyFromUser(message, user, length) != 0) {
//                 return -14;
//             }
//             this.length = length;
//             return length;
//         }
//         String read() {
//             return new String(message, 0, length);
//         }
//     }
// wrong: class Careless {
//         int write(byte[] user, int length) { return user.length < length ? -14 : 0; }
//         String read() { return "precious"; }
//     }
// answer:

class Careless {
    byte[] message = new byte[128];
    int length;
    int write(byte[] user, int length) {
        byte[] copy = new byte[128];
        if (copyFromUser(copy, user, length) != 0) {
            return -14;
        }
        message = copy;
        this.length = length;
        return length;
    }
    String read() {
        return new String(message, 0, length);
    }
}
survives()                                    // ==> true

// ## A failed read leaves the message, too
//
// The same rule holds for `read`: one that fails removes nothing (R-R6):

calls.run(new Read(slot.fd(), Buffer.unmapped(128)))    // ==> -1 EFAULT (14)
slot.readText()                                              // ==> "treasure"

// predict: We read into a buffer of 128 bytes, but only its first 8 bytes are
// mapped. The message has 8 bytes. What does the read return?
//   a) ==> 8
//   b) ==> -1 EFAULT (14)
//      no: A driver that tests the whole buffer by writing to it returns this.
//      Do not test a buffer: copy, and check the result.
//   c) ==> -1 ENOSPC (28)
//      no: The buffer's size is 128, which is enough.
//   d) ==> 128
//      no: `read` returns the length of the message.
// because: The driver writes the 8 bytes of the message, and these are mapped. It
// does not touch the others (R-R1), so it does not notice that they are missing.

calls.run(new Read(slot.fd(), Buffer.crossing(new byte[8], 128)))   // ==> 8

// ## What to remember
//
// - First do everything that can fail; then change the state.
// - `copy_from_user` returns the number of bytes that it could not copy; 0 is
//   success.
// - A failed call changes nothing: not the message, not the chosen channel, not
//   the memory that is used.
// - Never trust a pointer from a program (R-A2).
//
// [Lab 09](09-two-at-once.jsh) is about two callers at the same time.
