// SPDX-License-Identifier: Apache-2.0
import org.messageslot.*;
import org.messageslot.calls.*;
import static org.messageslot.calls.OpenFlags.*;
import static org.messageslot.calls.SlotCommands.*;
import static org.messageslot.lab.desk.Desk.*;
import static org.messageslot.lab.desk.Wants.*;
int verdict = 1;  // Plain jshell never fails by itself. So it runs and judges
verdict = org.messageslot.lab.walk.PlainRun.judge("01-open.jsh");
/exit verdict

SystemCalls calls = calls();

// # open: a file that is a device
// minutes: 12
//
// `ls -l /dev/slot0` shows a file that looks different from others:
//
// ```text
//     crw-rw-rw- 1 root root 235, 0 Nov 22 18:00 /dev/slot0
//     |                       |   |
//     |                       |   +-- minor: which slot
//     |                       +------ major: which driver
//     +-- c: a character device
// ```
//
// Other files have their length here. This one has two numbers instead, and it
// has no content. It only tells the kernel which driver to call, number 235, and
// what to tell the driver: slot 0. Such a file is called a *device node*.

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
// When the driver was loaded, it entered itself into that table with all 256
// minor numbers. The assignment says which major number to use (R-D1):
//
// ```c kernel/message_slot.c
// error = register_chrdev_region(MKDEV(major, 0), SLOTS,
//                                MESSAGE_SLOT_NAME);
// ```

int fd = calls.open("/dev/slot0", O_RDWR);

// `open` returns a small number, a *file descriptor*. It is an index into **this
// process's** table of open files. All later calls name the file by this number.
// `open` takes the first free number; 0, 1 and 2 are usually the terminal.
//
// In the kernel, `open` made an *open file*, and then it called the driver:
//
// ```c kernel/message_slot.c
// static int slot_open(struct inode *inode, struct file *file)
// {
//         file->private_data = NULL;
// ```
//
// That is all. The driver makes no slot and allocates no memory. It only notes
// that this open file has no channel yet ([lab 02](02-ioctl.jsh)).

// predict: We open a node that does not exist. Which error do we get? Type its
// name.
// because: `ENOENT`, "no such file or directory" (the name is short for *error,
// no entry*). The file system looks for the node. It found none, so the driver
// was not called.

calls.open("/dev/slot_of_nobody", O_RDWR)   // throws: ENOENT

// ## Make a node yourself
//
// `mknod` makes a device node. In a terminal you type
// `sudo mknod /dev/mine c 235 1` (R-D3). Here it is a method.

mknod("/dev/mine", 235, 1)
MessageSlot mine = MessageSlot.open(calls, "/dev/mine");
mine.select(3)
mine.write("through mine")                  // ==> 12

// predict: `/dev/slot1` has the numbers 235, 1 as well. What is on its
// channel 3?
//   a) ==> "through mine"
//   b) throws: EWOULDBLOCK
//      no: That would be right if each *node* had its own messages. But the
//      messages belong to the slot, and both nodes lead to slot 1.
//   c) throws: ENOENT
//      no: The node `/dev/slot1` exists.
// because: The name does not matter, only the numbers. Two nodes with the same
// numbers lead to the same slot. The driver gets the minor number from the node,
// and takes the slot of that number:
//
// ```c kernel/message_slot.c
// return &slots[iminor(file_inode(file))];
// ```

MessageSlot one = MessageSlot.open(calls, "/dev/slot1");
one.select(3)
one.readText()                              // ==> "through mine"

// Next, a node with a major number that no driver has registered. Linux keeps
// major 60 free for experiments.

mknod("/dev/nowhere", 60, 0)

// predict: What does opening it give?
//   a) throws: ENOENT
//      no: `ENOENT` means that there is no node. This node exists.
//   b) throws: ENXIO
//   c) throws: EINVAL
//      no: `EINVAL` often comes from a driver. Here there is no driver.
// because: The node exists, but the table has no driver 60: `ENXIO`, "no such
// device or address". If you get this error with your own slot, your module is
// not loaded, or it has registered another number.

calls.open("/dev/nowhere", O_RDWR)          // throws: ENXIO

// try: The driver registered the minors 0 to 255 (R-D2). There is no slot 256.
//     mknod("/dev/slot256", 235, 256)
//     calls.open("/dev/slot256", O_RDWR)   // throws: ENXIO

// exercise: A slot of your own
// Slot 200 was not used yet. Make a node `/dev/letters` for it, open it, and
// leave `dear reader` on its channel 1.
// hint: 200 is the minor. The major is the same for all slots.
// hint: `mknod("/dev/letters", 235, 200)`, then as with `/dev/mine`.
// check: wantNode("/dev/letters", 235, 200)
// check: wantMessage("/dev/letters", 1, "dear reader")
// wrong: mknod("/dev/letters", 235, 3); var s = MessageSlot.open(calls, "/dev/letters"); s.select(1); s.write("dear reader")
// wrong: mknod("/dev/letters", 235, 200)
// wrong: mknod("/dev/letters", 200, 235)
// answer:

mknod("/dev/letters", 235, 200)
MessageSlot letters = MessageSlot.open(calls, "/dev/letters");
letters.select(1)
letters.write("dear reader")                // ==> 11

// ## Opening for reading, for writing, or for both
//
// The second argument of `open` says what you want to do with the file. The
// kernel refuses everything else.

int forReading = calls.open("/dev/slot0", O_RDONLY);
calls.ioctl(forReading, CHANNEL, 4)         // ==> 0
calls.run(new Write(forReading, Buffer.of("hello")))   // ==> -1 EBADF (9)

// The kernel refused that write itself; the driver's `write` was not called.
// `message_reader` opens with `O_RDONLY`, and `message_sender` with `O_WRONLY`.
// So each of them works with a node that allows only what it needs.

// exercise: Reading from a file that was opened for writing
// What does *reading* return if the descriptor was opened for writing only? Make
// the call.
// hint: `O_WRONLY`, and then `calls.run(new Read(..., Buffer.room(128)))`.
// check: wantFailure("read", "EBADF")
// check: want(made("open").stream().anyMatch(m -> ((Open) m.call()).flags() == O_WRONLY),
//     "Nothing was opened with O_WRONLY.")
// wrong: calls.run(new Read(forReading, Buffer.room(128)))
// wrong: calls.run(new Read(999, Buffer.room(128)))
// answer:

int forWriting = calls.open("/dev/slot0", O_WRONLY);
calls.run(new Read(forWriting, Buffer.room(128)))      // ==> -1 EBADF (9)

// ## close

calls.close(fd)
calls.run(new Ioctl(fd, CHANNEL, 7))   // ==> -1 EBADF (9)

// predict: We open two slots, and close the first one. Does the next `open`
// return the same number as the one that was closed?
//   a) ==> true
//   b) ==> false
//      no: The numbers do not only grow. A closed number is free again.
// because: `open` takes the lowest number that is free. So do not use a
// descriptor after you have closed it: the number may belong to another file by
// then, and you get no error.
// only: guest model
int first = calls.open("/dev/slot0", O_RDWR);
int second = calls.open("/dev/slot1", O_RDWR);
calls.close(first)
calls.open("/dev/slot2", O_RDWR) == first   // ==> true

// ## What to remember
//
// - A device node has a type, a major number and a minor number, and no content.
// - The major number finds the driver. The driver gets the minor number.
// - `ENOENT`: there is no node. `ENXIO`: there is a node, but no driver. `EBADF`:
//   the descriptor is not open, or not for this.
// - `open` chooses no channel. `ioctl` does that: [lab 02](02-ioctl.jsh).
