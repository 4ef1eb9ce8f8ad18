// SPDX-License-Identifier: Apache-2.0
import org.messageslot.*;
import org.messageslot.calls.*;
import static org.messageslot.calls.OpenFlags.*;
import static org.messageslot.calls.SlotCommands.*;
import static org.messageslot.lab.Desk.*;
int verdict = 1;  // Plain jshell never fails by itself. So it runs and judges
verdict = judge("01-open.jsh");
/exit verdict

SystemCalls calls = calls();

// # open: a file that is a device
// minutes: 12
//
// `ls -l /dev/slot0` shows a file, but an odd one:
//
// ```text
//     crw-rw-rw- 1 root root 235, 0 Nov 22 18:00 /dev/slot0
//     |                       |   |
//     |                       |   +-- minor: which slot
//     |                       +------ major: which driver
//     +-- c: a character device
// ```
//
// Where other files have their length, this one has two numbers. It has no
// content at all. It is a signpost: *ask driver 235, and tell it 0*.

// ## From a name to a driver
//
// ```text
//    open("/dev/slot0")
//        |
//        v
//    the node:  c 235, 0
//        |
//        |  235                          the kernel's table
//        +------------------------>   1: memory (/dev/null ...)
//                                     4: terminals
//                                   235: message_slot  --> its slot_open()
// ```
//
// The driver wrote itself into that table when it was loaded, with all 256
// minors. Our assignment fixes the number (R-D1):
//
// ```c kernel/message_slot.c
// error = register_chrdev_region(MKDEV(major, 0), SLOTS,
//                                MESSAGE_SLOT_NAME);
// ```

int fd = calls.open("/dev/slot0", O_RDWR);

// What came back is a small number, a *file descriptor*. It means: entry so
// and so in the table of open files of **this process**. All later calls name
// the file by it. The first free number is taken, and 0, 1 and 2 are usually
// the terminal.
//
// In the kernel, `open` made an *open file*, and called the driver:
//
// ```c kernel/message_slot.c
// static int slot_open(struct inode *inode, struct file *file)
// {
//         file->private_data = NULL;
// ```
//
// That is next to nothing. No slot was made, and no memory was taken. An open
// file only knows that it has no channel yet ([lab 02](02-ioctl.jsh)).

// predict: Does `open` look at the *name* of the node? We ask for one that
// does not exist. Type the name of the error you expect.
// because: `ENOENT`, "no such file or directory" (in full, perhaps: *error, no
// entry*). Finding the node is the work of the file system. The driver has not
// been asked.

calls.open("/dev/slot_of_nobody", O_RDWR)   // throws: ENOENT

// ## Make a node yourself
//
// `mknod` makes a signpost. In a terminal it is
// `sudo mknod /dev/mine c 235 1` (R-D3); here it is a method.

mknod("/dev/mine", 235, 1)
MessageSlot mine = MessageSlot.open(calls, "/dev/mine");
mine.select(3)
mine.write("through mine")                  // ==> 12

// predict: `/dev/slot1` has the numbers 235, 1 as well. What is on its
// channel 3?
//   a) ==> "through mine"
//   b) throws: EWOULDBLOCK
//   c) throws: ENOENT
// because: The name does not matter, the numbers do. Two signposts to the same
// place are one place. The driver gets the minor from the node, and takes the
// slot of that number:
//
// ```c kernel/message_slot.c
// return &slots[iminor(file_inode(file))];
// ```

MessageSlot one = MessageSlot.open(calls, "/dev/slot1");
one.select(3)
one.readText()                              // ==> "through mine"

// And a node whose number nobody has registered? Linux keeps major 60 free for
// experiments.

mknod("/dev/nowhere", 60, 0)

// predict: What does opening it give?
//   a) throws: ENOENT
//   b) throws: ENXIO
//   c) throws: EINVAL
// because: The node is there, so it is not `ENOENT`. But the table has no
// driver 60: `ENXIO`, "no such device or address". If you see this one day with
// your own slot, your module is not loaded, or has another number.

calls.open("/dev/nowhere", O_RDWR)          // throws: ENXIO

// try: The driver registered the minors 0 to 255 and no more (R-D2). There is
// no slot 256.
//     mknod("/dev/slot256", 235, 256)
//     calls.open("/dev/slot256", O_RDWR)   // throws: ENXIO

// exercise: A slot of your own
// Nobody has used slot 200 yet. Make a node `/dev/letters` for it, open it, and
// leave `dear reader` on its channel 1.
// hint: 200 is the minor. The major is the same for all slots.
// hint: `mknod("/dev/letters", 235, 200)`, then as with `/dev/mine`.
// check: want(!fails("ENOENT", () -> calls.open("/dev/letters", O_RDONLY)), "There is no node /dev/letters.")
// check: wantMessage("/dev/letters", 1, "dear reader")
// check: wantMinor("/dev/letters", 200)
// wrong: mknod("/dev/letters", 235, 3); var s = MessageSlot.open(calls, "/dev/letters"); s.select(1); s.write("dear reader")
// wrong: mknod("/dev/letters", 235, 200)
// answer:

mknod("/dev/letters", 235, 200)
MessageSlot letters = MessageSlot.open(calls, "/dev/letters");
letters.select(1)
letters.write("dear reader")                // ==> 11

// ## What for: reading, writing, or both
//
// The second argument of `open` says what you intend to do. The kernel holds
// you to it.

int forReading = calls.open("/dev/slot0", O_RDONLY);
calls.ioctl(forReading, CHANNEL, 4)         // ==> 0
calls.run(new Call.Write(forReading, Buffer.of("hello")))   // ==> -1 EBADF (9)

// The driver did not hear of that write (R-A2 is about the calls that it does
// hear of). `message_reader` opens with `O_RDONLY` and `message_sender` with
// `O_WRONLY`: so each works with a node that allows no more than it needs.

// exercise: And the other way
// Find out what *reading* gives from a descriptor that was opened for writing
// only. Make the call.
// hint: `O_WRONLY`, and then `calls.run(new Call.Read(..., Buffer.room(128)))`.
// check: wantFailure("read", "EBADF")
// check: want(made("open").stream().anyMatch(m -> ((Call.Open) m.call()).flags() == O_WRONLY),
//     "Nothing was opened with O_WRONLY.")
// wrong: calls.run(new Call.Read(forReading, Buffer.room(128)))
// wrong: calls.run(new Call.Read(999, Buffer.room(128)))
// answer:

int forWriting = calls.open("/dev/slot0", O_WRONLY);
calls.run(new Call.Read(forWriting, Buffer.room(128)))      // ==> -1 EBADF (9)

// ## close

calls.close(fd)
calls.run(new Call.Ioctl(fd, CHANNEL, 7))   // ==> -1 EBADF (9)

// predict: Two slots are opened, and the first one is closed. Which number
// does the next `open` return? Is it the same as the closed one's?
//   a) ==> true
//   b) ==> false
// because: `open` takes the lowest number that is free. That is why a
// descriptor must not be used after its `close`: it may be somebody else's
// file by then, and no error will tell you.
// only: guest model
int first = calls.open("/dev/slot0", O_RDWR);
int second = calls.open("/dev/slot1", O_RDWR);
calls.close(first)
calls.open("/dev/slot2", O_RDWR) == first   // ==> true

// ## What to remember
//
// - A device node is a signpost: type, major, minor.
// - The major finds the driver, and the minor is told to it.
// - `ENOENT`: no node. `ENXIO`: a node, but no driver. `EBADF`: not this fd.
// - `open` itself takes no channel. That is `ioctl`'s business:
//   [lab 02](02-ioctl.jsh).
