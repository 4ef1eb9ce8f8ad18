// SPDX-License-Identifier: Apache-2.0
import org.messageslot.*;
import org.messageslot.calls.*;
import static org.messageslot.calls.OpenFlags.*;
import static org.messageslot.calls.SlotCommands.*;
import static org.messageslot.lab.desk.Desk.*;
import static org.messageslot.lab.desk.Wants.*;
int verdict = 1;  // Plain jshell never fails by itself. So it runs and judges
verdict = org.messageslot.lab.walk.PlainRun.judge("13-break-this-driver.jsh");
/exit verdict

// # Break this driver: six mistakes to prove
// minutes: 30
// needs: guest
//
// `labs/challenges/` has six message slots, `suspect_1.c` to `suspect_6.c`. Each stores
// its messages in another way, and each has one mistake. All of them pass a short test.
//
// Your task is the one of a tester: find calls that prove the mistake. A proof is a list
// of calls to which the suspect returns something else than a right driver. You may read
// the sources, but the mistakes are not easy to see there.

// ## How to prove a mistake
//
// `suspect(1)` loads suspect 1 in a guest with the nodes `/dev/slot0` to `/dev/slot3`, and
// returns a process there. All your calls are written down.

SystemCalls one = suspect(1);
int fd = one.open("/dev/slot0", O_RDWR);
one.run(new Ioctl(fd, CHANNEL, 7))                  // ==> 0
one.run(new Write(fd, Buffer.of("hello")))          // ==> 5
one.run(new Read(fd, Buffer.room(128)))             // ==> 5

// `proof(1)` makes the same calls twice more: in a new guest with the suspect, and in a new
// guest with the kit's own module. Then it compares all results: the values, the errors,
// and the bytes in the buffers. A proof has 40 calls at most. `suspect(1)` begins again,
// with no calls.

// predict: The three results above are right. What does `proof(1)` return?
//   a) ==> "proved by call ...: ..."
//      no: The suspect has a mistake, but these calls do not show it.
//   b) ==> "no proof: ..."
// because: A right driver returns the same for these calls. That a test passes does not
// mean that the driver is right. It only means that *this test* finds nothing.

proof(1)   // ==> "no proof: a right driver answers these 4 calls as suspect 1 does."

// The clauses tell you where to look (`clause R-W1` shows one). Good tests use the values at
// the limits, calls that fail, what is there after a failed call, and two things that must
// not influence each other.

// ## Suspect 1

// exercise: Suspect 1
// Prove the mistake of suspect 1. `one` is a process with it, and `fd` is open there.
// hint: This driver does everything right with short messages.
// hint: Which is the longest message that is allowed? Write it, and read it.
// check: wantProof(1)
// wrong: one.run(new Write(fd, Buffer.of("x".repeat(127)))); one.run(new Read(fd, Buffer.room(128)))
// wrong: one.run(new Write(fd, Buffer.of("x".repeat(129))))
// answer:

SystemCalls one = suspect(1);
int fd = one.open("/dev/slot0", O_RDWR);
one.run(new Ioctl(fd, CHANNEL, 7))                              // ==> 0
one.run(new Write(fd, Buffer.of("x".repeat(128))))              // ==> 128
one.run(new Read(fd, Buffer.room(128)))                         // ==> -1 ENOSPC (28)
proof(1)   // ==> "proved by call 4: read(3, buf, 128) = -1 ENOSPC (28); a right driver: 128"

// Suspect 1 keeps the length in eight bits *with a sign*. They end at 127, and 128 becomes
// -128. In the comparison with `size`, -128 becomes a very large number:
//
// ```c labs/challenges/suspect_1.c
// s8 length;
// ```

// ## Suspect 2

// exercise: Suspect 2
// Prove the mistake of suspect 2. Begin with `SystemCalls two = suspect(2);`
// hint: The results of good calls are right, and so are those of bad ones. But a bad call
// may change something.
// hint: Which calls can fail? What must be the same after each of them (R-I3)?
// check: wantProof(2)
// wrong: SystemCalls a2 = suspect(2); int f2 = a2.open("/dev/slot0", O_RDWR); a2.run(new Ioctl(f2, CHANNEL, 0))
// wrong: SystemCalls b2 = suspect(2); int g2 = b2.open("/dev/slot0", O_RDWR); b2.run(new Ioctl(g2, CHANNEL, 1));
//     b2.run(new Ioctl(g2, 0xdead, 1)); b2.run(new Write(g2, Buffer.of("x")))
// answer:

SystemCalls two = suspect(2);
int fd = two.open("/dev/slot0", O_RDWR);
two.run(new Ioctl(fd, CHANNEL, 7))                              // ==> 0
two.run(new Ioctl(fd, CHANNEL, 0))                              // ==> -1 EINVAL (22)
two.run(new Write(fd, Buffer.of("hello")))                      // ==> -1 EINVAL (22)
proof(2)   // ==> "proved by call 4: write(3, \"hello\", 5) = -1 EINVAL (22); a right driver: 5"

// Suspect 2 stores the new id before it checks it. So a failed choice of channel 0 removes
// the choice that was there:
//
// ```c labs/challenges/suspect_2.c
// opened->id = argument;
// return opened->id ? 0 : -EINVAL;
// ```

// ## Suspect 3

// exercise: Suspect 3
// Prove the mistake of suspect 3.
// hint: Look at what happens over a longer time: open files come and go.
// hint: Where is a message after the last open file of its channel is closed (R-R2)?
// check: wantProof(3)
// wrong: SystemCalls a3 = suspect(3); int f3 = a3.open("/dev/slot0", O_RDWR); int g3 = a3.open("/dev/slot0", O_RDWR);
//     a3.run(new Ioctl(f3, CHANNEL, 1)); a3.run(new Ioctl(g3, CHANNEL, 1));
//     a3.run(new Write(f3, Buffer.of("x"))); a3.close(f3); a3.run(new Read(g3, Buffer.room(1)))
// answer:

SystemCalls three = suspect(3);
int fd = three.open("/dev/slot0", O_RDWR);
three.run(new Ioctl(fd, CHANNEL, 7))                            // ==> 0
three.run(new Write(fd, Buffer.of("hello")))                    // ==> 5
three.run(new Ioctl(fd, CHANNEL, 8))                            // ==> 0
three.run(new Ioctl(fd, CHANNEL, 7))                            // ==> 0
three.run(new Read(fd, Buffer.room(128)))                       // ==> -1 EWOULDBLOCK (11)
proof(3)   // ==> "proved by call 6: read(3, buf, 128) = -1 EWOULDBLOCK (11); a right driver: 5"

// Suspect 3 frees a channel when no open file is on it any more. This saves memory, but a
// channel with a message must stay:
//
// ```c labs/challenges/suspect_3.c
// if (channel && --channel->users == 0) {
// ```

// ## Suspect 4

// exercise: Suspect 4
// Prove the mistake of suspect 4.
// hint: What must be true after a write that fails (R-W4)? There are several ways to fail.
// hint: `Buffer.crossing("NEW".getBytes(), 5)` has three good bytes of five.
// hint: The length of the failed write matters, too. Compare it with the message that is
// there.
// check: wantProof(4)
// wrong: SystemCalls a4 = suspect(4); int f4 = a4.open("/dev/slot0", O_RDWR); a4.run(new Ioctl(f4, CHANNEL, 1));
//     a4.run(new Write(f4, Buffer.of("old"))); a4.run(new Write(f4, Buffer.crossing("NEW".getBytes(), 9)));
//     a4.run(new Read(f4, Buffer.room(128)))
// answer:

SystemCalls four = suspect(4);
int fd = four.open("/dev/slot0", O_RDWR);
four.run(new Ioctl(fd, CHANNEL, 7))                             // ==> 0
four.run(new Write(fd, Buffer.of("old message")))               // ==> 11
four.run(new Write(fd, Buffer.crossing("NEW".getBytes(), 5)))   // ==> -1 EFAULT (14)
four.run(new Read(fd, Buffer.room(11)))                         // ==> 11
proof(4)   // ==> "proved by call 5: read(3, buf, 11) = 11, and the buffer holds \"...\"; a right driver: 11, and the buffer holds \"old message\""

// Suspect 4 is careful if the new message needs a larger buffer. If it does not, it copies
// straight into the old message:
//
// ```c labs/challenges/suspect_4.c
// if (copy_from_user(message->text, buffer, length))
//         return -EFAULT;
// message->length = length;
// ```

// ## Suspect 5

// exercise: Suspect 5
// Prove the mistake of suspect 5.
// hint: The value and the error of every call are right. Look at the bytes.
// hint: What may a read that fails with `ENOSPC` write into the buffer (R-A1)?
// hint: The source says how many bytes are copied at a time. Use a message and a buffer
// that are longer than that.
// check: wantProof(5)
// wrong: SystemCalls a5 = suspect(5); int f5 = a5.open("/dev/slot0", O_RDWR); a5.run(new Ioctl(f5, CHANNEL, 1));
//     a5.run(new Write(f5, Buffer.of("hello"))); a5.run(new Read(f5, Buffer.room(3)))
// answer:

SystemCalls five = suspect(5);
int fd = five.open("/dev/slot0", O_RDWR);
five.run(new Ioctl(fd, CHANNEL, 7))                             // ==> 0
five.run(new Write(fd, Buffer.of("m".repeat(40))))              // ==> 40
five.run(new Read(fd, Buffer.room(39)))                         // ==> -1 ENOSPC (28)
proof(5)   // ==> "proved by call 4: read(3, buf, 39) = -1 ENOSPC (28), and the buffer holds \"mmm...\"...; a right driver: -1 ENOSPC (28), and the buffer holds ..."

// Suspect 5 checks the size before each piece. When it finds that the buffer is too small, it
// has already copied the pieces before: a partial read.
//
// ```c labs/challenges/suspect_5.c
// if (at + piece > size)
//         return -ENOSPC;
// ```

// ## Suspect 6
//
// The last one is about channel ids. Perhaps you want to try all of them.

// predict: There are 4294967295 ids. If you try a thousand ids per second, how many whole days
// does it take? Type a number.
// because: More than seven weeks, and this is only for one slot. So think about how a driver
// might compute with ids, and choose ids for which that could go wrong: near powers of two,
// with single bits set, and in several slots.

4294967295L / 1000 / (24 * 60 * 60)   // ==> 49

// exercise: Suspect 6
// Prove the mistake of suspect 6.
// hint: Slots share nothing (R-D2). How does this driver tell the channels of two slots apart?
// hint: The key of a channel is `id << 8 ^ minor << 24`. Find two different channels with the
// same key.
// hint: `minor << 24` is `(minor << 16) << 8`. So id 7 of slot 1 has the key of id `7 ^ 1 << 16`
// of slot 0.
// check: wantProof(6)
// wrong: SystemCalls a6 = suspect(6); int f6 = a6.open("/dev/slot0", O_RDWR); int g6 = a6.open("/dev/slot1", O_RDWR);
//     a6.run(new Ioctl(f6, CHANNEL, 7)); a6.run(new Ioctl(g6, CHANNEL, 7));
//     a6.run(new Write(f6, Buffer.of("x"))); a6.run(new Read(g6, Buffer.room(1)))
// answer:

SystemCalls six = suspect(6);
int zero = six.open("/dev/slot0", O_RDWR);
int first = six.open("/dev/slot1", O_RDWR);
six.run(new Ioctl(first, CHANNEL, 7))                           // ==> 0
six.run(new Write(first, Buffer.of("hello")))                   // ==> 5
six.run(new Ioctl(zero, CHANNEL, 7 + (1 << 16)))                // ==> 0
six.run(new Read(zero, Buffer.room(128)))                       // ==> 5
proof(6)   // ==> "proved by call 6: read(3, buf, 128) = 5; a right driver: -1 EWOULDBLOCK (11)"

// The key of suspect 6 leaves 16 bits for the id, and the upper bits of the id meet those of the
// minor number:
//
// ```c labs/challenges/suspect_6.c
// file->private_data = (void *)(id << 8 ^ minor_of(file) << 24);
// ```

// ## What to remember
//
// - A test that passes proves only that it finds nothing.
// - Test the limits: the shortest, the longest, the largest id, the last slot.
// - Test what is there after a call that failed: the message, the choice, the buffer.
// - Test that two things do not influence each other: slots, channels, open files.
// - Choose values by thinking about how the code might compute. Trying all is impossible.
//
// `lab variants --list` lists many more modules with mistakes, by which the grader is tested.
