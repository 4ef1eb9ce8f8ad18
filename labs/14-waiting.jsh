// SPDX-License-Identifier: Apache-2.0
import org.messageslot.*;
import org.messageslot.calls.*;
import org.messageslot.guest.*;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import static org.messageslot.calls.MapProtection.*;
import static org.messageslot.calls.OpenFlags.*;
import static org.messageslot.calls.PollEvents.*;
import static org.messageslot.calls.SlotCommands.*;
import static org.messageslot.lab.desk.Desk.*;
import static org.messageslot.lab.desk.Wants.*;
int verdict = 1;  // Plain jshell never fails by itself. So it runs and judges
verdict = org.messageslot.lab.walk.PlainRun.judge("14-waiting.jsh");
/exit verdict

// # Calls that wait: poll, queues and mmap
// minutes: 30
// needs: guest
//
// If a channel has no message, `read` fails at once (R-R4). A program that needs the
// message must call `read` again and again. That costs time of the processor, and
// the message may still be seen late.
//
// Most drivers do it in another way. The call *waits*: the kernel puts the process
// to sleep, and wakes it when there is something to read.
//
// ```text
//     reader    read: no message ... sleeps ........... wakes: "hello"
//     writer                           write "hello" --'
// ```
//
// This lab shows three things that go beyond the assignment: calls that wait,
// channels that are queues, and a message that is part of a program's memory. They
// are the optional steps 9, 10 and 11 of `lab skeleton`.

// ## A read that waits
//
// We start a guest, and load a module there that has the three steps. With the
// parameter `wait=1`, a read of an empty channel waits (R-B1).

Guest guest = guestWithOptionalSteps("wait=1");
GuestCalls reader = guest.newProcess("reader");
GuestCalls writer = guest.newProcess("writer");
int in = reader.open("/dev/slot0", O_RDWR);
int out = writer.open("/dev/slot0", O_RDWR);
reader.ioctl(in, CHANNEL, 1)
writer.ioctl(out, CHANNEL, 1)

// `begin` starts a call in the reader's process, and does not wait until it returns.
// `isDone` tells whether it has returned.

GuestCalls.Begun read = reader.begin(new Read(in, Buffer.room(128)));
guest.newProcess("clock").poll(-1, 0, 300)   // ==> 0
read.isDone()                                // ==> false

// (`poll` on no file at all lets time pass: here 300 milliseconds.)

// The kernel tells in which functions a process is, the innermost first. The driver
// waits in its function `slot_lock_when`, which calls the scheduler (`schedule`) to give
// the processor away.

// predict: Is the reader's process in `slot_lock_when` now?
//   a) ==> true
//   b) ==> false
//      no: Then the call would have returned, with `EWOULDBLOCK` for example, and
//      `isDone` would be true.
// because: The process sleeps in the kernel, in the middle of its call. It uses no
// time of the processor until somebody wakes it.

reader.stacks().stream().anyMatch(line -> line.contains("slot_lock_when"))   // ==> true

// Now the writer writes. This wakes the reader, and its call returns:

writer.write(out, Buffer.of("hello"))        // ==> 5
read.result().value()                        // ==> 5
new String(read.result().bytes(), 0, 5)      // ==> "hello"

// ## How the driver does it
//
// Each slot has a *wait queue*: a list of those that sleep. A read that finds no
// message goes to sleep there:
//
// ```c grading/variants/good/optional-steps/message_slot.c
// error = wait_event_interruptible(slot->waiters,
//                                  ready(slot, id));
// ```
//
// A write wakes all that sleep there:
//
// ```c grading/variants/good/optional-steps/message_slot.c
// wake_up_interruptible(&slot->waiters);
// ```
//
// There are three rules.
//
// - *Sleep without the lock.* A read that sleeps with the lock in its hand keeps the
//   writer out. The writer then waits for the lock, and the reader for the writer.
// - *After waking, look again.* Another process may have been faster, or the message
//   may be for another channel.
// - *Let signals through.* `_interruptible` means that a signal ends the sleep. With
//   plain `wait_event`, nobody can kill the process.

// predict: The reader waits for channel 2. The writer writes to channel 3. Both are
// channels of one slot, and a slot has one wait queue. Does the read return?
//   a) ==> true
//      no: The read was woken. But it looked again, found no message on channel 2,
//      and went to sleep again.
//   b) ==> false
// because: To be woken means that something has changed, not that there is a message
// for you. This is why the driver looks again in a loop.

reader.ioctl(in, CHANNEL, 2)
writer.ioctl(out, CHANNEL, 3)
GuestCalls.Begun read = reader.begin(new Read(in, Buffer.room(128)));
writer.write(out, Buffer.of("for channel 3"))   // ==> 13
guest.newProcess("clock").poll(-1, 0, 300)      // ==> 0
read.isDone()                                   // ==> false

// Nobody will write to channel 2. We end the reader in the middle of its call. This
// works, because signals get through:

reader.close()

// ## A file that never waits
//
// A program can say that it does not want to wait, by a flag of `open` (R-B2).

int hasty = writer.open("/dev/slot0", O_RDWR | O_NONBLOCK);
writer.ioctl(hasty, CHANNEL, 2)

// predict: The module was loaded with `wait=1`. What does this read do? The channel
// has no message.
//   a) throws: EWOULDBLOCK
//   b) throws: EINVAL
//      no: The file has a channel, and the call is right.
//   c) ==> 0
//      no: For many files 0 means the end. A slot has no end.
// because: Now you see where the name comes from: the call *would block*, that is,
// it would wait, and the program has asked it not to.

writer.read(hasty, Buffer.room(128))         // throws: EWOULDBLOCK

// ## poll
//
// `poll` asks what a file is ready for, and waits for it if you like. A program can
// give it many files, and so wait for all of them at the same time. (Our method takes
// one file, the events, and how many milliseconds it may wait.)

writer.poll(hasty, POLLIN | POLLOUT, 0) == POLLOUT        // ==> true

// `POLLIN` is missing: there is nothing to read. `POLLOUT` is there: a write would not
// wait. Without a channel there is neither of them (R-B4):

int fresh = writer.open("/dev/slot0", O_RDWR);
writer.poll(fresh, POLLIN | POLLOUT, 0) == POLLERR        // ==> true

// `hasMessage` should tell whether the channel of an open file has a message. It must
// not read it. Now it always says no:

boolean hasMessage(GuestCalls who, int fd) throws ErrnoException {
    return false;
}

// These two channels are for trying: 10 is empty, and 11 has a message.

int empty = writer.open("/dev/slot0", O_RDWR);
int full = writer.open("/dev/slot0", O_RDWR);
writer.ioctl(empty, CHANNEL, 10)
writer.ioctl(full, CHANNEL, 11)
writer.write(full, Buffer.of("here"))        // ==> 4

// exercise: Is there a message?
// Write `hasMessage` again. It must not wait.
// hint: Which event means that there is something to read?
// hint: `poll` with 0 milliseconds does not wait. It returns 0 if the event is not there.
// check: want(hasMessage(writer, full), "Channel 11 has a message, and you say no.")
// check: want(!hasMessage(writer, empty), "Channel 10 has no message, and you say yes.")
// check: want(!hasMessage(writer, fresh), "A file without a channel has no message, and you say yes.")
// wrong: boolean hasMessage(GuestCalls who, int fd) throws ErrnoException { return true; }
// wrong: boolean hasMessage(GuestCalls who, int fd) throws ErrnoException {
//         return who.poll(fd, POLLIN | POLLOUT, 0) != 0;
//     }
// wrong: boolean hasMessage(GuestCalls who, int fd) throws ErrnoException {
//         return who.poll(fd, POLLIN, 0) != 0;
//     }
// answer:

boolean hasMessage(GuestCalls who, int fd) throws ErrnoException {
    return who.poll(fd, POLLIN, 0) == POLLIN;
}

// ## Channels that are queues
//
// With the parameter `queue=N`, a channel holds up to N messages (R-Q1). A write adds
// one at the end. A read takes the oldest one away (R-Q2).
//
// ```text
//     write "three" -->  | "two" | "one" |  --> read: "one"
// ```

Guest guest = guestWithOptionalSteps("queue=2");
GuestCalls process = guest.newProcess("queue");
int fd = process.open("/dev/slot0", O_RDWR | O_NONBLOCK);
process.ioctl(fd, CHANNEL, 1)
process.write(fd, Buffer.of("one"))          // ==> 3
process.write(fd, Buffer.of("two"))          // ==> 3

// predict: The queue is full. What does a third write do? The file was opened with
// `O_NONBLOCK`.
//   a) ==> 5
//      no: Then a message would be lost, or the queue would hold three.
//   b) throws: ENOMEM
//      no: There is memory. The limit is a rule, so that one program cannot take all
//      memory by writing what nobody reads.
//   c) throws: EWOULDBLOCK
// because: Without `O_NONBLOCK` the write would wait until somebody reads (R-Q3).

process.write(fd, Buffer.of("three"))        // throws: EWOULDBLOCK

// This method reads one message, as a text:

String next(GuestCalls who, int fd) throws ErrnoException {
    Buffer buffer = Buffer.room(128);
    return new String(buffer.bytes(), 0, (int) who.read(fd, buffer));
}
next(process, fd)                            // ==> "one"
next(process, fd)                            // ==> "two"

// `drain` should read all messages of a queue. Now it reads one:

List<String> drain(GuestCalls who, int fd) throws ErrnoException {
    return List.of(next(who, fd));
}

// exercise: Empty a queue
// Write `drain` again. It must return all messages of the queue, the oldest first, and
// leave the queue empty. It does not know how many there are: 0, 1 or 2.
// hint: How do you know that there is one more? You have just written a method for it.
// hint: `while (hasMessage(who, fd))`
// check: want(process.run(new Write(fd, Buffer.of("a"))).value() == 1
//     && process.run(new Write(fd, Buffer.of("b"))).value() == 1
//     && drain(process, fd).equals(List.of("a", "b")), "With a and b in the queue, drain must return both, in this order.")
// check: want(!hasMessage(process, fd), "There is still a message in the queue.")
// check: want(process.run(new Write(fd, Buffer.of("c"))).value() == 1
//     && drain(process, fd).equals(List.of("c")), "With c in the queue, drain must return c.")
// check: want(drain(process, fd).isEmpty(), "Of an empty queue, drain must return an empty list.")
// wrong: List<String> drain(GuestCalls who, int fd) throws ErrnoException { return List.of(next(who, fd)); }
// wrong: List<String> drain(GuestCalls who, int fd) throws ErrnoException {
//         return List.of(next(who, fd), next(who, fd));
//     }
// wrong: List<String> drain(GuestCalls who, int fd) throws ErrnoException {
//         LinkedList<String> all = new LinkedList<>();
//         while (hasMessage(who, fd)) {
//             all.addFirst(next(who, fd));
//         }
//         return all;
//     }
// answer:

List<String> drain(GuestCalls who, int fd) throws ErrnoException {
    List<String> all = new ArrayList<>();
    while (hasMessage(who, fd)) {
        all.add(next(who, fd));
    }
    return all;
}

// ## A message in your own memory
//
// `read` copies the message into the program's memory. `mmap` does it in another way:
// the kernel puts a page of its own into the program's memory, and the program looks
// at it whenever it likes. This takes no system call (R-V1).
//
// ```text
//     byte    0      4               4 + length            4095
//             length | the message   | zeros ............. |
// ```

Guest guest = guestWithOptionalSteps("");
GuestCalls viewer = guest.newProcess("viewer");
GuestCalls writer = guest.newProcess("writer");
int seen = viewer.open("/dev/slot0", O_RDWR);
int out = writer.open("/dev/slot0", O_RDWR);
viewer.ioctl(seen, CHANNEL, 1)
writer.ioctl(out, CHANNEL, 1)

// predict: Nobody has written to the channel. What does `mmap` do?
//   a) throws: EWOULDBLOCK
//   b) ==> 0
//      no: This would be a mapping of a channel that was never written. It would take
//      memory, and the driver gives memory only to channels that have a message (R-M1).
//   c) throws: EFAULT
//      no: `EFAULT` is for a bad address. We have given none.
// because: As for `read`: there is no message yet (R-V3).

viewer.mmap(seen, 4096, PROT_READ, 0)        // throws: EWOULDBLOCK

// With a message it works. Our method returns the number of the mapping: 0 is the
// first one of this process. `peek` copies bytes from it, as `memcpy` in C.

writer.write(out, Buffer.of("hello"))        // ==> 5
int map = viewer.mmap(seen, 4096, PROT_READ, 0);
map                                          // ==> 0

byte[] look() throws ErrnoException {
    Buffer page = Buffer.room(4096);
    viewer.peek(map, page);
    return page.bytes();
}
new String(look(), 4, 5)                     // ==> "hello"

// predict: The writer writes `world`. The viewer makes no call to the driver. What does
// it see in its memory?
//   a) ==> "hello"
//      no: This would be a copy, made when `mmap` was called. But it is the same page
//      that the driver writes to.
//   b) ==> "world"
//   c) throws: ProcessEndedException
//      no: A program ends like this if there is no memory behind an address. There is.
// because: There is one page, and both see it: the driver by its own address, the
// program by another one (R-V2).

writer.write(out, Buffer.of("world"))        // ==> 5
new String(look(), 4, 5)                     // ==> "world"

// `messageIn` should take the message out of such a page. Now it takes five bytes:

byte[] messageIn(byte[] page) {
    return Arrays.copyOfRange(page, 4, 9);
}

// exercise: Take the message out of the page
// Write `messageIn` again, for messages of any length and of any bytes.
// hint: How long the message is, is told by the first 4 bytes.
// hint: `ByteBuffer.wrap(page).order(ByteOrder.nativeOrder()).getInt()`
// check: want(writer.run(new Write(out, Buffer.of("a longer message"))).value() == 16
//     && new String(messageIn(look())).equals("a longer message"), "A longer message is not returned whole.")
// check: want(writer.run(new Write(out, Buffer.of(new byte[] {1, 0, 2, 0}))).value() == 4
//     && Arrays.equals(messageIn(look()), new byte[] {1, 0, 2, 0}), "A message may have zeros in it, and at its end.")
// check: want(writer.run(new Write(out, Buffer.of("m".repeat(128)))).value() == 128
//     && new String(messageIn(look())).equals("m".repeat(128)), "The longest message is not returned whole.")
// wrong: byte[] messageIn(byte[] page) { return Arrays.copyOfRange(page, 4, 9); }
// wrong: byte[] messageIn(byte[] page) {
//         int end = 4;
//         while (page[end] != 0) {
//             end++;
//         }
//         return Arrays.copyOfRange(page, 4, end);
//     }
// wrong: byte[] messageIn(byte[] page) { return Arrays.copyOfRange(page, 4, 4 + 128); }
// wrong: byte[] messageIn(byte[] page) { return Arrays.copyOfRange(page, 4, 4 + page[0]); }
// answer:

byte[] messageIn(byte[] page) {
    ByteOrder order = ByteOrder.nativeOrder();
    int length = ByteBuffer.wrap(page).order(order).getInt();
    return Arrays.copyOfRange(page, 4, 4 + length);
}

// A mapping has a price. The lock of the channel keeps other *calls* out. But to look
// at memory is no call. A program that looks while the driver writes may see half of
// each message. You know this from [lab 09](09-two-at-once.jsh): the message is torn. So
// R-A1 is about calls only. Programs that share memory must agree on more.

// predict: The viewer closes its file. Can the module be unloaded now, while the mapping
// is still there? (The writer closes its file, too.)
//   a) throws: EWOULDBLOCK
//   b) It is unloaded, and the mapping stays.
//      no: Then the driver would free a page that a program still sees. Whatever the
//      kernel puts there next, the program could read.
//   c) It is unloaded, and the mapping is removed.
//      no: The kernel takes no memory away from a program that did not ask for it.
// because: A mapping keeps a reference to its open file, and an open file keeps the
// module (R-V4, R-L2).

viewer.close(seen)
writer.close(out)
guest.unloadModule("message_slot")           // throws: EWOULDBLOCK

// After `munmap` nothing needs the module:

viewer.munmap(map)
guest.unloadModule("message_slot")

// ## What to remember
//
// - A call that has to wait sleeps in a wait queue. It costs nothing while it sleeps.
// - Sleep without a lock. After waking, look again. Let signals through.
// - `O_NONBLOCK` means: do not wait, tell me. `poll` means: tell me when.
// - What `mmap` shows is shared memory. No lock of the driver protects it.
//
// Now add it to your own module: steps 9, 10 and 11 in `STEPS.md`. Check it with
// `lab grade ex3 --upto 9`.
