// SPDX-License-Identifier: Apache-2.0
import org.messageslot.*;
import org.messageslot.calls.*;
import org.messageslot.guest.*;
import static org.messageslot.calls.OpenFlags.*;
import static org.messageslot.calls.SlotCommands.*;
import static org.messageslot.lab.desk.Desk.*;
import static org.messageslot.lab.desk.Wants.*;
int verdict = 1;  // Plain jshell never fails by itself. So it runs and judges
verdict = org.messageslot.lab.walk.PlainRun.judge("10-crash.jsh");
/exit verdict

// # When a kernel crashes
// minutes: 25
// needs: guest
//
// A bug in a program ends the program. A bug in a driver is a bug in the kernel, and
// nothing above the kernel can stop it safely. The kernel prints on its console all
// that it knows about the crash: this text is called an *oops*.
//
// What happens then depends on a setting, `panic_on_oops`. With 0, the default of
// Linux, the kernel kills the task that made the call, and goes on. With 1 the whole
// kernel stops. Our guests use 1, because a kernel that has crashed once cannot be
// trusted any more. This lab shows both.

// ## A NULL pointer
//
// `labs/modules/null_channel.c` does not check whether an open file has a channel.
// Its `read` begins like this:
//
// ```c labs/modules/null_channel.c
// struct channel *channel = file->private_data;
//
// if (channel->length == 0)
//         return -EWOULDBLOCK;
// ```

Guest guest = guestWith("null_channel", "");
guest.getText("/proc/sys/kernel/panic_on_oops").strip()   // ==> "1"
GuestCalls victim = guest.newProcess("victim");
int fd = victim.open("/dev/slot0", O_RDWR);

// `open` has set `private_data` to `NULL`. We call `read` without an `ioctl` before
// it.

// predict: What do we get?
//   a) throws: EINVAL
//      no: This would be right (R-R3), but the driver does not check it.
//   b) throws: EFAULT
//      no: `EFAULT` is for a bad address from a *program*
//      ([lab 05](05-errors.jsh)). Here the kernel's own pointer is bad.
//   c) throws: GuestFailureException
//   d) ==> 0
//      no: There is no memory at address 0, so there is no length to read.
// because: No error number describes this. The driver reads at address 0, where
// there is no memory. The kernel printed an oops and stopped. Our library has lost
// the connection to the guest, and throws an exception.

victim.read(fd, Buffer.room(128))      // throws: GuestFailureException

// The guest answers no more calls:

victim.close(fd)                       // throws: GuestFailureException

// ## Reading an oops
//
// The oops is on the console. Our library has cut it out:

Oops oops = ((GuestFailure.Panic) guest.failure().get()).oops();
oops.title()
// ==> "BUG: kernel NULL pointer dereference, address: 0000000000000000"

// The **title** says what kind of crash it is. The address is 0: a pointer was
// `NULL`, and the driver read a field of the structure that it should point to.
// `length` is the first field of `struct channel`, so its address is 0 + 0. The
// processor has the address in its register `CR2`, which the oops shows, too:

oops.trace().stream().filter(l -> l.startsWith("CR2:")).findFirst().get()
// ==> "CR2: 0000000000000000..."

// The **place** is the line that begins with `RIP`, for *instruction pointer*:

oops.trace().stream().filter(l -> l.startsWith("RIP:")).findFirst().get()
// ==> "RIP: 0010:null_read+0x.../0x... [null_channel]"

// It tells the function, how far into it the processor was, how long the function is
// (both in bytes of machine code), and, in brackets, the module. First look for the
// name of *your* module. If it is there, the crash is in your code.

oops.place().get().function()          // ==> "null_read"
oops.place().get().module().get()      // ==> "null_channel"

// Function and offset give the line of C. The tool for it is `addr2line`, which reads
// the debug information of the module; `sourceLine` calls it. This is the whole
// function:
//
// ```c labs/modules/null_channel.c
// struct channel *channel = file->private_data;
//
// if (channel->length == 0)
//         return -EWOULDBLOCK;
// if (channel->length > size)
//         return -ENOSPC;
// if (copy_to_user(buffer, channel->message, channel->length))
//         return -EFAULT;
// return channel->length;
// ```

// predict: Which line crashed?
//   a) ==> "struct channel *channel = file->private_data;"
//      no: This line only copies the pointer. `file` is a good pointer, and a `NULL`
//      in a variable does no harm.
//   b) ==> "if (channel->length == 0)"
//   c) ==> "if (channel->length > size)"
//      no: It would crash, too. But another line before it uses the same pointer.
//   d) ==> "if (copy_to_user(buffer, channel->message, channel->length))"
//      no: The title gives the address 0. `message` is not the first field, so its
//      address would be 8.
// because: It is the first line that *follows* the pointer.

sourceLine(oops)                       // ==> "if (channel->length == 0)"

// The line `Code:` has the machine code around the crash, in hexadecimal. The byte in
// `<` and `>` is the first one of the instruction that crashed:

oops.trace().stream().filter(l -> l.startsWith("Code:")).findFirst().get()
// ==> "Code: ...<...>..."

// Then come the other **registers**, and last the **call trace**: which function called
// which one, the innermost first. It ends at the system call of the process:

oops.trace().stream().anyMatch(line -> line.contains("vfs_read"))    // ==> true

// try: Look at all of it. You do not need to understand every line.
//     oops.trace().stream().limit(40).forEach(System.out::println)

// exercise: The second mistake
// There is another call that crashes the same module. Find it in
// `labs/modules/null_channel.c`, and make it in a new guest. It must not crash in
// `read`.
// hint: Every function of the module uses `channel`. Which of them do not check
// whether it is `NULL`?
// hint: `release` is called when a file is closed.
// check: wantCrash("null_release")
// wrong: Guest g1 = guestWith("null_channel", ""); GuestCalls p1 = g1.newProcess("p");
//     p1.read(p1.open("/dev/slot0", O_RDWR), Buffer.room(1))
// wrong: Guest g2 = guestWith("null_channel", ""); GuestCalls p2 = g2.newProcess("p");
//     p2.run(new Write(p2.open("/dev/slot0", O_RDWR), Buffer.of("x")))
// answer:

Guest second = guestWith("null_channel", "");
GuestCalls closer = second.newProcess("closer");
int opened = closer.open("/dev/slot0", O_RDWR);
closer.close(opened)                   // throws: GuestFailureException
second.failure().get().summary()
// ==> "the guest's kernel crashed: BUG: kernel NULL pointer dereference, address: 0000000000000000, in null_release+0x... [null_channel]"

// (This mistake is the worse one. When a process ends, the kernel closes its files. So
// this module can crash even if no program makes a wrong call.)

// ## A number that is used as an address
//
// `labs/modules/pointer_id.c` takes the channel id for a pointer, though it comes by
// value (R-I1):
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
//      no: The pointer is not `NULL`. It is the number that we passed.
//   b) ==> "0000000000000007"
//   c) ==> "00000000000000eb"
//      no: `eb` is 235, the major number. The driver does not use it as an address.
// because: The driver read at address 7. If you find a number of your own in the
// title, the driver has used that number as an address.

Oops another = ((GuestFailure.Panic) third.failure().get()).oops();
another.title().replaceAll(".*address: ", "")
// ==> "0000000000000007"

// The title speaks of a "NULL pointer" though the address is 7:

another.title()
// ==> "BUG: kernel NULL pointer dereference, address: 0000000000000007"

// The kernel says "NULL pointer dereference" for every address below 4096. Such an
// address is usually a field of a structure to which a `NULL` pointer points: the 8th
// byte of it, say. For a larger address it says "unable to handle page fault". You see
// it in the next exercise.

// exercise: An address that you choose
// Crash a kernel so that the address in the title ends with `beef`. One call is enough.
// hint: The address is the channel id that you ask for.
// hint: `0xbeef`
// check: wantCrash("beef")
// wrong: Guest g3 = guestWith("pointer_id", ""); GuestCalls p3 = g3.newProcess("p");
//     p3.ioctl(p3.open("/dev/slot0", O_RDWR), CHANNEL, 0xbee)
// answer:

Guest fourth = guestWith("pointer_id", "");
GuestCalls marker = fourth.newProcess("marker");
marker.ioctl(marker.open("/dev/slot0", O_RDWR), CHANNEL, 0xbeef)   // throws: GuestFailureException
fourth.failure().get().summary()
// ==> "the guest's kernel crashed: BUG: unable to handle page fault for address: 000000000000beef, in pointer_ioctl+0x... [pointer_id]"

// ## A kernel that goes on after an oops
//
// Now the same mistake with the default setting of Linux. The setting is a file:

Guest lenient = guestWith("pointer_id", "");
lenient.putFile("/proc/sys/kernel/panic_on_oops", 0644, "0".getBytes())
GuestCalls unlucky = lenient.newProcess("unlucky");
GuestCalls bystander = lenient.newProcess("bystander");
int its = unlucky.open("/dev/slot0", O_RDWR);

// predict: `unlucky` makes the call that crashes. What happens to it?
//   a) throws: GuestFailureException
//      no: This was the result with `panic_on_oops=1`, when the whole kernel stops.
//   b) throws: ProcessEndedException
//   c) throws: EFAULT
//      no: The driver's function does not return, so there is no error number.
// because: The kernel kills the task that made the call, by signal 9 (`KILL`). The
// function of the driver is not completed: the kernel does not know how.

unlucky.ioctl(its, CHANNEL, 7)         // throws: ProcessEndedException

// The other process goes on, with the same kernel and the same module:

lenient.failure().isPresent()          // ==> false
int mine = bystander.open("/dev/slot0", O_RDWR);
bystander.run(new Ioctl(mine, iow(235, 1, 4), 7))   // ==> -1 EINVAL (22)

// But do not trust this kernel any more. What the killed task had begun stays half done:
// a lock that it held is never released, and a structure that it was changing stays as
// it is. The kernel notes it: it is *tainted* (`D`, for "died", is the value 128).

String flags = lenient.getText("/proc/sys/kernel/tainted").strip();
(Long.parseLong(flags) & 128) != 0     // ==> true

// On your own machine, save your work and start it again after an oops.

// ## A lock that is never released
//
// A kernel that hangs prints nothing at first, so the cause is harder to find. The
// `write` of `labs/modules/lost_lock.c` takes a lock and, if the length is wrong,
// returns without releasing it:
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
locker.run(new Write(file, Buffer.of("")))   // ==> -1 EMSGSIZE (90)

// The error is the right one. But the lock is still held, and the call that took it has
// returned: no code will ever release it.

// predict: What does the *next* write do, a good one? (The answer takes some seconds.)
//   a) ==> 5
//      no: It needs the lock before it can store anything.
//   b) throws: EWOULDBLOCK
//      no: A spinlock does not give up. It waits as long as it takes.
//   c) throws: GuestFailureException
// because: It waits for the lock in a loop, on the only processor, so no other program
// runs. A *watchdog* in the kernel notices after some seconds that the processor is
// stuck. Our guests are set to stop then. An ordinary Linux prints "BUG: soft lockup"
// after about 20 seconds, and goes on waiting; it prints the message again and again.

locker.write(file, Buffer.of("hello"))  // throws: GuestFailureException

// The watchdog also prints where the processor was. It is our function again:

fifth.failure().get().summary().contains("lost_write")   // ==> true
fifth.failure().get().console().contains("soft lockup")  // ==> true

// A function that takes a lock should have one place where it releases the lock, and all
// its paths should lead there. This is why kernel code uses `goto out`.

// ## What to remember
//
// - The title tells what happened, `RIP` tells where, and the call trace tells how the
//   processor got there.
// - First look for the name of your module.
// - An address below 4096: a `NULL` pointer. A number of your own: it was used as an
//   address.
// - By default an oops kills the task that made the call. With `panic_on_oops=1`, as in
//   our guests, it stops the kernel.
// - If the kernel hangs: a lock that was not released, or a loop that never ends.
// - Check a pointer before you use it. Release what you took, on *every* path.
//
// Next: your own module, in [lab 11](11-your-module.jsh).
