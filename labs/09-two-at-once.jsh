// SPDX-License-Identifier: Apache-2.0
import org.messageslot.*;
import org.messageslot.calls.*;
import org.messageslot.guest.*;
import static org.messageslot.calls.OpenFlags.*;
import static org.messageslot.calls.SlotCommands.*;
import static org.messageslot.lab.desk.Desk.*;
import static org.messageslot.lab.desk.Races.*;
import static org.messageslot.lab.desk.Wants.*;
int verdict = 1;  // Plain jshell never fails by itself. So it runs and judges
verdict = org.messageslot.lab.walk.PlainRun.judge("09-two-at-once.jsh");
/exit verdict

// # Two calls at the same time: races and locks
// minutes: 20
// needs: guest
//
// The assignment promises that calls do not run at the same time (R-A3). A real
// kernel does not promise it. Two processes may use one channel at the same time:
// on two processors, or on one, when the kernel switches from the first process
// to the second in the middle of a call.
//
// ```text
//     time    writer                    reader
//      |      copies "BBBB...."         .
//      |      (loses the processor)     .
//      |      .                         reads: BBBBAAAA
//      v      copies "....BBBB"         .
// ```
//
// No program wrote `BBBBAAAA`. A message that is a mixture of two messages is
// called *torn*. In this lab you see torn messages, in a guest that is thrown away
// afterwards.

// ## A module with a race in it
//
// `labs/modules/racy.c` is a small slot with a mistake: it takes no lock. We start
// a guest, and load the module there:

Guest guest = guestWith("racy", "");

// This is its `write`. The pause makes the mistake visible:
//
// ```c labs/modules/racy.c
// memcpy(channel->message, text, half);
// if (pause)
//         msleep(1); /* another task has the processor */
// memcpy(channel->message + half, text + half, length - half);
// ```

GuestCalls process = guest.newProcess("two-at-once");
int in = process.open("/dev/slot0", O_RDWR);
int out = process.open("/dev/slot0", O_RDWR);
process.ioctl(in, CHANNEL, 1)
process.ioctl(out, CHANNEL, 1)
process.write(in, Buffer.of("AAAAAAAA"))   // ==> 8

// With one caller at a time everything works:

Buffer buffer = Buffer.room(8);
process.read(out, buffer)                  // ==> 8
new String(buffer.bytes())                 // ==> "AAAAAAAA"

// Soon we read thousands of messages and must find the torn ones. This method
// finds none:

boolean isTorn(String text) {
    return false;
}

// exercise: Find torn messages
// Write `isTorn` again (jshell replaces the old one). It must return true if a
// text is neither all `A` nor all `B`.
// hint: How many different letters are there in a whole message?
// hint: `text.chars().distinct().count()`
// check: want(isTorn("AAAABBBB") && isTorn("BBBBAAAA") && isTorn("AAAAAAAB"), "It does not detect a torn message.")
// check: want(!isTorn("AAAAAAAA") && !isTorn("BBBBBBBB"), "It calls a whole message torn.")
// wrong: boolean isTorn(String text) { return false; }
// wrong: boolean isTorn(String text) { return !text.equals("AAAAAAAA"); }
// answer:

boolean isTorn(String text) {
    return text.chars().distinct().count() != 1;
}

// ## A writer and a reader at the same time
//
// `runConcurrently` makes calls in several threads of the guest's process. They
// begin at the same time. One thread writes `BBBBBBBB` and `AAAAAAAA` in turns. The
// other one reads. `texts` returns all that was read, and `tornOf` counts.

List<Call> writer = List.of(
        new Write(in, Buffer.of("BBBBBBBB")),
        new Write(in, Buffer.of("AAAAAAAA")));
Call read = new Read(out, Buffer.room(8));
List<Call> reader = Collections.nCopies(250, read);
List<String> texts(GuestCalls who) {
    return who.runConcurrently(List.of(reader, writer), 20).get(0).stream()
            .map(result -> new String(result.bytes()))
            .toList();
}
String tornOf(List<String> texts) {
    List<String> torn = texts.stream().filter(t -> isTorn(t)).toList();
    return torn.size() + " of " + texts.size() + " torn: "
            + torn.stream().distinct().limit(2).toList();
}

// predict: There are five thousand reads, and forty writes at the same time. Is any
// of the messages torn?
//   a) ==> true
//   b) ==> false
//      no: This would be luck. Nothing in the module keeps the reader out while the
//      writer is in the middle of a message.
// because: Each time the writer pauses with half a message stored, the reader gets
// what is there.

texts(process).stream().anyMatch(text -> isTorn(text))   // ==> true

// How many are torn, and what do they look like?

tornOf(texts(process))                     // ==> "... of 5000 torn: [...]"

// ## The same race without the pause
//
// `pause=0` loads the same module without the `msleep`. Now the two `memcpy` follow
// each other within some nanoseconds. A message is torn only if the kernel takes
// the processor away from the writer exactly there.

Guest quick = guestWith("racy", "pause=0");
GuestCalls process = quick.newProcess("two-at-once");
int in = process.open("/dev/slot0", O_RDWR);
int out = process.open("/dev/slot0", O_RDWR);
process.ioctl(in, CHANNEL, 1)
process.ioctl(out, CHANNEL, 1)
process.write(in, Buffer.of("AAAAAAAA"))   // ==> 8
tornOf(texts(process))                     // ==> "... of 5000 torn: [...]"

// Most likely you see `0 of 5000`. The mistake is still there. It is only rare, and
// that is worse: all your tests pass, and one day, on another machine, a program
// reads a message that no program wrote. You cannot show by tests that a race does
// not exist. You must know it from the code.

// try: Run it as often as you like.
//     for (int i = 0; i < 10; i++) System.out.println(tornOf(texts(process)))

// ## A lock
//
// With `careful=1` the module takes a *mutex* before it touches the message, and
// releases it afterwards:
//
// ```c labs/modules/racy.c
// if (careful)
//         mutex_lock(&lock);
// ```
//
// Only one thread can hold a mutex. Another thread that wants it must wait until it
// is released. So no thread sees the message in the middle of a change.
//
// ```text
//     writer    lock | BBBB....   (pause)   ....BBBB | unlock
//     reader    wants the lock . . . waits . . . . . | lock, reads BBBBBBBB
// ```

Guest careful = guestWith("racy", "careful=1");
GuestCalls process = careful.newProcess("two-at-once");
int in = process.open("/dev/slot0", O_RDWR);
int out = process.open("/dev/slot0", O_RDWR);
process.ioctl(in, CHANNEL, 1)
process.ioctl(out, CHANNEL, 1)
process.write(in, Buffer.of("AAAAAAAA"))   // ==> 8

// predict: The same five thousand reads. How many are torn now? Type a number.
// because: None. With the lock there is no order of events in which a reader could
// see half a message. This follows from the code; that it worked five thousand
// times would prove nothing.

texts(process).stream().filter(text -> isTorn(text)).count()   // ==> 0

// ## What code may do while it holds a lock
//
// Our own driver has two kinds of locks. Its first lines say what each of them
// guards:
//
// ```c kernel/message_slot.c
// *  - slot->lock (may sleep): the table, channel->users, and every change of
// *    file->private_data.
// ```
//
// A thread that waits for a mutex may *sleep*: the kernel gives the processor to
// others. The lock of a message is a *spinlock*: a thread that waits for it runs in
// a loop until it is free. That is fast if the lock is held for some hundred
// nanoseconds. But a thread that holds a spinlock must never sleep. Allocating
// memory can sleep. `copy_from_user` can sleep, too: the user's page may be on a
// disk. So our driver copies before it takes the lock, into its own array:
//
// ```c kernel/message_slot.c
// if (copy_from_user(text, buffer, length))
//         return -EFAULT;
// ```
//
// Under the lock there is only a `memcpy` of at most 128 bytes, which cannot fail
// and cannot sleep:
//
// ```c kernel/message_slot.c
// memcpy(channel->message, text, length);
// ```
//
// This is the order of [lab 08](08-atomicity.jsh), for a second reason: first
// everything that can fail or wait, then the change.

// ## RCU: reading without waiting
//
// There is one more danger. `write` finds its channel through the open file. What
// if another thread calls `ioctl` on the same file just then, no open file needs the
// old channel any more, and its memory is freed? The lock of the message does not
// help: it is *in* the memory that is freed.
//
// *Read, copy, update* (RCU) solves this. A reader marks where it begins and where
// it ends; this costs very little. Code that wants to free something first removes
// it from the table, so that no new reader finds it. Then it waits until all readers
// that may have seen it have ended, and frees it. So a reader never waits, and
// nothing is freed while it is in use.
//
// ```text
//     write     begin | finds channel 7 ........ uses it | end
//     ioctl             takes 7 out of the table         |
//                       . . . . . waits for readers . . .| frees it
// ```

// ## Let the machine find the order of events
//
// You cannot show by luck that a race does not exist. But you can try *every* order
// of events of a few calls. `lab explain` does it: in its guest a referee decides
// before each access to memory which thread goes on. Type this in another terminal,
// in the kit's folder:
//
// ```text
// mkdir race
// cp labs/modules/racy.c race/message_slot.c
// cp labs/modules/tiny_slot.h race/
// ./lab explain race writer-and-reader
// ```
//
// Before you look: draw the order yourself, in two columns, as above. Where must the
// processor change from one thread to the other? Here it changes by itself, where the
// writer sleeps. Then take the `msleep` out of `race/message_slot.c`, and search
// again. Now the writer must be stopped though it could go on: that is a
// *preemption*. `lab explain` tries all orders with one preemption, and then all with
// two. So it finds what five thousand reads did not.
//
// Now give the module its lock: in `race/message_slot.c` write
// `static bool careful = true;`, and search again. The search comes back empty:
// "... schedules of at most 2 preemptions and 300 by chance: none wrong". That is
// every order of *these* calls with so few preemptions. It is no proof for other
// calls, for three preemptions, or for two processors. `docs/referee.md` says what
// else it does not prove.
//
// `./lab explain kernel` searches our own driver. Make a mistake in a copy of it:
// leave out a `raw_spin_lock` and its `raw_spin_unlock`, and see what is found.

// ## The same race in Java
//
// Races are not only in kernels. This channel in Java has the same mistake:

class Channel {
    private String first = "AAAA";
    private String second = "AAAA";
    void write(String half) throws InterruptedException {
        first = half;
        Thread.sleep(1);
        second = half;
    }
    String read() {
        return first + second;
    }
}

// `torn` writes `BBBB` and `AAAA` in turns in one thread, fifty times in all, and
// reads in another one until that is done:

Channel channel = new Channel();
torn(channel::write, channel::read)        // ==> ... of ... torn, for example ...

// exercise: Correct the channel
// Write the class `Channel` again, so that no message is torn. The pause must stay
// where it is: between the two halves.
// hint: Every object in Java has a lock, and there is a keyword that takes it.
// hint: `synchronized` on `write` alone is not enough. Which other method must wait?
// check: Stream.of(new Channel()).map(it -> torn(it::write, it::read))
//     .map(found -> want(found.torn() == 0, "There are still torn messages: " + found + ".")).findFirst().get()
// check: want(pauses(new Channel()::write), "The pause between the two halves is gone.")
// check: want(new Channel().read().equals("AAAAAAAA"), "A new channel must hold AAAAAAAA.")
// check: Stream.of(new Channel()).map(it -> readAfter(it::write, "BBBB", it::read))
//     .map(text -> want(text.equals("BBBBBBBB"), "After write(\"BBBB\"), read returns " + text + ".")).findFirst().get()
// wrong: class Channel {
//         private String first = "AAAA";
//         private String second = "AAAA";
//         synchronized void write(String half) throws InterruptedException {
//             first = half;
//             Thread.sleep(1);
//             second = half;
//         }
//         String read() {
//             return first + second;
//         }
//     }
// wrong: class Channel {
//         private String both = "AAAAAAAA";
//         synchronized void write(String half) {
//             both = half + half;
//         }
//         synchronized String read() {
//             return both;
//         }
//     }
// answer:

class Channel {
    private String first = "AAAA";
    private String second = "AAAA";
    synchronized void write(String half) throws InterruptedException {
        first = half;
        Thread.sleep(1);
        second = half;
    }
    synchronized String read() {
        return first + second;
    }
}
Channel channel = new Channel();
torn(channel::write, channel::read)        // ==> 0 of ... torn

// ## What to remember
//
// - A race exists even if no test has ever shown it.
// - A lock keeps all others out while one thread changes the data. Readers must
//   take it, too.
// - Never sleep while you hold a spinlock.
// - First everything that can fail or wait, then the change.
//
// [Lab 10](10-crash.jsh) shows what happens when a driver crashes.
