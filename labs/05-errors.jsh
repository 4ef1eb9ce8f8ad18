// SPDX-License-Identifier: Apache-2.0
import org.messageslot.*;
import org.messageslot.calls.*;
import static org.messageslot.calls.OpenFlags.*;
import static org.messageslot.calls.SlotCommands.*;
import static org.messageslot.lab.Desk.*;
int verdict = 1;  // Plain jshell never fails by itself. So it runs and judges
verdict = judge("05-errors.jsh");
/exit verdict

SystemCalls calls = calls();

// # Errors: every one of them, on purpose
// minutes: 20
//
// A system call that fails says why. It says so with a small number, and the
// whole of a driver's manners is to return the right one. In this lab you
// provoke every error that a slot can give, and see where it comes from.
//
// ```text
//    your Java        slot.read()          throws ErrnoException: EWOULDBLOCK
//                        |                                ^
//    JNA, or a wire      |  calls the C function          |  -1, and errno 11
//                        v                                |
//    C library        read(3, buf, 128)    puts 11 into errno, returns -1
//    ------------------- | ------------------------------ ^ ---------------
//    kernel              v                                |  -11
//                     slot_read(...)       return -EWOULDBLOCK;
// ```
//
// The driver returns a *negative* number. The C library turns it into -1, and
// puts the number into the variable `errno`. Our Java library turns that into
// an exception. It is one number all the way up.

// ## An error, looked at closely

MessageSlot slot = MessageSlot.open(calls, "/dev/slot0");
Errno caught = null;
try {
    slot.write("hello");
} catch (ErrnoException e) {
    caught = e.errno();
}
caught             // ==> EINVAL (22)
caught.text()      // ==> "Invalid argument"

// Name, number, text: the name is for your source, the number is what
// travels, and the text is what `perror` prints.
//
// jshell shows an exception by itself, so we do not need to catch them:

slot.write("hello")   // throws: EINVAL

// And `calls.run` shows the result as C sees it. There is nothing in it that
// the exception does not say:

calls.run(new Call.Write(slot.fd(), Buffer.of("hello")))   // ==> -1 EINVAL (22)

// ## EINVAL: what you ask makes no sense
//
// Three things make no sense to a slot. You have just seen the first: writing
// *or reading* without a channel (R-W2, R-R3). The second is channel 0 (R-I3),
// and the third is a command that is not its own (R-I2). They were the subject
// of [lab 02](02-ioctl.jsh).

slot.readText()    // throws: EINVAL
slot.select(0)     // throws: EINVAL
calls.run(new Call.Ioctl(slot.fd(), 0xdead, 0))   // ==> -1 EINVAL (22)

// ## EWOULDBLOCK: there is nothing to read

long empty = unused(8);
slot.select(empty)

// predict: Nobody has ever written to this channel. Reading a file at its end
// gives 0 bytes. What does reading an empty channel give?
//   a) ==> ""
//   b) throws: EWOULDBLOCK
//   c) throws: EINVAL
//   d) it waits until somebody writes
// because: A pipe would wait: that is called *blocking*. A slot never waits,
// it says "I would have to block" (R-R4). The kernel has a second name for the
// same number, `EAGAIN`: try again later.
//
// ```c kernel/message_slot.c
// if (length == 0)
//         return -EWOULDBLOCK;
// ```

slot.readText()       // throws: EWOULDBLOCK

// try: Some modules return `ENODATA` here, which sounds better. It is another
// number, and a program that waits for `EWOULDBLOCK` does not see it.
//     Errno.EWOULDBLOCK.number()   // ==> 11
//     Errno.ENODATA.number()       // ==> 61

// ## EMSGSIZE: not a message
//
// A message has 1 to 128 bytes (R-W3).

slot.write("x".repeat(128))   // ==> 128
slot.write("x".repeat(129))   // throws: EMSGSIZE

// predict: An empty message has 0 bytes. Writing 0 bytes to a file does
// nothing, and returns 0. And to a slot?
//   a) ==> 0
//   b) ==> 1
//   c) throws: EMSGSIZE
//   d) throws: EINVAL
// because: An empty message cannot be told from no message, so it is none:
// "size" means too small as well as too large. In C, `length` is a `size_t`,
// which has no negative numbers: `length <= 0` is fine, and `length < 0` is
// never true. The line of our driver:
//
// ```c kernel/message_slot.c
// if (length == 0 || length > sizeof(text))
//         return -EMSGSIZE;
// ```

slot.write("")                // throws: EMSGSIZE

// predict: Three writes have failed by now, and one worked. How long is the
// message?
// because: A write that fails leaves the message as it was, byte for byte
// (R-W4). More of that in [lab 08](08-atomicity.jsh).

slot.read().length            // ==> 128

// ## ENOSPC: your buffer is too small

slot.write("a message of 24 bytes :)")   // ==> 24

// `slot.read(size)` reads into a buffer of a size that you choose.

slot.read(24).length                     // ==> 24

// predict: One byte less. What do we get?
//   a) ==> 23
//   b) ==> 24
//   c) ==> 0
//   d) throws: ENOSPC
// because: A slot returns a message whole, or not at all (R-R5, R-A1). A pipe
// would give you 23 bytes now and one later, but a slot has no "later": it
// does not remember how far you have read. `ENOSPC` was made for disks, "no
// space left on device". Here it is your buffer that has none.
//
// ```c kernel/message_slot.c
// if (length > size)
//         return -ENOSPC;
// ```

slot.read(23).length                     // throws: ENOSPC

// The message is still there, for a reader with more room:

slot.readText()                          // ==> "a message of 24 bytes :)"

// ## EFAULT: your buffer is not yours
//
// `write(fd, pointer, 5)` tells the kernel *where* the bytes are. The kernel
// believes nobody. In C you could pass any number as the pointer; in Java you
// cannot, so our library has a `Buffer` for every kind of lie:

calls.run(new Call.Write(slot.fd(), Buffer.nullPointer(5)))   // ==> -1 EFAULT (14)
calls.run(new Call.Write(slot.fd(), Buffer.unmapped(5)))      // ==> -1 EFAULT (14)

// predict: This buffer begins well. Its first three bytes are there, and then
// a page begins that is not mapped. We ask to write five. What happens?
//   a) ==> 3
//   b) ==> 5
//   c) ==> -1 EFAULT (14)
//   d) ==> -1 EMSGSIZE (90)
// because: `copy_from_user` returns how many bytes it could *not* copy. It is
// 2 here, which is not 0, and that is all our driver asks:
//
// ```c kernel/message_slot.c
// if (copy_from_user(text, buffer, length))
//         return -EFAULT;
// ```
//
// Whoever compares it with -1, or with `< 0`, stores three bytes of message and
// two bytes of nothing.

calls.run(new Call.Write(slot.fd(), Buffer.crossing("abc".getBytes(), 5)))   // ==> -1 EFAULT (14)

// A page can be there, and yet not be for writing. `read` must write to your
// buffer, so a read-only one will not do; `write` only reads it.

calls.run(new Call.Read(slot.fd(), Buffer.readOnly(new byte[128])))            // ==> -1 EFAULT (14)
byte[] rodata = "from rodata".getBytes();
calls.run(new Call.Write(slot.fd(), Buffer.readOnly(rodata)))                  // ==> 11

// exercise: Four numbers
// Make calls that fail with each of these: `EMSGSIZE`, `EWOULDBLOCK`,
// `ENOSPC` and `EFAULT`. Two of them must come from `read`, and two from
// `write`; find out which can come from where.
// hint: `unused(100)` gives you a channel without a message.
// hint: `EFAULT` can come from both. Of the other three, `EMSGSIZE` is about
// what you write, so the last two are the reads.
// check: wantFailure("read", "EWOULDBLOCK")
// check: wantFailure("read", "ENOSPC")
// check: wantFailure("write", "EMSGSIZE")
// check: wantFailure("write", "EFAULT")
// wrong: calls.run(new Call.Write(slot.fd(), Buffer.of(""))); calls.run(new Call.Read(slot.fd(), Buffer.room(1)))
// wrong: calls.run(new Call.Read(slot.fd(), Buffer.unmapped(128)))
// answer:

calls.run(new Call.Write(slot.fd(), Buffer.of("")))         // ==> -1 EMSGSIZE (90)
calls.run(new Call.Write(slot.fd(), Buffer.unmapped(9)))    // ==> -1 EFAULT (14)
calls.run(new Call.Read(slot.fd(), Buffer.room(10)))        // ==> -1 ENOSPC (28)
slot.select(unused(100))
calls.run(new Call.Read(slot.fd(), Buffer.room(128)))       // ==> -1 EWOULDBLOCK (11)

// ## Errors that come before the driver
//
// A driver is asked last. Before it, the kernel looks at the path, the node,
// its permissions, and the descriptor. It has its own errors for those:

MessageSlot.open(calls, "/dev/slot_of_nobody")        // throws: ENOENT
MessageSlot reader = MessageSlot.open(calls, "/dev/slot0", O_RDONLY);
reader.select(empty)

// predict: `reader` was opened with `O_RDONLY`, and has a channel. What does
// writing to it give? Type the name of the error. (You may have seen it with a
// descriptor that was closed.)
// because: `EBADF`, bad file descriptor: it is open, but not for this. The
// kernel knows it from the flags of `open`, and our `slot_write` is not even
// called. You need no line in your driver for it.

reader.write("hello")                                 // throws: EBADF

// The same number for a descriptor that is not open at all:

reader.close()
reader.readText()                                     // throws: EBADF

// And this is not a slot. The path is right, the descriptor is right, but the
// driver behind it is another one: see [lab 02](02-ioctl.jsh).

MessageSlot nil = MessageSlot.open(calls, "/dev/null");
nil.select(7)                                         // throws: ENOTTY

// ## ENOMEM: the one you will not see today
//
// Storing a message takes memory, and the kernel may have none. A driver must
// ask, every time, and our tests make allocations fail on purpose to see
// whether it did:
//
// ```c kernel/message_slot.c
// if (!spare.message)
//         return -ENOMEM;
// ```
//
// Whoever does not ask writes to address 0, and then the kernel is not in a
// position to return anything: see [lab 10](10-crash.jsh).

// ## What a driver may return
//
// From `read` and `write`: the number of bytes, 0 or more; or an error, as a
// negative number from -1 to -4095. Both go through the same `return`, and
// that is where two mistakes come from. Here is what each looks like from
// outside. This little Java does what the C library does:

String asSeenFromC(long returned) {
    return returned < 0 && returned >= -4095
            ? "-1, errno " + Errno.of((int) -returned)
            : "success: " + returned;
}
asSeenFromC(5)         // ==> "success: 5"
asSeenFromC(-11)       // ==> "-1, errno EWOULDBLOCK (11)"

// predict: A student writes `return -1;` for every error. Which error does the
// program see?
//   a) ==> "-1, errno EPERM (1)"
//   b) ==> "-1, errno EINVAL (22)"
//   c) ==> "success: -1"
// because: Minus one is an error number like any other, and its name is
// `EPERM`, "operation not permitted". In a driver, -1 does not mean "failed,
// see errno": there is no `errno` in the kernel.

asSeenFromC(-1)        // ==> "-1, errno EPERM (1)"

// predict: Another student forgets the minus, and writes `return EINVAL;`,
// which is 22. What does the program see after `write(fd, "hello", 5)`?
//   a) ==> "-1, errno EINVAL (22)"
//   b) ==> "success: 22"
//   c) ==> "-1, errno ENOSPC (28)"
// because: Everything from 0 up is success. The program is told that 22 of its
// 5 bytes were written. Some programs believe it.

asSeenFromC(22)        // ==> "success: 22"

// ## An error is information
//
// A program that gets an error has learned something. This method does not
// care what:

String peek(long channel) throws ErrnoException {
    slot.select(channel);
    return slot.readText();
}

// exercise: A careful reader
// Write `peek` again (jshell replaces the old one), so that it returns the
// text `(empty)` where the channel has no message. Any *other* error must still
// be thrown: hiding errors that one did not expect is how bugs grow old.
// hint: Catch `ErrnoException`, and ask for `e.errno()`.
// hint: `if (e.errno().equals(Errno.EWOULDBLOCK)) return "(empty)"; throw e;`
// check: want(!fails("EWOULDBLOCK", () -> peek(unused(200))), "peek of an empty channel still throws EWOULDBLOCK.")
// check: want(peek(unused(200)).equals("(empty)"), "peek of an empty channel does not give '(empty)'.")
// check: want(!peek(empty).equals("(empty)"), "peek of a channel with a message hides it.")
// check: want(fails("EINVAL", () -> peek(0)), "peek(0) must throw EINVAL: channel 0 is a mistake of the caller.")
// wrong: String peek(long channel) {
//         try {
//             slot.select(channel);
//             return slot.readText();
//         } catch (ErrnoException e) {
//             return "(empty)";
//         }
//     }
// wrong: String peek(long channel) { return "(empty)"; }
// answer:

String peek(long channel) throws ErrnoException {
    slot.select(channel);
    try {
        return slot.readText();
    } catch (ErrnoException e) {
        if (e.errno().equals(Errno.EWOULDBLOCK)) {
            return "(empty)";
        }
        throw e;
    }
}

// ## What to remember
//
// | error         | says                            | clauses          |
// |---------------|---------------------------------|------------------|
// | `EINVAL`      | no channel, or channel 0        | R-W2, R-R3, R-I3 |
// |               | unknown command                 | R-I2             |
// | `EWOULDBLOCK` | no message on the channel       | R-R4             |
// | `EMSGSIZE`    | 0 bytes, or more than 128       | R-W3             |
// | `ENOSPC`      | the buffer is too small         | R-R5             |
// | `EFAULT`      | the buffer is not the caller's  | R-W4, R-R6       |
// | `ENOMEM`      | no memory left                  | R-W4             |
//
// And if two apply? The assignment leaves it open, so a program must not rely
// on it, and no check does. Our driver looks for the channel first.
//
// Next: [lab 06](06-slots.jsh), where there is more than one slot.
