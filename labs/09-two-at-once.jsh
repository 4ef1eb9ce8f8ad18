// SPDX-License-Identifier: Apache-2.0
import org.messageslot.*;
import org.messageslot.calls.*;
import org.messageslot.guest.*;
import static org.messageslot.calls.OpenFlags.*;
import static org.messageslot.calls.SlotCommands.*;
import static org.messageslot.lab.Desk.*;
int verdict = 1;  // Plain jshell never fails by itself. So it runs and judges
verdict = judge("09-two-at-once.jsh");
/exit verdict

// # Two at once: races and locks
// minutes: 20
// needs: guest
//
// The assignment promises that calls do not run at the same time (R-A3). Real
// kernels promise nothing like it. Two processes write to one channel, on two
// processors, or on one that is taken from the first in mid-sentence. What is
// in the channel then?
//
// ```text
//     time    writer                    reader
//      |      copies "BBBB...."         .
//      |      (loses the processor)     .
//      |      .                         reads: BBBBAAAA
//      v      copies "....BBBB"         .
// ```
//
// Nobody ever wrote `BBBBAAAA`. A message that is put together from two is
// called *torn*. In this lab you tear some, in a guest that is yours to ruin.

// ## A module with a race in it
//
// `labs/modules/racy.c` is a small slot with a mistake. We start a guest, and
// load it there:

Guest guest = guestWith("racy", "");

// This is its `write`. A pause makes visible what could happen without it, too,
// once in a million times:
//
// ```c labs/modules/racy.c
// memcpy(channel->message, text, half);
// msleep(1); /* somebody else has the processor */
// memcpy(channel->message + half, text + half, length - half);
// ```

GuestCalls process = guest.newProcess("two-at-once");
int in = process.open("/dev/slot0", O_RDWR);
int out = process.open("/dev/slot0", O_RDWR);
process.ioctl(in, CHANNEL, 1)
process.ioctl(out, CHANNEL, 1)
process.write(in, Buffer.of("AAAAAAAA"))   // ==> 8

// As long as there is one caller, all is well:

Buffer buffer = Buffer.room(8);
process.read(out, buffer)                  // ==> 8
new String(buffer.bytes())                 // ==> "AAAAAAAA"

// We are going to read many messages, and must find the torn ones. This method
// is not good enough:

boolean isTorn(String text) {
    return false;
}

// exercise: A detector
// Write `isTorn` again (jshell replaces the old one): true if a text is neither
// all `A` nor all `B`.
// hint: How many different letters are there in a whole message?
// hint: `text.chars().distinct().count()`
// check: want(isTorn("AAAABBBB") && isTorn("BBBBAAAA") && isTorn("AAAAAAAB"), "A torn message is not detected.")
// check: want(!isTorn("AAAAAAAA") && !isTorn("BBBBBBBB"), "A whole message is called torn.")
// wrong: boolean isTorn(String text) { return false; }
// wrong: boolean isTorn(String text) { return !text.equals("AAAAAAAA"); }
// answer:

boolean isTorn(String text) {
    return text.chars().distinct().count() != 1;
}

// ## Two threads in the guest
//
// `runConcurrently` makes calls in several threads of the guest's process. They
// begin together. One thread writes `BBBBBBBB` and `AAAAAAAA` in turns, and the
// other one reads.

List<Call> writer = List.of(
        new Call.Write(in, Buffer.of("BBBBBBBB")),
        new Call.Write(in, Buffer.of("AAAAAAAA")));
Call read = new Call.Read(out, Buffer.room(8));
List<Call> reader = Collections.nCopies(250, read);
long torn(GuestCalls who) {
    return who.runConcurrently(List.of(reader, writer), 20).get(0).stream()
            .filter(result -> isTorn(new String(result.bytes())))
            .count();
}

// predict: Five thousand reads, and forty writes beside them. Are there torn
// messages?
//   a) ==> true
//   b) ==> false
// because: There are, and many: each time the writer pauses with half a message
// stored, the reader gets what is there. Take away the `msleep`, and the time
// between the two halves is a millionth of a second. The mistake is as large as
// before. It is only harder to find.

torn(process) > 0                          // ==> true

// ## A lock
//
// The same module has a parameter. With `careful=1` it takes a *mutex* before it
// touches the message, and gives it back after:
//
// ```c labs/modules/racy.c
// if (careful)
//         mutex_lock(&lock);
// ```
//
// Only one thread can hold a mutex. Another one that wants it must wait until
// it is given back: so nobody ever sees the message in the middle of a change.
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
// because: None. And it is not that we were lucky: with the lock, there is no
// order of events in which a reader could see half a message. That is the kind
// of sentence that you want to be able to say about a lock. "It worked five
// thousand times" is not.

torn(process)                              // ==> 0

// ## What a lock costs, and what it may not hold
//
// Our own driver has two kinds. It says which guards what, in its first lines:
//
// ```c kernel/message_slot.c
// *  - slot->lock (may sleep): the table, channel->users, and every change of
// *    file->private_data.
// ```
//
// A mutex may *sleep*: who waits for it gives the processor to others. The lock
// of a message is a *spinlock*: who waits for it goes round in circles until it
// is free. That is quick if it is held for some hundred nanoseconds. But who
// holds it must never sleep. And what can sleep? Allocating memory. And
// `copy_from_user`: the user's page may be on a disk. So the copying is done
// before, into an array of our own:
//
// ```c kernel/message_slot.c
// if (copy_from_user(text, buffer, length))
//         return -EFAULT;
// ```
//
// and what is under the lock is a `memcpy` of 128 bytes at most, which cannot
// fail and cannot sleep:
//
// ```c kernel/message_slot.c
// memcpy(channel->message, text, length);
// ```
//
// This is the order of [lab 08](08-atomicity.jsh), for another reason: first all
// that can fail or wait, then the change.

// ## RCU: reading without waiting
//
// There is one more danger. `write` finds its channel through the open file.
// What if another thread, with an `ioctl` on the same file, makes that channel
// superfluous at that moment, and its memory is freed? The lock is no help: it is
// *in* the memory that goes away.
//
// *Read, copy, update* is the kernel's answer. A reader says when it begins and
// when it ends, which costs next to nothing. Whoever wants to free something
// takes it out of reach first, and then waits until every reader that could
// still have seen it has ended. So a reader never waits, and nothing is freed
// under its hands.
//
// ```text
//     write     begin | finds channel 7 ........ uses it | end
//     ioctl             takes 7 out of the table         |
//                       . . . . . waits for readers . . .| frees it
// ```

// ## The same in Java
//
// Races are not the kernel's privilege. Here is a channel in Java, torn in the
// same way:

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
boolean tearsInJava() throws InterruptedException {
    Channel channel = new Channel();
    Thread writing = new Thread(() -> {
        try {
            for (int i = 0; i < 50; i++) {
                channel.write(i % 2 == 0 ? "BBBB" : "AAAA");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    });
    writing.start();
    boolean torn = false;
    while (writing.isAlive()) {
        torn |= isTorn(channel.read());
    }
    return torn;
}
tearsInJava()                              // ==> true

// And a method that tells whether a channel works at all:

boolean channelWrites() throws InterruptedException {
    Channel channel = new Channel();
    channel.write("BBBB");
    return channel.read().equals("BBBBBBBB");
}

// exercise: Mend the channel
// Write the class `Channel` again, so that `tearsInJava()` is false. The pause
// must stay where it is: between the two halves.
// hint: Java has a lock in every object, and a word for taking it.
// hint: `synchronized` on `write` alone is not enough. Who else must not come
// in between?
// check: want(!tearsInJava(), "There are still torn messages.")
// check: want(new Channel().read().equals("AAAAAAAA"), "A new channel must hold AAAAAAAA.")
// check: want(channelWrites(), "After write(\"BBBB\"), read must return BBBBBBBB.")
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
tearsInJava()                              // ==> false

// ## What to remember
//
// - A race is there even if you have never seen it.
// - A lock says: while I change this, nobody looks. Readers must take it, too.
// - Nothing that can sleep belongs under a spinlock.
// - First all that can fail or wait, then the change.
//
// What happens when it goes wrong in earnest: [lab 10](10-crash.jsh).
