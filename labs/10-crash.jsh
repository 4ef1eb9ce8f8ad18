// SPDX-License-Identifier: Apache-2.0
import org.messageslot.*;
import org.messageslot.calls.*;
import org.messageslot.guest.*;
import static org.messageslot.calls.OpenFlags.*;
import static org.messageslot.calls.SlotCommands.*;
import static org.messageslot.lab.Desk.*;
int verdict = 1;  // Plain jshell never fails by itself. So it runs and judges
verdict = judge("10-crash.jsh");
/exit verdict

// # When a kernel crashes
// minutes: 20
// needs: guest
//
// A mistake in a program ends the program. A mistake in a driver is a mistake
// in the kernel, and there is nobody above the kernel to end it. It writes down
// all that it knows, on the console: that is called an *oops*. Then it is over,
// for all programs at once.
//
// Students meet their first oops at three in the morning. You meet yours now,
// in a guest that is made to be thrown away.

// ## NULL
//
// `labs/modules/null_channel.c` forgets that an open file may have no channel.
// Its `read` begins like this:
//
// ```c labs/modules/null_channel.c
// struct channel *channel = file->private_data;
//
// if (channel->length == 0)
//         return -EWOULDBLOCK;
// ```

Guest guest = guestWith("null_channel", "");
GuestCalls victim = guest.newProcess("victim");
int fd = victim.open("/dev/slot0", O_RDWR);

// `open` has set `private_data` to `NULL`, and we call `read` without an
// `ioctl` before it.

// predict: What do we get?
//   a) throws: EINVAL
//   b) throws: EFAULT
//   c) throws: GuestFailureException
//   d) ==> 0
// because: There is no error number for this. The processor was told to read at
// address 0, where nothing is, and it was the *kernel* that told it. The guest
// is dead. What you see is an exception of our library, which has lost the
// other end of its wire.
//
// (`EINVAL` would have been right: R-R3. And `EFAULT` is for addresses that a
// *user* passes: [lab 05](05-errors.jsh).)

victim.read(fd, Buffer.room(128))      // throws: GuestFailureException

// There is nobody left to answer, whatever we ask:

victim.close(fd)                       // throws: GuestFailureException

// ## Reading an oops
//
// The last words of the kernel are on the console. Our library has cut out the
// part that matters:

Oops oops = ((GuestFailure.Panic) guest.failure().get()).oops();
oops.title()
// ==> "BUG: kernel NULL pointer dereference, address: 0000000000000000"

// The **title** says what kind of crash it is. The address is small: somebody
// had a `NULL` pointer, and looked at a field of what it should have pointed to.
// `length` is the first field of `struct channel`, so it is 0 + 0.

oops.place().get().function()          // ==> "null_read"
oops.place().get().module().get()      // ==> "null_channel"

// The **place** is the line that begins with `RIP`, for *instruction pointer*.
// It tells the function and how far into it, in bytes; and behind it, in
// brackets, the module. Always look for the name of *your* module first. If it
// is there, it is you.

oops.trace().stream().filter(l -> l.startsWith("RIP:")).findFirst().get()
// ==> "RIP: 0010:null_read+0x.../0x... [null_channel]"

// The first number behind the function is how far into it the processor was, and
// the second one how long the function is, both in bytes of machine code.

String rip = oops.trace().stream().filter(
        line -> line.startsWith("RIP:")).findFirst().get();
long at = Long.decode(rip.replaceAll(".*\\+(0x[0-9a-f]+)/.*", "$1"));
long length = Long.decode(rip.replaceAll(".*/(0x[0-9a-f]+) .*", "$1"));

// predict: Look at the three lines of C above. In which part of the function did
// it happen?
//   a) ==> "in the first half"
//   b) ==> "in the second half"
// because: The very first thing that `null_read` does with `channel` is to look
// at its length. We needed no debugger for it: the name of the function, and
// "near the beginning", were enough. (For the exact line, build with `-g` and
// give function and offset to the kernel's script `faddr2line`.)

at * 2 < length ? "in the first half" : "in the second half"   // ==> "in the first half"

// Then come the **registers**. One of them holds the pointer; it is full of
// zeros. You can often guess which, and seldom need to.
//
// Last, the **call trace**: who called whom, the innermost first. It ends at the
// system call that the process made:

oops.trace().stream().anyMatch(line -> line.contains("vfs_read"))    // ==> true

// try: Look at all of it. What you recognise is enough.
//     oops.trace().stream().limit(40).forEach(System.out::println)

// exercise: The other place
// There is a second call that crashes the same module. Find it in
// `labs/modules/null_channel.c`, and make it, in a new guest. It must not be in
// `read`.
// hint: Every function of the module uses `channel`. Which of them do not ask
// whether it is `NULL`?
// hint: `release` is called when a file is closed.
// check: wantCrash("null_release")
// wrong: Guest g1 = guestWith("null_channel", ""); GuestCalls p1 = g1.newProcess("p");
//     p1.read(p1.open("/dev/slot0", O_RDWR), Buffer.room(1))
// wrong: Guest g2 = guestWith("null_channel", ""); GuestCalls p2 = g2.newProcess("p");
//     p2.run(new Call.Write(p2.open("/dev/slot0", O_RDWR), Buffer.of("x")))
// answer:

Guest second = guestWith("null_channel", "");
GuestCalls closer = second.newProcess("closer");
int opened = closer.open("/dev/slot0", O_RDWR);
closer.close(opened)                   // throws: GuestFailureException
second.failure().get().summary()
// ==> "the guest's kernel crashed: BUG: kernel NULL pointer dereference, address: 0000000000000000, in null_release+0x... [null_channel]"

// (It is the worse one of the two. A process that is killed has its files
// closed: so this module crashes even if nobody calls anything wrong.)

// ## A number, taken for an address
//
// `labs/modules/pointer_id.c` does not believe that the channel comes by value
// (R-I1):
//
// ```c labs/modules/pointer_id.c
// id = *(unsigned int *)argument;
// return tiny_select(file, id);
// ```

Guest third = guestWith("pointer_id", "");
GuestCalls chooser = third.newProcess("chooser");
int slot = chooser.open("/dev/slot0", O_RDWR);
chooser.ioctl(slot, CHANNEL, 7)        // throws: GuestFailureException

// predict: We asked for channel 7. Which address is in the title of the oops?
//   a) ==> "0000000000000000"
//   b) ==> "0000000000000007"
//   c) ==> "00000000000000eb"
// because: The driver looked at the address 7 for the number of a channel. A
// small address that is not 0 is often a field of a `NULL` structure. But where
// you recognise a number of your own, you know what happened without reading any
// further.

Oops another = ((GuestFailure.Panic) third.failure().get()).oops();
another.title().replaceAll(".*address: ", "")
// ==> "0000000000000007"

// exercise: Leave your mark
// Crash a kernel so that the address in the title ends with `beef`. (One call is
// enough.)
// hint: The address is whatever channel you ask for.
// hint: `0xbeef`
// check: wantCrash("beef")
// wrong: Guest g3 = guestWith("pointer_id", ""); GuestCalls p3 = g3.newProcess("p");
//     p3.ioctl(p3.open("/dev/slot0", O_RDWR), CHANNEL, 0xbee)
// answer:

Guest fourth = guestWith("pointer_id", "");
GuestCalls marker = fourth.newProcess("marker");
marker.ioctl(marker.open("/dev/slot0", O_RDWR), CHANNEL, 0xbeef)   // throws: GuestFailureException

// ## No oops at all
//
// Worse than a kernel that crashes is one that says nothing. The `write` of
// `labs/modules/lost_lock.c` takes a lock and, where the length is wrong, returns
// without giving it back:
//
// ```c labs/modules/lost_lock.c
// spin_lock(&lock);
// if (length == 0 || length > LONGEST)
//         return -EMSGSIZE;
// ```

Guest fifth = guestWith("lost_lock", "");
GuestCalls locker = fifth.newProcess("locker");
int file = locker.open("/dev/slot0", O_RDWR);
locker.ioctl(file, CHANNEL, 1)         // ==> 0
locker.run(new Call.Write(file, Buffer.of("")))   // ==> -1 EMSGSIZE (90)

// That went well, and the error is the right one. But the lock is gone.

// predict: And the *next* write, a good one? (Have patience: it takes some
// seconds until you know.)
//   a) ==> 5
//   b) throws: EWOULDBLOCK
//   c) throws: GuestFailureException
// because: It waits for a lock that nobody holds any more, going round in
// circles with the only processor. Nothing is printed, and no program gets a
// turn. After some seconds a watchdog in the guest bites: it is built in for
// this, and for graders. On your own machine, there is the power button.

locker.write(file, Buffer.of("hello"))  // throws: GuestFailureException

// The watchdog also prints where the processor was. It is our function again:

fifth.failure().get().summary().contains("lost_write")   // ==> true

// One way out of a function that takes a lock, and the lock is given back
// there: that is why kernel code has `goto out`.

// ## What to remember
//
// - Title: what happened. `RIP`: where. Call trace: how one got there.
// - Look for the name of your module first.
// - Address 0, or nearly: a `NULL` pointer. A number of yours: taken for one.
// - No message at all: a lock that was not given back, or a loop without end.
// - Check before you use; and give back what you took, on *every* way out.
