// SPDX-License-Identifier: Apache-2.0
import org.messageslot.*;
import org.messageslot.calls.*;
import static org.messageslot.calls.OpenFlags.*;
import static org.messageslot.calls.SlotCommands.*;
import static org.messageslot.lab.desk.Desk.*;
import static org.messageslot.lab.desk.Wants.*;
int verdict = 1;  // Plain jshell never fails by itself. So it runs and judges
verdict = org.messageslot.lab.walk.PlainRun.judge("05-errors.jsh");
/exit verdict

SystemCalls calls = calls();

// # Errors: all that a slot can return
// minutes: 20
//
// A system call that fails tells the reason by a small number. A well-behaved
// driver returns the right one. In this lab you cause every error that a slot
// can return, and see where it comes from.
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
// The driver returns a *negative* number. The C library returns -1 instead, and
// stores the number in the variable `errno`. Our Java library makes an exception
// of it. It is the same number everywhere.

// ## The name, the number and the text of an error

MessageSlot slot = MessageSlot.open(calls, "/dev/slot0");
Errno caught = null;
try {
    slot.write("hello");
} catch (ErrnoException e) {
    caught = e.errno();
}
caught             // ==> EINVAL (22)
caught.text()      // ==> "Invalid argument"

// An error has a name, which you write in your source; a number, which the
// driver returns; and a text, which `perror` prints.
//
// jshell shows an exception by itself, so we do not need to catch it:

slot.write("hello")   // throws: EINVAL

// `calls.run` shows the result as a C program sees it. It tells the same as the
// exception:

calls.run(new Write(slot.fd(), Buffer.of("hello")))   // ==> -1 EINVAL (22)

// ## EINVAL: no channel, channel 0, or an unknown command
//
// A slot returns `EINVAL` in three cases. You have just seen the first one:
// writing *or reading* without a channel (R-W2, R-R3). The second is channel 0
// (R-I3), and the third is an unknown command (R-I2). They were the subject of
// [lab 02](02-ioctl.jsh).

slot.readText()    // throws: EINVAL
slot.select(0)     // throws: EINVAL
calls.run(new Ioctl(slot.fd(), 0xdead, 0))   // ==> -1 EINVAL (22)

// ## EWOULDBLOCK: the channel has no message

long empty = unused(8);
slot.select(empty)

// predict: This channel was never written. Reading a file at its end gives 0
// bytes. What does reading this channel give?
//   a) ==> ""
//      no: A file at its end does this. An empty channel is an error.
//   b) throws: EWOULDBLOCK
//   c) throws: EINVAL
//      no: A channel is chosen, so the call is correct. There is only nothing to
//      read.
//   d) it waits until a program writes
//      no: A pipe does this. A slot never waits.
// because: A pipe would wait; that is called *blocking*. A slot never waits. It
// says "I would have to block" (R-R4). The kernel has a second name for the same
// number, `EAGAIN`: try again later.
//
// ```c kernel/message_slot.c
// if (length == 0)
//         return -EWOULDBLOCK;
// ```

slot.readText()       // throws: EWOULDBLOCK

// try: Some student modules return `ENODATA` here. It is another number, and a
// program that compares with `EWOULDBLOCK` does not notice it.
//     Errno.EWOULDBLOCK.number()   // ==> 11
//     Errno.ENODATA.number()       // ==> 61

// ## EMSGSIZE: a message has 1 to 128 bytes
//
// 128 bytes are allowed, and 129 are too many (R-W3).

slot.write("x".repeat(128))   // ==> 128
slot.write("x".repeat(129))   // throws: EMSGSIZE

// predict: An empty message has 0 bytes. Writing 0 bytes to a file does
// nothing, and returns 0. And to a slot?
//   a) ==> 0
//      no: An ordinary file returns 0. A slot has no empty messages.
//   b) ==> 1
//      no: `write` never returns more than it was given.
//   c) throws: EMSGSIZE
//   d) throws: EINVAL
//      no: `EINVAL` would be possible, but the assignment asks for `EMSGSIZE`.
// because: A slot could not tell an empty message from no message. So a write of
// 0 bytes is refused, with the same error as one of too many bytes. In C,
// `length` is a `size_t`, which has no negative numbers: `length < 0` is never
// true. The line of our driver:
//
// ```c kernel/message_slot.c
// if (length == 0 || length > sizeof(text))
//         return -EMSGSIZE;
// ```

slot.write("")                // throws: EMSGSIZE

// predict: On this channel one write worked, of 128 bytes, and two failed after
// it. How long is the message now? Type a number.
// because: A write that fails leaves the message as it was, byte for byte
// (R-W4). [Lab 08](08-atomicity.jsh) shows more of this.

slot.read().length            // ==> 128

// ## ENOSPC: the buffer is too small

slot.write("a message of 24 bytes :)")   // ==> 24

// `slot.read(size)` reads into a buffer of a size that you choose.

slot.read(24).length                     // ==> 24

// predict: One byte less. What do we get?
//   a) ==> 23
//      no: A pipe would return 23 bytes now and one later. A slot does not
//      remember how far you have read.
//   b) ==> 24
//      no: 24 bytes do not fit into 23.
//   c) ==> 0
//      no: 0 would mean that there is no more to read.
//   d) throws: ENOSPC
// because: A slot returns the whole message or an error (R-R5, R-A1). `ENOSPC`
// was made for disks: "no space left on device". Here the buffer has no space.
//
// ```c kernel/message_slot.c
// if (length > size)
//         return -ENOSPC;
// ```

slot.read(23).length                     // throws: ENOSPC

// The message is still there, for a reader with a larger buffer:

slot.readText()                          // ==> "a message of 24 bytes :)"

// ## EFAULT: the buffer is not in the caller's memory
//
// `write(fd, pointer, 5)` tells the kernel *where* the bytes are. The kernel
// must not trust the pointer (R-A2): a C program can pass any number. Java has no
// pointers, so our library has a `Buffer` for each kind of bad memory:

calls.run(new Write(slot.fd(), Buffer.nullPointer(5)))   // ==> -1 EFAULT (14)
calls.run(new Write(slot.fd(), Buffer.unmapped(5)))      // ==> -1 EFAULT (14)

// predict: The first three bytes of this buffer are good. After them a page
// begins that is not mapped. We write five bytes. What happens?
//   a) ==> 3
//      no: This would be a partial write, and a slot has none (R-A1).
//   b) ==> 5
//      no: A driver that ignores the result of `copy_from_user`, or compares it
//      with -1, returns this. It stores three good bytes and two zeros.
//   c) ==> -1 EFAULT (14)
//   d) ==> -1 EMSGSIZE (90)
//      no: The length is good. The memory is not.
// because: `copy_from_user` returns how many bytes it could *not* copy: here 2.
// Our driver refuses everything but 0:
//
// ```c kernel/message_slot.c
// if (copy_from_user(text, buffer, length))
//         return -EFAULT;
// ```
//
// The result is never negative: a comparison with `< 0` finds no error.

calls.run(new Write(slot.fd(), Buffer.crossing("abc".getBytes(), 5)))   // ==> -1 EFAULT (14)

// A page can be mapped but read-only. `read` must write to the buffer, so a
// read-only one gives an error. `write` only reads the buffer, so it works.

calls.run(new Read(slot.fd(), Buffer.readOnly(new byte[128])))            // ==> -1 EFAULT (14)
byte[] rodata = "from rodata".getBytes();
calls.run(new Write(slot.fd(), Buffer.readOnly(rodata)))                  // ==> 11

// exercise: Four errors
// Make calls that fail with `EMSGSIZE`, `EWOULDBLOCK`, `ENOSPC` and `EFAULT`. Two
// of them must come from `read`, and two from `write`. Find out which error can
// come from which call.
// hint: `unused(100)` gives you a channel without a message.
// hint: `EFAULT` can come from both calls. `EMSGSIZE` comes from `write`, and the
// other two from `read`.
// check: wantFailure("read", "EWOULDBLOCK")
// check: wantFailure("read", "ENOSPC")
// check: wantFailure("write", "EMSGSIZE")
// check: wantFailure("write", "EFAULT")
// wrong: calls.run(new Write(slot.fd(), Buffer.of(""))); calls.run(new Read(slot.fd(), Buffer.room(1)))
// wrong: calls.run(new Read(slot.fd(), Buffer.unmapped(128)))
// answer:

calls.run(new Write(slot.fd(), Buffer.of("")))         // ==> -1 EMSGSIZE (90)
calls.run(new Write(slot.fd(), Buffer.unmapped(9)))    // ==> -1 EFAULT (14)
calls.run(new Read(slot.fd(), Buffer.room(10)))        // ==> -1 ENOSPC (28)
slot.select(unused(100))
calls.run(new Read(slot.fd(), Buffer.room(128)))       // ==> -1 EWOULDBLOCK (11)

// ## Errors that the kernel returns before it calls the driver
//
// The kernel calls the driver last. Before, it checks the path, the node, its
// permissions, and the descriptor. It has its own errors for those:

MessageSlot.open(calls, "/dev/slot_of_nobody")        // throws: ENOENT
MessageSlot reader = MessageSlot.open(calls, "/dev/slot0", O_RDONLY);
reader.select(empty)

// predict: `reader` was opened with `O_RDONLY`, and has a channel. What does
// writing to it give? Type the name of the error.
// because: `EBADF`, bad file descriptor: it is open, but not for writing. The
// kernel knows that from the flags of `open`, and does not call `slot_write`.
// Your driver needs no code for this case.

reader.write("hello")                                 // throws: EBADF

// A descriptor that is not open gives the same error:

reader.close()
reader.readText()                                     // throws: EBADF

// And this is not a slot. Path and descriptor are good, but it is another
// driver; see [lab 02](02-ioctl.jsh).

MessageSlot nil = MessageSlot.open(calls, "/dev/null");
nil.select(7)                                         // throws: ENOTTY

// ## ENOMEM: the kernel has no memory left
//
// Storing a message takes memory, and an allocation can fail. A driver must check
// every allocation. The grader makes allocations fail on purpose:
//
// ```c kernel/message_slot.c
// if (!spare.message)
//         return -ENOMEM;
// ```
//
// A driver that does not check writes to address 0, and the kernel crashes: see
// [lab 10](10-crash.jsh). You do not see this error today, because the guest has
// enough memory.

// ## What a driver may return
//
// `read` and `write` return the number of bytes, 0 or more; or an error, as a
// negative number from -1 to -4095. Both are returned by the same `return`, and
// students often make two mistakes there. This method does what the C library
// does, so that you can see what a program gets:

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
//      no: The kernel does not choose an error for you. `EINVAL` is 22, not 1.
//   c) ==> "success: -1"
//      no: Everything from -1 to -4095 is an error.
// because: -1 is an error number like any other, and its name is `EPERM`,
// "operation not permitted". In a *program*, -1 means "failed, see errno". In a
// driver it does not: the kernel has no `errno`.

asSeenFromC(-1)        // ==> "-1, errno EPERM (1)"

// predict: Another student forgets the minus, and writes `return EINVAL;`,
// which is 22. What does the program see after `write(fd, "hello", 5)`?
//   a) ==> "-1, errno EINVAL (22)"
//      no: This is what `return -EINVAL;` gives.
//   b) ==> "success: 22"
//   c) ==> "-1, errno ENOSPC (28)"
//      no: The kernel does not compare the result with the 5 bytes.
// because: 0 and every positive number is success. The program learns that 22 of
// its 5 bytes were written.

asSeenFromC(22)        // ==> "success: 22"

// ## Handling one error, and passing on all others
//
// A good program handles the errors that it expects. This method handles none:

String peek(long channel) throws ErrnoException {
    slot.select(channel);
    return slot.readText();
}

// exercise: A careful reader
// Write `peek` again (jshell replaces the old one), so that it returns the
// text `(empty)` if the channel has no message. Every *other* error must still be
// thrown: a program that hides unexpected errors also hides its own mistakes.
// hint: Catch `ErrnoException`, and look at `e.errno()`.
// hint: `if (e.errno().equals(Errno.EWOULDBLOCK)) return "(empty)"; throw e;`
// check: want(!fails("EWOULDBLOCK", () -> peek(unused(200))), "peek of an empty channel still throws EWOULDBLOCK.")
// check: want(peek(unused(200)).equals("(empty)"), "peek of an empty channel does not give '(empty)'.")
// check: wantReads(channel -> peek(channel))
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
// | error         | means                           | clauses          |
// |---------------|---------------------------------|------------------|
// | `EINVAL`      | no channel, or channel 0        | R-W2, R-R3, R-I3 |
// |               | unknown command                 | R-I2             |
// | `EWOULDBLOCK` | no message on the channel       | R-R4             |
// | `EMSGSIZE`    | 0 bytes, or more than 128       | R-W3             |
// | `ENOSPC`      | the buffer is too small         | R-R5             |
// | `EFAULT`      | the buffer is not the caller's  | R-W4, R-R6       |
// | `ENOMEM`      | no memory left                  | R-W4             |
//
// If two errors are possible, the assignment does not say which one is returned.
// So a program must not rely on it, and no check does. Our driver checks the
// channel first.
//
// Next: [lab 06](06-slots.jsh), with more than one slot.
