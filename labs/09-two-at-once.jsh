// SPDX-License-Identifier: Apache-2.0
import org.messageslot.*;
import org.messageslot.calls.*;
import org.messageslot.guest.*;
import org.messageslot.lab.desk.*;
import static org.messageslot.calls.OpenFlags.*;
import static org.messageslot.calls.SlotCommands.*;
import static org.messageslot.lab.desk.Desk.*;
import static org.messageslot.lab.desk.Races.*;
import static org.messageslot.lab.desk.Schedules.*;
import static org.messageslot.lab.desk.Wants.*;
int verdict = 1;  // Plain jshell never fails by itself. So it runs and judges
verdict = org.messageslot.lab.walk.PlainRun.judge("09-two-at-once.jsh");
/exit verdict

// # Two calls at the same time: races and locks
// minutes: 30
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
// reads a message that no program wrote. You cannot show by such tests that a race
// does not exist.

// try: Run it as often as you like.
//     for (int i = 0; i < 10; i++) System.out.println(tornOf(texts(process)))

// ## You decide who goes on
//
// So leave nothing to luck. `race` loads the same module in a guest in which a
// *referee* decides, before each access to memory, which thread goes on. Here the
// referee asks you. There are two calls: thread A writes, and thread B reads.

HandSchedule schedule = race("racy", "pause=0", "writer-and-reader");
schedule
// ==> writer-and-reader of racy pause=0...A  has not begun...B  has not begun...

// A *schedule* says which thread goes on, and when. `run("A")` lets A go on until it
// comes to something that B could notice: to memory that both of them use. Then you
// choose again:

schedule.run("A")
// ==> ...Choice 2...A  in racy_write, before line 47: memcpy(...B  has not begun...

// Two columns show what ran, in lines of the module. Choose A once more. `memcpy` is
// a loop, so a thread can be stopped in the middle of it:

schedule.run("A")
// ==> ...Choice 3...A  in the middle of line 47: memcpy(...B  has not begun...

// Now let A go on to its end, and then B. The last line lists your choices:

while (!schedule.isOver()) schedule.run("A");
schedule.result()
// ==> "Right: one after the other, in the order A B, the calls return the same."
schedule.returned("B")                     // ==> "90: 90 x 'a'"

// That is what *right* means here. Calls that run at the same time must return what
// they return in some order, one after the other. The term for this is
// *linearizable*.

// exercise: Find the losing schedule
// On the channel are 100 `x`. A writes 90 `a`, and B reads. Find a schedule in which
// what comes out is wrong. `schedule.restart()` begins again, `schedule.back()` undoes
// one choice, and `schedule.show()` prints all of it. `run("A A B")` makes three
// choices.
// hint: What must be in memory when B reads, so that the message is torn?
// hint: Stop A when it has stored a part of its message. Then let B go on until it
// has returned.
// check: wantWrong(schedule)
// check: want(schedule.toString().startsWith("writer-and-reader of racy pause=0\n"),
//     "This is a schedule of another module, or of other calls.")
// wrong: schedule.restart(); schedule.run("A A")
// wrong: schedule.restart(); while (!schedule.isOver()) schedule.run("B");
// wrong: schedule = race("racy", "pause=0 careful=1", "writer-and-reader");
//     schedule.run("A A B"); while (!schedule.isOver()) schedule.run("A");
// answer:

HandSchedule schedule = race("racy", "pause=0", "writer-and-reader");
schedule.run("A A");
while (!schedule.isOver()) schedule.run("B");
schedule.result()
// ==> "WRONG: No order of these calls, one after the other, returns this."
schedule.returned("B")                     // ==> "100: 22 x 'a', 78 x 'x'"

// You stopped A though it could go on. That is a *preemption*. One of them, at the
// right place, is enough. Five thousand reads did not hit that place.

// predict: Now stop the reader. B reads the old length, which is 100. Then A writes all
// of its 90 bytes, and B goes on. What does B read?
//   a) ==> "90: 90 x 'a'"
//      no: B has read the length already, and does not read it again.
//   b) ==> "100: 100 x 'x'"
//      no: B has read the length, but not the message. A has changed it.
//   c) ==> "100: 90 x 'a', 10 x 'x'"
// because: B copies as many bytes as it read before: 90 of the new message, and the
// last 10 of the old one. The writer has not been stopped at all. So a lock in the
// writer alone cannot help.

schedule.restart();
schedule.run("B B");
while (!schedule.isOver()) schedule.run("A");
schedule.returned("B")                     // ==> "100: 90 x 'a', 10 x 'x'"

// ## Let the machine find it
//
// What you did by hand, a program can do for all schedules: first for all with one
// preemption, then for all with two, and then for some by chance.

Searched found = schedule.search();
found                                      // ==> ... of at most 1 preemption: WRONG.
found.show()

// It tells the shortest schedule that is wrong. It was tried again on a fresh kernel
// first. In a terminal, `lab explain FOLDER` does this for a module of yours, and
// `lab explain FOLDER writer-and-reader --try` lets you choose.

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
// because: None. A reader that comes while the writer is at work waits. But that it
// worked five thousand times proves little, as you saw.

texts(process).stream().filter(text -> isTorn(text)).count()   // ==> 0

// ## Add the lock yourself
//
// Here is a copy of the module that is yours to change, without the pause. Its writer
// takes the lock. Its reader does not:

Workplace mine = copyOf("racy");
mine.change("static bool pause = true;", "static bool pause;");
mine.body("enter", "mutex_lock(&lock);");
mine.body("leave", "mutex_unlock(&lock);");
mine.body("racy_read", """
        struct channel *channel = file->private_data;
        char text[LONGEST];
        size_t length;

        if (!channel)
            return -EINVAL;
        length = channel->length;
        memcpy(text, channel->message, length);
        if (length == 0)
            return -EWOULDBLOCK;
        if (length > size)
            return -ENOSPC;
        return copy_to_user(buffer, text, length) ? -EFAULT : length;
        """);

// predict: Is the lock of the writer enough?
//   a) ==> ... none wrong.
//      no: A lock keeps out only those threads that take it, too.
//   b) ==> ... WRONG.
// because: The reader does not ask for the lock. So it can still run between any two
// steps of the writer.

race(mine, "writer-and-reader").search()   // ==> ... of at most 1 preemption: WRONG.

// exercise: The lock of the reader
// Write the body of `racy_read` again, so that a search finds nothing wrong. `enter()`
// takes the lock, and `leave()` gives it up. (`mine.folder()` is where the file is, if
// you like your editor better.) Then type `check`: it builds your module, and searches.
// hint: Which two lines of the reader must see the same message?
// hint: `enter()` comes before the line with `length`. Where may `leave()` stand, so
// that it runs on every way out?
// check: wantNoneWrong(mine, "writer-and-reader")
// wrong: mine.body("racy_read", """
//         struct channel *channel = file->private_data;
//         char text[LONGEST];
//         size_t length;
//         enter();
//         length = channel->length;
//         leave();
//         memcpy(text, channel->message, length);
//         return copy_to_user(buffer, text, length) ? -EFAULT : length;
//         """)
// wrong: mine.body("racy_read", "return 1;")
// answer:

mine.body("racy_read", """
        struct channel *channel = file->private_data;
        char text[LONGEST];
        size_t length;

        if (!channel)
            return -EINVAL;
        enter();
        length = channel->length;
        memcpy(text, channel->message, length);
        leave();
        if (length == 0)
            return -EWOULDBLOCK;
        if (length > size)
            return -ENOSPC;
        return copy_to_user(buffer, text, length) ? -EFAULT : length;
        """)

// Try the choices that lost before. When B comes to the lock, it waits. Then there is
// nothing to choose: A goes on by itself until it gives the lock up.

HandSchedule locked = race(mine, "writer-and-reader");
locked.run("A A A B B");
while (!locked.isOver()) locked.run("B");
locked.result()
// ==> "Right: one after the other, in the order A B, the calls return the same."
Searched nothing = locked.search();
nothing
// ==> ... schedules of at most 2 preemptions and 300 by chance: none wrong.

// ## What an empty search proves
//
// The search came back empty. This proves: *these* two calls return something right
// in *every* schedule with at most two preemptions. Five thousand reads proved nothing
// like it. But it does not prove that the module is right:
//
// - Other calls may meet: two writers, or an `ioctl` and a `read`.
// - A mistake may need three preemptions, or a third thread.
// - The guest has one processor. On two of them, memory can be seen in another order.
//
// A schedule that is wrong is a fact. An empty search is a reason to trust the code,
// and not a proof. `docs/referee.md` says more.
//
// `./lab explain kernel` searches our own driver. Make a mistake in a copy of it:
// leave out a `raw_spin_lock` and its `raw_spin_unlock`, and see what is found.

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
// - A race exists even if no test has ever shown it. A schedule shows it.
// - A lock keeps all others out while one thread changes the data. Readers must
//   take it, too.
// - Never sleep while you hold a spinlock.
// - First everything that can fail or wait, then the change.
//
// [Lab 10](10-crash.jsh) shows what happens when a driver crashes.
