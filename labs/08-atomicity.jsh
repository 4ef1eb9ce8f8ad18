// SPDX-License-Identifier: Apache-2.0
import org.messageslot.*;
import org.messageslot.calls.*;
import static org.messageslot.calls.OpenFlags.*;
import static org.messageslot.calls.SlotCommands.*;
import static org.messageslot.lab.Desk.*;
int verdict = 1;  // Plain jshell never fails by itself. So it runs and judges
verdict = judge("08-atomicity.jsh");
/exit verdict

SystemCalls calls = calls();

// # Atomicity: all of it, or nothing
// minutes: 15
//
// *Atomic* means: cannot be cut. A call on a slot either does all that it was
// asked for, or it does nothing (R-A1). The interesting part is the second
// half: what must be true after a call has failed?
//
// ```text
//     before           a write that fails            after
//     7: "old"   ----------------------------->   7: "old"
//                                                 (the same bytes,
//                                                  the same length)
// ```

// ## Fail half-way

MessageSlot slot = MessageSlot.open(calls, "/dev/slot0");
slot.select(7)
slot.write("the old message")    // ==> 15

// A buffer whose first four bytes are good, and which then runs into memory
// that is not there. We ask to write ten bytes of it:

Buffer halfBad = Buffer.crossing("NEW!".getBytes(), 10);
calls.run(new Call.Write(slot.fd(), halfBad))   // ==> -1 EFAULT (14)

// predict: Four bytes could be copied, and then it failed. What is the
// message?
//   a) ==> "the old message"
//   b) ==> "NEW!old message"
//   c) ==> "NEW!"
//   d) throws: EWOULDBLOCK
// because: The stored message is unchanged, byte for byte (R-W4). It is easy to
// get `b`: just copy from the user straight into the stored message. Our driver
// copies into an array of its own first, and touches the channel only when it
// has everything:
//
// ```c kernel/message_slot.c
// if (copy_from_user(text, buffer, length))
//         return -EFAULT;
// ```
//
// `text` is on the stack. `channel->message` comes later, under a lock, and from
// there on nothing can fail.

slot.readText()                  // ==> "the old message"

// ## Nothing must come of nothing

long empty = unused(30);
slot.select(empty)
calls.run(new Call.Write(slot.fd(), Buffer.unmapped(5)))   // ==> -1 EFAULT (14)

// predict: This channel was never written, and now a write to it has failed.
// What does reading give?
//   a) ==> ""
//   b) throws: EFAULT
//   c) throws: EWOULDBLOCK
//   d) throws: EINVAL
// because: The channel has no message, as before (R-W4). Some drivers make an
// entry for the channel first, and copy then. Their channel now "has" a message
// of 0 bytes, or of five bytes that nobody ever wrote: those are whatever was
// in that piece of the kernel's memory before. That is a leak of other people's
// data.

slot.readText()                  // throws: EWOULDBLOCK

// exercise: The old message stays
// Put `treasure` on channel 81. Then let *three* writes to it fail, each for
// another reason: `EMSGSIZE` because it is too long, `EMSGSIZE` because it is
// empty, and `EFAULT`. Then read it: it must still be there.
// hint: `calls.run(...)` does not throw, so the three can stand in one line.
// hint: Too long: `Buffer.of("x".repeat(129))`. Empty: `Buffer.of("")`.
// check: wantMessage("/dev/slot0", 81, "treasure")
// check: wantFailure("write", "EFAULT")
// check: want(made("write").stream().anyMatch(m -> ((Call.Write) m.call()).buffer().length() > 128
//     && m.result().errno() == 90), "No write failed because it was too long.")
// check: want(made("write").stream().anyMatch(m -> ((Call.Write) m.call()).buffer().length() == 0
//     && m.result().errno() == 90), "No write failed because it was empty.")
// wrong: slot.select(81); slot.write("treasure")
// wrong: slot.select(81); slot.write("treasure"); calls.run(new Call.Write(slot.fd(), Buffer.nullPointer(8)))
// answer:

slot.select(81)
slot.write("treasure")                                            // ==> 8
calls.run(new Call.Write(slot.fd(), Buffer.of("x".repeat(129))))  // ==> -1 EMSGSIZE (90)
calls.run(new Call.Write(slot.fd(), Buffer.of("")))               // ==> -1 EMSGSIZE (90)
calls.run(new Call.Write(slot.fd(), Buffer.nullPointer(8)))       // ==> -1 EFAULT (14)
slot.readText()                                                   // ==> "treasure"

// ## A careless driver
//
// Here is a channel in Java that does what many students do in C. The "user's
// memory" is an array, and `copyFromUser` is like the kernel's: it copies as
// much as it can, fills the rest of the destination with zeros, and returns how
// many bytes it could **not** copy.

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

// predict: Only two of eight bytes are there: a bad buffer. What does the
// careless `write` return?
//   a) ==> -14
//   b) ==> 8
//   c) ==> 2
// because: `copyFromUser` returned 6, the bytes that are missing. The driver
// compares with `< 0`, and 6 is not. So it reports a success that never was.

careless.write("XX".getBytes(), 8)            // ==> 8

// And what became of the message? Two letters, and six zeros:

careless.read()                               // ==> "XX\000\000\000\000\000\000"

// This method tells whether a driver is any better:

boolean survives() {
    Careless it = new Careless();
    it.write("precious".getBytes(), 8);
    int result = it.write("XX".getBytes(), 8);
    return result == -14 && it.read().equals("precious");
}
survives()                                    // ==> false

// exercise: Mend it
// Write the class `Careless` again (jshell replaces the old one), so that
// `survives()` is true: a `write` with a bad buffer returns -14 and leaves the
// message as it was. A good one must still work.
// hint: The comparison is one mistake. The place that is copied to is another.
// hint: Copy into a new array first. Only when that worked, make it the message.
// check: want(survives(), "survives() is still false.")
// check: want(new Careless().write("abc".getBytes(), 3) == 3, "A good write does not return its length any more.")
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

// ## Reading into nowhere
//
// The other direction has the same rule. A read that fails takes nothing away
// (R-R6):

calls.run(new Call.Read(slot.fd(), Buffer.unmapped(128)))    // ==> -1 EFAULT (14)
slot.readText()                                              // ==> "treasure"

// predict: A buffer that claims 128 bytes, of which only the first 8 exist. The
// message has 8 bytes. What does the read return?
//   a) ==> 8
//   b) ==> -1 EFAULT (14)
//   c) ==> -1 ENOSPC (28)
//   d) ==> 128
// because: The driver writes the 8 bytes of the message, and these are there.
// It does not touch the others (R-R1), so it never learns that they are
// missing. Do not *test* a buffer by writing to it: who does gets `b` here.

calls.run(new Call.Read(slot.fd(), Buffer.crossing(new byte[8], 128)))   // ==> 8

// ## What to remember
//
// - First get everything that can fail out of the way; then change the state.
// - `copy_from_user` returns the number of bytes that are missing; 0 is success.
// - A call that failed left no trace: not in the message, not in the choice of
//   channel, not in the memory that is used.
// - Never trust a pointer, and never test it by using it (R-A2).
//
// The same question with two callers at once is [lab 09](09-two-at-once.jsh).
